"""The preview: the public page as it would be, and what would change, before anything is saved.

The page is saved in full, read as the public would, and the transaction is rolled back. So a preview shows
what saving would give, and cannot differ from it.
"""

from typing import Any

from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.admin.base import DeskAdmin
from archive.admin.meeting_page.carried_form import pack
from archive.admin.meeting_page.publication import place_of
from archive.models import Meeting
from archive.operations.publish import problems_of
from archive.record.build import record_of
from archive.record.compare import differences
from archive.record.render.page import MeetingPage
from archive.record.versions import current_snapshot


def is_preview(request: HttpRequest) -> bool:
    """Return whether the page is only to be seen, not saved."""
    return "_preview" in request.POST


class PreviewAdmin(DeskAdmin):
    """A meeting's page with a button that shows what the public would read."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Undo all that a preview saved."""
        if not is_preview(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            response = super().changeform_view(request, object_id, form_url, extra_context)
            transaction.set_rollback(True)
        return response

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save rows; a file that is only previewed never reaches the disk, which no rollback cleans."""
        if is_preview(request):
            for row in formset.forms:
                if isinstance(getattr(row, "cleaned_data", {}).get("file"), UploadedFile):
                    row.instance.file.storage = InMemoryStorage()
        super().save_formset(request, form, formset, change)

    def response_add(
        self, request: HttpRequest, obj: Meeting, post_url_continue: Any = None
    ) -> HttpResponse:
        """Show the preview if that was asked for."""
        if is_preview(request):
            return self.preview(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Meeting) -> HttpResponse:
        """Show the preview if that was asked for."""
        if is_preview(request):
            return self.preview(request, obj)
        return super().response_change(request, obj)

    def preview(self, request: HttpRequest, obj: Meeting) -> HttpResponse:
        """Return the page, made while what it shows is still in the database."""
        meeting = Meeting.objects.with_children().get(pk=obj.pk)
        record, problems = record_of(meeting), problems_of(meeting)
        current = current_snapshot(meeting) if meeting.is_published else None
        context = {
            "meeting": meeting,
            "minutes": MeetingPage(record, text_notes=meeting.documents.text_notes()),
            "is_preview": not meeting.is_published,
            "changes": differences(current, record) if current else [],
            "blocks": [
                (one, place_of(one)) for one in problems if one.is_block and not meeting.is_published
            ],
            "doubts": [(one, place_of(one)) for one in problems if not one.is_block],
            "carried": pack(request),
            "address": request.get_full_path(),
            "has_files": bool(request.FILES),
            "may_publish": request.user.has_perm("archive.publish_meeting"),
        }
        response = render(request, "admin/archive/meeting/preview.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response
