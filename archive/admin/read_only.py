"""Read-only lists: action items, agenda items, versions, redirects, searches without results."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.admin.base import ReadOnlyAdmin, without_withdrawn
from archive.models import ActionItem, AgendaItem, Meeting
from archive.models.meeting import date_in_titles
from archive.operations.withheld import may_read_withheld, note_look
from archive.record.history import is_readable
from archive.templatetags.archive import when


class OverdueFilter(admin.SimpleListFilter):
    title = _("day due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", pgettext_lazy("action items", "Overdue"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.overdue(timezone.localdate()) if self.value() == "overdue" else queryset


class ActionItemAdmin(ReadOnlyAdmin):
    """Who is to do what by when, of all meetings that were not withdrawn."""

    list_display = ("what", "who", "due", "status", "meeting_name")
    list_display_links = None
    list_filter = (OverdueFilter, "status", ("meeting__body", admin.RelatedOnlyFieldListFilter))
    search_fields = ("description", "responsible__name", "responsible_body__name", "responsible_text")
    ordering = ("due_date", "pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        items: Any = super().get_queryset(request)
        return items.not_withdrawn().with_meeting()

    @admin.display(description=_("what is to be done"))
    def what(self, item: ActionItem) -> SafeString:
        address = reverse("admin:archive_meeting_change", args=[item.meeting_id])
        return format_html('<a href="{}#action_items-group">{}</a>', address, item)

    @admin.display(description=_("responsible"))
    def who(self, item: ActionItem) -> str:
        return str(item.responsible or item.responsible_body or item.responsible_text)

    @admin.display(description=_("due on"), ordering="due_date")
    def due(self, item: ActionItem) -> SafeString:
        late = item.meeting.is_published and item.is_overdue(timezone.localdate())
        return format_html(
            '<span class="{}">{}</span>', "stop" if late else "", when(item.due_date, style="short")
        )

    @admin.display(description=_("meeting"), ordering="meeting__date")
    def meeting_name(self, item: ActionItem) -> str:
        return str(item.meeting)


class AgendaItemAdmin(ReadOnlyAdmin):
    """What "continued from" searches."""

    search_fields = ("name", "number")
    ordering = ("-meeting__date", "-meeting__start_minute", "-meeting", "position", "pk")

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Keep it off the desk's list of lists."""
        return {}

    def get_queryset(self, request: HttpRequest) -> Any:
        items: Any = super().get_queryset(request).select_related("meeting__body")
        items = without_withdrawn(items, request, "continued_from")
        return items.filter(meeting__in=Meeting.objects.not_withdrawn())

    def picker_label(self, item: AgendaItem) -> str:
        return f"{item} ({item.meeting.body}, {date_in_titles(item.meeting.date)})"


class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "meeting", "number", "kind", "reason", "created_by")
    list_display_links = ("meeting",)
    list_filter = ("kind",)
    list_select_related = ("meeting__body", "created_by")
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    search_fields = ("meeting__name", "reason", "sha256")
    fieldsets = (
        (None, {"fields": ("meeting", "number", "kind", "reason", "created_at", "created_by")}),
        (None, {"fields": ("sha256", "previous_sha256")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the record, unless it is withheld and this user may not read it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not (is_readable(obj) or may_read_withheld(request.user)):
            return fieldsets
        return [*fieldsets, (None, {"fields": ("snapshot",)})]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.get_object(request, unquote(object_id))
        if version is not None and not is_readable(version) and may_read_withheld(request.user):
            note_look(request.user, version)
        return super().change_view(request, object_id, *args, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse filters on the record, which would find withheld words."""
        return not lookup.startswith("snapshot") and super().lookup_allowed(lookup, value, request)


class RedirectAdmin(ReadOnlyAdmin):
    list_display = ("old_path", "new_path")
    ordering = ("old_path",)
    search_fields = ("old_path", "new_path")


class SearchMissAdmin(ReadOnlyAdmin):
    """Terms that stand nowhere in the archive: what to publish next, or what to call it."""

    list_display = ("term", "count", "last_on")
    list_display_links = None
    ordering = ("-count", "-last_on", "-pk")
    search_fields = ("term",)
    date_hierarchy = "last_on"
