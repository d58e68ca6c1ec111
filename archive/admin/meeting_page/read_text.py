"""Read minutes: a finished text is read by rules, and its record checked before anything is saved."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.form_page import FormPage, FormPageAdmin, answer_sent
from archive.admin.meeting_page.steps import SOURCE, fill_in
from archive.forms.desk.new_meeting import ReadForm, SourceForm
from archive.forms.desk.three_way_merge import raw_value
from archive.models import SourceText
from archive.operations.entry.prefill import page_fields
from archive.operations.entry.source_texts import ReadSource, drop

DROP = "_drop"
MOST_LISTED = 50


def read_view(admin: FormPageAdmin, request: HttpRequest) -> HttpResponse:
    """Take a text and show what was read of it, or one that waits; or drop that."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    sources = SourceText.objects.open_to(request.user)
    if waiting := waiting_source(request, sources):
        if DROP not in request.POST:
            return review(admin, request, waiting)
        drop(waiting)
        admin.message_user(request, _("The text was dropped."))
    is_sent = request.method == "POST" and "source" not in request.POST
    form = ReadForm(request.POST, request.FILES) if is_sent else ReadForm()
    if is_sent and form.is_valid():
        return review(admin, request, form.keep(by=request.user))
    context = admin.admin_site.each_context(request) | {
        "title": _("Read minutes"),
        "opts": admin.opts,
        "form": form,
        "waiting": sources.newest_first()[:MOST_LISTED],
    }
    return render(request, "admin/archive/meeting/read.html", context)


def waiting_source(request: HttpRequest, sources: Any) -> SourceText | None:
    form = SourceForm(request.POST, sources=sources)
    return form.cleaned_data["source"] if "source" in request.POST and form.is_valid() else None


def review(admin: FormPageAdmin, request: HttpRequest, source: SourceText) -> HttpResponse:
    """Show the page of a new meeting with what was read, beside the text it was read from."""
    blank = admin.get_form(request, None)()
    fields = QueryDict(mutable=True)
    fields.update({bound.html_name: raw_value(bound) for bound in blank})  # as a browser sends it untouched
    for name, value in page_fields(ReadSource(source).reading, source.text).items():
        fields[name] = value
    fields[SOURCE] = str(source.pk)
    page = FormPage(admin, request, form_url=reverse("admin:archive_meeting_add"))
    fill_in(page, fields)
    return answer_sent(page)
