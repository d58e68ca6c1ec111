"""Autosave: what is typed on a draft's page is kept meanwhile, and offered back if it was not saved.

The script static/js/autosave.js sends all fields of the page, valid or not, rows included, and the server
stores them as text beside the meeting, see UnsavedEntry. Published minutes are left out: they change only
by a correction, which is a deliberate act.
"""

import secrets
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from archive.admin.carried_form import unpack
from archive.admin.form_page import FormPage, FormPageAdmin
from archive.forms.desk.meeting import AutosaveForm, AutosaveKeyForm, DropForm
from archive.forms.desk.three_way_merge import RESUME
from archive.models import Meeting
from archive.models.url_prefix import stored_address
from archive.operations.autosave import discard, editing_now, keep, offered, typed_under

ENTRY = "_entry"  # the field that carries the key of a page
TAKE_BACK = "_take_back"


def keep_view(admin: FormPageAdmin, request: HttpRequest) -> HttpResponse:
    """Keep what was typed and answer with the time; with none if it is saved, or no draft any more."""
    form = AutosaveForm(request.POST)
    if not form.is_valid():
        raise BadRequest("What was typed cannot be kept.")
    entry = form.cleaned_data
    unpack(entry["typed"])  # refuses what is no form
    now = timezone.now()
    if not is_draft_page(admin, request, entry["path"]) or not keep(request.user, **entry, now=now):
        return JsonResponse({"time": None})
    return JsonResponse({"time": time_format(timezone.localtime(now), "H:i:s")})


def forget_view(admin: FormPageAdmin, request: HttpRequest) -> HttpResponse:
    form = DropForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Nothing is kept under this key.")
    path, key, is_from_today = form.cleaned_data.values()
    discard(request.user, path=path, key=key, now=timezone.now())
    admin.message_user(request, _("What was not saved was dropped."))
    if is_from_today:
        return redirect("admin:index")
    return redirect(path if is_draft_page(admin, request, path) else "admin:archive_meeting_changelist")


def is_draft_page(admin: FormPageAdmin, request: HttpRequest, address: str) -> bool:
    """Return whether a page is that of a draft, or of a new meeting, which this person may save."""
    try:
        match = resolve(stored_address(address))
    except Resolver404:
        return False
    if match.view_name == "admin:archive_meeting_add":
        return admin.has_add_permission(request)
    if match.view_name != "admin:archive_meeting_change":
        return False
    meeting = admin.get_object(request, match.kwargs["object_id"])
    return meeting is not None and is_autosaved(admin, request, meeting)


def is_autosaved(admin: FormPageAdmin, request: HttpRequest, meeting: Meeting | None) -> bool:
    if meeting is None:
        return admin.has_add_permission(request)
    is_draft = meeting.publication == Meeting.Publication.DRAFT
    return is_draft and admin.has_change_permission(request, meeting)


def take_typed_back(page: FormPage) -> HttpResponse | None:
    """Step: show the page with what was typed before, if that is still kept."""
    entry = typed_under(page.request.user, str(page.fields[TAKE_BACK]))
    if entry is None:
        return redirect(page.request.get_full_path())
    page.fields = unpack(entry.typed)
    page.fields[RESUME] = "1"
    return None


def autosave_context(page: FormPage) -> dict[str, Any]:
    if not is_autosaved(page.admin, page.request, page.row):
        return {}
    key = page.fields.get(ENTRY) or secrets.token_hex(16)
    user, path = page.request.user, page.request.path
    context: dict[str, Any] = {"entry_key": key, "unsaved": offered(user, path, but=key)}
    if page.row is not None:
        context["editing"] = editing_now(user, path, timezone.now())
    return context


def settle_autosave(page: FormPage) -> None:
    key = AutosaveKeyForm({"path": page.request.path, "key": page.fields.get(ENTRY, "")})
    if key.is_valid():
        discard(page.request.user, **key.cleaned_data, now=timezone.now())
