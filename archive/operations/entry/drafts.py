"""Drafts made of texts that wait, without a page: of a folder, or of the table of files at the desk."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from archive.models import Body, Meeting, Resolution, SourceText, StaffAct
from archive.models.staff_act import changed, note
from archive.models.write_lock import one_writer
from archive.operations.entry.kept_with_draft import keep_people
from archive.operations.entry.reading_rows import (
    DOUBT,
    READ_AT,
    Row,
    action_row,
    attendance_row,
    body_named,
    field_text,
    item_row,
    meeting_text,
    meeting_values,
    resolution_row,
)
from archive.operations.entry.same_day import meetings_of_day
from archive.operations.entry.source_texts import ReadSource, attach
from archive.operations.importing.build import Directory
from archive.operations.importing.document_files import ImportFolder
from archive.operations.importing.json_lines import Refused
from archive.operations.importing.meetings import BuiltMeeting, write_meetings
from archive.reader.body_names import name_of_body
from archive.reader.days import day_in_name
from archive.reader.results import NameEntry, Reading, Span, Value
from archive.reader.who_is_meant import who_is_meant
from archive.text.dates import possible_days, read_days


class Taken(NamedTuple):
    """What became of a file: drafted, waiting, known, refused or not read; `why` says what is doubtful."""

    became: str
    why: str = ""


class ForBodies(NamedTuple):
    """Which body a text belongs to that names none of the archive, and whether one is made that is new."""

    fallback: str = ""
    make: bool = False


def drafted(source: SourceText, bodies: ForBodies, *, by: Any = None) -> Taken:
    try:
        with one_writer():
            doubts = draft_of(source, bodies, by=by)
    except Refused as refused:
        return Taken("waiting", str(refused))
    except (IntegrityError, DataError):
        return Taken("waiting", _("It repeats a number or an address that the archive has."))
    return Taken("drafted", " ".join(doubts))


# A reading as a row of the import's full form


def draft_of(source: SourceText, bodies: ForBodies, *, by: Any = None) -> list[str]:
    """Make a draft of a source and keep the source with it; return what is doubtful, in sentences.

    What a clerk typed of it in the table of files comes before what the text says.

    A date that only the file's name tells is taken, and told. Who attended is matched by name, as in an
    import, and made if unknown; who moved or voted has to be one of them, or of the body's members,
    otherwise it is asked.
    Raises Refused with what the text does not say, or what the archive cannot take.
    """
    read = ReadSource(source)
    dated, doubts = dated_by_name(read.reading, source.name)
    reading = with_answers(dated, source)
    row = import_row(reading, source.text, body_for(reading, source, bodies))
    built = BuiltMeeting(row, Directory(), ImportFolder(Path()))
    refuse_second(built.meeting)
    built.meeting.chair_note = ""  # a clerk still looks at it, and says who was in the chair
    write_meetings([built])
    keep_people(list(zip(built.rows[Resolution], read.reading.resolutions, strict=True)), built.meeting)
    attach(read, built.meeting)
    note(StaffAct.Kind.IMPORTED, built.meeting, [changed("file", None, source.name)], by=by)
    return [*doubts, *built.doubts()]


def refuse_second(meeting: Meeting) -> None:
    """Raise Refused if the body has a meeting on that day: only a clerk knows whether this is another."""
    same = meetings_of_day(meeting.body, meeting.date).first() if meeting.body.pk else None
    if same is not None:
        told = _("There is a meeting of this body on this day: %s. Check this one at the desk.")
        raise Refused(told % same)


def with_answers(reading: Reading, source: SourceText) -> Reading:
    """Return a reading with the day and title that were typed, where they differ from what was read."""
    days = possible_days(source.day)
    if len(days) == 1 and days[0] != (reading.date and reading.date.value):
        reading = replace(reading, date=Value(days[0], source.day, Span(0, 0)))
    if source.title and source.title != (reading.title and reading.title.value):
        reading = replace(reading, title=Value(source.title, source.title, Span(0, 0)))
    return reading


def dated_by_name(reading: Reading, name: str) -> tuple[Reading, list[str]]:
    """Return a reading, dated by the file's name if the text tells no date, and what to say of it."""
    named, read = day_in_name(PurePath(name).stem), reading.date
    if read is None and named:
        dated = replace(reading, date=Value(named, name, Span(0, 0)))
        return dated, [_("Its date, %s, stands only in the file’s name.") % named.isoformat()]
    if read is None:
        return reading, []
    meant = (
        [one.value for one in reading.doubts["date"].readings] if "date" in reading.doubts else [read.value]
    )
    if named in meant:
        return replace(reading, date=replace(read, value=named)), []
    if len(meant) > 1:
        both = {"written": read.as_written, "read": read.value.isoformat()}
        return reading, [_("Its date, %(written)s, may be another than %(read)s.") % both]
    if named:
        both = {"named": named.isoformat(), "read": read.value.isoformat()}
        return reading, [_("The file’s name says %(named)s, the text %(read)s.") % both]
    return reading, []


def body_for(reading: Reading, source: SourceText, bodies: ForBodies) -> str:
    """Return the name of the body: a known one that is named, the fallback, one to be made, or "".

    Raises Refused if a body is named that is not known, and none may be made.
    """
    typed = Body.objects.known_as(source.body_name).first() if source.body_name else None
    if found := typed or body_named(reading, source.text):
        return found.name
    if bodies.fallback:
        return bodies.fallback
    name = source.body_name or name_in_head(reading, source.text)
    if name and not bodies.make:
        raise Refused(_("It names the body “%s”, which is not in the archive.") % name)
    return name


def name_in_head(reading: Reading, text: str) -> str:
    """Return the name of a body as the title or the first lines give it, whether it is known or not."""
    longest = int(Body._meta.get_field("name").max_length or 0)
    return name_of_body(reading.title.value if reading.title else "", text)[:longest]


def import_row(reading: Reading, text: str, body: str) -> Row:
    """Return a reading as a row of the import's full form. Raises Refused if it says too little."""
    lacking = {_("its date"): reading.date, _("its title"): reading.title, _("its body"): body}
    if missing := [name for name, value in lacking.items() if not value]:
        raise Refused(_("The text does not say: %s.") % ", ".join(missing))
    people = reading.attendance.entries
    rows = {
        "attendances": [attendance_row(entry) for entry in people],
        "agenda_items": [item_row(item) for item in reading.agenda],
        "resolutions": [listed_people(resolution_row(row), people) for row in reading.resolutions],
        "action_items": [listed_responsible(action_row(row), people) for row in reading.actions],
    }
    places = {id(resolution): place for place, resolution in enumerate(reading.resolutions, start=1)}
    for row, resolution in zip(rows["resolutions"], reading.resolutions, strict=True):
        row["agenda_item"] = None if resolution.item is None else resolution.item + 1
        row["amends_motion"] = places.get(id(resolution.amends))
    for row, action in zip(rows["action_items"], reading.actions, strict=True):
        row["agenda_item"] = None if action.item is None else action.item + 1
        row["resolution"] = places.get(id(action.resolution))
    for row in itertools.chain(*rows.values()):
        row.pop(DOUBT, None)
        del row[READ_AT]
    return {
        **meeting_row(reading),
        "body": body,
        "language": reading.language,
        "text": meeting_text(reading, text),
        **rows,
    }


def meeting_row(reading: Reading) -> Row:
    """Return what was read of the meeting itself, cut to what its columns hold."""
    row: Row = {}
    for name, value in meeting_values(reading).items():
        field: Any = Meeting._meta.get_field(name)
        is_number = isinstance(value.value, int)
        row[name] = value.value if is_number else field_text(value.value)[: field.max_length]
    if reading.date and (days := read_days(reading.date.as_written)):
        row["date"], row["end_date"] = map(field_text, days)
    return row


def listed_people(row: Row, people: Sequence[NameEntry]) -> Row:
    """Return a resolution with movers that the attendance lists; see keep_people() for the others."""
    movers = {key: listed_name(row[key], people) for key in ("mover", "seconder")}
    return {key: value for key, value in row.items() if key != "votes"} | movers


def listed_name(name: str, people: Sequence[NameEntry], *, by_title: bool = True) -> str:
    found = who_is_meant(name, people, by_title=by_title) if name else []
    return found[0].name if len(found) == 1 else ""


def listed_responsible(row: Row, people: Sequence[NameEntry]) -> Row:
    """Return an action item; a person that the attendance does not list is kept as written."""
    person = listed_name(row["responsible"], people, by_title=False)
    return row | {"responsible": person, "responsible_text": "" if person else row["responsible"][:200]}
