"""Pages of what the public reads beyond meetings: people, bodies, topics. Their changes are logged."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive.admin.base import DeskAdmin
from archive.admin.form_page import FormPage, save_row, saving_buttons
from archive.operations.public_changes import is_read, recorded


def may_correct(request: HttpRequest) -> bool:
    return request.user.has_perm("archive.correct_meeting")


def save_recorded(page: FormPage) -> None:
    """Save the page, and log what changed of it for the public."""
    with recorded(page.form.instance, by=page.request.user, may_change=may_correct(page.request)):
        save_row(page)


class PublicThingAdmin(DeskAdmin):
    """A page that only users who may correct change once the public reads what it says."""

    buttons = saving_buttons(save_recorded)

    def is_kept(self, request: HttpRequest, obj: Any) -> bool:
        """Return whether this user may not change a row because the public reads it; one query a row."""
        if obj is None or may_correct(request):
            return False
        if not hasattr(obj, "is_read_now"):  # a page asks a dozen times
            obj.is_read_now = is_read(obj)
        return bool(obj.is_read_now)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not self.is_kept(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self.is_kept(request, obj)

    def page_context(self, page: FormPage) -> dict[str, Any]:
        """Say why the page cannot be changed."""
        if page.row is not None and self.is_kept(page.request, page.row):
            page.tell(
                _("The public reads this. Only a user who may correct published minutes can change it."),
                messages.WARNING,
            )
        return super().page_context(page)
