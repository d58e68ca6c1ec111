"""No page of a record that holds only what an import requires claims more than the record says."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from django.test import Client

from archive.models import Meeting
from archive.record.build import Record, record_of
from tests.operations.importing.rows import import_rows, simple_row

pytestmark = pytest.mark.django_db


class Claim(NamedTuple):
    """Words that a page may say of a meeting or its body, and what the record must hold for them."""

    words: str
    is_held: Callable[[Record, Meeting], bool]


def never(_record: Record, _meeting: Meeting) -> bool:
    return False


def holds(field: str, *values: str) -> Callable[[Record, Meeting], bool]:
    return lambda record, _meeting: record[field] in values if values else bool(record[field])


def body_holds(field: str) -> Callable[[Record, Meeting], bool]:
    return lambda _record, meeting: bool(getattr(meeting.body, field))


CLAIMS = [
    # Approval
    Claim("Not yet approved", body_holds("approval")),
    Claim("Approval not recorded", never),
    Claim("Approved minutes", holds("approved_on")),
    Claim("Minutes approved", body_holds("approval")),
    # What it was
    *(
        Claim(rf">\s*{kind}\s*<", body_holds("classification"))
        for kind in ("Committee", "Council", "Board")
    ),
    Claim(r"<dt>Kind</dt>", holds("classification")),
    Claim(r"(?<![\w.])Regular(?![\w])(?!</option>)", holds("classification", "regular")),
    Claim("(Offline|Online|Mixed)EventAttendanceMode", holds("attendance_mode")),
    Claim(r"<dt>Where</dt>", holds("location")),
    # Who was there
    Claim(r"<dt>Chair</dt>|in the chair", holds("attendances")),
    Claim(r"<dt>Recorder</dt>", holds("attendances")),
    Claim(r"Present \(\d+\)|\d+ present\b|<dt>Present</dt>", holds("attendances")),
    Claim("Named in the minutes", holds("attendances")),
    Claim("Attendance was not recorded", holds("attendance_status", "not_recorded")),
    Claim("Head-count", holds("present_count")),
    Claim(r"\d+ %</b>", never),
    # What was decided
    Claim("How it was decided was not recorded|No count was recorded", never),
    Claim(r"<b>In force: \d|>In force<|Yes; the register", body_holds("keeps_register")),
    Claim("Register of what is in force", body_holds("keeps_register")),
    # What is missing
    Claim("No number is missing", holds("number")),
    Claim("of every meeting that was announced|every meeting that was announced", never),
    Claim("They follow a rhythm", never),
]

PAGES = (
    "/", "/about/", "/bodies/", "/people/", "/meetings/", "/meetings/2023/", "/resolutions/",
    "/resolutions/?in_force=2024",
    "/actions/", "/gaps/", "/corrections/", "/meetings.atom", "/resolutions.atom",
    "/meetings.csv", "/resolutions.csv",
    "/topics/", "/search/?q=met",
)  # fmt: skip


@pytest.fixture
def meeting(tmp_path: Path) -> Meeting:
    row = simple_row(date="2023-03-01", body="Harbour Watch", title="Spring meeting", text="We met.")
    required = ("source", "source_url_or_path", "date", "body", "title", "text")
    assert import_rows(tmp_path, {name: row[name] for name in required}, publish=True)[1] == []
    return Meeting.objects.with_children().get()


def pages_of(meeting: Meeting) -> list[str]:
    body, own = f"/bodies/{meeting.body.slug}/", meeting.get_absolute_url()
    return [
        *PAGES,
        own,
        f"{own}history/",
        f"{own}v1/",
        body,
        f"/gaps/?body={meeting.body.slug}",
    ]


def test_a_record_of_required_fields_alone_claims_nothing_more(client: Client, meeting: Meeting):
    record = record_of(meeting)

    for address in pages_of(meeting):
        response = client.get(address)
        assert response.status_code == 200, address
        page = (b"".join(response) if response.streaming else response.content).decode()
        false = [
            one.words for one in CLAIMS if re.search(one.words, page) and not one.is_held(record, meeting)
        ]
        assert false == [], address


def test_no_label_stands_alone(client: Client, meeting: Meeting):
    for address in pages_of(meeting):
        response = client.get(address)
        page = "" if response.streaming else response.text
        for _label, value in re.findall(r"<dt>(.*?)</dt>\s*(<dd[^>]*>.*?</dd>)?", page, re.DOTALL):
            assert re.sub(r"<[^>]*>", "", value).strip(), address


def test_gaps_of_a_record_without_a_number_cannot_be_seen(client: Client, meeting: Meeting):
    said = "These meetings carry no numbers, so a gap cannot be seen."

    assert said in client.get(f"/gaps/?body={meeting.body.slug}").text
    assert said in client.get(f"/bodies/{meeting.body.slug}/").text


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.words[:30])
def test_claims_are_ones_that_the_record_can_lack(claim: Claim, meeting: Meeting):
    assert not claim.is_held(record_of(meeting), meeting)
