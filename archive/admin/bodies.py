"""Bodies on the desk."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.base import DeskAdmin
from archive.models import Body


class BodyAdmin(DeskAdmin):
    """The councils, committees and bureaux that meet."""

    list_display = ("name", "alternate_name", "classification", "parent", "language")
    list_filter = ("classification", "language")
    list_select_related = ("parent",)
    search_fields = ("name", "alternate_name", "slug")  # the last holds the pinyin of a Chinese name
    ordering = ("name", "pk")
    autocomplete_fields = ("parent",)
    instead_of_deleting = _(
        "A body that the record names is not deleted. If it no longer exists, enter the date of its "
        "dissolution."
    )
    fieldsets = (
        (None, {"fields": ("name", "alternate_name", "classification", "language")}),
        (
            _("Where it belongs, and when it existed"),
            {
                "classes": ("collapse",),
                "fields": (
                    "parent",
                    ("founding_date", "dissolution_date"),
                    "approval",
                    "description",
                    "slug",
                ),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Body | None = None) -> tuple[str, ...]:
        """Return the address too once the body exists: the addresses of its meetings begin with it."""
        return ("slug",) if obj else ()

    def picker_label(self, body: Body) -> str:
        """Return the name in both languages."""
        return " · ".join(filter(None, [body.name, body.alternate_name]))
