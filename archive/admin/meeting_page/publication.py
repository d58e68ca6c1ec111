"""Previewing, publishing and withdrawing on the desk: buttons of the page, actions of the list.

The preview shows the public page as it would be, and what would change, before anything is saved: the page
is saved in full, read as the public would, and the transaction is rolled back. So it shows what saving
would give, and cannot differ from it.
"""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin, action
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import PermissionDenied
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.blocker_labels import place_on_page
from archive.admin.carried_form import pack
from archive.admin.correction import HELD
from archive.admin.form_page import FormPage, render_view, save_row
from archive.forms.desk.meeting import PublicationForm, WithdrawalForm
from archive.models import Meeting
from archive.models.reach import reached
from archive.models.url_prefix import addresses_below
from archive.models.write_lock import one_writer
from archive.operations.publish import (
    CannotPublish,
    Verdict,
    accept_keys,
    doubt_keys,
    problems_of,
    publish,
    publish_ready,
    withdraw,
)
from archive.record.build import record_of
from archive.record.compare import differences
from archive.record.history import with_addresses_of_today
from archive.record.render.page import MeetingPage
from archive.record.versions import current_snapshot

BATCH = 50  # meetings that a list action publishes in one transaction


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("archive.publish_meeting")


def may_withdraw(request: HttpRequest) -> bool:
    return request.user.has_perm("archive.withdraw_meeting")


# Buttons of the page


def publication_context(page: FormPage) -> dict[str, Any]:
    published = page.row is not None and page.row.is_published
    return {
        "show_preview": page.may_change,
        "show_publish": page.may_change and not published and may_publish(page.request),
        "show_withdraw": published and may_withdraw(page.request),
    }


def save_for_preview(page: FormPage) -> None:
    """Save the page, its files in memory: nobody needs them on the disk."""
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
    keys = page.confirmed | doubt_keys(meeting, problems)
    context = {
        "meeting": meeting,
        "minutes": MeetingPage(record, text_notes=meeting.documents.text_notes()),
        "is_preview": not meeting.is_published,
        "changes": differences(*with_addresses_of_today(current, record)) if current else [],
        "blocks": [(one, place_on_page(one)) for one in blocks],
        "doubts": [(one, place_on_page(one)) for one in problems if not one.is_block],
        "confirmed": " ".join(sorted(keys)),
        "carried": pack(page.fields, request.FILES),
        "address": request.get_full_path(),
        "has_files": bool(request.FILES),
        "may_publish": may_publish(request),
    }
    response = render(request, "admin/archive/meeting/preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def publish_saved(page: FormPage) -> None:
    """Publish a meeting that is saved; a draft that the gate holds stays saved.

    Raises CannotPublish for withdrawn minutes, whose reason to return is kept nowhere but on the page.
    """
    meeting, reason = page.form.instance, page.form.cleaned_data.get("return_reason", "")
    try:
        with transaction.atomic():
            publish(meeting, by=page.request.user, reason=reason, accept=accept_keys(page.confirmed))
    except CannotPublish:
        if meeting.publication == Meeting.Publication.WITHDRAWN:
            raise
        page.tell(_("Saved as a draft, but not published."), messages.WARNING)


def lead_to_published(page: FormPage) -> HttpResponse:
    meeting = page.form.instance
    if not meeting.is_published:
        address = reverse("admin:archive_meeting_change", args=[meeting.pk])
        return redirect(f"{address}?{HELD}=1#doubts")
    link = format_html('<a href="{}">{}</a>', meeting.get_absolute_url(), meeting.name)
    page.tell(format_html(_("Published: {}"), link), messages.SUCCESS)
    return page.admin.response_post_save_change(page.request, meeting)


def lead_to_next_draft(page: FormPage) -> HttpResponse:
    """Go on to the draft after this one, from the last to the first, or to the list after the first."""
    meeting = page.form.instance
    following = reached(Meeting.objects.drafts(), page.request.user).next_after(meeting)
    page.tell(format_html(_("Saved: {}"), meeting), messages.SUCCESS)
    if following is None:
        return page.admin.response_post_save_change(page.request, meeting)
    return redirect("admin:archive_meeting_change", following.pk)


# Actions of the list


@action(description=gettext_lazy("Publish the selected meetings"), permissions=["publish"])
def publish_selected(admin: ModelAdmin, request: HttpRequest, queryset: Any) -> HttpResponse | None:
    """Publish what is ready, and ask about the rest."""
    keys = list(queryset.oldest_first().values_list("pk", flat=True))
    return publish_chosen(admin, request, keys)


def publish_chosen(
    admin: ModelAdmin, request: HttpRequest, keys: list[int], confirmed: Collection[str] = ()
) -> HttpResponse | None:
    """Publish meetings and say how many; return a page that names each that is held, None if none is."""
    verdicts: list[Verdict] = []
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        verdicts += publish_ready(part, by=request.user, accept=accept_keys(confirmed))
    held = [verdict for verdict in verdicts if verdict.is_held]
    published = len(verdicts) - len(held)
    message = ngettext("%d meeting was published.", "%d meetings were published.", published)
    admin.message_user(request, message % published, messages.SUCCESS if published else messages.INFO)
    doubted = [verdict for verdict in held if not verdict.blocks]
    context = {
        "title": _("Not yet published"),
        "held": [held_meeting(verdict) for verdict in held],
        "meetings": [verdict.meeting.pk for verdict in doubted],
        "confirmed": " ".join(key for one in doubted for key in doubt_keys(one.meeting, one.problems)),
    }
    return render_view(admin, request, "meeting/held.html", **context) if held else None


def held_meeting(verdict: Verdict) -> dict[str, Any]:
    address = reverse("admin:archive_meeting_change", args=[verdict.meeting.pk])
    return {
        "meeting": verdict.meeting,
        "address": address,
        "blocks": [(one, f"{address}#{place_on_page(one)}") for one in verdict.blocks],
        "doubts": [(one, f"{address}#{place_on_page(one)}") for one in verdict.doubts],
    }


def limit_meetings(form: Any, request: HttpRequest) -> None:
    """Let a form take only meetings that the user reaches."""
    form.fields["meetings"].queryset = reached(form.fields["meetings"].queryset, request.user)


def listed_meetings(form: Any, request: HttpRequest) -> Any:
    """Return the meetings that a form names and the user reaches, whatever else is wrong in it."""
    limit_meetings(form, request)
    form.is_valid()
    return form.cleaned_data.get("meetings", [])


def publish_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Publish meetings whose doubts were shown and are confirmed."""
    if not may_publish(request):
        raise PermissionDenied
    form = PublicationForm(request.POST)
    limit_meetings(form, request)
    if request.method == "POST" and form.is_valid():
        keys = list(form.cleaned_data["meetings"].oldest_first().values_list("pk", flat=True))
        if page := publish_chosen(admin, request, keys, form.cleaned_data["confirmed"].split()):
            return page
        if form.cleaned_data["from_today"]:
            return redirect("admin:index")
    return redirect("admin:archive_meeting_changelist")


@action(description=gettext_lazy("Withdraw the selected meetings"), permissions=["withdraw"])
def withdraw_selected(admin: ModelAdmin, request: HttpRequest, queryset: Any) -> HttpResponse:
    """Lead to the page that asks why; name each meeting that is left out."""
    chosen = list(queryset.select_related("body").oldest_first())
    for meeting in chosen:
        if not meeting.is_published:
            why = _("“%s” is not published, so it is not withdrawn.") % meeting
            admin.message_user(request, why, messages.WARNING)
    query = urlencode([("meetings", meeting.pk) for meeting in chosen if meeting.is_published])
    return redirect(f"{reverse('admin:archive_meeting_withdraw')}?{query}")


def delete_drafts(admin: ModelAdmin, request: HttpRequest, queryset: Any) -> HttpResponse | None:
    """Delete after asking, and name each that was ever public, which is left out."""
    kept = list(queryset.exclude(published_at=None).oldest_first())
    prefix = get_script_prefix()
    for meeting in kept:
        admin.message_user(request, why_kept(meeting), messages.ERROR)
    drafts = queryset.filter(published_at=None)
    with one_writer(), addresses_below(prefix):
        return delete_selected(admin, request, drafts) if drafts.exists() else None


def why_kept(meeting: Meeting) -> str:
    return _("“%s” was published and cannot be deleted: withdraw it instead.") % meeting


# The page that asks why


def withdraw_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    if not may_withdraw(request):
        raise PermissionDenied
    asked = {"meetings": request.GET.getlist("meetings")}
    form = WithdrawalForm(request.POST) if request.method == "POST" else WithdrawalForm(initial=asked)
    limit_meetings(form, request)
    if form.is_valid():
        meetings, reason = list(form.cleaned_data["meetings"]), form.cleaned_data["reason"]
        return withdraw_all(admin, request, meetings, reason)
    listed = listed_meetings(WithdrawalForm(form.data if form.is_bound else asked), request)
    context = {"title": _("Withdraw"), "form": form, "meetings": listed}
    return render_view(admin, request, "meeting/withdraw.html", **context)


def withdraw_all(
    admin: ModelAdmin, request: HttpRequest, meetings: list[Meeting], reason: str
) -> HttpResponse:
    for meeting in meetings:
        withdraw(meeting, reason=reason, by=request.user)
    message = ngettext("%d meeting was withdrawn.", "%d meetings were withdrawn.", len(meetings))
    admin.message_user(request, message % len(meetings), messages.SUCCESS)
    return redirect("admin:archive_meeting_changelist")
