"""Inlines of a meeting: attendance, agenda, resolutions, actions and documents as rows on its page."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.admin.base import RowInline, without_withdrawn
from archive.admin.meeting_page.next_meeting import proposal_of
from archive.admin.meeting_page.roll_call import may_call_roll
from archive.forms.desk import meeting as forms
from archive.forms.desk.attendance_rows import AttendanceFormSet, AttendanceRowForm
from archive.forms.desk.attendance_spans import lines_of
from archive.forms.desk.resolution_rows import ResolutionRowForm
from archive.forms.desk.roll_call import RollCallFormSet
from archive.forms.desk.rows import OrderedFormSet, RowFormSet
from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpan,
    Document,
    MeetingBody,
    MeetingTranslation,
    Resolution,
    Sitting,
    Vote,
)
from archive.models.reach import has_limit


class LimitedFormSet(OrderedFormSet):
    """Rows that refer to agenda items and resolutions of their own meeting."""

    limited = {"agenda_item": "agenda_items", "resolution": "resolutions"}


class AttendanceInline(RowInline):
    model = Attendance
    form = AttendanceRowForm
    formset = AttendanceFormSet
    columns = ("order", "person", "label", "role", "status")
    autocomplete_fields = ("person", "on_behalf_of")
    template = "admin/archive/meeting/attendances.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the rows, each with whether somebody was out for a part: most meetings ask for no more."""
        spans = AttendanceSpan.objects.filter(attendance=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_spans=Exists(spans))

    @admin.display(description=_("out of the room"))
    def spans(self, row: Any) -> str:
        """Return what a page that may only be read shows in place of the field."""
        if not getattr(row, "has_spans", False):
            return ""
        return lines_of(row.spans.with_items(), list(row.meeting.agenda_items.in_order()))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.posts_in_public = has_limit(request.user)
        return formset

    def initial_rows(self, request: HttpRequest, obj: Any) -> list[dict[str, Any]] | None:
        proposal = proposal_of(request) if obj is None else None
        return proposal.rows if proposal else None

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(self.initial_rows(request, obj) or [])


class SittingInline(RowInline):
    model = Sitting
    form = forms.SittingRowForm
    formset = OrderedFormSet
    columns = ("order", "date", "start_time", "end_time", "note")


class AgendaItemInline(RowInline):
    model = AgendaItem
    form = forms.AgendaItemRowForm
    formset = OrderedFormSet
    columns = ("order", "number", "name", "text")
    template = "admin/archive/meeting/outline.html"
    may_be_lean = False  # a card holds its folded fields
    autocomplete_fields = ("continued_from",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return without_withdrawn(super().get_queryset(request), request, "continued_from")


class MeetingBodyInline(RowInline):
    """The other bodies of a joint meeting."""

    model = MeetingBody
    form = forms.MeetingBodyRowForm
    formset = forms.MeetingBodyFormSet
    columns = ("order", "body")
    autocomplete_fields = ("body",)


class TranslationInline(RowInline):
    model = MeetingTranslation
    form = forms.TranslationRowForm
    formset = forms.TranslationFormSet
    template = "admin/archive/meeting/translations.html"
    columns = ("language", "name", "summary", "text")


class ResolutionInline(RowInline):
    """What was decided, and the roll call; relations, proxies and weights are on the resolution’s page."""

    model = Resolution
    form = ResolutionRowForm
    formset = RollCallFormSet
    template = "admin/archive/meeting/roll_call.html"
    may_be_lean = False
    columns = (
        *("identifier", "name", "result", "text", "mover", "seconder", "decision_method"),
        *("yes_count", "no_count", "abstain_count"),
    )
    autocomplete_fields = ("mover", "seconder")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the rows, amendments beneath their motion, each with whether it has votes by name."""
        votes = Vote.objects.filter(resolution=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_votes=Exists(votes)).with_amendments_beneath()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.takes_votes = may_call_roll(request)
        formset.takes_actions = request.user.has_perm("archive.add_actionitem")
        return formset


class ActionItemInline(RowInline):
    model = ActionItem
    fk_name = "meeting"
    form = forms.ActionItemRowForm
    formset = LimitedFormSet
    columns = ("order", "description", "responsible", "due_date", "status")
    autocomplete_fields = ("responsible", "responsible_body", "closed_at")


class DocumentFormSet(RowFormSet):
    limited = LimitedFormSet.limited


class DocumentInline(RowInline):
    model = Document
    form = forms.DocumentRowForm
    formset = DocumentFormSet
    columns = ("classification", "name", "file", "url", "is_public", "text_state")
    readonly_fields = ("text_state",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the documents without their texts, which may be long."""
        return super().get_queryset(request).defer("text")

    @admin.display(description=_("searchable text"))
    def text_state(self, document: Document) -> str:
        if document.text_status == Document.TextStatus.NOT_A_TEXT_FORMAT:
            return gettext("not read: only that of .pdf, .docx, .html, .md and .txt is")
        if document.text_status == Document.TextStatus.EXTRACTED:
            return gettext("read, will be found")
        return document.text_note
