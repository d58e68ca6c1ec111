"""Action items: entered on the page of their meeting, here to be followed up."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.admin.base import ReadOnlyAdmin
from archive.models import ActionItem
from archive.templatetags.archive import when


class OverdueFilter(admin.SimpleListFilter):
    """What is late."""

    title = _("day due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the one choice."""
        return [("overdue", pgettext_lazy("action items", "Overdue"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep what is late if that is chosen."""
        return queryset.overdue(timezone.localdate()) if self.value() == "overdue" else queryset


class ActionItemAdmin(ReadOnlyAdmin):
    """Who is to do what by when, of all meetings that were not withdrawn."""

    list_display = ("what", "who", "due", "status", "meeting_name")
    list_display_links = None
    list_filter = (OverdueFilter, "status", ("meeting__body", admin.RelatedOnlyFieldListFilter))
    search_fields = ("description", "responsible__name", "responsible_body__name", "responsible_text")
    ordering = ("due_date", "pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the items with their meetings and with who is responsible."""
        items: Any = super().get_queryset(request)
        return items.not_withdrawn().with_meeting()

    @admin.display(description=_("what is to be done"))
    def what(self, item: ActionItem) -> SafeString:
        """Return what is to be done, linked to the rows of its meeting."""
        address = reverse("admin:archive_meeting_change", args=[item.meeting_id])
        return format_html('<a href="{}#action_items-group">{}</a>', address, item)

    @admin.display(description=_("responsible"))
    def who(self, item: ActionItem) -> str:
        """Return who is to do it, as far as the minutes say."""
        return str(item.responsible or item.responsible_body or item.responsible_text)

    @admin.display(description=_("due on"), ordering="due_date")
    def due(self, item: ActionItem) -> SafeString:
        """Return the day, marked where it has passed."""
        late = item.is_overdue(timezone.localdate())
        return format_html(
            '<span class="{}">{}</span>', "stop" if late else "", when(item.due_date, style="short")
        )

    @admin.display(description=_("meeting"), ordering="meeting__date")
    def meeting_name(self, item: ActionItem) -> str:
        """Return which meeting asked for it."""
        return str(item.meeting)
