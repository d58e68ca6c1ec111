"""What the desk says once a page is saved, in the place of Django's "was changed successfully"."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

SAID = "said_when_saved"  # an attribute of the request: the sentence, while Django answers


class SavedMessageMixin(admin.ModelAdmin):
    """A page that says "Saved", with a link to the row; or what request.said_when_saved holds."""

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        with_sentence(self, request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        with_sentence(self, request, obj)
        return super().response_change(request, obj)

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: int | str = messages.INFO,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        said = vars(request).pop(SAID, None)
        super().message_user(request, said or message, level, *args, **kwargs)


def with_sentence(page: admin.ModelAdmin, request: HttpRequest, row: Any) -> None:
    """Let Django's next message be ours."""
    if not hasattr(request, SAID):
        setattr(request, SAID, format_html(_("Saved: {}"), link_to(page, request, row)))


def link_to(page: admin.ModelAdmin, request: HttpRequest, row: Any) -> Any:
    if "_continue" in request.POST or not page.has_view_or_change_permission(request, row):
        return str(row)
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, row)
