"""Meetings on the desk: one page to enter, correct and publish one, and the list of all."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.admin import inlines
from archive.admin.blocker_labels import blocker_labels
from archive.admin.correction import CorrectedAdmin, note_withdrawn
from archive.admin.desk_list import DeskList
from archive.admin.form_page import FormPage
from archive.admin.meeting_page import (
    approval,
    assignment,
    autosave,
    facts,
    outline,
    pipeline,
    publication,
    read_text,
    roll_call,
    same_day,
    submission,
    text_preview,
    waiting_files,
)
from archive.admin.meeting_page.next_meeting import proposal_of
from archive.admin.public_things import may_correct
from archive.forms.desk.attendance_rows import AttendanceFormSet
from archive.forms.desk.meeting import (
    MeetingCorrectionForm,
    MeetingForm,
    MeetingReturnForm,
)
from archive.forms.desk.new_meeting import NextMeetingForm
from archive.models import Body, Meeting
from archive.operations.publish import blocks_by_meeting
from archive.operations.withheld import may_read_withheld
from archive.templatetags.archive import when
from archive.text.dates import read_partial_date

RETURN = (_("Publishing it again"), {"classes": ("correction",), "fields": ("return_reason",)})


class MeetingChangeList(DeskList):
    """The list, which alone needs the counts and what each draft lacks."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        meetings: Any = super().get_queryset(request, *args, **kwargs)
        return meetings.with_list_columns().with_absence_counts()

    def get_results(self, request: HttpRequest) -> None:
        """Fetch the page, and of its drafts what the gate looks at: four queries more if there are any."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        drafts = [one.pk for one in self.result_list if one.publication == Meeting.Publication.DRAFT]
        looked_at: Any = Meeting.objects.with_gate_rows().filter(pk__in=drafts) if drafts else []
        problems = blocks_by_meeting(looked_at)
        for meeting in self.result_list:
            meeting.problems = problems.get(meeting.pk, [])
            meeting.is_unapproved = is_unapproved(meeting)


def is_unapproved(meeting: Meeting) -> bool:
    """Return whether approval is still to come; see also MeetingQuerySet.unapproved()."""
    is_held = meeting.is_published and meeting.status == Meeting.Status.HELD
    return is_held and not meeting.approved_on and meeting.body.approval in Body.APPROVING


def state_label(meeting: Meeting) -> Any:
    if submission := meeting.handed_over:
        return _("Submitted") if submission.is_waiting else _("Returned")
    is_approved = meeting.is_published and meeting.approved_on
    return _("Approved") if is_approved else meeting.get_publication_display()


class WaitingFilter(admin.SimpleListFilter):
    """The kinds of work that the desk's first page lists, each in full."""

    title = _("what waits")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("submitted", _("Submitted for publication")),
            ("returned", _("Returned with a remark")),
            ("drafts", _("Drafts waiting")),
            ("minutes", _("Meetings without minutes")),
            ("approval", _("Not yet approved")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        if self.value() == "submitted":
            return queryset.submitted()
        if self.value() == "returned":
            return queryset.returned()
        if self.value() == "drafts":
            return queryset.being_entered(today).not_handed_over()
        if self.value() == "minutes":
            return queryset.due_for_entry(today)
        return queryset.unapproved() if self.value() == "approval" else queryset


class MeetingAdmin(CorrectedAdmin):
    """Meetings with all their rows."""

    form = MeetingForm
    correction_form = MeetingCorrectionForm
    buttons = pipeline.BUTTONS
    actions = (
        submission.submit_selected,
        submission.return_selected,
        assignment.assign_selected,
        publication.publish_selected,
        approval.approve_selected,
        publication.withdraw_selected,
    )
    list_display = ("day", "title", "body", "state", "missing", "present", "resolution_count")
    list_display_links = ("day", "title")
    list_filter = (
        WaitingFilter,
        "publication",
        ("body", admin.RelatedOnlyFieldListFilter),
        "classification",
        "status",
    )
    date_hierarchy = "date"
    search_fields = ("name", "alternate_name", "number", "document_number", "location")
    ordering = ("-date", "-start_minute", "-pk")
    autocomplete_fields = ("body", "approved_at")
    radio_fields = {"attendance_mode": admin.HORIZONTAL}
    inlines = (
        inlines.AttendanceInline,
        inlines.AgendaItemInline,
        inlines.ResolutionInline,
        inlines.ActionItemInline,
        inlines.DocumentInline,
        inlines.MeetingBodyInline,
        inlines.TranslationInline,
        inlines.SittingInline,
    )
    fieldsets = facts.FIELDSETS

    def meeting_of(self, obj: Meeting) -> Meeting:
        return obj

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return meetings; withdrawn ones only for users who may read what they said."""
        meetings: Any = super().get_queryset(request).select_related("body").with_submission()
        return meetings if may_read_withheld(request.user) else meetings.not_withdrawn()

    # The page

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        keep, forget = partial(autosave.keep_view, self), partial(autosave.forget_view, self)
        approve = partial(approval.approve_view, self)
        beside = partial(same_day.same_day_view, self)
        rendered = partial(text_preview.rendered_view, self)
        pasted = partial(text_preview.pasted_view, self)
        words = partial(facts.words_view, self)
        assign = partial(assignment.assign_view, self)
        hand_back = partial(submission.return_view, self)
        withdraw, read = partial(publication.withdraw_view, self), partial(read_text.read_view, self)
        publish = partial(publication.publish_view, self)
        reading = require_http_methods(["GET", "HEAD", "POST"])(read)
        files = require_http_methods(["GET", "HEAD", "POST"])(partial(waiting_files.files_view, self))
        return [
            path("unsaved/", view(require_POST(keep)), name="archive_unsaved_keep"),
            path("unsaved/forget/", view(require_POST(forget)), name="archive_unsaved_forget"),
            path("read/", view(reading), name="archive_meeting_read"),
            path("assign/", view(assign), name="archive_meeting_assign"),
            path("read/files/", view(files), name="archive_meeting_files"),
            path("approve/", view(approve), name="archive_meeting_approve"),
            path("same-day/", view(require_safe(beside)), name="archive_meeting_same_day"),
            path("rendered/", view(require_POST(rendered)), name="archive_meeting_rendered"),
            path("words/", view(require_safe(words)), name="archive_meeting_words"),
            path("pasted/", view(require_POST(pasted)), name="archive_meeting_pasted"),
            path("publish/", view(publish), name="archive_meeting_publish"),
            path("return/", view(hand_back), name="archive_meeting_return"),
            path("withdraw/", view(withdraw), name="archive_meeting_withdraw"),
            *super().get_urls(),
        ]

    def page_context(self, page: FormPage) -> dict[str, Any]:
        note_withdrawn(page)
        return pipeline.meeting_context(page)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= outline.outline_context(context)
        context |= facts.facts_context(context)
        bodies = self.admin_site.get_model_admin(Body)
        meeting = context["original"]
        context |= {
            "state": state_label(meeting) if meeting else "",
            "may_add_body": bodies.has_add_permission(request),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        if proposal := proposal_of(request):
            return proposal.values
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        stated = {name: value for name, value in initial.items() if name not in NextMeetingForm.base_fields}
        # Who enters minutes lists who was there; only what comes from elsewhere may be silent about it.
        return {"attendance_status": Meeting.AttendanceStatus.RECORDED.value} | stated

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> tuple[str, ...]:
        """Make the body read-only once the meeting has an address, which begins with the body's."""
        return ("body",) if obj and obj.slug else ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows, and then what names others of them: who was out for which item, and who voted."""
        super().save_related(request, form, formsets, change)
        for rows in formsets:
            if isinstance(rows, AttendanceFormSet):
                rows.save_spans()
        outline.place_new_motions(formsets)
        roll_call.save_votes(formsets)

    def is_page_valid(self, page: FormPage) -> bool:
        is_whole = roll_call.are_voters_listed(page.formsets) and super().is_page_valid(page)
        return is_whole and same_day.is_told_apart(page) and submission.is_remark_short(page)

    def can_return(self, request: HttpRequest, obj: Meeting | None) -> bool:
        withdrawn = obj is not None and obj.publication == Meeting.Publication.WITHDRAWN
        return withdrawn and publication.may_publish(request) and self.has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if self.can_return(request, obj):
            kwargs.setdefault("form", MeetingReturnForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return [RETURN, *fieldsets] if self.can_return(request, obj) else fieldsets

    # What becomes of it: Django asks the first three before it offers an action of the list

    has_publish_permission = staticmethod(publication.may_publish)
    has_withdraw_permission = staticmethod(publication.may_withdraw)
    has_approve_permission = staticmethod(may_correct)

    def why_kept(self, row: Meeting) -> str:
        return publication.why_kept(row)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Find meetings by their day too, written as people write it; a picker offers what it may take."""
        meetings = approval.offered_to(request, queryset)
        found, may_repeat = super().get_search_results(request, meetings, search_term)
        if days := read_partial_date(search_term):
            found = found | meetings.beginning(*days)
        return found, may_repeat

    # The list

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions; ours deletes in the place of Django's, under the name its page sends back."""
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            label = _("Delete the selected drafts")
            actions["delete_selected"] = (publication.delete_drafts, "delete_selected", label)
        return actions

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DeskList]:
        return MeetingChangeList

    @admin.display(description=_("date"), ordering="date")
    def day(self, meeting: Meeting) -> str:
        return when(meeting.date, meeting.date_precision, "short", meeting.end_date)

    @admin.display(description=_("title"), ordering="name")
    def title(self, meeting: Meeting) -> str:
        return f"{meeting.number} {meeting.name}".strip()

    @admin.display(description=_("status"), ordering="publication")
    def state(self, meeting: Meeting) -> str:
        return format_html('<span class="pill {}">{}</span>', meeting.publication, state_label(meeting))

    @admin.display(description=_("what is missing"))
    def missing(self, meeting: Any) -> str:
        if meeting.publication != Meeting.Publication.DRAFT:
            return (
                format_html('<span class="warn">{}</span>', _("Approval")) if meeting.is_unapproved else ""
            )
        if not meeting.problems:
            return format_html('<span class="ok">{}</span>', _("Ready to publish"))
        address = reverse("admin:archive_meeting_change", args=[meeting.pk])
        links = [(address, lack.place, lack.text) for lack in blocker_labels(meeting.problems)]
        return format_html_join(" · ", '<a class="warn" href="{}#{}">{}</a>', links)

    @admin.display(description=_("present"))
    def present(self, meeting: Any) -> str:
        numbers = [meeting.present_total, meeting.expected_count]
        shown = [" / ".join(str(number) for number in numbers if number is not None)]
        if meeting.excused_rows:
            shown.append(ngettext("%d excused", "%d excused", meeting.excused_rows) % meeting.excused_rows)
        if meeting.absent_rows:
            shown.append(ngettext("%d absent", "%d absent", meeting.absent_rows) % meeting.absent_rows)
        return ", ".join(filter(None, shown))

    @admin.display(description=_("resolutions"))
    def resolution_count(self, meeting: Any) -> int:
        """Return the number of resolutions without those of closed agenda items."""
        return meeting.resolution_count
