"""People of one name: each is kept, and none is taken for another without a reason."""

import pytest

from archive.models import Attendance, Person, Redirect, Resolution, Vote
from archive.operations.publish.addresses import rename_person
from tests.factories import make_body, make_membership, make_person
from tests.operations.importing.rows import full_row, import_rows, simple_row

pytestmark = pytest.mark.django_db


def attended() -> list[tuple[str, str]]:
    """Return (address, post) of each row of attendance."""
    rows = Attendance.objects.order_by("meeting", "position")
    return list(rows.values_list("person__slug", "label"))


HEAD = {"type": "person", "name": "刘洋", "slug": "liu-yang-head"}
CLERK = {"type": "person", "name": "刘洋", "slug": "liu-yang-clerk"}


def test_people_of_one_name_are_told_apart_by_address(tmp_path):
    attendances = [{"person": {"slug": "liu-yang-clerk"}}, {"person": {"slug": "liu-yang-head"}}]

    counts, refusals = import_rows(tmp_path, HEAD, CLERK, full_row(attendances=attendances))

    assert (counts, refusals) == ("imported 3, unchanged 0, differs 0, refused 0", [])
    assert attended() == [("liu-yang-clerk", ""), ("liu-yang-head", "")]


def test_people_of_one_name_are_unchanged_when_they_come_again(tmp_path):
    import_rows(tmp_path, HEAD, CLERK)

    assert import_rows(tmp_path, CLERK, HEAD)[0] == "imported 0, unchanged 2, differs 0, refused 0"
    assert Person.objects.count() == 2


def test_name_that_a_meeting_lists_twice_is_two_people(tmp_path):
    attendances = [
        {"person": "刘洋", "role": "chair", "label": "局长"},
        {"person": "劉洋", "label": "科长"},
    ]

    counts, _ = import_rows(tmp_path, HEAD, CLERK, full_row(attendances=attendances))

    assert counts == "imported 3, unchanged 0, differs 0, refused 0"
    assert attended() == [("liu-yang-head", "局长"), ("liu-yang-clerk", "科长")]


def test_second_of_a_name_is_made_when_only_one_is_known(tmp_path):
    known = make_person("Ann Lee")

    import_rows(tmp_path, full_row(attendances=[{"person": "Ann Lee"}, {"person": "ann lee"}]))

    assert attended() == [("ann-lee", ""), ("ann-lee-2", "")]
    assert Attendance.objects.filter(person=known).exists()


def test_people_of_one_name_are_told_apart_by_the_post_they_had(tmp_path):
    first = full_row(
        1, attendances=[{"person": "Ann Lee", "label": "A"}, {"person": "Ann Lee", "label": "B"}]
    )
    later = full_row(
        2, attendances=[{"person": "Ann Lee", "label": "B"}, {"person": "Ann Lee", "label": "A"}]
    )

    import_rows(tmp_path, first)
    import_rows(tmp_path, later, full_row(3, attendances=[{"person": "Ann Lee", "label": "B"}]))

    assert attended()[2:] == [("ann-lee-2", "B"), ("ann-lee", "A"), ("ann-lee-2", "B")]


def test_people_of_one_name_are_told_apart_by_their_membership(tmp_path):
    make_person("Ann Lee")
    make_membership(person=make_person("Ann Lee"), body=make_body("Town Council"), label="Treasurer")

    import_rows(tmp_path, full_row(attendances=[{"person": "Ann Lee", "label": "Treasurer"}]))

    assert attended() == [("ann-lee-2", "Treasurer")]


def test_post_that_an_earlier_meeting_of_the_file_told_counts(tmp_path):
    a, b = ({"person": "Ann Lee", "label": label} for label in "AB")

    import_rows(tmp_path, full_row(1, attendances=[a, b]), full_row(2, attendances=[b]))

    assert attended()[2:] == [("ann-lee-2", "B")]


def test_address_that_a_person_once_had_names_them(tmp_path):
    person = make_person("Ann Lee")
    rename_person(person, "ann-lee-treasurer")

    import_rows(tmp_path, full_row(attendances=[{"person": {"slug": "ann-lee"}}]))

    assert Redirect.objects.count() == 1
    assert attended() == [("ann-lee-treasurer", "")]


def test_one_address_twice_is_refused(tmp_path):
    twice = 2 * [{"person": {"slug": "liu-yang-head"}}]

    _, refusals = import_rows(tmp_path, HEAD, full_row(attendances=twice))

    assert refusals == [(2, "attendances 2, 刘洋 is listed twice.")]


def test_votes_and_motion_of_namesakes_wait_as_written(tmp_path):
    votes = [{"voter": "Ann Lee", "option": "yes"}, {"voter": "Ann Lee", "option": "no"}]
    motion = {"name": "Pumps", "mover": "Ann Lee", "seconder": {"slug": "ann-lee-2"}, "votes": votes}
    make_person("Ann Lee"), make_person("Ann Lee")

    import_rows(tmp_path, full_row(attendances=2 * [{"person": "Ann Lee"}], resolutions=[motion]))

    resolution = Resolution.objects.get()
    assert (resolution.mover, resolution.seconder) == (None, Person.objects.get(slug="ann-lee-2"))
    assert (resolution.mover_as_written, resolution.mover_to_check.name) == ("Ann Lee", "Ann Lee")
    held = Vote.objects.order_by("pk").values_list("voter", "name_to_check__name", "option")
    assert list(held) == [(None, "Ann Lee", "yes"), (None, "Ann Lee", "no")]


def test_name_means_the_namesake_who_attended(tmp_path):
    make_person("Ann Lee"), make_person("Ann Lee")
    motion = {"name": "Pumps", "mover": "Ann Lee"}

    import_rows(tmp_path, full_row(attendances=[{"person": {"slug": "ann-lee-2"}}], resolutions=[motion]))

    assert Resolution.objects.values_list("mover__slug", flat=True).get() == "ann-lee-2"


@pytest.mark.parametrize(
    ("roles", "count"),
    [
        (("Mill Ward", "Hill Ward"), 2),
        (("局长", "财务科科长"), 2),
        (("", ""), 2),
        (("Mill Ward", "Mill Ward"), 1),
        (("Mill Ward", ""), 1),
        (("Mill Ward", "Chair"), 1),
    ],
)
def test_simple_form_keeps_namesakes_apart(tmp_path, roles, count):
    attendees = [{"name": "Ann Lee", "role": role} for role in roles]

    import_rows(tmp_path, simple_row(attendees=attendees))

    assert Person.objects.count() == Attendance.objects.count() == count


def test_simple_form_counts_the_vote_of_each_namesake(tmp_path):
    attendees = [{"name": "Ann Lee", "role": "Mill Ward"}, {"name": "Ann Lee", "role": "Hill Ward"}]
    votes = {"names_for": ["Ann Lee", "Ann Lee"]}

    import_rows(
        tmp_path,
        simple_row(
            attendees=attendees, resolutions=[{"text": "Buy it.", "status": "passed", "votes": votes}]
        ),
    )

    assert Vote.objects.values("voter").distinct().count() == 2


def test_correction_asks_which_namesake_is_meant(tmp_path):
    meeting = full_row(attendances=2 * [{"person": "Ann Lee"}], publication="published", number="1")
    correction = {
        "type": "correction",
        "meeting": {"body": "Town Council", "date": "2023-08-23"},
        "kind": "corrected",
        "reason": "A post was left out.",
    }
    by_name = correction | {"attendances": [{"person": "Ann Lee", "label": "Clerk"}]}
    by_address = correction | {"attendances": [{"person": {"slug": "ann-lee-2"}, "label": "Clerk"}]}

    _, refusals = import_rows(tmp_path, meeting, by_name, by_address)

    assert [line for line, _reason in refusals] == [2]
    assert 'write {"slug": "…"}' in refusals[0][1]
    assert attended() == [("ann-lee", ""), ("ann-lee-2", "Clerk")]


def doubts_of(tmp_path, *rows: dict) -> list[str]:
    """Import rows and return what is doubted."""
    found: list[str] = []
    import_rows(tmp_path, *rows, on_doubt=lambda _line, doubt: found.append(doubt))
    return found


def test_single_name_of_two_people_is_not_taken_silently(tmp_path):
    doubts = doubts_of(tmp_path, HEAD, CLERK, full_row(attendances=[{"person": "刘洋"}]))

    assert doubts == ["attendances 1, 刘洋 may be one of 2 people: kept as written, to be checked."]
    row = Attendance.objects.get()
    assert (row.person, row.name_as_written, row.name_to_check.name) == (None, "刘洋", "刘洋")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # One of two, told by nothing; by a post of the other list; by the roster of the body.
        ([{"person": "刘洋", "label": "科长"}], [None]),
        ([{"person": "刘洋", "label": "局长"}], ["liu-yang-head"]),
        # The row without a post is the other one, wherever it stands.
        ([{"person": "刘洋"}, {"person": "劉洋", "label": "局长"}], ["liu-yang-clerk", "liu-yang-head"]),
        ([{"person": "刘洋"}, {"person": {"slug": "liu-yang-head"}}], ["liu-yang-clerk", "liu-yang-head"]),
        ([{"person": {"slug": "liu-yang-clerk"}}], ["liu-yang-clerk"]),
    ],
)
def test_namesake_is_taken_only_where_it_is_sure(tmp_path, rows, expected):
    post = {"type": "membership", "body": "市政府", "role": "member", "label": "局长"}

    counted, _ = import_rows(
        tmp_path, HEAD, CLERK, post | {"person": {"slug": "liu-yang-head"}}, full_row(attendances=rows)
    )

    assert counted == "imported 4, unchanged 0, differs 0, refused 0"
    assert [slug for slug, _label in attended()] == expected


def test_namesake_on_the_roster_of_the_body_is_meant(tmp_path):
    make_person("Ann Lee")
    make_membership(person=make_person("Ann Lee"), body=make_body("Town Council"))

    import_rows(tmp_path, full_row(attendances=[{"person": "Ann Lee"}]))

    assert attended() == [("ann-lee-2", "")]


def test_name_that_waits_at_one_meeting_is_read_at_another(tmp_path):
    known = full_row(2, attendances=[{"person": {"slug": "liu-yang-head"}, "label": "局长"}])
    told = full_row(3, attendances=[{"person": "刘洋", "label": "局长"}])

    import_rows(tmp_path, HEAD, CLERK, full_row(1, attendances=[{"person": "刘洋"}]), known, told)

    assert attended() == [(None, ""), ("liu-yang-head", "局长"), ("liu-yang-head", "局长")]
    assert import_rows(tmp_path, full_row(1, attendances=[{"person": "刘洋"}]))[0].startswith(
        "imported 0, unchanged 1"
    )


def test_name_whose_post_is_known_is_not_doubted(tmp_path):
    both = [{"person": "Ann Lee", "label": "A"}, {"person": "Ann Lee", "label": "B"}]
    known = full_row(2, attendances=[{"person": "Ann Lee", "label": "B"}])

    assert doubts_of(tmp_path, full_row(1, attendances=both), known) == []


def test_namesake_who_did_not_attend_is_not_guessed_to_have_moved(tmp_path):
    motion = {"name": "Pumps", "mover": "刘洋", "votes": [{"voter": "刘洋", "option": "yes"}]}

    doubts = doubts_of(tmp_path, HEAD, CLERK, full_row(resolutions=[motion]))

    assert doubts == [
        "resolutions 1, mover, 刘洋 may be one of 2 people: kept as written, to be checked.",
        "resolutions 1, votes, 刘洋 may be one of 2 people: kept as written, to be checked.",
    ]
    resolution = Resolution.objects.get()
    assert (resolution.mover, resolution.mover_as_written) == (None, "刘洋")
    assert Vote.objects.get().voter is None


@pytest.mark.parametrize(("options", "doubted"), [(("yes", "yes"), False), (("yes", "no"), True)])
def test_votes_of_namesakes_are_doubted_unless_they_voted_alike(tmp_path, options, doubted):
    motion = {"name": "Pumps", "votes": [{"voter": "刘洋", "option": option} for option in options]}
    both = [{"person": {"slug": f"liu-yang-{post}"}} for post in ("head", "clerk")]

    doubts = doubts_of(tmp_path, HEAD, CLERK, full_row(attendances=both, resolutions=[motion]))

    assert bool(doubts) is doubted


def test_post_of_a_name_that_two_have_asks_which(tmp_path):
    post = {"type": "membership", "body": "市政府", "role": "member"}
    by_address = post | {"person": {"slug": "liu-yang-clerk"}}

    _, refusals = import_rows(tmp_path, HEAD, CLERK, post | {"person": "刘洋"}, by_address)

    assert refusals == [
        (3, '刘洋 is the name of 2: write {"slug": "…"}, of liu-yang-head, liu-yang-clerk.')
    ]
    assert Person.objects.get(slug="liu-yang-clerk").memberships.count() == 1
