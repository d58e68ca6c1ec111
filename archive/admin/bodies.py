"""Bodies on the desk."""

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
    fixed_fields = ("slug",)  # the addresses of its meetings begin with it
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

    def picker_label(self, body: Body) -> str:
        return " · ".join(filter(None, [body.name, body.alternate_name]))
