"""Changing published minutes: only as a correction, which writes the next version."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.base import DeskAdmin
from archive.admin.blocker_labels import place_on_page
from archive.admin.form_page import FormPage, save_row
from archive.admin.public_things import may_correct
from archive.forms.desk.meeting import adds_nothing_public, fact_added
from archive.forms.desk.three_way_merge import conflicts, seen_sums
from archive.models import Meeting, Resolution, Revision, StaffAct
from archive.models.revision import FACTS
from archive.operations.matters import join_by_number
from archive.operations.minutes_approvals import approve_amended
from archive.operations.publish import Problem, accept_keys, correct, doubt_keys, problems_of
from archive.operations.withheld import note_look

HELD = "held"  # in the address of a draft that was saved and not published: show why
SAY_WHY = gettext_lazy("Say why: the public reads the reason.")
CORRECTION = (
    gettext_lazy("Change of published minutes"),
    {"classes": ("correction",), "fields": ("correction_kind", "correction_reason")},
)


class CorrectedAdmin(DeskAdmin):
    """A page whose rows belong to a meeting: once it is published, saving means correcting it."""

    correction_form: type[ModelForm]

    def meeting_of(self, obj: Any) -> Meeting:
        return obj.meeting

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow changing published minutes only to those who may correct them; others may read them."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or not self.meeting_of(obj).is_published:
            return allowed
        return allowed and may_correct(request)

    def is_correction(self, request: HttpRequest, obj: Any) -> bool:
        published = obj is not None and self.meeting_of(obj).is_published
        return published and self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse what was ever public: its address stays."""
        return super().has_delete_permission(request, obj) and not self.was_published(obj)

    def was_published(self, row: Any) -> bool:
        return row is not None and self.meeting_of(row).published_at is not None

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.was_published(row):
            return super().delete_view(request, object_id, extra_context)
        self.message_user(request, self.why_kept(row), messages.ERROR)
        return redirect(f"admin:archive_{self.opts.model_name}_change", row.pk)

    def why_kept(self, row: Any) -> str:
        """Return the refusal to delete, which says what to do instead."""
        raise NotImplementedError

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if self.is_correction(request, obj):
            kwargs.setdefault("form", self.correction_form)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        return [CORRECTION, *fieldsets] if self.is_correction(request, obj) else fieldsets

    def page_context(self, page: FormPage) -> dict[str, Any]:
        note_withdrawn(page)
        return {**conflict_context(page), **doubts_context(page)}

    def is_page_valid(self, page: FormPage) -> bool:
        """Ask a correction why. A preview may come before the reason, which is easier to find there."""
        if "_preview" in page.fields or not owes_reason(page):
            return True
        page.form.add_error("correction_reason", SAY_WHY)
        return False


def note_withdrawn(page: FormPage) -> None:
    """Log that a user reads what a withdrawn meeting said."""
    meeting: Any = page.row and page.admin.meeting_of(page.row)
    if meeting and meeting.publication == Meeting.Publication.WITHDRAWN:
        note_look(page.request.user, page.row)


def conflict_context(page: FormPage) -> dict[str, Any]:
    """Return `seen`, the check sums of what the page shows, and of a stale page its conflicts."""
    context: dict[str, Any] = {}
    if page.form.instance.pk:
        stored = [row for rows in page.formsets for row in rows.initial_forms]
        context["seen"] = seen_sums([page.form, *stored])
    if page.form.is_stale:
        found = conflicts(page.form, page.formsets)
        meeting: Any = page.admin.meeting_of(page.row)
        last = StaffAct.objects.last_saves([meeting.pk]).get(meeting.pk)
        is_own = last is not None and last.user == page.request.user
        context |= {"is_stale": True, "errors": None, "conflicts": found}
        context |= {"other_save": last, "is_own_save": is_own}
    return context


def owes_reason(page: FormPage) -> bool:
    """Return whether valid forms correct published minutes without saying why."""
    answers = page.form.cleaned_data
    if "correction_reason" not in answers or answers["correction_reason"].strip():
        return False
    if not is_changed(page):
        return False
    return not adds_nothing_public(page.form, page.formsets) and kind_of_change(page) not in FACTS


def is_changed(page: FormPage) -> bool:
    return page.form.changes_record() or any(rows.has_changed() for rows in page.formsets)


def kind_of_change(page: FormPage) -> str:
    """Return the kind of the next version: as chosen, unless a correction turns out a fact."""
    kind: str = page.form.cleaned_data["correction_kind"]
    fact = fact_added(page.form, page.formsets) if kind == Revision.Kind.CORRECTED else None
    return fact or kind


def doubts_context(page: FormPage) -> dict[str, Any]:
    """Return what keeps a meeting from the public, each with its place, and the keys that confirm it.

    Asked for by ask_about(), or by `?held` in the address of a draft that was just saved.
    """
    meeting: Any = page.row and page.admin.meeting_of(page.row)
    if meeting is None:
        return {}
    problems = page.doubts
    if not problems and HELD in page.request.GET and not meeting.is_published:
        problems = stored_problems(meeting)
    keys = page.confirmed | doubt_keys(meeting, problems)
    return {
        "blocks": [(one, address_on(page, one)) for one in problems if one.is_block],
        "doubts": [(one, address_on(page, one)) for one in problems if not one.is_block],
        "confirmed": " ".join(sorted(keys)),
    }


def address_on(page: FormPage, problem: Problem) -> str:
    """Return the link to the field that a problem concerns, on this page or on that of the meeting."""
    rows = next((one for one in page.formsets if one.prefix == problem.field), None)
    for form in rows.initial_forms if rows else ():
        if form.instance.pk == problem.row:
            is_shown = problem.column in form.fields and problem.column not in form.more
            return f"#id_{form.prefix}-{problem.column}" if is_shown else f"#{form.prefix}"
    if isinstance(page.row, Meeting) or problem.field in page.form.fields:
        return f"#{place_on_page(problem)}"
    if problem.row == page.row.pk and problem.field == f"{page.admin.opts.model_name}s":
        return f"#id_{problem.column}" if problem.column in page.form.fields else f"#{problem.column}-group"
    meeting: Any = page.admin.meeting_of(page.row)
    address = reverse("admin:archive_meeting_change", args=[meeting.pk])
    return f"{address}#{place_on_page(problem)}"


def save_edit(page: FormPage) -> None:
    """Save the page and count the edit; a change of published minutes writes their next version.

    Raises CannotPublish with what is doubted since the version before and was not confirmed.
    """
    is_correction = "correction_reason" in page.form.cleaned_data
    kind = kind_of_change(page) if is_correction else ""
    is_unseen = is_correction and adds_nothing_public(page.form, page.formsets)
    meeting: Any = page.admin.meeting_of(page.form.instance)
    known = doubt_keys(meeting, stored_problems(meeting)) if is_correction else set()
    save_row(page)
    join_by_number(rows_numbered_now(page))
    if page.row is None:
        return
    if not is_changed(page):
        if is_correction:
            page.said = _("Nothing was changed, so no version was written.")
    elif is_correction and not is_unseen:
        reason = page.form.cleaned_data["correction_reason"]
        accept = accept_keys(page.confirmed | known)
        if kind == Revision.Kind.AMENDED:
            approve_amended(meeting)
        version = correct(meeting, kind=kind, reason=reason, by=page.request.user, accept=accept)
        address, said = meeting.get_absolute_url(), _("Version %d was published.") % version.number
        page.said = format_html('<a href="{}">{}</a>', address, said)
    else:
        meeting.edit_number += 1
        meeting.save(update_fields=["edit_number"])


def rows_numbered_now(page: FormPage) -> list[Resolution]:
    """Return the resolutions of a page that got their number just now, and no matter by hand."""
    forms = [page.form, *(form for rows in page.formsets for form in rows.forms)]
    return [
        form.instance
        for form in forms
        if isinstance(form.instance, Resolution) and form.instance.pk and is_numbered_now(form)
    ]


def is_numbered_now(form: Any) -> bool:
    changed = set(form.changed_data)
    return "identifier" in changed and not changed & {"matter", "same_matter_as", "DELETE"}


def stored_problems(meeting: Meeting) -> list[Problem]:
    return problems_of(Meeting.objects.with_children().get(pk=meeting.pk))
