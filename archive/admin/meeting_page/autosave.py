"""Never lost: what is typed on a draft's page is kept while one types, and offered back.

The script static/js/autosave.js sends all fields of the page, valid or not, rows included, and the server
stores them as text beside the meeting, see UnsavedEntry. Published minutes are left out: they change only
by a correction, which is a deliberate act.
"""

import secrets
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, URLPattern, path, resolve
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.admin.base import DeskAdmin
from archive.admin.meeting_page.carried_form import unpacked
from archive.admin.meeting_page.preview import is_preview
from archive.forms.desk.autosave import KeyForm, TypedForm
from archive.models import Meeting
from archive.operations.autosave import discard, keep, offered, typed_under

ENTRY = "_entry"  # the field that carries the key of a page
TAKE_BACK = "_take_back"


class KeepingAdmin(DeskAdmin):
    """A page of a meeting whose fields are kept while somebody types."""

    def get_urls(self) -> list[URLPattern]:
        """Return Django's addresses, and those of what is not saved."""
        site = self.admin_site.admin_view
        return [
            path("unsaved/", site(require_POST(self.keep_view)), name="archive_unsaved_keep"),
            path("unsaved/forget/", site(require_POST(self.forget_view)), name="archive_unsaved_forget"),
            *super().get_urls(),
        ]

    def keep_view(self, request: HttpRequest) -> HttpResponse:
        """Keep what was typed and answer with the time; with none if it is saved, or no draft any more."""
        form = TypedForm(request.POST)
        if not form.is_valid():
            raise BadRequest("What was typed cannot be kept.")
        entry = form.cleaned_data
        unpacked(entry["typed"])  # refuses what is no form
        if not self.is_draft_page(request, entry["path"]):
            return JsonResponse({"time": None})
        now = timezone.now()
        if not keep(request.user, **entry, now=now):
            return JsonResponse({"time": None})
        return JsonResponse({"time": time_format(timezone.localtime(now), "H:i:s")})

    def forget_view(self, request: HttpRequest) -> HttpResponse:
        """Drop what was typed, and return to its page."""
        form = KeyForm(request.POST)
        if not form.is_valid():
            raise BadRequest("Nothing is kept under this key.")
        entry = form.cleaned_data
        discard(request.user, **entry, now=timezone.now())
        self.message_user(request, _("What was not saved was dropped."))
        is_page = self.is_draft_page(request, entry["path"])
        return redirect(entry["path"] if is_page else "admin:archive_meeting_changelist")

    def is_draft_page(self, request: HttpRequest, address: str) -> bool:
        """Return whether a page is that of a draft, or of a new meeting, which this person may save."""
        try:
            match = resolve(address)
        except Resolver404:
            return False
        if match.view_name == "admin:archive_meeting_add":
            return self.has_add_permission(request)
        if match.view_name != "admin:archive_meeting_change":
            return False
        meeting = self.get_object(request, match.kwargs["object_id"])
        return meeting is not None and self.is_kept(request, meeting)

    def is_kept(self, request: HttpRequest, meeting: Meeting | None) -> bool:
        """Return whether what this person types on the page of a meeting is kept."""
        if meeting is None:
            return self.has_add_permission(request)
        is_draft = meeting.publication == Meeting.Publication.DRAFT
        return is_draft and self.has_change_permission(request, meeting)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show the page as it was typed if that was asked for."""
        if TAKE_BACK in request.POST:
            entry = typed_under(request.user, request.POST[TAKE_BACK])
            if entry is None:
                return redirect(request.get_full_path())
            request.POST = typed_fields(entry.typed)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the key of the page, and what this person typed on it before and has not saved."""
        if self.is_kept(request, context.get("original")):
            key = request.POST.get(ENTRY) or secrets.token_hex(16)
            context["entry_key"] = key
            context["unsaved"] = offered(request.user, request.path, but=key)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save all; then what was typed need be kept no longer."""
        super().save_related(request, form, formsets, change)
        key = KeyForm({"path": request.path, "key": request.POST.get(ENTRY, "")})
        if not is_preview(request) and key.is_valid():
            discard(request.user, **key.cleaned_data, now=timezone.now())


def typed_fields(typed: str) -> Any:
    """Return what was typed as the fields of a page that is to be shown, not saved."""
    fields: Any = QueryDict(mutable=True)
    for name, values in unpacked(typed).items():
        fields.setlist(name, values)
    fields["_resume"] = "1"
    return fields
