"""Meetings on the desk: one page to enter, correct and publish one, and the list of all."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.admin import inlines
from archive.admin.blocker_labels import lacks
from archive.admin.meeting_list import MeetingChangeList, WaitingFilter
from archive.admin.meeting_page.autosave import KeepingAdmin
from archive.admin.meeting_page.correction import CorrectedAdmin
from archive.admin.meeting_page.follow_up import FollowUpAdmin
from archive.admin.meeting_page.next_meeting import ProposingAdmin
from archive.admin.meeting_page.preview import PreviewAdmin
from archive.admin.meeting_page.publication import PublishingAdmin
from archive.admin.meeting_page.read_text import ReadingAdmin
from archive.admin.meeting_page.steps import StepsAdmin
from archive.forms.desk.meeting import MeetingCorrectionForm, MeetingForm, MeetingReturnForm
from archive.models import Meeting
from archive.templatetags.archive import when

RETURN = (_("Publishing it again"), {"classes": ("correction",), "fields": ("return_reason",)})


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
    list_display = ("day", "title", "body", "state", "missing", "present", "resolution_count")
    list_display_links = ("day", "title")
    list_filter = (
        WaitingFilter,
        "publication",
        ("body", admin.RelatedOnlyFieldListFilter),
        "classification",
        "status",
    )
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
                    ("copied_to", "issued_on"),
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

    @admin.display(description=_("date"), ordering="date")
    def day(self, meeting: Meeting) -> str:
        """Return the date, no more precise than it is known."""
        return when(meeting.date, meeting.date_precision, "short")

    @admin.display(description=_("title"), ordering="name")
    def title(self, meeting: Meeting) -> str:
        """Return the title after the number."""
        return f"{meeting.number} {meeting.name}".strip()

    @admin.display(description=_("status"), ordering="publication")
    def state(self, meeting: Meeting) -> str:
        """Return how far it has come, as a pill."""
        is_approved = meeting.is_published and meeting.approved_on
        label = _("Approved") if is_approved else meeting.get_publication_display()
        return format_html('<span class="pill {}">{}</span>', meeting.publication, label)

    @admin.display(description=_("what is missing"))
    def missing(self, meeting: Any) -> str:
        """Return what keeps a draft from being published, each linked to its place; of others, approval."""
        if meeting.publication != Meeting.Publication.DRAFT:
            return (
                format_html('<span class="warn">{}</span>', _("Approval")) if meeting.is_unapproved else ""
            )
        if not meeting.problems:
            return format_html('<span class="ok">{}</span>', _("Ready to publish"))
        address = reverse("admin:archive_meeting_change", args=[meeting.pk])
        links = [(address, lack.place, lack.text) for lack in lacks(meeting.problems)]
        return format_html_join(" · ", '<a class="warn" href="{}#{}">{}</a>', links)

    @admin.display(description=_("present"))
    def present(self, meeting: Any) -> str:
        """Return how many were there, of how many expected, and how many were excused or absent."""
        numbers = [meeting.present_total, meeting.expected_count]
        shown = [" / ".join(str(number) for number in numbers if number is not None)]
        if meeting.excused_rows:
            shown.append(ngettext("%d excused", "%d excused", meeting.excused_rows) % meeting.excused_rows)
        if meeting.absent_rows:
            shown.append(ngettext("%d absent", "%d absent", meeting.absent_rows) % meeting.absent_rows)
        return ", ".join(filter(None, shown))

    @admin.display(description=_("resolutions"))
    def resolution_count(self, meeting: Any) -> int:
        """Return how many resolutions it has that hang on no closed item."""
        return meeting.resolution_count
