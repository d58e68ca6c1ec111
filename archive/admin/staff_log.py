"""The staff log at the desk: its page, and its export."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive.admin.base import ReadOnlyAdmin
from archive.admin.form_page import render_view
from archive.admin.staff_entries import SIZE, entry_of, shown_change
from archive.forms.desk.staff_log import LARGEST, StaffLogForm
from archive.models import StaffAct
from archive.models.reach import bodies_of, in_reach
from archive.models.staff_act import changed, note
from archive.record.render.table import Columns, csv_text

CHUNK = 500  # entries of one query of the export
MOST_ACCOUNTS = 500  # that the field "who" offers


class StaffActAdmin(ReadOnlyAdmin):
    """Who may read it is said by a permission of its own; nobody changes or deletes an entry."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="archive_staffact_changelist"),
            path("csv/", view(self.table_view), name="archive_staffact_csv"),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("archive.view_staffact")

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = StaffLogForm(request.GET)
        acts, older = form.apply(readable(request)).page_before(form.first, SIZE, form.words)
        accounts = get_user_model()._default_manager.order_by("username")
        context = {
            "title": capfirst(self.opts.verbose_name_plural),
            "form": form,
            "accounts": accounts.values_list("username", flat=True)[:MOST_ACCOUNTS],
            "entries": [entry_of(act) for act in acts],
            "older": older,
            "is_first": form.first == LARGEST,
        }
        return render_view(self, request, "staffact/change_list.html", **context)

    @method_decorator(require_safe)
    def table_view(self, request: HttpRequest) -> Any:
        """Export what the page's filters keep, from the newest entry; that it was exported is logged."""
        form = StaffLogForm(request.GET)
        if not self.has_view_permission(request):
            raise PermissionDenied
        acts, words = form.apply(readable(request)), form.words
        asked = [changed(name, None, value) for name, value in sorted(request.GET.items()) if value]
        note(StaffAct.Kind.EXPORTED, None, asked if form.is_valid() else ())
        content = csv_text(COLUMNS, lines_of_acts(acts, words), get_language() or "en")
        response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="staff-log.csv"'
        return response


def readable(request: HttpRequest) -> Any:
    """Return the entries that a user who may read the log may read; if limited to bodies, also the own."""
    bodies, own = bodies_of(request.user), request.user.get_username()
    acts = StaffAct.objects
    return acts.all() if bodies is None else acts.filter(in_reach(StaffAct, bodies) | Q(who=own))


# The export: a line for each change, or for an act without any


def lines_of_acts(acts: Any, words: str) -> Iterator[list[dict[str, Any]]]:
    before: int | None = LARGEST
    while before:
        part, before = acts.page_before(before, CHUNK, words)
        yield [{"act": act, "change": one} for act in part for one in act.change_list or [None]]


def of_change(name: str) -> Any:
    def value(line: dict[str, Any]) -> str:
        return getattr(shown_change(line["change"], line["act"]), name) if line["change"] else ""

    return value


COLUMNS: Columns = {
    "time": lambda line: timezone.localtime(line["act"].at).isoformat(timespec="seconds"),
    "who": lambda line: line["act"].who,
    "kind": lambda line: line["act"].kind,
    "row_kind": lambda line: line["act"].row_kind,
    "row_key": lambda line: line["act"].row_key,
    "row_name": lambda line: line["act"].row_name,
    "part": of_change("row"),
    "field": of_change("what"),
    "before": of_change("before"),
    "after": of_change("after"),
    "struck": lambda line: line["act"].struck_at and line["act"].struck_at.isoformat(timespec="seconds"),
}
