"""CSV tables for spreadsheets: columns of meetings, resolutions, action items and search results."""

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from archive.models import ActionItem, Meeting, Resolution
from archive.record.build import Record
from archive.record.render.display import (
    body_names,
    iso_date,
    resolution_title,
    result_words,
    written_time,
)
from archive.record.render.feed import found_name
from archive.record.render.presence_words import hour_words
from archive.text.hours import read_hours
from archive.text.redaction import show_redactions

Cell = str | int | None
Columns = dict[str, Callable[[Record], Cell]]
Absolute = Callable[[str], str]  # makes an address of the site absolute

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads the file in the old encoding of its country

# A spreadsheet takes a cell that begins like this for a formula. Source: OWASP, "CSV Injection".
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def meeting_columns(absolute: Absolute) -> Columns:
    """Return {heading: value of the cell}, from listed_meeting()."""
    kinds, states = labels(Meeting.Classification), labels(Meeting.Status)
    modes, disclosures = labels(Meeting.Mode), labels(Meeting.Disclosure)
    return {
        _("Date"): iso_date,
        _("Body"): body_names,
        _("Last day"): lambda row: row.get("end_date"),
        _("Start"): lambda row: (row["start_time"] or "")[:5],
        _("End"): ended_at,
        _("Title"): lambda row: row["name"],
        _("Alternate title"): lambda row: row["alternate_name"],
        _("Number"): lambda row: row["number"],
        _("Series of numbers"): lambda row: row.get("number_series", ""),
        _("Document number"): lambda row: row["document_number"],
        _("Kind"): lambda row: row["classification"] and kinds[row["classification"]],
        _("Status"): lambda row: states[row["status"]],
        _("Place"): lambda row: row["location"],
        _("Language"): lambda row: row["language"],
        _("Attendance mode"): lambda row: row["attendance_mode"] and modes[row["attendance_mode"]],
        _("Present"): present_at,
        _("Resolutions"): lambda row: row["resolution_count"],
        _("Approved"): lambda row: row["approved_on"],
        _("Disclosure"): lambda row: disclosures[row["disclosure"]],
        _("Summary"): lambda row: row["summary"],
        _("Source"): lambda row: row["source"],
        _("Licence"): lambda row: row["licence"],
        _("Address"): lambda row: absolute(row["address"]),
    }


def ended_at(row: Record) -> str:
    """Return the end of a meeting, and whether it is on the next day: 01:10 (next day)."""
    is_next_day = read_hours(row).ends_next_day
    return written_time(row["end_time"], is_next_day=is_next_day) if row["end_time"] else ""


def present_at(row: Record) -> Cell:
    """Return how many were present; nobody was where papers were circulated."""
    return None if row["attendance_mode"] == Meeting.Mode.BY_CIRCULATION else row["present_total"]


def in_force_columns(day: dt.date) -> Columns:
    """Return the column of a table of what nothing ends by a day: whether that was checked."""
    checked, unchecked = _("Yes; register last checked on %(date)s"), _("Not checked")
    return {
        _("In force on %(date)s") % {"date": day.isoformat()}: lambda row: (
            checked % {"date": row["register_checked_on"]} if row["register_checked_on"] else unchecked
        )
    }


def resolution_columns(absolute: Absolute) -> Columns:
    """Return {heading: value of the cell}, from tabled_resolution()."""
    kinds, methods = labels(Resolution.Classification), labels(Resolution.DecisionMethod)
    methods.pop(Resolution.DecisionMethod.NOT_RECORDED)
    results = labels(Resolution.Result)
    return meeting_heading_columns() | {
        _("Number"): lambda row: row["identifier"],
        _("Matter"): lambda row: absolute(row["matter"]["address"]) if "matter" in row else "",
        _("Title"): lambda row: row["name"],
        _("Text"): lambda row: row["text"],
        _("Kind"): lambda row: row.get("classification_as_written") or kinds[row["classification"]],
        _("Amendment to"): lambda row: row.get("motion"),
        _("Result"): lambda row: result_words(row, results),
        _("For"): lambda row: row["yes_count"],
        _("Against"): lambda row: row["no_count"],
        _("Abstained"): lambda row: row["abstain_count"],
        _("Taken at"): lambda row: hour_words(row.get("taken_at"), row["meeting"]),
        _("Decided by"): lambda row: methods.get(row["decision_method"]),
        _("Moved by"): lambda row: row["mover"] and row["mover"]["name"],
        _("Seconded by"): lambda row: row["seconder"] and row["seconder"]["name"],
        _("In force from"): lambda row: row["effective_date"],
        _("In force until"): lambda row: row["expiry_date"],
        _("Language"): lambda row: row["meeting"]["language"],
        _("Address"): lambda row: absolute(row["address"]),
    }


def action_columns(absolute: Absolute) -> Columns:
    """Return {heading: value of the cell}, from listed_action()."""
    statuses = labels(ActionItem.Status)
    return meeting_heading_columns() | {
        _("What is to be done"): lambda row: row["description"],
        _("Status"): lambda row: statuses.get(row["status"], row.get("status_as_written")),
        _("Due"): lambda row: row["due_date"],
        _("Responsible person"): lambda row: row["responsible"] and row["responsible"]["name"],
        _("Responsible body"): lambda row: row["responsible_body"] and row["responsible_body"]["name"],
        _("Responsible, as written"): lambda row: row["responsible_text"],
        _("Outcome"): lambda row: row["outcome"],
        _("Language"): lambda row: row["meeting"]["language"],
        _("Address"): lambda row: absolute(row["meeting"]["address"]),
    }


def found_columns(kinds: dict[str, str], absolute: Absolute) -> Columns:
    """Return {heading: value of the cell}, from found_part(); `kinds` names each kind of result."""
    results = labels(Resolution.Result)
    return (
        {_("Found in"): lambda row: kinds[row["kind"]]}
        | meeting_heading_columns()
        | {
            _("Number"): lambda row: row.get("identifier", ""),
            _("Title"): found_name,
            _("Amendment to"): lambda row: row.get("motion") and resolution_title(row["motion"]),
            _("Result"): lambda row: result_words(row, results),
            _("Present"): lambda row: row["meeting"]["present_total"],
            _("Language"): lambda row: row["meeting"]["language"],
            _("Address"): lambda row: absolute(row["address"]),
        }
    )


def meeting_heading_columns() -> Columns:
    return {
        _("Date"): lambda row: iso_date(row["meeting"]),
        _("Body"): lambda row: body_names(row["meeting"]),
        _("Meeting"): lambda row: row["meeting"]["name"],
    }


def labels(choices: type[TextChoices]) -> dict[str, str]:
    """Return {stored choice: label}; get_…_display() would translate every label again for each row."""
    return {value: str(label) for value, label in choices.choices}


class Echo:
    def write(self, text: str) -> str:
        return text


def csv_text(columns: Columns, parts: Iterable[list[Record]], language: str) -> Iterator[str]:
    """Yield the text of a table: first the headings, then each part.

    In the reader's language, which is no longer active when the server asks for the next piece.
    """
    writer: Any = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow([safe_cell(heading) for heading in columns])
    for rows in parts:
        with translation.override(language):
            cells = [[safe_cell(value(row)) for value in columns.values()] for row in rows]
        yield "".join(writer.writerow(row) for row in cells)


def safe_cell(value: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula, redactions in the reader's words."""
    if not isinstance(value, str):
        return value
    text = show_redactions(value)
    return f"'{text}" if FORMULA.match(text) else text
