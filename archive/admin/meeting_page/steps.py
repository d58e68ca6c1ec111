"""Steps of entering a meeting: what a button adds to the page, which is shown again and not saved."""

from typing import Any

from django.contrib import messages
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.admin.base import DeskAdmin
from archive.admin.meeting_page.preview import is_preview
from archive.forms.desk.source_text import SourceForm, StartsField, StepForm
from archive.models import Meeting, SourceText
from archive.operations.entry.name_lookup import Choices
from archive.operations.entry.prefill import added, passage_row, with_names
from archive.operations.entry.reading_rows import COUNTED, READ_AT
from archive.operations.entry.source_texts import ReadSource, UnplacedPassage, attach, refusal_of
from archive.reader.attendance import read_names
from archive.reader.results import NamesReading

SOURCE, SETTLED = "_source", "_settled"
KINDS = {"resolution": "resolutions", "agenda_item": "agenda_items", "action_item": "action_items"}


class StepsAdmin(DeskAdmin):
    """A meeting's page with a box for names and, where it was read from a text, that text beside it."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Take the step that was asked for, and show the page again."""
        if "_paste_names" in request.POST:
            self.take_names(request)
        elif "_place" in request.POST:
            self.place(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    # Names

    def take_names(self, request: HttpRequest) -> None:
        """Add a row for each name in the box, and leave in it what is none.

        Enter in a field presses the first button of a form, which is this one: with an empty box it is
        the preview's.
        """
        fields: Any = request.POST.copy()
        text = fields.get("_pasted_names", "").strip()
        del fields["_paste_names"]
        if not text:
            fields["_preview"] = "1"
            request.POST = fields
            return
        if refusal := refusal_of(text):
            self.message_user(request, refusal, messages.ERROR)
            names = NamesReading()
        else:
            names = read_names(text)
            fields["_pasted_names"] = "\n".join(text[span.start : span.end] for span in names.not_placed)
        before = fields.get("attendances-TOTAL_FORMS", "0")
        fields = with_names(fields, names, Choices())
        self.tell(request, names, before, fields["attendances-TOTAL_FORMS"])
        for count in names.counts:
            if (name := COUNTED.get(count.kind)) and not fields.get(name):
                fields[name] = str(count.number)
        show_again(request, fields)

    def tell(self, request: HttpRequest, names: NamesReading, before: str, after: str) -> None:
        """Say how many rows were added, and where the list disagrees with its own head-counts."""
        new = int(after) - int(before) if before.isdecimal() else len(names.entries)
        message = ngettext("%d name was added.", "%d names were added.", new) % new
        known = len(names.entries) - new
        if known:
            message += " " + ngettext("%d was listed already.", "%d were listed already.", known) % known
        self.message_user(request, message)
        for count, found in names.disagreements():
            told = _("The list says “%(declared)s”, but names %(found)s.")
            values = {"declared": count.as_written, "found": found}
            self.message_user(request, told % values, messages.WARNING)
        if names.not_placed:
            message = _("What is left in the box was not read as a name.")
            self.message_user(request, message, messages.WARNING)

    # Passages that were not placed

    def place(self, request: HttpRequest, object_id: str | None) -> None:
        """Make of a passage what the button says; it waits no longer."""
        fields: Any = request.POST.copy()
        form = StepForm({"place": fields.get("_place")})
        del fields["_place"]
        read = self.read_source(request, object_id)
        if form.is_valid() and read:
            way, start = form.cleaned_data["place"]
            for passage in read.not_placed():
                if passage.start == start:
                    fields = placed(fields, passage, way)
                    fields.appendlist(SETTLED, str(start))
        show_again(request, fields)

    def read_source(self, request: HttpRequest, object_id: Any) -> ReadSource | None:
        """Return what the meeting is read from, or None; nothing of what is published."""
        sources = SourceText.objects.open_to(request.user)
        form = SourceForm({"source": request.POST.get(SOURCE)}) if SOURCE in request.POST else None
        if form:
            form.fields["source"].queryset = sources  # type: ignore[attr-defined]
            source = form.cleaned_data["source"] if form.is_valid() else None
        else:
            source = SourceText.objects.of_draft(object_id) if object_id else None
        settled = StartsField().clean(request.POST.getlist(SETTLED))
        return ReadSource(source, settled) if source else None

    # The page

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the source and the links into it; a page that is only shown again has no errors yet."""
        original: Meeting | None = context.get("original")
        form, formsets = (
            context["adminform"].form,
            [one.formset for one in context["inline_admin_formsets"]],
        )
        if getattr(request, "is_step", False):
            context |= {"is_step": True, "errors": None}
            forget_errors(form, formsets)
        if original is None or original.publication == Meeting.Publication.DRAFT:
            read = self.read_source(request, original and str(original.pk))
            context |= {"read": read, "settled": request.POST.getlist(SETTLED)}
            context["read_at"] = link_fields(request, form, formsets) if read else {}
        context["pasted_names"] = request.POST.get("_pasted_names", "")
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save all, and keep the text that the meeting was read from with it."""
        super().save_related(request, form, formsets, change)
        if is_preview(request) or not (SOURCE in request.POST or SETTLED in request.POST):
            return
        if read := self.read_source(request, str(form.instance.pk)):
            attach(read, form.instance)


def show_again(request: HttpRequest, fields: Any) -> None:
    """Put other fields in the place of those sent, to be shown and not saved."""
    fields["_resume"] = "1"
    request.POST = fields
    request.is_step = True  # type: ignore[attr-defined]


def placed(fields: Any, passage: UnplacedPassage, way: str) -> Any:
    """Return the fields of a page with a passage where the clerk wants it."""
    if way in KINDS:
        prefix = KINDS[way]
        return added(fields, prefix, [passage_row(prefix, passage.text, passage.start)])
    if way == "text":
        fields["text"] = "\n\n".join(filter(None, [passage.text, fields.get("text", "")]))
    return fields


def forget_errors(form: Any, formsets: Any) -> None:
    """Take from a page what it would say had it been sent to be saved."""
    form._errors = ErrorDict()
    for formset in formsets:
        formset._non_form_errors = ErrorList()
        for row in formset.forms:
            row._errors = ErrorDict()


def link_fields(request: HttpRequest, form: Any, formsets: Any) -> dict[str, str]:
    """Link each value to the passage it was read from; return {name: offset} to be sent back."""
    sent: Any = request.POST
    read_at = {name: value for name, value in sent.items() if name.endswith(f"-{READ_AT}")}
    read_at = {name: value for name, value in read_at.items() if value.isascii() and value.isdecimal()}
    for formset in formsets:
        for row in formset.forms:
            row.read_at = read_at.pop(f"{row.prefix}-{READ_AT}", "")
    for name in form.fields:
        if start := read_at.get(f"{name}-{READ_AT}"):
            form[name].help_text = format_html('<a href="#read-{}">{}</a>', start, _("read here"))
    return {
        name: value for name, value in read_at.items() if name.removesuffix(f"-{READ_AT}") in form.fields
    }
