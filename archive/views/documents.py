"""Files of meetings, sent only to readers who may see them."""

import mimetypes
from pathlib import PurePath
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from archive.conditional_get import part_of_file
from archive.faults import StoredFileError
from archive.models import Document, Meeting
from archive.models.reach import bodies_of, has_limit, in_reach
from archive.operations.withheld import may_read_withheld, note_look

# Types shown in the browser; others are downloaded, so that no uploaded page runs on the archive's site.
# SVG is left out: it can hold scripts.
SHOWN_TYPES = {"application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp"}

# A file may load and run nothing. Browsers' PDF viewers refuse to start in a sandbox.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"


@require_safe
def document_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Send a public file, or any file to staff who may see drafts; 404 otherwise.

    That of a withdrawn meeting goes only to those who may read what is withheld, and each look is logged.
    """
    is_staff = request.user.has_perm("archive.view_meeting")
    documents = reached_or_public(request.user) if is_staff else Document.objects.published()
    document = get_object_or_404(
        documents.with_file().select_related("meeting").defer("meeting__text", "meeting__summary"), pk=pk
    )
    if document.meeting.publication == Meeting.Publication.WITHDRAWN:
        if not may_read_withheld(request.user):
            raise Http404
        note_look(request.user, document)
    if name != PurePath(str(document.file.name)).name:
        return redirect(document)
    etag = quote_etag(document.sha256) if document.sha256 else None
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag) if etag else None
    if response is None:
        whole = file_response(document)
        if etag:
            whole["ETag"] = etag
        response = part_of_file(request, whole)
    if is_staff:
        patch_cache_control(response, private=True, no_store=True)
    return response


def reached_or_public(user: Any) -> Any:
    """Return the documents that a member of staff reaches, and those that the public reads."""
    if not has_limit(user):
        return Document.objects.all()
    public = Document.objects.published().values("pk")
    return Document.objects.filter(in_reach(Document, bodies_of(user)) | Q(pk__in=public))


def file_response(document: Document) -> FileResponse:
    """Return the file, shown in the browser or saved as its media type allows. Raises StoredFileError."""
    kind = mimetypes.guess_type(str(document.file.name))[0] or "application/octet-stream"
    try:
        file = document.file.open("rb")
    except (OSError, SuspiciousOperation) as problem:  # gone, a folder, without rights, elsewhere
        raise StoredFileError(f"The file of document {document.pk} cannot be read: {problem}") from problem
    response = FileResponse(file, content_type=kind, as_attachment=kind not in SHOWN_TYPES)
    if kind == "application/pdf":
        response["Content-Security-Policy"] = PDF_POLICY
        response["Cross-Origin-Embedder-Policy"] = (
            "unsafe-none"  # browsers' PDF viewers are pages of their own
        )
    else:
        response["Content-Security-Policy"] = SANDBOX
    return response
