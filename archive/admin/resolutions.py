"""Resolutions on the desk: roll call and relations, which do not fit a row of the meeting."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from archive.admin.base import RowInline
from archive.admin.meeting_page.correction import CorrectedAdmin
from archive.forms.desk.meeting import (
    RESOLUTION_STAYS,
    RelationFormSet,
    ResolutionCorrectionForm,
    ResolutionForm,
)
from archive.forms.desk.rows import RowForm
from archive.models import Resolution, ResolutionRelation, Vote
from archive.templatetags.archive import when


class VoteInline(RowInline):
    """The roll call."""

    model = Vote
    form = RowForm
    columns = ("voter", "option", "note")
    autocomplete_fields = ("voter",)


class RelationInline(RowInline):
    """What it does to other resolutions."""

    model = ResolutionRelation
    form = RowForm
    formset = RelationFormSet
    fk_name = "source"
    columns = ("kind", "target", "note")
    autocomplete_fields = ("target",)


class ResolutionAdmin(CorrectedAdmin):
    """Decisions of all meetings; they are entered on the page of theirs."""

    form = ResolutionForm
    correction_form = ResolutionCorrectionForm
    list_display = ("day", "label", "identifier", "body", "result", "meeting_title")
    list_display_links = ("day", "label")
    list_filter = ("result", "classification", ("body", admin.RelatedOnlyFieldListFilter))
    date_hierarchy = "date"
    search_fields = ("name", "identifier", "text")
    ordering = ("-date", "-meeting", "sequence", "pk")
    readonly_fields = ("meeting", "sequence")
    autocomplete_fields = ("mover", "seconder")
    inlines = (VoteInline, RelationInline)
    fieldsets = (
        (None, {"fields": ("meeting", "sequence", "agenda_item", "name", "text")}),
        (
            _("Result"),
            {
                "fields": (
                    ("result", "result_as_written"),
                    ("mover", "seconder"),
                    ("decision_method", "yes_count", "no_count", "abstain_count"),
                )
            },
        ),
        (
            _("Number and validity"),
            {"fields": (("identifier", "classification"), ("effective_date", "expiry_date"))},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the resolutions with their meetings."""
        resolutions: Any = super().get_queryset(request)
        return resolutions.with_meeting().select_related("body", "meeting__body")

    def picker_label(self, resolution: Resolution) -> str:
        """Return what tells it from others of the same title."""
        number = f"{resolution.identifier} " if resolution.identifier else ""
        return f"{number}{resolution} ({resolution.body}, {resolution.date})"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a resolution is entered on the page of its meeting."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Resolution | None = None) -> bool:
        """Refuse once the meeting was published: the resolution has an address since."""
        return super().has_delete_permission(request, obj) and not (obj and obj.meeting.published_at)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Delete what was never public; of a published resolution say what to do instead."""
        resolution = self.get_object(request, unquote(object_id))
        if resolution is not None and resolution.meeting.published_at:
            self.message_user(request, RESOLUTION_STAYS, messages.ERROR)
            return redirect("admin:archive_resolution_change", resolution.pk)
        return super().delete_view(request, object_id, extra_context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return no action: deleting many at once would pass by the meetings."""
        return {}

    @admin.display(description=_("date"), ordering="date")
    def day(self, resolution: Resolution) -> str:
        """Return the date of the meeting, no more precise than it is known."""
        return when(resolution.date, resolution.meeting.date_precision, "short")

    @admin.display(description=_("meeting"))
    def meeting_title(self, resolution: Resolution) -> str:
        """Return the title of the meeting, whose body has its own column."""
        return resolution.meeting.name
