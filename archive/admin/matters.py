"""Matters on the desk: number and title, and the decisions that belong to each."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.admin.public_things import PublicThingAdmin
from archive.forms.desk.topics import resolution_label
from archive.models.reach import reached


class MatterAdmin(PublicThingAdmin):
    """What several decisions deal with; a decision is added to one, or taken from it, on its own page."""

    list_display = ("label", "name", "body")
    list_filter = (("body", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("identifier", "name", "alternate_name", "steps__name")
    ordering = ("-pk",)
    autocomplete_fields = ("body",)
    readonly_fields = ("decisions",)
    fields = ("identifier", "name", "alternate_name", "body", "decisions")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("body")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return no action: a matter with decisions is not deleted."""
        return {}

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        matter: Any = super().get_object(request, object_id, from_field)
        if matter is not None:
            matter.shown_steps = reached(matter.steps.all(), request.user)  # other bodies' are left out
        return matter

    @admin.display(description=_("decisions"))
    def decisions(self, matter: Any) -> SafeString:
        steps: Any = matter.shown_steps
        links = (
            (reverse("admin:archive_resolution_change", args=[step.pk]), resolution_label(step))
            for step in steps.with_meeting().select_related("body").oldest_first()
        )
        return format_html_join("", '<div><a href="{}">{}</a></div>', links)
