"""What readers searched for and did not find."""

from archive.admin.base import ReadOnlyAdmin


class SearchMissAdmin(ReadOnlyAdmin):
    """Terms that stand nowhere in the archive: what to publish next, or what to call it."""

    list_display = ("term", "count", "last_on")
    list_display_links = None
    ordering = ("-count", "-last_on", "-pk")
    search_fields = ("term",)
    date_hierarchy = "last_on"
