"""The preview: the public page as it would be, and what would change, before anything is saved.

The page is saved in full, read as the public would, and the transaction is rolled back. So a preview shows
what saving would give, and cannot differ from it.
"""

from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render

from archive.admin.blocker_labels import place_on_page
from archive.admin.carried_form import pack
from archive.admin.form_page import FormPage, save_row
from archive.models import Meeting
from archive.operations.publish import problems_of
from archive.record.build import record_of
from archive.record.compare import differences
from archive.record.render.page import MeetingPage
from archive.record.versions import current_snapshot


def save_for_preview(page: FormPage) -> None:
    """Save the page, its files in memory: a rollback does not remove them from the disk."""
    for row in (row for formset in page.formsets for row in formset.forms):
        if isinstance(getattr(row, "cleaned_data", {}).get("file"), UploadedFile):
            row.instance.file.storage = InMemoryStorage()
    save_row(page)


def show_preview(page: FormPage) -> HttpResponse:
    """Return the preview, made while what it shows is still in the database."""
    request = page.request
    meeting = Meeting.objects.with_children().get(pk=page.form.instance.pk)
    record, problems = record_of(meeting), problems_of(meeting)
    current = current_snapshot(meeting) if meeting.is_published else None
    blocks = [] if meeting.is_published else [one for one in problems if one.is_block]
    context = {
        "meeting": meeting,
        "minutes": MeetingPage(record, text_notes=meeting.documents.text_notes()),
        "is_preview": not meeting.is_published,
        "changes": differences(current, record) if current else [],
        "blocks": [(one, place_on_page(one)) for one in blocks],
        "doubts": [(one, place_on_page(one)) for one in problems if not one.is_block],
        "carried": pack(page.fields, request.FILES),
        "address": request.get_full_path(),
        "has_files": bool(request.FILES),
        "may_publish": request.user.has_perm("archive.publish_meeting"),
    }
    response = render(request, "admin/archive/meeting/preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
