"""Topics on the desk: what they are called, and what belongs to them."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.admin.base import folded
from archive.admin.public_things import PublicThingAdmin, may_correct
from archive.forms.desk.topics import GatheredTopicForm, ResolutionsField, TopicForm
from archive.models import Meeting, Resolution, Topic
from archive.operations.public_changes import recorded
from archive.operations.withheld import may_read_withheld


class TopicAdmin(PublicThingAdmin):
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
        folded(_("Address, withdrawal"), "slug", "withdrawal_reason"),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form; a new topic is public only if this user may make it so."""
        if not may_correct(request):
            kwargs.setdefault("form", GatheredTopicForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Topic | None:
        """Return the topic; where it is only read, without what was withdrawn unless that may be read."""
        topic = super().get_object(request, *args, **kwargs)
        if topic and not (may_read_withheld(request.user) or self.has_change_permission(request, topic)):
            shown = Resolution.objects.filter(meeting__in=Meeting.objects.not_withdrawn())
            prefetch_related_objects(
                [topic], *(Prefetch(name, shown) for name in ("resolutions", "left_out"))
            )
        return topic

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return no action: topics are deleted, or withdrawn, on their own pages."""
        return {}

    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        with recorded(obj, by=request.user, may_change=may_correct(request)):
            super().delete_model(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        """Say of a topic that was public that it is withdrawn; it still stands in the list."""
        topic = Topic.objects.filter(pk=obj_id).first()
        if topic is None:
            return super().response_delete(request, obj_display, obj_id)
        link = format_html('<a href="{}">{}</a>', topic.get_absolute_url(), topic)
        said = gettext("It was public, so it is withdrawn and not deleted: {}. Its page says so.")
        self.message_user(request, format_html(said, link), messages.SUCCESS)
        return redirect("admin:archive_topic_changelist")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return a field that fetches its rows in one query."""
        if db_field.related_model is Resolution:
            kwargs["queryset"] = Resolution.objects.with_meeting().select_related("body")
            kwargs["form_class"] = ResolutionsField
        else:
            kwargs["queryset"] = Meeting.objects.select_related("body").defer("text", "summary")
        return super().formfield_for_manytomany(db_field, request, **kwargs)
