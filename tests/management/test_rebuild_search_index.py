"""The command that rebuilds and checks the search index."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive.models import Body, Meeting, Person
from archive.search.engines.base import Limits
from archive.search.entries import Kind
from archive.search.find import find
from archive.search.index import forget
from archive.search.query import parse
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_person,
    make_resolution,
    put_on_record,
)

pytestmark = pytest.mark.django_db


def run(*arguments: str, **options: Any) -> str:
    output = io.StringIO()
    call_command("rebuild_search_index", *arguments, stdout=output, **options)
    return output.getvalue()


def faults() -> list[str]:
    """Return the lines of a check that fails."""
    output = io.StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("rebuild_search_index", "--check", stdout=output)
    assert failure.value.returncode == 1
    return output.getvalue().splitlines()


def test_check_of_a_right_index_says_so():
    make_meeting(resolutions=1)
    make_draft()

    assert run("--check") == "1 meetings checked: the index is right.\n"


def test_check_finds_what_is_missing():
    meeting = make_meeting()
    resolution = make_resolution(meeting)
    put_on_record(meeting)
    forget([meeting.pk])

    assert faults() == [
        f"missing: resolution {resolution.pk} of meeting {meeting.pk}",
        f"missing: meeting {meeting.pk} of meeting {meeting.pk}",
    ]


def test_check_finds_what_is_stale():
    person = make_person()
    meeting = make_meeting()
    make_attendance(meeting, person=person)
    put_on_record(meeting)
    Person.objects.filter(pk=person.pk).update(alternate_name="changed")

    assert faults() == [f"stale: meeting {meeting.pk} of meeting {meeting.pk}"]


def test_row_that_no_version_holds_is_not_indexed():
    meeting = make_meeting(text="oldword")
    Meeting.objects.filter(pk=meeting.pk).update(text="forged")

    assert run("--check") == "1 meetings checked: the index is right.\n"
    assert run() == "1 meetings indexed.\n"
    assert find(parse("forged"), Meeting.objects.published(), kind=Kind.MEETING).total == 0


def test_check_finds_what_is_orphaned():
    withdrawn, meeting = make_meeting(), make_meeting(resolutions=1)
    resolution = meeting.resolutions.get()
    key = resolution.pk
    Meeting.objects.filter(pk=withdrawn.pk).update(publication="withdrawn")
    resolution.delete()

    assert faults()[-1] == f"orphaned: meeting {withdrawn.pk} of meeting {withdrawn.pk}"
    assert f"orphaned: resolution {key} of meeting {meeting.pk}" in faults()


def test_check_finds_terms_that_are_miscounted():
    for _number in range(2):
        make_meeting(text="budget")
    run(limits=Limits(common=2))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_search_tally SET number = number + 1 WHERE term = 'budget'")

    assert faults() == ["miscounted: the matches of budget"]


def test_rebuild_mends_everything():
    body = make_body("oldbody")
    lost, withdrawn = (make_meeting(text="oldword") for _ in range(2))
    make_meeting(text="oldword", body=body)
    forget([lost.pk])
    Body.objects.filter(pk=body.pk).update(name="newbody")
    Meeting.objects.filter(pk=withdrawn.pk).update(publication="withdrawn")

    assert run() == "2 meetings indexed.\n"

    assert run("--check") == "2 meetings checked: the index is right.\n"
    assert find(parse("oldword"), Meeting.objects.published(), kind=Kind.MEETING).total == 2
    assert find(parse("newbody"), Meeting.objects.published(), kind=Kind.MEETING).total == 1


def test_rebuild_gives_no_id_twice_where_one_of_two_meetings_of_a_day_is_missing():
    _kept, lost = (make_meeting(date=dt.date(2023, 5, 1)) for _ in range(2))
    forget([lost.pk])

    assert run() == "2 meetings indexed.\n"
    assert run("--check") == "2 meetings checked: the index is right.\n"


def test_rebuild_takes_more_than_one_chunk():
    for _ in range(5):
        make_meeting()

    assert run(limits=Limits(chunk=2)) == "5 meetings indexed.\n"
