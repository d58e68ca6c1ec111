"""People on the desk, with the posts they hold."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.base import RowInline
from archive.admin.person_merge import MergingAdmin
from archive.forms.desk.rows import RowForm
from archive.models import Membership, Person


class MembershipInline(RowInline):
    """Terms in bodies."""

    model = Membership
    form = RowForm
    columns = ("body", "role", "label", "start_date", "end_date", "voting_right")
    autocomplete_fields = ("body",)


class PersonAdmin(MergingAdmin):
    """Those who attend, move, vote and act."""

    list_display = ("name", "alternate_name", "sort_name", "has_public_page")
    list_filter = ("has_public_page", "memberships__body")
    search_fields = ("name", "alternate_name", "name_key")
    ordering = ("sort_name", "pk")
    inlines = (MembershipInline,)
    instead_of_deleting = _(
        "A person whom the record names is not deleted. To take their page from the public, untick “has a "
        "public page”."
    )
    fieldsets = (
        (None, {"fields": ("name", "alternate_name")}),
        (
            _("Sorting, address, public page"),
            {"classes": ("collapse",), "fields": ("sort_name", "slug", "has_public_page")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        """Return the address too once the person exists: others link to it."""
        return ("slug",) if obj else ()

    def picker_label(self, person: Person) -> str:
        """Return the name in both scripts, which tells many namesakes apart."""
        return " · ".join(filter(None, [person.name, person.alternate_name]))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find people in every script, so that 陈莹 finds 陳瑩, and by pinyin."""
        people: Any = queryset
        return people.matching(search_term) if search_term.strip() else people, False
