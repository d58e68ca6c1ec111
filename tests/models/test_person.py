"""People and their posts: one key for all spellings, addresses, and who has a page."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import ProtectedError

from archive.models import Membership, Person
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_membership,
    make_person,
    make_resolution,
    make_vote,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spelling", ["陈莹", "陳瑩", "陈　瑩", "陳 瑩"])
def test_named_meets_across_scripts_and_spaces(spelling: str):
    person = make_person("陳　瑩")

    assert list(Person.objects.named(spelling)) == [person]


@pytest.mark.parametrize("spelling", ["Gary O'Neall", "GARY  O’NEALL", "gary o\u2019neall"])
def test_named_meets_across_apostrophes_and_case(spelling: str):
    person = make_person("Gary O’Neall")

    assert list(Person.objects.named(spelling)) == [person]


def test_named_keeps_accents_apart():
    make_person("José Muñoz")

    assert not Person.objects.named("Jose Munoz").exists()


def test_name_key_follows_a_new_name():
    person = make_person("Kate Steward")
    person.name = "Kate Stewart"

    person.save(update_fields=["name"])

    assert Person.objects.named("kate stewart").get() == person


def test_name_whose_folding_is_long_fits_the_key():
    person = make_person("\ufdfa" * 200)  # one character that NFKC makes eighteen of

    assert len(person.name_key) == 250
    assert Person.objects.named("\ufdfa" * 200).get() == person


@pytest.mark.parametrize(
    ("name", "sorted_as", "slug"),
    [
        ("Kate Stewart", "Stewart, Kate", "kate-stewart"),
        ("陈志伟", "Chen Zhi Wei", "chen-zhi-wei"),
        ("曾志伟", "Zeng Zhi Wei", "zeng-zhi-wei"),
        ("Walter Greene, Jr.", "Greene, Walter, Jr.", "walter-greene-jr"),
        ("...", "...", "person"),
    ],
)
def test_person_is_sorted_and_addressed_by_name(name: str, sorted_as: str, slug: str):
    person = make_person(name)

    assert (person.sorted_as, person.slug) == (sorted_as, slug)


def test_person_slug_is_numbered_when_taken():
    make_person("陈莹")

    assert make_person("陳瑩", alternate_name="Chen Ying").slug == "chen-ying-2"


def test_person_address():
    assert make_person("Kate Stewart").get_absolute_url() == "/people/kate-stewart/"


def test_by_name_mixes_scripts():
    for name in ("周国栋", "Kate Stewart", "陈莹", "Gary O'Neall"):
        make_person(name)

    assert [person.name for person in Person.objects.by_name()] == [
        "陈莹",
        "Gary O'Neall",
        "Kate Stewart",
        "周国栋",
    ]


def test_order_follows_a_new_name_but_not_past_the_choice_of_staff():
    made = make_person("Nora Fielding")
    chosen = make_person("Zhang Wei", sort_name="Zhang, Wei")
    for person, name in ((made, "Nora Ashcombe"), (chosen, "Zhang Weimin")):
        person.name = name
        person.save(update_fields=["name"])

    assert [(person.name, person.sort_key) for person in Person.objects.by_name()] == [
        ("Nora Ashcombe", "ashcombe  nora"),
        ("Zhang Weimin", "zhang  wei"),
    ]


@pytest.mark.parametrize("text", ["Doren, Peter", "van doren", "vandoren", "Dören"])
def test_matching_finds_by_the_order(text: str):
    person = make_person("Peter Van Doren")

    assert list(Person.objects.matching(text)) == [person]


@pytest.mark.parametrize("text", ["鍾偉", "鐘偉", "钟伟", "钟", "zhongwei"])
def test_search_finds_what_matching_keeps_apart(text: str):
    person = make_person("鍾偉")
    make_person("忠伟") if text != "zhongwei" else None

    assert list(Person.objects.matching(text)) == [person]


@pytest.mark.parametrize("text", ["鍾偉", "钟伟"])
def test_person_of_a_name_is_who_search_takes_for_it(text: str):
    person = make_person("鍾偉")
    make_person("钟伟民")

    assert list(Person.objects.called(text)) == [person]


def test_order_is_by_code_point_on_every_engine():
    names = ["Green, Zoe", "Green Smith, Adam", "Greene, Adam", "Ивлев, Ада", "あおき"]
    for name in reversed(names):
        make_person("Any", sort_name=name)

    assert [person.sort_name for person in Person.objects.by_name()] == names


def test_public_page_needs_a_published_meeting():
    make_attendance(make_draft(), person=make_person("Drafted"))
    silent = make_meeting(attendance_status="not_public")
    make_attendance(silent, person=make_person("Silent"))
    make_attendance(make_meeting(), person=make_person("Withheld", has_public_page=False))
    make_attendance(make_meeting(), person=make_person("Shown"))

    assert [person.name for person in Person.objects.with_public_page()] == ["Shown"]


def test_public_page_of_those_who_moved_voted_or_act():
    resolution = make_resolution(
        make_meeting(), mover=make_person("Mover"), seconder=make_person("Seconder")
    )
    make_vote(resolution, voter=make_person("Voter"))
    make_action(resolution.meeting, responsible=make_person("Doer"))
    make_attendance(resolution.meeting, person=make_person("Deputy"), on_behalf_of=make_person("Principal"))

    names = {person.name for person in Person.objects.with_public_page()}

    assert names == {"Mover", "Seconder", "Voter", "Doer", "Deputy", "Principal"}


def test_public_page_of_nobody_on_a_closed_item():
    meeting = make_meeting(items=1)
    closed = meeting.agenda_items.get()
    closed.is_public = False
    closed.save()
    resolution = make_resolution(meeting, agenda_item=closed, mover=make_person())
    make_vote(resolution)
    make_action(meeting, agenda_item=closed, responsible=make_person())

    assert not Person.objects.with_public_page().exists()


@pytest.mark.parametrize(
    "role", ["attendances", "substitutions", "moved_resolutions", "votes", "action_items"]
)
def test_person_in_a_record_cannot_be_deleted(role: str):
    person = make_person()
    meeting = make_draft()
    {
        "attendances": lambda: make_attendance(meeting, person=person),
        "substitutions": lambda: make_attendance(meeting, on_behalf_of=person),
        "moved_resolutions": lambda: make_resolution(meeting, mover=person),
        "votes": lambda: make_vote(make_resolution(meeting), voter=person),
        "action_items": lambda: make_action(meeting, responsible=person),
    }[role]()

    with pytest.raises(ProtectedError):
        person.delete()


def test_covering_takes_open_ends_for_now():
    day = dt.date(2023, 8, 23)
    person = make_person()
    make_membership(person=person, label="past", end_date=dt.date(2023, 8, 22))
    make_membership(person=person, label="future", start_date=dt.date(2023, 8, 24))
    make_membership(person=person, label="that day", start_date=day, end_date=day)
    make_membership(person=person, label="open")

    labels = [term.label for term in Membership.objects.covering(day).order_by("pk")]

    assert labels == ["that day", "open"]


def test_memberships_newest_first_begin_with_those_still_held():
    person, body = make_person(), make_body()
    for label, start, end in [
        ("old", dt.date(2010, 1, 1), dt.date(2012, 1, 1)),
        ("newer", dt.date(2012, 1, 1), dt.date(2016, 1, 1)),
        ("held", dt.date(2016, 1, 1), None),
        ("undated", None, None),
    ]:
        make_membership(person=person, body=body, label=label, start_date=start, end_date=end)

    labels = [term.label for term in person.memberships.newest_first()]

    assert labels == ["held", "undated", "newer", "old"]


def test_memberships_by_rank_begin_with_the_chair():
    body = make_body()
    for role in ("observer", "member", "chair", "secretary", "vice_chair", "alternate"):
        make_membership(body=body, role=role)

    assert [term.role for term in body.memberships.by_rank()] == Membership.Role.values


def test_memberships_of_one_rank_end_with_those_of_unknown_start():
    body = make_body()
    for start in (None, dt.date(2016, 1, 1), None, dt.date(2012, 1, 1)):
        make_membership(body=body, role="member", start_date=start)

    starts = [term.start_date for term in body.memberships.by_rank()]

    assert starts == [dt.date(2012, 1, 1), dt.date(2016, 1, 1), None, None]


def test_roster_links_those_alone_who_have_a_page():
    body = make_body()
    for name in ("Shown", "Named nowhere"):
        make_membership(body=body, person=make_person(name))
    make_attendance(make_meeting(), person=Person.objects.get(name="Shown"))

    rows: Any = body.memberships.with_person().order_by("pk")

    assert [(row.person.name, row.person_has_page) for row in rows] == [
        ("Shown", True),
        ("Named nowhere", False),
    ]


def test_membership_reads_as_a_sentence():
    term = make_membership(person=make_person("孙全中"), body=make_body("党委"), label="书记")

    assert str(term) == "孙全中, 书记, 党委"
