"""Lists as tables for a spreadsheet: the same rows as on the page, all of them."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.conditional_get import require_valid, unless_unchanged
from archive.forms.public.filters import MeetingFilterForm, ResolutionFilterForm
from archive.models import ActionItem, Meeting, Resolution
from archive.paging import rows_at
from archive.record.feed_ids import deciding
from archive.search import in_time
from archive.text.redaction import shown

Cell = str | int | None
Columns = dict[str, Callable[[Any], Cell]]

CHUNK = 200  # rows fetched at once
BYTE_ORDER_MARK = "\ufeff"  # Excel takes a file without it for the old encoding of its country

# What makes a spreadsheet take a cell for a formula. Source: OWASP, "CSV Injection".
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def meeting_columns(request: HttpRequest) -> Columns:
    """Return {heading: what stands beneath it} of a table of meetings."""
    kinds, states = labels(Meeting.Classification), labels(Meeting.Status)
    return {
        _("Date"): day_of,
        _("Body"): lambda row: row.body.name,
        _("Title"): lambda row: row.name,
        _("Alternate title"): lambda row: row.alternate_name,
        _("Number"): lambda row: row.number,
        _("Document number"): lambda row: row.document_number,
        _("Kind"): lambda row: kinds[row.classification],
        _("Status"): lambda row: states[row.status],
        _("Place"): lambda row: row.location,
        _("Language"): lambda row: row.language,
        _("Present"): lambda row: row.present_total,
        _("Resolutions"): lambda row: row.resolution_count,
        _("Approved"): lambda row: iso(row.approved_on),
        _("Summary"): lambda row: row.summary,
        _("Source"): lambda row: row.source,
        _("Licence"): lambda row: row.licence,
        _("Address"): lambda row: request.build_absolute_uri(row.get_absolute_url()),
    }


def resolution_columns(request: HttpRequest) -> Columns:
    """Return {heading: what stands beneath it} of a table of resolutions."""
    kinds, results = labels(Resolution.Classification), labels(Resolution.Result)
    methods = labels(Resolution.DecisionMethod)
    return {
        _("Date"): lambda row: day_of(row.meeting),
        _("Body"): lambda row: row.meeting.body.name,
        _("Meeting"): lambda row: row.meeting.name,
        _("Number"): lambda row: row.identifier,
        _("Title"): lambda row: row.name,
        _("Text"): lambda row: row.text,
        _("Kind"): lambda row: kinds[row.classification],
        _("Result"): lambda row: results.get(row.result, row.result_as_written),
        _("For"): lambda row: row.yes_count,
        _("Against"): lambda row: row.no_count,
        _("Abstained"): lambda row: row.abstain_count,
        _("Decided by"): lambda row: methods[row.decision_method],
        _("Moved by"): lambda row: row.mover and row.mover.name,
        _("Seconded by"): lambda row: row.seconder and row.seconder.name,
        _("In force from"): lambda row: iso(row.effective_date),
        _("In force until"): lambda row: iso(row.expiry_date),
        _("Language"): lambda row: row.meeting.language,
        _("Address"): lambda row: request.build_absolute_uri(row.get_absolute_url()),
    }


def action_columns(request: HttpRequest) -> Columns:
    """Return {heading: what stands beneath it} of a table of action items, which come with_links()."""
    statuses = labels(ActionItem.Status)
    return {
        _("Date"): lambda row: day_of(row.meeting),
        _("Body"): lambda row: row.meeting.body.name,
        _("Meeting"): lambda row: row.meeting.name,
        _("What is to be done"): lambda row: row.description,
        _("Status"): lambda row: statuses[row.status],
        _("Due"): lambda row: iso(row.due_date),
        _("Responsible person"): lambda row: row.responsible and row.responsible.name,
        _("Responsible body"): lambda row: row.responsible_body and row.responsible_body.name,
        _("Responsible, as written"): lambda row: row.responsible_text,
        _("Outcome"): lambda row: row.outcome,
        _("Language"): lambda row: row.meeting.language,
        _("Address"): lambda row: request.build_absolute_uri(row.meeting.get_absolute_url()),
    }


def labels(choices: type[TextChoices]) -> dict[str, str]:
    """Return {stored choice: what it reads}; get_…_display() reads them all anew for every row."""
    return {value: str(label) for value, label in choices.choices}


def day_of(meeting: Meeting) -> str:
    """Return the date no more precise than it is known: 2023-08-23, 2023-08 or 2023."""
    lengths = {Meeting.Precision.MONTH: 7, Meeting.Precision.YEAR: 4}
    return meeting.date.isoformat()[: lengths.get(Meeting.Precision(meeting.date_precision))]


def iso(date: Any) -> str:
    """Return a date as spreadsheets of every language read it, or ""."""
    return date.isoformat() if date else ""


@require_safe
def meetings_table(request: HttpRequest) -> HttpResponseBase:
    """Send the meetings that the filters of their list keep."""
    form = MeetingFilterForm(request.GET)
    require_valid(form)
    meetings = form.apply(Meeting.objects.published())
    rows = meetings.with_list_columns().newest_first()

    def make() -> HttpResponseBase:
        return table_of("meetings.csv", meeting_columns(request), rows)

    return unless_unchanged(request, meetings, make)


@require_safe
def resolutions_table(request: HttpRequest) -> HttpResponseBase:
    """Send the resolutions that the filters and the words of the register keep."""
    form = ResolutionFilterForm(request.GET)
    require_valid(form)
    resolutions = form.kept(Resolution.objects.published())
    rows = resolutions.with_meeting().with_people().newest_first()

    def make() -> HttpResponseBase:
        return table_of("resolutions.csv", resolution_columns(request), rows)

    with in_time(form.words):
        return unless_unchanged(request, deciding(resolutions), make)


def table_of(name: str, columns: Columns, rows: QuerySet[Any] | list[Any]) -> StreamingHttpResponse:
    """Return rows as a file, a chunk at a time."""
    parts = [rows] if isinstance(rows, list) else chunks(rows)
    content = lines(columns, parts, get_language() or "en")
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Return the rows in order, so many at once.

    The keys come first, at once: a cursor that stays open while a slow reader takes the file would
    keep SQLite from tidying up after its writers.
    """
    keys = list(rows.values_list("pk", flat=True))
    parts = (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
    return (rows_at(rows, part) for part in parts)


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def lines(columns: Columns, parts: Iterable[list[Any]], language: str) -> Iterator[str]:
    """Yield the text of a table in pieces.

    In the reader's language, which is not set any more when the server asks for the next piece.
    """
    writer: Any = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow([safe(heading) for heading in columns])
    for rows in parts:
        with translation.override(language):
            cells = [[safe(value(row)) for value in columns.values()] for row in rows]
        yield "".join(writer.writerow(row) for row in cells)


def safe(value: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula, redactions in the reader's words."""
    if not isinstance(value, str):
        return value
    text = shown(value)
    return f"'{text}" if FORMULA.match(text) else text
