"""Meetings on the desk: one page to enter, correct and publish one, and the list of all."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin import inlines
from archive.admin.correcting import CorrectedAdmin
from archive.admin.follow_up import FollowUpAdmin
from archive.admin.keeping import KeepingAdmin
from archive.admin.previewing import PreviewAdmin
from archive.admin.proposing import ProposingAdmin
from archive.admin.publishing import PublishingAdmin
from archive.admin.reading import ReadingAdmin
from archive.admin.steps import StepsAdmin
from archive.forms.meeting import MeetingCorrectionForm, MeetingForm, MeetingReturnForm
from archive.models import Meeting

RETURN = (_("Publishing it again"), {"classes": ("correction",), "fields": ("return_reason",)})


class MeetingChangeList(ChangeList):
    """The list, which alone needs the counts."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Return the meetings with what the columns show."""
        meetings: Any = super().get_queryset(request, *args, **kwargs)
        return meetings.with_list_columns()


class MeetingAdmin(
    ReadingAdmin,
    StepsAdmin,
    FollowUpAdmin,
    KeepingAdmin,
    ProposingAdmin,
    PreviewAdmin,
    PublishingAdmin,
    CorrectedAdmin,
):
    """Meetings with all that hangs on them."""

    form = MeetingForm
    correction_form = MeetingCorrectionForm
    list_display = ("date", "title", "body", "state", "present", "resolution_count", "approved_on")
    list_display_links = ("date", "title")
    list_filter = ("publication", ("body", admin.RelatedOnlyFieldListFilter), "classification", "status")
    date_hierarchy = "date"
    search_fields = ("name", "alternate_name", "number", "document_number", "location")
    ordering = ("-date", "-pk")
    autocomplete_fields = ("body", "approved_at")
    addable = ("body",)
    inlines = (
        inlines.AttendanceInline,
        inlines.AgendaItemInline,
        inlines.ResolutionInline,
        inlines.ActionItemInline,
        inlines.DocumentInline,
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("body", "date"),
                    ("start_time", "end_time"),
                    "name",
                    "location",
                    "summary",
                    "text",
                )
            },
        ),
        (
            _("Number, kind and language"),
            {
                "classes": ("collapse",),
                "fields": (
                    ("number", "document_number"),
                    ("classification", "status"),
                    ("attendance_mode", "date_precision"),
                    ("language", "alternate_name"),
                ),
            },
        ),
        (
            _("Attendance: chair and counts"),
            {
                "classes": ("collapse",),
                "fields": (
                    ("attendance_status", "chair_note"),
                    ("expected_count", "present_count", "quorum"),
                ),
            },
        ),
        (
            _("Disclosure and approval"),
            {
                "classes": ("collapse",),
                "fields": (("disclosure", "disclosure_basis"), ("approved_on", "approved_at")),
            },
        ),
        (_("Source"), {"classes": ("collapse",), "fields": ("source", "source_url", "licence")}),
    )

    def meeting_of(self, obj: Meeting) -> Meeting:
        """Return the meeting itself."""
        return obj

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return meetings with their bodies, which name them."""
        return super().get_queryset(request).select_related("body")

    # The page

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> tuple[str, ...]:
        """Return the body too once the meeting has an address, which begins with the body's."""
        return ("body",) if obj and obj.slug else ()

    def can_return(self, request: HttpRequest, obj: Meeting | None) -> bool:
        """Return whether a withdrawn meeting can be published again here."""
        withdrawn = obj is not None and obj.publication == Meeting.Publication.WITHDRAWN
        return (
            withdrawn and self.has_publish_permission(request) and self.has_change_permission(request, obj)
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, with the reason for publishing again where it was withdrawn."""
        if self.can_return(request, obj):
            kwargs.setdefault("form", MeetingReturnForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        """Return the fieldsets, with the reason for publishing again where it was withdrawn."""
        fieldsets = super().get_fieldsets(request, obj)
        return [RETURN, *fieldsets] if self.can_return(request, obj) else fieldsets

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return our list."""
        return MeetingChangeList

    @admin.display(description=_("title"), ordering="name")
    def title(self, meeting: Meeting) -> str:
        """Return the title after the number."""
        return f"{meeting.number} {meeting.name}".strip()

    @admin.display(description=_("publication"), ordering="publication")
    def state(self, meeting: Meeting) -> str:
        """Return the state of publication as a pill."""
        label = meeting.get_publication_display()
        return format_html('<span class="pill {}">{}</span>', meeting.publication, label)

    @admin.display(description=_("present"))
    def present(self, meeting: Meeting) -> str:
        """Return how many were there, of how many expected."""
        numbers = [meeting.present_total, meeting.expected_count]
        return " / ".join(str(number) for number in numbers if number is not None)

    @admin.display(description=_("resolutions"))
    def resolution_count(self, meeting: Any) -> int:
        """Return how many resolutions it has that hang on no closed item."""
        return meeting.resolution_count
