"""Writing the staff log at the desk: each page of a row, and each list, does it by Django's methods."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse

from archive.admin.staff_entries import history_of_row
from archive.forms.desk.page_changes import PageChanges, changes_of_page
from archive.models import StaffAct
from archive.models.staff_act import Change, changed, new_act, note

Kind = StaffAct.Kind
NO_OTHER_ROW: Mapping[str, Any] = {}


class LoggedAdmin(admin.ModelAdmin):
    """Logs where Django does: in the staff log, with values, and not in Django's table of log entries."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Return what was changed; None for Django's page of a password, which says it by a signal."""
        return None if formsets is None else changes_of_page(form, formsets, is_new=add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return note_page(Kind.ADDED, request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return note_page(Kind.CHANGED, request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Log what is about to be deleted, with all that goes with it."""
        rows = list(queryset)
        values = values_deleted(rows)
        by = request.user
        return StaffAct.objects.bulk_create(new_act(Kind.DELETED, row, values[row], by=by) for row in rows)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return history_of_row(self, request, object_id)


def note_page(kind: str, request: HttpRequest, row: Any, page: PageChanges | None) -> None:
    if page is not None:
        note(kind, row, page.changes, by=request.user, is_struck=page.is_struck)


def values_deleted(rows: list[Any]) -> dict[Any, list[Change]]:
    """Return {row: its values, and those of the rows that are deleted with it}; a query for each kind."""
    collector = Collector(using="default")
    collector.collect(rows)
    owners = {key_of_row(row): row for row in rows}
    changes = {row: list(values_of(row)) for row in rows}
    waiting = [row for found in all_collected(collector) for row in found if key_of_row(row) not in owners]
    while waiting:
        left = []
        for row in waiting:
            if owner := owner_of(row, owners):
                owners[key_of_row(row)] = owner
                about = {"model": row._meta.label_lower, "row": str(row.pk), "is": "deleted"}
                changes[owner] += values_of(row, about)
            else:
                left.append(row)
        if len(left) == len(waiting):
            break
        waiting = left
    return changes


def all_collected(collector: Collector) -> Iterator[Iterable[Any]]:
    yield from collector.data.values()
    yield from collector.fast_deletes


def key_of_row(row: Any) -> tuple[str, Any]:
    return row._meta.label_lower, row.pk


def owner_of(row: Any, owners: dict[tuple[str, Any], Any]) -> Any:
    """Return the row with which a row is deleted."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            key = (field.related_model._meta.label_lower, getattr(row, field.attname))
            if owner := owners.get(key):
                return owner
    return None


def values_of(row: Any, about: Mapping[str, Any] = NO_OTHER_ROW) -> Iterator[Change]:
    """Yield what a row holds; of a foreign key the primary key, and never a password."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if not field.primary_key and field.name != "password" and value not in (None, "", False):
            yield changed(field.name, value if isinstance(value, bool | int) else str(value), None, **about)
