"""Each thing that a meeting can be, entered at the desk and from a file, found, read and corrected."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.test import Client

from archive.models import Attendance, Meeting, MeetingTranslation, Sitting
from archive.operations.publish import correct
from archive.record.build import Record
from archive.record.verify import problems_of_record
from tests.admin.conftest import logged_in
from tests.admin.pages import ADD, blank, change, filled, save
from tests.factories import make_body, make_joint, make_meeting
from tests.latest import latest_record
from tests.operations.importing.rows import Row, full_row, import_rows

pytestmark = pytest.mark.django_db

COUNCIL = "Town Council"
# Keys that two records of one thing may have apart: where it stands and where it was taken from.
OWN = {"address", "source", "source_url", "version"}


class Thing(NamedTuple):
    """What is typed, what a file says of the same, and what readers are told, in each language.

    `linked` is typed once rows are saved that others name. `found` are addresses, each with words of it.
    `corrected` changes rows; after it `languages` tell `then`.
    """

    typed: dict[str, Any]
    file: Row
    told: dict[str, list[str]]
    found: dict[str, list[str]]
    corrected: Callable[[Meeting], object]
    then: str
    languages: tuple[str, ...] = ("en", "zh-hans")
    linked: Callable[[Meeting], dict[str, Any]] = lambda _meeting: {}


def rows(prefix: str, *fields: dict[str, Any]) -> dict[str, Any]:
    """Return what is typed into new rows."""
    total = {f"{prefix}-TOTAL_FORMS": len(fields)}
    return total | {
        f"{prefix}-{at}-{key}": value for at, one in enumerate(fields) for key, value in one.items()
    }


def person(name: str, **fields: str) -> dict[str, str]:
    return {"person": f"new:{name}", "role": "member", "status": "present"} | fields


def body_key(name: str) -> Any:
    return make_body(name).pk


def items(*names: str) -> dict[str, Any]:
    numbered = [{"number": str(at), "name": name} for at, name in enumerate(names, start=1)]
    return rows("agenda_items", *(one | {"is_public": "on"} for one in numbered))


def decided(meeting: Meeting, item: int, **fields: str) -> dict[str, Any]:
    """Return what is typed of a decision under a saved agenda item."""
    key = meeting.agenda_items.get(position=item).pk
    shown = {"name": "Sell the plot", "result": "adopted", "agenda_item": key}
    return rows(
        "resolutions", shown | {"classification": "resolution", "decision_method": "not_recorded"} | fields
    )


def joined(meeting: Meeting) -> None:
    make_joint(meeting, make_body("Parks Board"))


def last_sitting_moved(meeting: Meeting) -> None:
    last = Sitting.objects.filter(meeting=meeting).latest("position")
    last.start_time, last.note = dt.time(14, 45), "Resumed"
    last.save()


def signed_after_all(meeting: Meeting) -> None:
    for attendance in meeting.attendances.filter(status=Attendance.Status.ABSENT):
        attendance.status, attendance.note = Attendance.Status.PRESENT, "Signed late"
        attendance.save()


def basis_named(meeting: Meeting) -> None:
    meeting.disclosure_basis = "Act, s. 9"
    meeting.save()


def back_later(meeting: Meeting) -> None:
    king = meeting.attendances.get(name_as_written="Ann King")
    king.spans.create(position=9, from_time=dt.time(20, 55))


def ended_later(meeting: Meeting) -> None:
    meeting.end_time = dt.time(1, 45)
    meeting.save()


def begun_later(meeting: Meeting) -> None:
    meeting.start_time = dt.time(15, 45)
    meeting.save()


def translated_anew(meeting: Meeting) -> None:
    translation = MeetingTranslation.objects.get(meeting=meeting)
    translation.name = "防汛工作会议（修订）"
    translation.save()


PRESENT = [
    {"person": "Ann King"},
    {"person": "Bo Lake", "status": "absent"},
]
SPANS = "item 2: interest declared, owns it\nfrom 20:15 to 20:40"
THINGS = {
    "joint meeting": Thing(
        typed={"other": "Housing Committee"},
        file={"bodies": [COUNCIL, "Housing Committee"], "body": None},
        told={"en": ["Joint meeting", "Housing Committee"], "zh-hans": ["联席会议"]},
        found={
            "/bodies/housing-committee/": ["Dyke"],
            "/bodies/housing-committee/calendar.ics": ["Town Council\\, Housing Committee: Dyke"],
            "/bodies/housing-committee/meetings.atom": ["Dyke"],
            "/meetings.csv?body=housing-committee": ["Town Council, Housing Committee"],
            "/search/?q=body:housing+dyke": ["Dyke"],
        },
        corrected=joined,
        then="Parks Board",
    ),
    "resumed a week later": Thing(
        typed=rows(
            "sittings",
            {"date": "2023-08-23", "start_time": "19:00", "end_time": "次日0:30", "note": "Adjourned"},
            {"date": "2023-08-30", "start_time": "14:00"},
        )
        | {"end_date": "2023-08-30"},
        file={
            "sittings": [
                {"date": "2023-08-23", "start_time": "19:00", "end_time": "零时30分", "note": "Adjourned"},
                {"date": "2023-08-30", "start_time": "14:00"},
            ]
        },
        told={
            "en": ["23–30 August 2023", "(next day)", "Adjourned"],
            "zh-hans": ["2023年8月23日至30日", "次日00:30"],
        },
        found={
            "/calendar.ics": [
                "DTSTART:20230823T190000Z\r\nDTEND:20230824T003000Z",
                "DTSTART:20230830T140000Z",
            ],
            "/meetings.csv": ["2023-08-30"],
            "/meetings/?since=2023-08-30&until=2023-08-30": ["Dyke"],
        },
        corrected=last_sitting_moved,
        then="14:45",
    ),
    "by circulation": Thing(
        typed={"attendance_mode": "by_circulation"}
        | rows("attendances", person("Ann King"), person("Bo Lake", status="absent")),
        file={"attendance_mode": "书面传签", "attendances": PRESENT},
        told={
            "en": ["nobody met", "Signed (1)", "Circulated to, not signed (1)"],
            "zh-hans": ["书面传签", "已签署"],
        },
        found={
            "/meetings/": ["By circulation"],
            "/meetings.csv": ["By circulation"],
            "/people/ann-king/": ["Signed"],
            "/calendar.ics": ["DTSTART;VALUE=DATE:20230823"],
        },
        corrected=signed_after_all,
        then="Signed late",
    ),
    "closed with a public decision": Thing(
        typed=items("Hidden item")
        | {"disclosure": "closed", "disclosure_basis": "Act, s. 1", "text": "Hidden text"},
        linked=lambda meeting: decided(meeting, 1, is_disclosed="on"),
        file={
            "disclosure": "closed",
            "disclosure_basis": "Act, s. 1",
            "text": "Hidden text",
            "agenda_items": [{"number": "1", "name": "Hidden item"}],
            "resolutions": [
                {
                    "name": "Sell the plot",
                    "result": "adopted",
                    "agenda_item": 1,
                    "is_disclosed": True,
                    "classification": "resolution",
                    "decision_method": "not_recorded",
                }
            ],
        },
        told={
            "en": ["This meeting was closed.", "Act, s. 1", "Sell the plot"],
            "zh-hans": ["本次会议不公开"],
        },
        found={
            "/resolutions/": ["Sell the plot"],
            "/search/?q=plot": ["<mark>plot</mark>"],
            "/resolutions.csv": ["Sell the plot"],
            "/calendar.ics": ["SUMMARY;LANGUAGE=en:Town Council: Dyke"],
        },
        corrected=basis_named,
        then="Act, s. 9",
    ),
    "out of the room": Thing(
        typed=items("Minutes", "Plot")
        | rows(
            "attendances",
            person("Ann King", spans=SPANS),
            person("Bo Lake", arrived_at="19:30"),
        )
        | {"start_time": "19:00"},
        linked=lambda meeting: decided(meeting, 2, taken_at="8.30 pm"),
        file={
            "start_time": "19:00",
            "agenda_items": [{"number": "1", "name": "Minutes"}, {"number": "2", "name": "Plot"}],
            "attendances": [
                {
                    "person": "Ann King",
                    "spans": [
                        {"reason": "interest_declared", "from_item": 2, "to_item": 2, "note": "owns it"},
                        {"from_time": "20:15", "to_time": "20:40"},
                    ],
                },
                {"person": "Bo Lake", "arrived_at": "7.30 pm"},
            ],
            "resolutions": [
                {
                    "name": "Sell the plot",
                    "result": "adopted",
                    "agenda_item": 2,
                    "taken_at": "20:30",
                    "classification": "resolution",
                    "decision_method": "not_recorded",
                }
            ],
        },
        told={
            "en": ["out for item 2: interest declared", "out from 20:15 to 20:40", "19:30"],
            "zh-hans": ["议题2不在场", "申报利益"],
        },
        found={
            "/search/?q=%22interest+declared%22": ["Dyke"],
            "/search/?q=%E7%94%B3%E6%8A%A5%E5%88%A9%E7%9B%8A": ["Dyke"],
            "/meetings/town-council/2023-08-23/resolutions/1/": ["interest declared"],
        },
        corrected=back_later,
        then="20:55",
    ),
    "past midnight": Thing(
        typed={"start_time": "晚上11时30分", "end_time": "零时15分"},
        file={"start_time": "23:30:00", "end_time": "次日0:15"},
        told={"en": ["23:30–00:15 (next day)"], "zh-hans": ["23:30–次日00:15"]},
        found={
            "/calendar.ics": ["DTSTART:20230823T233000Z\r\nDTEND:20230824T001500Z"],
            "/meetings.csv": ["23:30,00:15 (next day)"],
        },
        corrected=ended_later,
        then="01:45",
    ),
    "afternoon of a day": Thing(
        typed={"start_time": "下午2时"},
        file={"start_time": "14:00"},
        told={"en": ["14:00", "← 23 August 2023 09:00"], "zh-hans": ["← 2023年8月23日 09:00"]},
        found={
            "/calendar.ics": ["20230823T140000Z", "20230823T090000Z"],
            "/meetings/": ["Dyke", "Morning"],
        },
        corrected=begun_later,
        then="15:45",
    ),
    "in two languages": Thing(
        typed=rows(
            "translations", {"language": "zh-Hans", "name": "防汛工作会议", "text": "会议决定购买沙袋。"}
        ),
        file={
            "translations": [{"language": "zh-Hans", "name": "防汛工作会议", "text": "会议决定购买沙袋。"}]
        },
        told={
            "en": ["They met at the dyke.", "(original)"],
            "zh-hans": ["防汛工作会议", "会议决定购买沙袋。"],
        },
        found={
            "/search/?q=sandbags+OR+dyke": ["<mark>dyke</mark>"],
            "/search/?q=%E6%B2%99%E8%A2%8B": ["<mark>沙袋</mark>"],
            "/meetings.csv": ["Dyke"],
        },
        corrected=translated_anew,
        then="（修订）",
        languages=("zh-hans",),
    ),
}


def shown(client: Client, address: str, language: str = "en") -> str:
    """Return a page as read, or a calendar with its lines unfolded."""
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return answer.getvalue().decode().replace("\r\n ", "")


def words_of(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", page).split())


def without_place(record: Record) -> Record:
    return {key: value for key, value in record.items() if key not in OWN}


@pytest.mark.parametrize("name", THINGS)
def test_thing_is_entered_found_corrected_and_read_in_both_languages(tmp_path: Path, name: str):
    thing, publisher, reader = THINGS[name], logged_in("Publisher"), Client()
    council = make_body(COUNCIL)
    if name == "afternoon of a day":
        make_meeting(body=council, name="Morning", start_time=dt.time(9))
    # Each is told apart from the meeting that may stand there on the same day.
    typed = dict(thing.typed) | {"_second": " ".join(str(one.pk) for one in council.meetings.all())}
    if other := typed.pop("other", ""):
        typed |= rows("other_bodies", {"body": body_key(other)})
    known = {"name": "Dyke", "classification": "", "attendance_mode": "", "attendance_status": ""}
    typed = blank(body=council.pk, text="They met at the dyke.") | known | typed

    # At the desk
    save(publisher, ADD, typed)
    meeting = Meeting.objects.get(name="Dyke")
    linked = {"attendance_status": "recorded" if "attendances" in thing.file else ""} | thing.linked(
        meeting
    )
    save(publisher, change(meeting), filled(publisher, change(meeting)) | linked | {"_publish": "1"})
    meeting.refresh_from_db()
    for address, told in thing.found.items():
        assert [words for words in told if words not in shown(reader, address)] == [], address
    for language, told in thing.told.items():
        page = words_of(shown(reader, meeting.get_absolute_url(), language))
        assert [words for words in told if words not in page] == []
        assert "Hidden" not in page

    # From a file
    said = {"name": "Dyke", "text": "They met at the dyke.", "chair_note": typed["chair_note"]} | thing.file
    counts, refused = import_rows(tmp_path, full_row(**said), publish=True)
    assert (counts, refused) == ("imported 1, unchanged 0, differs 0, refused 0", [])
    imported = Meeting.objects.exclude(source="").get()
    assert without_place(latest_record(imported)) == without_place(latest_record(meeting))

    # Corrected
    thing.corrected(meeting)
    correct(meeting, kind="corrected", reason="It was otherwise.")
    for language in thing.languages:
        assert thing.then in shown(reader, meeting.get_absolute_url(), language)
    changes = words_of(shown(reader, f"{meeting.get_absolute_url()}changes/1..2/"))
    assert thing.then in changes
    assert list(problems_of_record()) == []
