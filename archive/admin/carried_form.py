"""Form data carried in a hidden field through a log-in or a preview, so that nothing typed is lost.

A log-in is asked for in between if the session expired, or if the CSRF token is that of an earlier one. All
fields of the page are sent as JSON, {name: [values]}. They are only shown again, and saved by a button of
their own page. Files are not carried, since no page can put one into a browser's form; their names are, to
say that they must be chosen again.
"""

import json
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as django_csrf_failure
from django.views.decorators.cache import never_cache

from archive.forms.desk.log_in import LogInForm
from archive.forms.desk.three_way_merge import RESUME, typed_texts
from archive.models.url_prefix import stored_address

CARRIED, LOST_FILE = "_carried", "_lost_file"
CONFIRMED = "_confirmed"  # the keys of the doubts that a page has shown, with blanks between
# Sent beside what is carried, and not part of it: a carried page does not press its old button again.
BESIDE = (
    "csrfmiddlewaretoken",
    CONFIRMED,
    *("_save", "_continue", "_addanother", "_next", "_submit", "_publish", "_preview", RESUME),
)


def can_carry(request: HttpRequest) -> bool:
    """Return whether this is a page of the desk that was filled in; no password is ever carried."""
    return request.method == "POST" and is_form_page(request.path_info)


def is_form_page(path: str) -> bool:
    """Return whether a page at this path can be filled in and shows again what was carried."""
    try:
        match = resolve(stored_address(path))
    except Resolver404:
        return False
    name = match.url_name or ""
    return match.namespace == "admin" and name.startswith("archive_") and name.endswith(("_add", "_change"))


def pack(fields: QueryDict, files: Any) -> str:
    """Return the fields of a page and the names of its files as JSON; what is carried already as it is."""
    if CARRIED in fields:
        return str(fields[CARRIED])
    typed = {name: values for name, values in fields.lists() if name not in BESIDE}
    names = [str(file.name) for _name, sent in files.lists() for file in sent]
    return json.dumps(typed | ({LOST_FILE: names} if names else {}))


def sent_fields(request: HttpRequest) -> QueryDict:
    """Return the fields of a page: those carried, with the button pressed, or those sent as they are.

    Raises BadRequest if what was carried cannot be read.
    """
    if CARRIED not in request.POST:
        return request.POST
    fields = unpack(request.POST[CARRIED])
    for name in BESIDE:
        if name in request.POST:
            fields[name] = request.POST[name]
    return fields


def unpack(text: str) -> QueryDict:
    """Return the fields in a JSON text of {name: [values]}. Raises BadRequest."""
    fields = QueryDict(mutable=True)
    try:
        for name, values in json.loads(text).items():
            if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
                raise BadRequest("What was carried is no form.")
            fields.setlist(name, values)
    except (ValueError, AttributeError) as problem:
        raise BadRequest("What was carried cannot be read.") from problem
    return fields


# The pages that carry


@never_cache
def log_in_again(request: HttpRequest) -> HttpResponse:
    """Show the log-in page with all that was typed in a hidden field."""
    context = admin.site.each_context(request) | {
        "title": _("Log in"),
        "form": LogInForm(request=request),
        REDIRECT_FIELD_NAME: request.get_full_path(),
        "carried": pack(request.POST, request.FILES),
        "provider_name": settings.OIDC_NAME,
    }
    return render(request, "account/login.html", context)


@never_cache
def lead_back(request: HttpRequest, address: str, carried: str) -> HttpResponse:
    """Lead back to the page as it was typed; it is not saved before the person has seen it."""
    context = admin.site.each_context(request) | {
        "title": _("Back to what you typed"),
        "address": address,
        "carried": carried,
    }
    return render(request, "admin/archive/carried.html", context)


@never_cache
def show_typed(
    request: HttpRequest, fields: QueryDict, model: type[Model], *, is_gone: bool
) -> HttpResponse:
    """Show what was typed on a page that can no longer be saved: deleted or published meanwhile."""
    context = admin.site.each_context(request) | {
        "title": _("What you typed cannot be saved here"),
        "is_gone": is_gone,
        "texts": typed_texts(fields, model),
    }
    return render(request, "admin/archive/typed.html", context, status=404 if is_gone else 403)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer where the secret of a page is that of an earlier log-in; Django's setting names this view.

    Only what this site's own page sent is carried along: another site must not fill in our forms.
    """
    is_own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not is_own or not can_carry(request):
        return django_csrf_failure(request, reason=reason)
    if not admin.site.has_permission(request):
        return log_in_again(request)
    return lead_back(request, request.get_full_path(), pack(request.POST, request.FILES))
