"""From a reading of minutes to the fields of a meeting's page: what a clerk would have typed.

Values are texts as a browser sends them, {name: value}. Beside each field `…-read_at` tells the offset of
the passage that it was read from, so that the page can link to it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from archive.models import ActionItem, Attendance, Body, Resolution
from archive.operations.entry.name_lookup import Choices
from archive.reader.results import (
    ActionRead,
    AgendaItemRead,
    NameEntry,
    NamesReading,
    Reading,
    ResolutionRead,
    Span,
    Value,
)
from archive.text.names import name_key, tidy_name

Fields = dict[str, str]
READ_AT = "read_at"
COUNTED = {"expected": "expected_count", "present": "present_count", "quorum": "quorum"}
# A number that only counts within its own meeting is no official one.
_PLAIN_NUMBER = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,3}[)）.、]?")


def fields_of(reading: Reading, text: str) -> Fields:
    """Return the fields of the page of a new meeting; a few queries, however long the text."""
    choices = Choices()
    rows = {
        "attendances": attendance_rows(reading.attendance, choices, others_in(reading)),
        "agenda_items": [item_row(item) for item in reading.agenda],
        "resolutions": [resolution_row(resolution, choices) for resolution in reading.resolutions],
        "action_items": [action_row(action, choices) for action in reading.actions],
        "documents": [],
    }
    fields = meeting_fields(reading, text)
    for prefix, found in rows.items():
        fields |= formset_fields(prefix, found)
    return fields


def formset_fields(prefix: str, rows: Sequence[Fields], *, start: int = 0) -> Fields:
    """Return the fields of new rows of a kind, numbered from `start`."""
    fields = {f"{prefix}-TOTAL_FORMS": str(start + len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows, start=start):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


def meeting_fields(reading: Reading, text: str) -> Fields:
    """Return the fields of the meeting itself."""
    body = body_named(reading, text)
    read: dict[str, Value[Any] | None] = {
        "name": reading.title,
        "number": reading.number,
        "document_number": reading.document_number,
        "date": reading.date,
        "start_time": reading.start_time,
        "end_time": reading.end_time,
        "location": reading.location,
    }
    fields = {
        "body": str(body.pk) if body else "",
        "language": reading.language,
        "text": text[reading.body.start : reading.body.end].strip(),
    }
    for name, value in read.items():
        if value is not None:
            fields |= {name: written(value.value), f"{name}-{READ_AT}": str(value.span.start)}
    for count in reading.attendance.counts:
        if counted := COUNTED.get(count.kind):
            fields |= {counted: str(count.number), f"{counted}-{READ_AT}": str(count.span.start)}
    return fields


def written(value: Any) -> str:
    """Return a value as a field shows it."""
    if hasattr(value, "hour"):
        return str(value.isoformat("minutes"))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def body_named(reading: Reading, text: str) -> Body | None:
    """Return the body that the title names, else the one that the head of the text does; one query.

    Of several the longest name counts: 漯河市应急管理局党委 before 漯河市应急管理局.
    """
    bodies = list(Body.objects.by_name())
    title = reading.title.value if reading.title else ""
    for place in (title, text[: reading.body.start] or text[:2000]):
        key = name_key(place)
        named = [
            (len(name), body)
            for body in bodies
            for name in (body.name, body.alternate_name)
            if name and name_key(name) in key
        ]
        if named:
            return max(named, key=lambda found: found[0])[1]
    return None


# Rows


def attendance_rows(names: NamesReading, choices: Choices, others: Iterable[str] = ()) -> list[Fields]:
    """Return a row for each who is named; `others` are named elsewhere in the minutes."""
    others = [*others, *(entry.on_behalf_of for entry in names.entries)]
    chosen = choices.attending([entry.name for entry in names.entries], others)
    return [
        attendance_row(entry, choice.value, choices)
        for entry, choice in zip(names.entries, chosen, strict=True)
    ]


def attendance_row(entry: NameEntry, person: str, choices: Choices) -> Fields:
    """Return the row of one; the name as written stays where it differs, or is all there is yet."""
    kept = entry.name_as_written.strip()
    row = {
        "person": person,
        "role": entry.role or Attendance.Role.MEMBER.value,
        "status": entry.status or Attendance.Status.PRESENT.value,
        "label": entry.label[:200],
        "name_as_written": kept[:200] if not person or kept != entry.name else "",
        "note": entry.note[:500],
        READ_AT: str(entry.span.start),
    }
    if entry.on_behalf_of:
        row["on_behalf_of"] = choices.one(entry.on_behalf_of)
        if not row["on_behalf_of"]:
            told = _("on behalf of %s") % entry.on_behalf_of
            row["note"] = "; ".join(filter(None, [row["note"], told]))
    return row


def item_row(item: AgendaItemRead) -> Fields:
    """Return the row of an agenda item; what is too long for a title is kept whole as its text."""
    name = tidy_name(item.name.value)
    return {
        "number": item.number[:50],
        "name": name[:500],
        "text": name if len(name) > 500 else "",
        "is_public": "on",
        READ_AT: str(item.name.span.start),
    }


def resolution_row(resolution: ResolutionRead, choices: Choices) -> Fields:
    """Return the row of a resolution."""
    votes = resolution.votes
    counts = (
        {name: getattr(votes, name) for name in ("yes_count", "no_count", "abstain_count")} if votes else {}
    )
    is_number = bool(resolution.identifier) and not _PLAIN_NUMBER.fullmatch(resolution.identifier)
    return {
        "name": resolution.subject.value[:500] if resolution.subject else "",
        "text": resolution.text.value,
        "result": resolution.result,
        "result_as_written": text_of(resolution.result_as_written)[:200],
        "identifier": resolution.identifier[:100] if is_number else "",
        "classification": Resolution.Classification.RESOLUTION.value,
        "decision_method": method_of(resolution),
        "mover": choices.one(text_of(resolution.mover)),
        "seconder": choices.one(text_of(resolution.seconder)),
        **{name: "" if count is None else str(count) for name, count in counts.items()},
        READ_AT: str(resolution.text.span.start),
    }


def method_of(resolution: ResolutionRead) -> str:
    """Return how it was decided, as far as the vote tells."""
    if resolution.votes and resolution.votes.names:
        return Resolution.DecisionMethod.ROLL_CALL.value
    return Resolution.DecisionMethod.NOT_RECORDED.value


def action_row(action: ActionRead, choices: Choices) -> Fields:
    """Return the row of an action item; who is no person of the archive is kept as written."""
    responsible = text_of(action.responsible)
    person = choices.one(responsible)
    is_known = person.isdecimal()
    return {
        "description": action.description.value,
        "responsible": person if is_known else "",
        "responsible_text": "" if is_known else responsible[:200],
        "due_date": written(action.due.value) if action.due else "",
        "status": (ActionItem.Status.DONE if action.is_done else ActionItem.Status.OPEN).value,
        READ_AT: str(action.description.span.start),
    }


def others_in(reading: Reading) -> Iterator[str]:
    """Yield the names outside the attendance."""
    for resolution in reading.resolutions:
        yield from (text_of(resolution.mover), text_of(resolution.seconder))
    yield from (text_of(action.responsible) for action in reading.actions)


def text_of(value: Value[str] | None) -> str:
    """Return the words of a value that may not have been found."""
    return value.value if value else ""


# Names pasted on their own


def with_names(fields: Any, names: NamesReading, choices: Choices) -> Any:
    """Return the fields of a page with rows added for names; who is listed already gets no second one."""
    prefix = "attendances"
    total = total_of(fields, prefix)
    listed = {fields.get(f"{prefix}-{number}-person", "") for number in range(total)} - {""}
    rows = [row for row in attendance_rows(names, choices) if row["person"] not in listed]
    for row in rows:
        row.pop(READ_AT)
    return added(fields, prefix, rows)


def added(fields: Any, prefix: str, rows: Sequence[Fields]) -> Any:
    """Return the fields of a page with rows added behind those of a kind; takes a QueryDict."""
    fields = fields.copy()
    for name, value in formset_fields(prefix, rows, start=total_of(fields, prefix)).items():
        if not name.endswith("-INITIAL_FORMS"):
            fields[name] = value
    return fields


def total_of(fields: Any, prefix: str) -> int:
    """Return how many rows of a kind a page has; 0 if it does not say."""
    total = fields.get(f"{prefix}-TOTAL_FORMS", "")
    return int(total) if total.isascii() and total.isdecimal() and len(total) < 6 else 0


def spans_of(reading: Reading) -> Iterator[Span]:
    """Yield where each value was read, those of the attendance too."""
    yield from (value.span for value in reading.values())
    yield from (entry.whole for entry in reading.attendance.entries)
    yield from (count.span for count in reading.attendance.counts)
