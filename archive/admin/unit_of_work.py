"""Saving at the desk as one unit of work: with the lock of all writers, with its log, or not at all."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix

from archive.admin.carried_form import is_form_page
from archive.documents.extraction import read_ahead
from archive.models.url_prefix import addresses_below
from archive.models.write_lock import one_writer, retried
from archive.search.index import deferred_indexing

# Pages whose operations are units of their own, or that write nothing of the record.
SEVERAL_UNITS = {
    "archive_meeting_changelist",
    "archive_meeting_files",
    "archive_meeting_publish",
    "archive_meeting_read",
    "archive_unsaved_forget",
    "archive_unsaved_keep",
}


def is_saved_at_once(request: HttpRequest) -> bool:
    """Return whether a request to the desk is one unit of work as a whole.

    The page of one row (form_page.py) is not: it takes steps before, which others need not wait for.
    """
    name = request.resolver_match.url_name if request.resolver_match else ""
    return request.method == "POST" and name not in SEVERAL_UNITS and not is_form_page(request.path_info)


def save_at_once(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer in one transaction that begins with the lock of all writers, and index once at its end.

    A deadlock is tried again; files that the first try stored are gone then.
    """
    # Before the transaction, because others wait while it is open.
    read_ahead(file for _name, files in request.FILES.lists() for file in files)

    prefix = get_script_prefix()

    def unit() -> HttpResponse:
        with one_writer(), deferred_indexing(), addresses_below(prefix):
            return view()

    return retried(unit)
