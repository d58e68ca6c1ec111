"""The public log of changes on the desk, and the page that withholds a line of it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.base import DeskAdmin
from archive.admin.public_things import may_correct
from archive.forms.desk.three_way_merge import DeskForm
from archive.models import PublicChange
from archive.operations.withheld import may_read_withheld, note_look
from archive.record.chain import withhold_changes
from archive.record.render.public_change import ChangeLine

NOT_WORDS = (None, "", True, False)
MOST_SAME = 20  # lines that are named because they say the same words
LISTED_BY = {"is_withheld", "subject"}  # a filter on the words would find withheld ones


class WithholdingForm(DeskForm):
    """Why a line is withheld, by which it is."""

    withheld_basis = forms.CharField(
        label=capfirst(gettext_lazy("why it is withheld")),
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The public reads this reason in place of the line, for example “a home address”. "
            "A line that is withheld stays so."
        ),
    )


class PublicChangeAdmin(DeskAdmin):
    """Lines that the archive writes itself; who may correct published minutes may withhold one."""

    form = WithholdingForm
    list_display = ("created_at", "of_what", "what_changed", "is_withheld", "created_by")
    list_display_links = ("of_what",)
    list_filter = ("subject", "is_withheld")
    list_select_related = ("created_by",)
    search_fields = ("name",)
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    readonly_fields = ("created_at", "of_what", "what_changed", "said_before", "said_since", "created_by")
    fieldsets = ((None, {"fields": (*readonly_fields, "withheld_basis")}),)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or may_correct(request)

    def has_change_permission(self, request: HttpRequest, obj: PublicChange | None = None) -> bool:
        return may_correct(request) and not (obj and obj.is_withheld)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out what a withheld line said, unless this user may read it."""
        if not obj or not obj.is_withheld or may_read_withheld(request.user):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ("created_at", "of_what", "what_changed", "withheld_basis")})]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        line = self.get_object(request, unquote(object_id))
        if line is not None and line.is_withheld and may_read_withheld(request.user):
            note_look(request.user, line)
        return super().change_view(request, object_id, *args, **kwargs)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        readable = queryset.filter(is_withheld=False) if search_term else queryset
        return super().get_search_results(request, readable, search_term)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup.split("__", maxsplit=1)[0] in {*LISTED_BY, "created_at"}

    @admin.display(description=gettext_lazy("of what"), ordering="subject")
    def of_what(self, line: PublicChange) -> str:
        return str(line.get_subject_display()) if line.is_withheld else line.name

    @admin.display(description=gettext_lazy("what"), ordering="what")
    def what_changed(self, line: PublicChange) -> str:
        return ChangeLine(line).what

    @admin.display(description=gettext_lazy("before"))
    def said_before(self, line: PublicChange) -> str:
        return ChangeLine(line).before or "–"

    @admin.display(description=gettext_lazy("after"))
    def said_since(self, line: PublicChange) -> str:
        return ChangeLine(line).after or "–"

    def save_model(self, request: HttpRequest, obj: PublicChange, form: Any, change: bool) -> None:
        withhold_changes(PublicChange.objects.filter(pk=obj.pk), basis=form.cleaned_data["withheld_basis"])
        obj.refresh_from_db()
        self.message_user(request, _("The line is withheld."), messages.SUCCESS)
        links = [(reverse("admin:archive_publicchange_change", args=[key]), key) for key in same_words(obj)]
        if links:
            said = _("Other lines say the same words, and can be read: {}.")
            listed = format_html_join(", ", '<a href="{}">{}</a>', links)
            self.message_user(request, format_html(said, listed), messages.WARNING)


def same_words(line: PublicChange) -> list[int]:
    """Return the keys of readable lines of one thing that repeat what a line said; one query."""
    words = [value for value in (line.before, line.after) if value not in NOT_WORDS]
    others = PublicChange.objects.readable_beside(line).newest_first()
    same = [one.pk for one in others if any(value in words for value in (one.name, one.before, one.after))]
    return same[:MOST_SAME]
