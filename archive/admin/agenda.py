"""Agenda items: entered on the page of their meeting, here only so that a later item can pick one."""

from typing import Any

from django.http import HttpRequest

from archive.admin.base import ReadOnlyAdmin
from archive.models import AgendaItem


class AgendaItemAdmin(ReadOnlyAdmin):
    """What "continued from" searches."""

    search_fields = ("name", "number")
    ordering = ("-meeting__date", "-meeting", "position", "pk")

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Return none, which keeps it off the desk's own list."""
        return {}

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the items with their meetings."""
        return super().get_queryset(request).select_related("meeting__body")

    def picker_label(self, item: AgendaItem) -> str:
        """Return the item and when it was taken up."""
        return f"{item} ({item.meeting.body}, {item.meeting.date})"
