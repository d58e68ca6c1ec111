"""Answers 503 where database, disk or a file fail: a page that needs none of them, with what was typed.

While the database is away, a public page that was kept is given instead, see kept_pages.py.
"""

import re
import sys
from typing import Any

from django.apps import apps
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.cache import add_never_cache_headers
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from archive.admin.carried_form import CARRIED, can_carry, pack, sent_fields
from archive.faults import Fault, fault_of
from archive.forms.desk.three_way_merge import RESUME, Typed, typed_texts
from archive.kept_pages import kept_page
from archive.logs import request_id
from archive.views import pages

RETRY_AFTER = 30  # seconds
NOT_AGAIN = re.compile("password|csrfmiddlewaretoken")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view could; Django calls this while it handles the error, and logs it."""
    fault = fault_of(sys.exc_info()[1])
    if fault is None:
        return pages.server_error(request)
    if kept := kept_page(request):
        return kept
    context = {"said": said_of(fault), "request_id": request_id.get(), **typed_context(request)}
    response = HttpResponse(render_to_string("503_fault.html", context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    return response


def said_of(fault: Fault) -> str:
    if fault is Fault.BUSY:
        return _("Another person or program is saving, and it takes longer than usual.")
    if fault in {Fault.FULL, Fault.READ_ONLY}:
        return _("The server has no room on its disk, or cannot write to it, so nothing can be saved now.")
    if fault is Fault.NO_FILE:
        return _("The file of this document is missing on the server, or cannot be read now.")
    return _("The database of this archive does not answer now.")


def typed_context(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed and the form that sends it again, if this site's own page sent it.

    No password is. A page cannot send files again, so they are named.
    """
    is_own = request.method == "POST" and getattr(request, "csrf_processing_done", False)
    try:
        sent, files = (request.POST, request.FILES) if is_own else (QueryDict(), MultiValueDict())
        carries = can_carry(request)
        texts = texts_of_page(request) if is_own and carries else texts_of(sent)
    except (UnreadablePostError, BadRequest):
        sent = QueryDict()
    if not sent:
        return {"is_post": is_own}
    return {
        "is_post": True,
        "address": request.get_full_path(),
        "csrf_token": get_token(request),
        "hidden": [(CARRIED, pack(sent, files)), (RESUME, "1")] if carries else fields_of(sent),
        "carries": carries,
        "texts": texts,
        "files": [file.name for _name, each in files.lists() for file in each],
    }


def texts_of_page(request: HttpRequest) -> list[Typed]:
    """Return what was typed on the page of a row, by its labels. Raises BadRequest."""
    model = (resolve(request.path_info).url_name or "").split("_")[1]
    return typed_texts(sent_fields(request), apps.get_model("archive", model))


def texts_of(fields: QueryDict) -> list[Typed]:
    """Return what may have been typed on another page: texts of several words."""
    shown = [Typed(*field) for field in fields_of(fields) if not field[0].startswith("_")]
    return [typed for typed in shown if " " in typed.text or not typed.text.isascii()]


def fields_of(fields: QueryDict) -> list[tuple[str, str]]:
    """Return the name and value of each field that may be sent again."""
    pairs = [(name, value) for name, values in fields.lists() for value in values]
    return [(name, value) for name, value in pairs if not NOT_AGAIN.search(name)]
