"""Reading what is pasted: a list of names, or finished minutes, checked before anything is saved.

A step, see the table in pipeline.py, puts other fields in the place of those sent; the page is shown again
and not saved.
"""

import json
import re
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.admin.form_page import FormPage, FormPageAdmin, answer_sent, render_view
from archive.admin.meeting_page.waiting_files import file_to_look_at, take_uploads
from archive.forms.desk.new_meeting import ReadForm, SourceForm, StartsField, StepForm
from archive.forms.desk.three_way_merge import RESUME, raw_value
from archive.models import Body, Meeting, SourceText
from archive.models.reach import reached
from archive.operations.entry.draft_doubts import doubt_fields, doubted_places
from archive.operations.entry.kept_with_draft import keep_read
from archive.operations.entry.name_lookup import Choices
from archive.operations.entry.prefill import added, page_fields, passage_row, with_names
from archive.operations.entry.reading_rows import COUNTED, DOUBT, READ_AT
from archive.operations.entry.source_texts import ReadSource, UnplacedPassage, attach, refusal_of
from archive.operations.entry.waiting_files import read_waiting
from archive.reader.attendance import read_names
from archive.reader.days import days_in
from archive.reader.results import NameEntry, NamesReading, Reading, Span
from archive.reader.source import Source
from archive.text.dates import possible_days

SOURCE, SETTLED = "_source", "_settled"
PASTE_NAMES, PASTED_NAMES, PLACE = "_paste_names", "_pasted_names", "_place"
KINDS = {
    "resolution": "resolutions",
    "agenda_item": "agenda_items",
    "action_item": "action_items",
    "document": "documents",
}


LONGEST_DAY = 100  # characters of a day that could not be read
LABEL = re.compile(r"^[^:：]{1,20}[:：]\s*(?=\S)")


def fill_in(page: FormPage, fields: QueryDict) -> None:
    """Take fields that a step made in place of those sent: shown, not saved, and without errors yet."""
    fields[RESUME] = "1"
    page.fields, page.is_step = fields, True


# Names


def paste_names(page: FormPage) -> None:
    """Step: add a row for each name in the box, and leave in it what is no name.

    Enter in a field presses the first button of a form, which is this one: with an empty box it is
    the preview's.
    """
    fields: Any = page.fields.copy()
    text = fields.get(PASTED_NAMES, "").strip()
    del fields[PASTE_NAMES]
    if not text:
        fields["_preview"] = "1"
        page.fields = fields
        return
    if refusal := refusal_of(text):
        page.tell(refusal, messages.ERROR)
        names = NamesReading()
    else:
        names = read_names(text)
        fields[PASTED_NAMES] = "\n".join(text[span.start : span.end] for span in names.not_placed)
    before = fields.get("attendances-TOTAL_FORMS", "0")
    fields = with_names(fields, names, Choices())
    report_names(page, names, before, fields["attendances-TOTAL_FORMS"])
    for count in names.counts:
        if (name := COUNTED.get(count.kind)) and not fields.get(name):
            fields[name] = str(count.number)
    fill_in(page, fields)


def report_names(page: FormPage, names: NamesReading, before: str, after: str) -> None:
    new = int(after) - int(before) if before.isdecimal() else len(names.entries)
    message = ngettext("%d name was added.", "%d names were added.", new) % new
    known = len(names.entries) - new
    if known:
        message += " " + ngettext("%d was listed already.", "%d were listed already.", known) % known
    page.tell(message)
    for count, found in names.disagreements():
        told = _("The list says “%(declared)s”, but names %(found)s.")
        page.tell(told % {"declared": count.as_written, "found": found}, messages.WARNING)
    if names.not_placed:
        page.tell(_("What is left in the box was not read as a name."), messages.WARNING)


# The text that a meeting was read from


def read_source(page: FormPage, key: Any) -> ReadSource | None:
    """Return what the meeting with a primary key is read from, or None; nothing of what is published."""
    if SOURCE in page.fields:
        sources = SourceText.objects.open_to(page.request.user)
        form = SourceForm({"source": page.fields[SOURCE]}, sources=sources)
        source = form.cleaned_data["source"] if form.is_valid() else None
    else:
        source = SourceText.objects.of_draft(str(key)) if key else None
    return ReadSource(source, StartsField().clean(page.fields.getlist(SETTLED))) if source else None


def place_passage(page: FormPage) -> None:
    """Step: make of a passage what the button says; it waits no longer."""
    fields: Any = page.fields.copy()
    form = StepForm({"place": fields.get(PLACE)})
    del fields[PLACE]
    read = read_source(page, page.object_id)
    if form.is_valid() and read:
        way, start = form.cleaned_data["place"]
        for passage in read.not_placed():
            if passage.start == start:
                if way in StepForm.FIELDS:
                    fields = placed_in_field(page, fields, passage, way)
                else:
                    fields = placed(fields, passage, way)
                fields.appendlist(SETTLED, str(start))
    fill_in(page, fields)


def placed(fields: Any, passage: UnplacedPassage, way: str) -> Any:
    if way in KINDS:
        prefix = KINDS[way]
        return added(fields, prefix, [passage_row(prefix, passage.text, passage.start)])
    if way == "attendee":
        return with_names(fields, names_in(passage.text), Choices())
    if way == "text":
        fields["text"] = "\n\n".join(filter(None, [passage.text, fields.get("text", "")]))
    return fields


def placed_in_field(page: FormPage, fields: Any, passage: UnplacedPassage, name: str) -> Any:
    """Put a passage into a field of the meeting; what stood there is told, so that nothing is lost."""
    text = " ".join(passage.text.split())
    if name != "name":  # 抄送：… and Place: …; a title may well have a colon
        text = LABEL.sub("", text)
    day = next(days_in(Source(text), 0, len(text)), None) if name == "issued_on" else None
    field: Any = Meeting._meta.get_field(name)
    before = fields.get(name, "")
    fields[name] = day[0].isoformat() if day else text[: field.max_length or LONGEST_DAY]
    if before and before != fields[name]:
        label = capfirst(field.verbose_name)
        page.tell(_("“%(field)s” was: %(before)s") % {"field": label, "before": before})
    return fields


def names_in(text: str) -> NamesReading:
    """Return the people that a passage names; if it reads like no name, all of it as one to be chosen."""
    names = read_names(text)
    if not names.entries:
        whole = Span(0, len(text))
        names.entries = [NameEntry(" ".join(text.split())[:200], text[:200], whole, whole)]
    return names


def attach_source(page: FormPage) -> None:
    if SOURCE in page.fields or SETTLED in page.fields:
        meeting = page.form.instance
        if read := read_source(page, meeting.pk):
            if read.source.meeting_id is None:
                keep_with_rows(page, read, meeting)
                read.settled |= {*doubted_places(read)}
            attach(read, meeting)


def keep_with_rows(page: FormPage, read: ReadSource, meeting: Meeting) -> None:
    """Keep what was read and the fields of saved rows cannot hold: items, roll calls, unsure movers."""
    rows, asked = {}, {}
    for formset in page.formsets:
        for form in formset.forms:
            at = StartsField().clean(page.fields.getlist(f"{form.prefix}-{READ_AT}"))
            if at and form.instance.pk:
                rows[formset.prefix, at[0]] = form.instance
                asked[form.instance.pk] = doubts_sent(page, form.prefix).keys()
    keep_read(read.reading, rows, meeting, asked)


def doubts_sent(page: FormPage, prefix: str) -> dict[str, str]:
    """Return what is not certain of a row, as the page sent it: {field: what the text says}."""
    try:
        doubts = json.loads(page.fields.get(f"{prefix}-{DOUBT}", "") or "{}")
    except ValueError:
        return {}
    told = doubts.items() if isinstance(doubts, dict) else ()
    return {name: words for name, words in told if isinstance(words, str)}


def step_context(page: FormPage) -> dict[str, Any]:
    """Return the source and the links into it; a page that a step filled in has no errors yet."""
    context: dict[str, Any] = {"pasted_names": page.fields.get(PASTED_NAMES, "")}
    if page.is_step:
        context |= {"is_step": True, "errors": None}
        forget_errors(page)
    if page.row is None or page.row.publication == Meeting.Publication.DRAFT:
        read = read_source(page, page.row and page.row.pk)
        context |= {"read": read, "settled": page.fields.getlist(SETTLED)}
        if read and page.row and not page.is_sent:
            page = marked(page, read)
            context["settled"] = doubted_places(read)
        context["read_at"] = link_fields(page) if read else {}
        if read and read.source.meeting_id is None:
            name_items(page, read)
    return context


def marked(page: FormPage, read: ReadSource) -> FormPage:
    """Return the page of a draft with what nobody has checked yet, as an import of a folder leaves it."""
    fields: Any = page.fields.copy()
    fields.update(doubt_fields(read, {formset.prefix: formset.initial_forms for formset in page.formsets}))
    return replace(page, fields=fields)


def forget_errors(page: FormPage) -> None:
    page.form._errors = ErrorDict()
    for formset in page.formsets:
        formset._non_form_errors = ErrorList()
        for row in formset.forms:
            row._errors = ErrorDict()


def link_fields(page: FormPage) -> dict[str, str]:
    """Link each value to the passage it was read from; return {name: offset} to be sent back."""
    ending = f"-{READ_AT}"
    sent = [(name, str(value)) for name, value in page.fields.items() if name.endswith(ending)]
    read_at = {name: value for name, value in sent if value.isascii() and value.isdecimal()}
    for row in (row for formset in page.formsets for row in formset.forms):
        row.read_at = read_at.pop(f"{row.prefix}{ending}", "")
        if doubts := doubts_sent(page, row.prefix):
            row.doubt = json.dumps(doubts, ensure_ascii=False)
            row.doubted = [(mark_field(row, name), words) for name, words in doubts.items()]
    of_form = {
        name: start for name, start in read_at.items() if name.removesuffix(ending) in page.form.fields
    }
    for name, start in of_form.items():
        field = page.form[name.removesuffix(ending)]
        field.help_text = format_html('<a href="#read-{}">{}</a>', start, _("read here"))
    return of_form | mark_meeting(page)


def name_items(page: FormPage, read: ReadSource) -> None:
    """Show in the empty choice of each row the agenda item that it will stand under, once that is saved."""
    agenda = read.reading.agenda
    rows = [("resolutions", one.text.span.start, one.item) for one in read.reading.resolutions]
    rows += [("action_items", one.description.span.start, one.item) for one in read.reading.actions]
    names = {(prefix, str(at)): agenda[item] for prefix, at, item in rows if item is not None}
    for formset in page.formsets:
        for row in formset.forms:
            item, field = names.get((formset.prefix, row.read_at)), row.fields.get("agenda_item")
            if item and field:
                field.choices = [("", f"{item.number} {item.name.value}".strip()), *list(field.choices)[1:]]
                row.read_item = f"at {item.name.span.start}"


def mark_meeting(page: FormPage) -> dict[str, str]:
    """Mark the fields of the meeting that are not certain; return what is to be sent back of them."""
    doubts = {name: str(page.fields.get(f"{name}-{DOUBT}", "")) for name in page.form.fields}
    told = {name: words for name, words in doubts.items() if words}
    for name, words in told.items():
        mark_field(page.form, name)
        field = page.form[name]
        field.help_text = format_html('<span class="pill draft doubt">{}</span> {}', words, field.help_text)
    return {f"{name}-{DOUBT}": words for name, words in told.items()}


def mark_field(form: Any, name: str) -> str:
    """Mark the field of a form that is not certain, if it has such a one; return what to call it."""
    if folded := getattr(form, "folded_fields", {}).get(name):
        return str(capfirst(folded.label))
    if name not in form.fields:
        return _("votes") if name == "votes" else name
    field = form.fields[name]
    widget = getattr(field.widget, "widget", field.widget)
    widget.attrs["class"] = f"{widget.attrs.get('class', '')} doubt".strip()
    return str(capfirst(field.label))


# The page that takes a finished text


def read_view(admin: FormPageAdmin, request: HttpRequest) -> HttpResponse:
    """Take a text or a file and show what was read of it; several files go to the table."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if len(request.FILES.getlist("file")) > 1:
        return take_uploads(request)
    if source := file_to_look_at(request):
        return review(admin, request, source)
    form = ReadForm(request.POST or None, request.FILES or None)
    before = None
    if request.method == "POST" and form.is_valid():
        meetings = reached(Meeting.objects.all(), request.user)
        before = SourceText.objects.taken(meetings).of_prints(form.prints()).first()
        if before is None or "_anyway" in request.POST:
            return review(admin, request, form.keep(by=request.user))
    waiting = SourceText.objects.open_to(request.user).count()
    context = {"form": form, "before": before, "waiting_count": waiting}
    return render_view(admin, request, "meeting/read.html", title=_("Read minutes"), **context)


def review(admin: FormPageAdmin, request: HttpRequest, source: SourceText) -> HttpResponse:
    """Show the page of a new meeting with what was read, beside the text it was read from."""
    blank = admin.get_form(request, None)()
    fields = QueryDict(mutable=True)
    fields.update({bound.html_name: raw_value(bound) for bound in blank})  # as a browser sends it untouched
    if source.is_unread and not source.text:
        read_waiting(source)
    reading = ReadSource(source).reading
    for name, value in (page_fields(reading, source.text) | typed_in_table(source, reading)).items():
        fields[name] = value
    fields[SOURCE] = str(source.pk)
    page = FormPage(admin, request, form_url=reverse("admin:archive_meeting_add"))
    fill_in(page, fields)
    return answer_sent(page)


def typed_in_table(source: SourceText, reading: Reading) -> dict[str, str]:
    """Return the fields that were answered in the table, where they differ from the text."""
    body = Body.objects.known_as(source.body_name).first() if source.body_name else None
    is_read = reading.date is not None and possible_days(source.day) == [reading.date.value]
    day = "" if is_read else source.day
    typed = {"body": str(body.pk) if body else "", "date": day, "name": source.title}
    return {name: value for name, value in typed.items() if value}
