"""Lists as CSV: for spreadsheets, and for whoever counts."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from archive.models import ActionItem, Resolution
from archive.text.redaction import shown

BOM = "\ufeff"  # without it Excel takes UTF-8 for the code page of the machine

# What a spreadsheet would run. Source: OWASP, "CSV Injection".
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

RESOLUTION_COLUMNS = (
    "date",
    "body",
    "identifier",
    "title",
    "result",
    "result_as_written",
    "yes",
    "no",
    "abstain",
    "mover",
    "seconder",
    "effective_date",
    "expiry_date",
    "meeting",
    "address",
)
ACTION_COLUMNS = (
    "date",
    "body",
    "description",
    "status",
    "due_date",
    "responsible_person",
    "responsible_body",
    "responsible_text",
    "outcome",
    "meeting",
    "address",
)


class Line:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Return rows as a CSV file that is sent as it is made."""
    response = StreamingHttpResponse(lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a sheet; a missing value is an empty cell."""
    writer = csv.writer(Line())
    yield BOM + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def cell(value: Any) -> str:
    """Return a value as text that no spreadsheet takes for a formula; redactions in words."""
    text = "" if value is None else shown(str(value))
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def resolution_row(request: HttpRequest, row: Resolution) -> list[Any]:
    """Return the cells of a resolution; it comes with_meeting() and with its mover and seconder."""
    return [
        row.date,
        row.meeting.body.name,
        row.identifier,
        row.label,
        row.result,
        row.result_as_written,
        row.yes_count,
        row.no_count,
        row.abstain_count,
        row.mover,
        row.seconder,
        row.effective_date,
        row.expiry_date,
        row.meeting.name,
        request.build_absolute_uri(row.get_absolute_url()),
    ]


def action_row(request: HttpRequest, row: ActionItem) -> list[Any]:
    """Return the cells of an action; it comes with_links()."""
    return [
        row.meeting.date,
        row.meeting.body.name,
        row.description,
        row.status,
        row.due_date,
        row.responsible,
        row.responsible_body,
        row.responsible_text,
        row.outcome,
        row.meeting.name,
        request.build_absolute_uri(row.meeting.get_absolute_url()),
    ]
