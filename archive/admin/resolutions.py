"""Resolutions on the desk: roll call and relations, which do not fit a row of the meeting."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.base import RowInline
from archive.admin.correction import CorrectedAdmin, save_edit
from archive.admin.form_page import saving_buttons
from archive.forms.desk.meeting import (
    RelationFormSet,
    ResolutionCorrectionForm,
    ResolutionForm,
)
from archive.forms.desk.resolution_rows import RESOLUTION_STAYS, VoteRowForm
from archive.forms.desk.rows import RowForm
from archive.forms.desk.topics import resolution_label
from archive.models import Meeting, Resolution, ResolutionRelation, Vote
from archive.models.reach import bodies_of
from archive.operations.withheld import may_read_withheld
from archive.templatetags.archive import when


class VoteInline(RowInline):
    model = Vote
    form = VoteRowForm
    columns = ("voter", "name_as_written", "option", "is_casting", "proxy", "weight", "note")
    autocomplete_fields = ("voter", "proxy")


class RelationInline(RowInline):
    model = ResolutionRelation
    form = RowForm
    formset = RelationFormSet
    fk_name = "source"
    columns = ("kind", "target", "note")
    autocomplete_fields = ("target",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out relations to what was withdrawn, unless this user may read that."""
        rows = super().get_queryset(request)
        if may_read_withheld(request.user):
            return rows
        return rows.filter(target__meeting__in=Meeting.objects.not_withdrawn())


class ResolutionAdmin(CorrectedAdmin):
    """Decisions of all meetings; they are entered on the page of theirs."""

    form = ResolutionForm
    correction_form = ResolutionCorrectionForm
    buttons = saving_buttons(save_edit)
    list_display = ("day", "label", "identifier", "body", "result", "meeting_title")
    list_display_links = ("day", "label")
    list_filter = ("result", "classification", ("body", admin.RelatedOnlyFieldListFilter))
    date_hierarchy = "date"
    search_fields = ("name", "identifier", "text")
    ordering = ("-date", "-start_minute", "-meeting", "sequence", "pk")
    readonly_fields = ("meeting", "sequence")
    autocomplete_fields = ("mover", "seconder", "matter")
    inlines = (VoteInline, RelationInline)
    fieldsets = (
        (None, {"fields": ("meeting", "sequence", "agenda_item", "amends_motion", "name", "text")}),
        (
            _("Result"),
            {
                "fields": (
                    ("result", "result_as_written"),
                    ("mover", "mover_as_written"),
                    ("seconder", "seconder_as_written"),
                    ("decision_method", "taken_at"),
                    ("yes_count", "no_count", "abstain_count"),
                )
            },
        ),
        (
            _("Number and validity"),
            {
                "fields": (
                    ("identifier", "is_procedural"),
                    ("classification", "classification_as_written"),
                    "matter",
                    "same_matter_as",
                    ("effective_date", "expiry_date"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return resolutions; those of withdrawn meetings only one by one, for users who may read them."""
        resolutions: Any = super().get_queryset(request)
        pages = {"archive_resolution_change", "archive_resolution_delete"}
        is_page = request.resolver_match and request.resolver_match.url_name in pages
        if not (is_page and may_read_withheld(request.user)):
            resolutions = resolutions.filter(meeting__in=Meeting.objects.not_withdrawn())
        return resolutions.with_meeting().select_related("body", "meeting__body")

    picker_label = staticmethod(resolution_label)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.bodies = bodies_of(request.user)
        return form

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a resolution is entered on the page of its meeting."""
        return False

    def why_kept(self, row: Resolution) -> str:
        return str(RESOLUTION_STAYS)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return no action: deleting many at once would not count as an edit of their meetings."""
        return {}

    @admin.display(description=_("date"), ordering="date")
    def day(self, resolution: Resolution) -> str:
        return when(resolution.date, resolution.meeting.date_precision, "short")

    @admin.display(description=_("meeting"))
    def meeting_title(self, resolution: Resolution) -> str:
        return resolution.meeting.name
