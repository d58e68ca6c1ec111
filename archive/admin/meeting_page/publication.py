"""Publishing and withdrawing on the desk: actions of the list, buttons of the page."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.base import DeskAdmin
from archive.forms.desk.meeting import WithdrawalForm
from archive.models import Meeting
from archive.operations.publish import CannotPublish, Problem, publish, withdraw

ROWS = {"attendances", "agenda_items", "resolutions", "action_items", "documents"}


class PublishingAdmin(DeskAdmin):
    """What becomes of a meeting: published, withdrawn, and deleted only if it never was public."""

    actions = ("publish_selected", "withdraw_selected")

    # Who may

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Return whether this person publishes."""
        return request.user.has_perm("archive.publish_meeting")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        """Return whether this person withdraws."""
        return request.user.has_perm("archive.withdraw_meeting")

    def has_delete_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        """Refuse what was ever public: its address never dies."""
        return super().has_delete_permission(request, obj) and not (obj and obj.published_at)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions; ours deletes in the place of Django's, under the name its page sends back."""
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            label = gettext_lazy("Delete the selected drafts")
            actions["delete_selected"] = (delete_drafts, "delete_selected", label)
        return actions

    # Actions of the list

    @admin.action(description=gettext_lazy("Publish the selected meetings"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: Any) -> None:
        """Publish all that can be, earliest first, and say of the others what they lack."""
        published = 0
        for meeting in queryset.oldest_first():
            try:
                publish(meeting, by=request.user)
            except CannotPublish as refusal:
                message = _("“%(meeting)s” was not published. %(problems)s")
                values = {"meeting": meeting, "problems": refusal}
                self.message_user(request, message % values, messages.ERROR)
            else:
                published += 1
        message = ngettext("%d meeting was published.", "%d meetings were published.", published)
        self.message_user(request, message % published, messages.SUCCESS if published else messages.INFO)

    @admin.action(description=gettext_lazy("Withdraw the selected meetings"), permissions=["withdraw"])
    def withdraw_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        """Ask for the reason first."""
        query = urlencode([("meetings", meeting.pk) for meeting in queryset if meeting.is_published])
        return redirect(f"{reverse('admin:archive_meeting_withdraw')}?{query}")

    # Buttons of the page

    def get_urls(self) -> list[URLPattern]:
        """Return Django's addresses and that of withdrawing."""
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("withdraw/", view, name="archive_meeting_withdraw"), *super().get_urls()]

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Delete a draft; of a meeting that was public say what to do instead."""
        meeting = self.get_object(request, object_id)
        if meeting is not None and meeting.published_at:
            self.message_user(request, why_kept(meeting), messages.ERROR)
            return redirect("admin:archive_meeting_change", meeting.pk)
        return super().delete_view(request, object_id, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Refuse the button before anything is saved if the person may not publish."""
        if "_publish" in request.POST and not self.has_publish_permission(request):
            raise PermissionDenied
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say which buttons there are."""
        obj = context.get("original")
        published = bool(obj and obj.is_published)
        may_save = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        context["show_preview"] = may_save
        context["show_publish"] = may_save and not published and self.has_publish_permission(request)
        context["show_withdraw"] = published and self.has_withdraw_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save all, then publish if that button was pressed; what blocks it leaves the draft saved."""
        super().save_related(request, form, formsets, change)
        if "_publish" not in request.POST:
            return
        try:
            publish(form.instance, by=request.user, reason=form.cleaned_data.get("return_reason", ""))
        except CannotPublish as refusal:
            self.message_user(request, _("Saved as a draft, but not published:"), messages.WARNING)
            for problem in refusal.problems:
                link = format_html('<a href="#{}">{}</a>', place_of(problem), problem.message)
                self.message_user(request, link, messages.ERROR)

    def response_add(
        self, request: HttpRequest, obj: Meeting, post_url_continue: Any = None
    ) -> HttpResponse:
        """Go where publishing leads if that button was pressed."""
        if "_publish" in request.POST:
            return self.response_publish(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Meeting) -> HttpResponse:
        """Go where publishing leads if that button was pressed."""
        if "_publish" in request.POST:
            return self.response_publish(request, obj)
        if "_next" in request.POST:
            return self.response_next(request, obj)
        return super().response_change(request, obj)

    def response_next(self, request: HttpRequest, obj: Meeting) -> HttpResponse:
        """Go on to the draft after this one, from the last to the first; if there is none, to the list."""
        message = format_html(_("Saved: {}"), obj)
        following = Meeting.objects.drafts().next_after(obj)
        self.message_user(request, message, messages.SUCCESS)
        if following is None:
            return self.response_post_save_change(request, obj)
        return redirect("admin:archive_meeting_change", following.pk)

    def response_publish(self, request: HttpRequest, obj: Meeting) -> HttpResponse:
        """Return to the list with a link to the public page, or to the draft and what it lacks."""
        if not obj.is_published:
            return redirect("admin:archive_meeting_change", obj.pk)
        link = format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj.name)
        self.message_user(request, format_html(_("Published: {}"), link), messages.SUCCESS)
        return self.response_post_save_change(request, obj)

    # Withdrawing

    def withdraw_view(self, request: HttpRequest) -> HttpResponse:
        """Ask why the meetings are withdrawn, then withdraw them."""
        if not self.has_withdraw_permission(request):
            raise PermissionDenied
        asked = {"meetings": request.GET.getlist("meetings")}
        form = WithdrawalForm(request.POST) if request.method == "POST" else WithdrawalForm(initial=asked)
        if form.is_valid():
            return self.withdraw_all(
                request, list(form.cleaned_data["meetings"]), form.cleaned_data["reason"]
            )
        chosen = WithdrawalForm(form.data if form.is_bound else asked | {"reason": "-"})
        chosen.is_valid()
        context = self.admin_site.each_context(request) | {
            "title": _("Withdraw"),
            "opts": self.opts,
            "form": form,
            "meetings": chosen.cleaned_data.get("meetings", []),
        }
        return render(request, "admin/archive/meeting/withdraw.html", context)

    @transaction.atomic
    def withdraw_all(self, request: HttpRequest, meetings: list[Meeting], reason: str) -> HttpResponse:
        """Withdraw meetings, all or none, and return to the list."""
        for meeting in meetings:
            withdraw(meeting, reason=reason, by=request.user)
            self.log_change(request, meeting, _("Withdrawn."))
        message = ngettext("%d meeting was withdrawn.", "%d meetings were withdrawn.", len(meetings))
        self.message_user(request, message % len(meetings), messages.SUCCESS)
        return redirect("admin:archive_meeting_changelist")


def place_of(problem: Problem) -> str:
    """Return the id of what a problem concerns on the page of its meeting: a field, or rows of a kind."""
    if problem.field in ROWS:
        return f"{problem.field}-group"
    return "id_return_reason" if problem.field == "reason" else f"id_{problem.field}"


def delete_drafts(page: PublishingAdmin, request: HttpRequest, queryset: Any) -> HttpResponse | None:
    """Delete after asking, or refuse all if one was ever public."""
    kept = [meeting for meeting in queryset.oldest_first() if meeting.published_at]
    for meeting in kept:
        page.message_user(request, why_kept(meeting), messages.ERROR)
    return None if kept else delete_selected(page, request, queryset)


def why_kept(meeting: Meeting) -> str:
    """Return the sentence that says what to do instead of deleting."""
    return _("“%s” was published and cannot be deleted: withdraw it instead.") % meeting
