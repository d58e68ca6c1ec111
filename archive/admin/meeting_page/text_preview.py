"""What the page of a meeting asks while its text is typed: how it will be read, and what was pasted."""

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

from archive.documents.html_markdown import markdown_of
from archive.text.markdown import render

LONGEST = 2_000_000  # characters


class TextForm(forms.Form):
    text = forms.CharField(strip=False, required=False, max_length=LONGEST)


def rendered_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Return Markdown as the HTML that the public will read, safe to put into the page."""
    text = text_sent(admin, request)
    if text is None:
        return HttpResponseBadRequest()
    return HttpResponse(render(text, heading_level=3, anchor_prefix="rendered-").html)


def pasted_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Return HTML that was pasted as Markdown."""
    text = text_sent(admin, request)
    if text is None:
        return HttpResponseBadRequest()
    return HttpResponse(markdown_of(text), content_type="text/plain; charset=utf-8")


def text_sent(admin: ModelAdmin, request: HttpRequest) -> str | None:
    if not (admin.has_add_permission(request) or admin.has_change_permission(request)):
        raise PermissionDenied
    form = TextForm(request.POST)
    return form.cleaned_data["text"] if form.is_valid() else None
