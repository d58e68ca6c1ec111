"""Changing published minutes: only as a correction, which writes the next version."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.base import DeskAdmin
from archive.admin.meeting_page.carried_form import take_stored
from archive.admin.meeting_page.expired_session import show_typed
from archive.admin.meeting_page.preview import is_preview
from archive.forms.desk.three_way_merge import conflicts, seen_sums
from archive.models import Meeting
from archive.operations.publish import correct, locked

CORRECTION = (
    gettext_lazy("Correction of published minutes"),
    {"classes": ("correction",), "fields": ("correction_kind", "correction_reason")},
)


class CorrectedAdmin(DeskAdmin):
    """A page whose rows belong to a meeting: once it is published, saving means correcting it."""

    correction_form: type[ModelForm]

    def meeting_of(self, obj: Any) -> Meeting:
        """Return the meeting that a row of this page belongs to."""
        return obj.meeting

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow changing published minutes only to those who may correct them; others may read them."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or not self.meeting_of(obj).is_published:
            return allowed
        return allowed and request.user.has_perm("archive.correct_meeting")

    def is_correction(self, request: HttpRequest, obj: Any) -> bool:
        """Return whether this person would correct published minutes here."""
        published = obj is not None and self.meeting_of(obj).is_published
        return published and self.has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, with the questions of a correction where it is one."""
        if self.is_correction(request, obj):
            kwargs.setdefault("form", self.correction_form)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fieldsets, the questions of a correction first where it is one."""
        fieldsets = list(super().get_fieldsets(request, obj))
        return [CORRECTION, *fieldsets] if self.is_correction(request, obj) else fieldsets

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Let only one person at a time save a meeting; the second sees what the first saved."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            row = self.locked_row(request, object_id)
            gone = object_id is not None and row is None
            if "seen" in request.POST and (gone or (row and not self.has_change_permission(request, row))):
                return show_typed(request, self.model, is_gone=gone)
            take_stored(request)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def locked_row(self, request: HttpRequest, object_id: str | None) -> Any:
        """Return the row, its meeting locked until the transaction ends; None of what is new or gone.

        In SQLite the whole database is locked already.
        """
        row = self.get_object(request, unquote(object_id)) if object_id else None
        if row is not None:
            locked([self.meeting_of(row).pk], Meeting.objects.all())
            row = self.get_object(request, unquote(str(object_id)))  # as it is now that it is locked
        return row

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add what the page must send back, and where it differs from what somebody else saved."""
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        if form.instance.pk:
            context["seen"] = seen_sums([form, *(row for rows in formsets for row in rows.initial_forms)])
        if getattr(form, "is_stale", False):
            context |= {"is_stale": True, "errors": None, "conflicts": conflicts(form, formsets)}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows, and write the next version if any were changed; Django holds one transaction."""
        super().save_related(request, form, formsets, change)
        meeting, is_correction = self.meeting_of(form.instance), "correction_reason" in form.cleaned_data
        if not change or is_preview(request):
            return
        if not form.changes_record() and not any(formset.has_changed() for formset in formsets):
            if is_correction:
                message = _("Nothing was changed, so no version was written.")
                self.message_user(request, message, messages.INFO)
        elif is_correction:
            answers = form.cleaned_data
            kind, reason = answers["correction_kind"], answers["correction_reason"]
            correct(meeting, kind=kind, reason=reason, by=request.user)
        else:
            meeting.edit_number += 1
            meeting.save(update_fields=["edit_number"])
