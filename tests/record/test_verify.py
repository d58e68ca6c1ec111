import datetime as dt
import json
import tracemalloc

import pytest
from django.db import connection

from archive.models import Meeting, Revision
from archive.operations.publish import approve, correct, withdraw
from archive.record.verify import is_known, problems_of_record
from archive.record.versions import canonical, fingerprint
from tests.factories import make_body, make_meeting

pytestmark = pytest.mark.django_db


def change(version: Revision, **columns) -> None:
    """Change columns of a version behind Django's back, as an attacker with the database would."""
    sets = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE archive_revision SET {sets} WHERE id = %s", [*columns.values(), version.pk])


def remove(version: Revision) -> None:
    """Remove a version behind Django's back."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM archive_revision WHERE id = %s", [version.pk])


def make_chain() -> list[Revision]:
    """Make five versions: of two meetings of the council on 1 and 2 May, the first corrected twice."""
    council = make_body(slug="council")
    first = make_meeting(body=council, date=dt.date(2023, 5, 1), text="The budget is 1000.")
    second = make_meeting(body=council, date=dt.date(2023, 5, 2))
    correct(first, kind="corrected", reason="A name.")
    approve(second, on=dt.date(2023, 6, 1))
    correct(first, kind="amended", reason="As the body decided.")
    return list(Revision.objects.in_order())


FIRST, SECOND = "/meetings/council/2023-05-01/", "/meetings/council/2023-05-02/"


def test_untouched_record_has_no_problems():
    make_chain()
    withdraw(Meeting.objects.order_by("pk")[0], reason="By mistake.")

    assert list(problems_of_record()) == []


def test_empty_record_has_no_problems():
    assert list(problems_of_record()) == []


def test_one_changed_byte_is_found():
    versions = make_chain()
    change(versions[0], snapshot=versions[0].snapshot.replace("1000", "1001"))

    assert list(problems_of_record()) == [
        f"{FIRST}v1/ was changed: its content does not have its fingerprint."
    ]


def test_changed_content_with_a_new_fingerprint_is_found_at_the_next_version():
    versions = make_chain()
    forged = versions[0].snapshot.replace("1000", "1001")
    change(versions[0], snapshot=forged, sha256=fingerprint(forged))

    (problem,) = problems_of_record()

    assert problem.startswith(f"{SECOND}v1/ does not follow the version before it")


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_removed_version_is_found(place):
    versions = make_chain()
    remove(versions[place])

    problems = list(problems_of_record())

    following = versions[place + 1]
    name = FIRST if following.meeting_id == versions[0].meeting_id else SECOND
    assert problems[0].startswith(f"{name}v{following.number}/ does not follow the version before it")


def test_removed_version_is_named_too():
    versions = make_chain()
    remove(versions[2])

    problems = list(problems_of_record())

    assert problems[1] == f"{FIRST}v2/ is missing: version 3 stands in its place."


def test_altered_order_is_found():
    versions = make_chain()
    last = versions[-1].pk
    for version, key in ((versions[1], last + 1), (versions[2], last + 2)):
        change(version, id=key)

    problems = list(problems_of_record())

    assert problems[0].startswith(f"{SECOND}v2/ does not follow the version before it")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "amended"),
        ("reason", "Another reason."),
        ("number", 7),
        ("created_at", dt.datetime(2001, 1, 1, tzinfo=dt.UTC)),
        ("previous_sha256", "ab" * 32),
    ],
)
def test_column_that_says_something_else_than_the_content_is_found(column, value):
    versions = make_chain()
    change(versions[2], **{column: value})

    problems = list(problems_of_record())

    number = 7 if column == "number" else 2
    assert problems[0] == f"{FIRST}v{number}/ was changed: its {column} is not the one in its content."


def test_versions_that_two_meetings_exchanged_are_found():
    versions = make_chain()
    mine, other = (version for version in versions if version.number == 1)
    change(mine, number=9, reason="In passing.")
    change(other, meeting_id=mine.meeting_id)
    change(mine, meeting_id=other.meeting_id, number=1)

    problems = list(problems_of_record())

    assert problems[0].endswith("was changed: its meeting is not the one in its content.")


@pytest.mark.parametrize(
    "content", ["no JSON", "[]", "{}", '{"version": 1}', '{"version": {"created_at": 5}}']
)
def test_content_that_is_no_record_is_found(content):
    versions = make_chain()
    change(versions[-1], snapshot=content, sha256=fingerprint(content))

    (problem,) = problems_of_record()

    assert problem.startswith(f"{FIRST}v3/ was changed: its meeting is not the one")


@pytest.mark.parametrize("time", [None, 5, "yesterday"])
def test_content_without_a_time_is_found(time):
    versions = make_chain()
    record = json.loads(versions[-1].snapshot)
    record["version"]["created_at"] = time
    forged = canonical(record)
    change(versions[-1], snapshot=forged, sha256=fingerprint(forged))

    assert list(problems_of_record()) == [
        f"{FIRST}v3/ was changed: its created_at is not the one in its content."
    ]


def test_forged_chain_still_needs_the_row_of_its_own_meeting():
    versions = make_chain()
    record = json.loads(versions[-1].snapshot)
    record["version"]["number"] = 9
    forged = canonical(record)
    change(versions[-1], snapshot=forged, sha256=fingerprint(forged), number=9)

    assert list(problems_of_record()) == [f"{FIRST}v3/ is missing: version 9 stands in its place."]


@pytest.mark.parametrize("publication", ["published", "withdrawn"])
def test_meeting_published_without_a_version_is_found(publication):
    meeting = make_meeting(body=make_body(slug="council"), date=dt.date(2023, 5, 1))
    remove(meeting.revisions.get())
    Meeting.objects.filter(pk=meeting.pk).update(publication=publication)

    assert list(problems_of_record()) == [f"{FIRST} is {publication}, but its last version is none."]


@pytest.mark.parametrize("publication", ["draft", "withdrawn"])
def test_meeting_made_to_vanish_is_found(publication):
    meeting = make_meeting(body=make_body(slug="council"), date=dt.date(2023, 5, 1))
    Meeting.objects.filter(pk=meeting.pk).update(publication=publication)

    assert list(problems_of_record()) == [f"{FIRST} is {publication}, but its last version is published."]


def test_withdrawn_meeting_brought_back_is_found():
    meeting = make_meeting(body=make_body(slug="council"), date=dt.date(2023, 5, 1))
    withdraw(meeting, reason="By mistake.")
    Meeting.objects.filter(pk=meeting.pk).update(publication="published")

    assert list(problems_of_record()) == [f"{FIRST} is published, but its last version is withdrawn."]


def test_removed_tail_is_known_only_to_whoever_noted_it():
    versions = make_chain()
    noted = versions[-1].sha256

    assert is_known(noted)
    remove(versions[-1])
    assert list(problems_of_record()) == []
    assert not is_known(noted)


def test_each_version_is_reported_as_it_is_checked():
    make_chain()
    calls: list[None] = []

    list(problems_of_record(lambda: calls.append(None)))

    assert len(calls) == 5


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(django_assert_num_queries, count):
    for _ in range(count):
        make_meeting()

    # Of the chain: authors, two ends in a transaction, versions, entries. Numbers and states, marks and
    # redirects with the chain, addresses, two of copies. Of the rows: keys, versions, tables that hold any.
    with django_assert_num_queries(23):
        problems = list(problems_of_record())

    assert problems == []


def test_memory_does_not_grow_with_the_versions():
    meeting = make_meeting(text="x" * 500_000)
    for number in range(60):
        correct(meeting, kind="corrected", reason=f"Reason {number}.")
    tracemalloc.start()

    problems = list(problems_of_record())

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problems == []
    assert peak < 25_000_000  # 61 versions hold 30 MB
