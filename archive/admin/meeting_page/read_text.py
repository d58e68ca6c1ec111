"""Read minutes: a finished text is read by rules, and its record checked before anything is saved."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.admin.base import DeskAdmin
from archive.admin.meeting_page.steps import SOURCE, show_again
from archive.forms.desk.source_text import ReadForm, SourceForm
from archive.forms.desk.three_way_merge import raw
from archive.models import SourceText
from archive.operations.entry.prefill import fields_of
from archive.operations.entry.source_texts import ReadSource, drop

MOST_LISTED = 50


class ReadingAdmin(DeskAdmin):
    """The page that takes a text, and leads to that of a new meeting with what was read."""

    def get_urls(self) -> list[URLPattern]:
        """Return Django's addresses and that of reading."""
        view = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.read_view))
        return [path("read/", view, name="archive_meeting_read"), *super().get_urls()]

    def read_view(self, request: HttpRequest) -> HttpResponse:
        """Take a text and show what was read of it, or one that waits; or drop that."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if waiting := self.waiting_source(request):
            if "_drop" not in request.POST:
                return self.review(request, waiting)
            drop(waiting)
            self.message_user(request, _("The text was dropped."))
        is_sent = request.method == "POST" and "source" not in request.POST
        form = ReadForm(request.POST, request.FILES) if is_sent else ReadForm()
        if is_sent and form.is_valid():
            return self.review(request, form.keep(by=request.user))
        context = self.admin_site.each_context(request) | {
            "title": _("Read minutes"),
            "opts": self.opts,
            "form": form,
            "waiting": SourceText.objects.open_to(request.user).newest_first()[:MOST_LISTED],
        }
        return render(request, "admin/archive/meeting/read.html", context)

    def waiting_source(self, request: HttpRequest) -> SourceText | None:
        """Return the text that was chosen among those that wait, or None."""
        form = SourceForm(request.POST)
        form.fields["source"].queryset = SourceText.objects.open_to(request.user)  # type: ignore[attr-defined]
        return form.cleaned_data["source"] if "source" in request.POST and form.is_valid() else None

    def review(self, request: HttpRequest, source: SourceText) -> HttpResponse:
        """Show the page of a new meeting with what was read, beside the text it was read from."""
        fields: Any = QueryDict(mutable=True)
        fields.update(self.blank_fields(request))
        for name, value in fields_of(ReadSource(source).reading, source.text).items():
            fields[name] = value
        fields[SOURCE] = str(source.pk)
        show_again(request, fields)
        return self.add_view(request, form_url=reverse("admin:archive_meeting_add"))

    def blank_fields(self, request: HttpRequest) -> dict[str, str]:
        """Return what a browser would send of the page of a new meeting that nobody touched."""
        form = self.get_form(request, None)()
        return {bound.html_name: raw(bound) for bound in form}
