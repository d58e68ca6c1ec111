"""Names to check on the desk: what is not shaped like a name, where it was read, and what it is."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.base import DeskAdmin
from archive.admin.public_things import may_correct
from archive.forms.desk.names_to_check import NameToCheckForm
from archive.models import NameToCheck, Person
from archive.operations.people import decide_name, meetings_of_name

SHOWN = 20  # meetings in which a name was read


class NameToCheckAdmin(DeskAdmin):
    """Those that wait come first; a decision gives the rows to whom they name, and is remembered."""

    form = NameToCheckForm
    list_display = ("name", "decision", "place_count", "created_at")
    list_filter = ("decision",)
    search_fields = ("name", "name_key")
    ordering = ("decision", "name_key")
    autocomplete_fields = ("people",)
    readonly_fields = ("name", "read_in", "known_as")
    fieldsets = ((None, {"fields": ("name", "read_in", "known_as", "decision", "people", "new_people")}),)

    def get_queryset(self, request: HttpRequest) -> Any:
        names: Any = super().get_queryset(request)
        return names.with_places()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for the permission to correct too where a decision changes what is published."""
        if not super().has_change_permission(request, obj):
            return False
        is_public = obj is not None and any(meeting.is_published for meeting in meetings_of_name(obj))
        return not is_public or may_correct(request)

    @admin.display(description=gettext_lazy("rows"), ordering="place_count")
    def place_count(self, name: Any) -> int:
        return int(name.place_count)

    @admin.display(description=gettext_lazy("read in"))
    def read_in(self, name: NameToCheck) -> SafeString | str:
        meetings = meetings_of_name(name)[:SHOWN]
        links = [(reverse("admin:archive_meeting_change", args=[one.pk]), str(one)) for one in meetings]
        return format_html_join("; ", '<a href="{}">{}</a>', links) or "–"

    @admin.display(description=gettext_lazy("people of this name"))
    def known_as(self, name: NameToCheck) -> SafeString | str:
        """Link the people who have the name, each with what tells them apart: any may be meant."""
        known = Person.objects.known_as([name.name]).get(name.name_key, [])
        people = Person.objects.with_posts().in_bulk([person.pk for person in known]).values()
        links = [
            (reverse("admin:archive_person_change", args=[one.pk]), f"{one} ({one.post_text or one.slug})")
            for one in people
        ]
        return format_html_join("; ", '<a href="{}">{}</a>', links) or "–"

    def save_model(self, request: HttpRequest, obj: NameToCheck, form: Any, change: bool) -> None:
        new = [Person.objects.create(name=name) for name in form.cleaned_data["new_people"]]
        people = [*form.cleaned_data["people"], *new]
        changed = decide_name(obj, form.cleaned_data["decision"], people, by=request.user)
        form.cleaned_data["people"] = people  # saved again with the form
        self.message_user(request, _("Changed minutes: %(count)s.") % {"count": changed})
