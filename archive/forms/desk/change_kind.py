"""Kind of a change of published minutes, by what was changed: a fact that came since, or a correction."""

from collections.abc import Iterable
from typing import Any

from archive.forms.desk.three_way_merge import ASIDE
from archive.models import Meeting, Revision
from archive.models.visibility import is_open

APPROVAL = {"approved_on", "approved_at"}
CONVENED = {"date", "start_time", "end_time", "location"}  # what changes when a meeting is postponed
CALLED_FOR = {"body", "date", "date_precision"}


def new_documents(form: Any, formsets: Iterable[Any]) -> list[Any] | None:
    """Return the rows of the documents added, or None if anything else was changed; valid forms."""
    changed = [rows for rows in formsets if rows.has_changed()]
    if form.changes_record() or [rows.prefix for rows in changed] != ["documents"]:
        return None
    [rows] = changed
    if any(row.has_changed() for row in rows.initial_forms) or rows.deleted_forms:
        return None
    return [row.instance for row in rows.extra_forms if row.has_changed()]


def adds_nothing_public(form: Any, formsets: Iterable[Any]) -> bool:
    """Return whether the valid forms of a page only add documents that the public does not see."""
    added = new_documents(form, formsets)
    return bool(added) and not any(is_open(document) for document in added or ())


def fact_added(form: Any, formsets: Iterable[Any]) -> str | None:
    """Return the kind of the fact, one of FACTS, that the valid forms of a published meeting add.

    None if they correct what was said, and so owe a reason. A meeting brought forward, or postponed with
    another change, is a correction.
    """
    if not isinstance(form.instance, Meeting):
        return None
    formsets = list(formsets)
    if new_documents(form, formsets):
        return Revision.Kind.DOCUMENT_ADDED
    fields = set(form.changed_data) - ASIDE
    before, after = form.initial, form.cleaned_data
    has_rows = any(rows.has_changed() for rows in formsets)
    if not has_rows and fields <= APPROVAL and not before.get("approved_on") and after.get("approved_on"):
        return Revision.Kind.APPROVED
    if before.get("status") != Meeting.Status.SCHEDULED:
        return None
    if "status" in fields:
        return fact_of_status(after["status"], fields, has_rows=has_rows)
    is_later = "date" in fields and after["date"] > before["date"]
    return Revision.Kind.POSTPONED if is_later and fields <= CONVENED and not has_rows else None


def fact_of_status(status: str, fields: set[str], *, has_rows: bool) -> str | None:
    """Return the kind of what became of a scheduled meeting: cancelled, or held with its minutes."""
    if status == Meeting.Status.CANCELLED and fields == {"status"} and not has_rows:
        return Revision.Kind.CANCELLED
    has_minutes = has_rows or "text" in fields
    if status == Meeting.Status.HELD and has_minutes and not fields & CALLED_FOR:
        return Revision.Kind.MINUTES_ADDED
    return None
