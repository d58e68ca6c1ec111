"""Changing published minutes: only as a correction, which writes the next version."""

from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.desk import DeskAdmin
from archive.models import Meeting
from archive.operations.publishing import correct

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

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows, and write the next version if any were changed; Django holds one transaction."""
        super().save_related(request, form, formsets, change)
        if not change or "correction_reason" not in form.cleaned_data:
            return
        if not form.changes_record() and not any(formset.has_changed() for formset in formsets):
            self.message_user(request, _("Nothing was changed, so no version was written."), messages.INFO)
            return
        correct(
            self.meeting_of(form.instance),
            kind=form.cleaned_data["correction_kind"],
            reason=form.cleaned_data["correction_reason"],
            by=request.user,
        )
