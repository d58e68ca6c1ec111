"""Versions and redirects: to be read, never to be typed."""

from archive.admin.base import ReadOnlyAdmin


class RevisionAdmin(ReadOnlyAdmin):
    """Versions of published meetings."""

    list_display = ("created_at", "meeting", "number", "kind", "reason", "created_by")
    list_display_links = ("meeting",)
    list_filter = ("kind",)
    list_select_related = ("meeting__body", "created_by")
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    search_fields = ("meeting__name", "reason", "sha256")
    fieldsets = (
        (None, {"fields": ("meeting", "number", "kind", "reason", "created_at", "created_by")}),
        (None, {"fields": ("sha256", "previous_sha256", "snapshot")}),
    )


class RedirectAdmin(ReadOnlyAdmin):
    """Addresses that moved."""

    list_display = ("old_path", "new_path")
    ordering = ("old_path",)
    search_fields = ("old_path", "new_path")
