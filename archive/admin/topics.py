"""Topics on the desk: what they are called, and what belongs to them."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.base import DeskAdmin, folded
from archive.forms.desk.topics import ResolutionsField, TopicForm
from archive.models import Meeting, Resolution


class TopicAdmin(DeskAdmin):
    """The matters that staff follow through the record."""

    form = TopicForm
    list_display = ("name", "alternate_name", "query", "is_public")
    list_filter = ("is_public", "language")
    search_fields = ("name", "alternate_name", "query")
    ordering = ("sort_key", "pk")
    fixed_fields = ("slug",)  # others link to it
    autocomplete_fields = ("resolutions", "meetings", "left_out")
    fieldsets = (
        (None, {"fields": ("name", "alternate_name", "language", "description", "is_public")}),
        (
            _("What belongs to it"),
            {
                "description": _(
                    "Later amendments of what belongs to a topic are added automatically, "
                    "beneath what they change."
                ),
                "fields": ("query", "resolutions", "meetings", "left_out"),
            },
        ),
        folded(_("Address"), "slug"),
    )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return a field that fetches its rows in one query."""
        if db_field.related_model is Resolution:
            kwargs["queryset"] = Resolution.objects.with_meeting().select_related("body")
            kwargs["form_class"] = ResolutionsField
        else:
            kwargs["queryset"] = Meeting.objects.select_related("body").defer("text", "summary")
        return super().formfield_for_manytomany(db_field, request, **kwargs)
