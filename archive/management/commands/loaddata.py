"""`manage.py loaddata`: Django's own, but not for the archive's rows."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import loaddata


class Command(loaddata.Command):
    """Load fixtures of other apps; those of the archive would make its record accuse itself.

    `dumpdata` cuts times to milliseconds, and the time of a version is part of its fingerprint.
    """

    def save_obj(self, obj: Any) -> bool:
        if obj.object._meta.app_label == "archive":
            raise CommandError(
                "A file of dumpdata has no whole times, so the record would no longer verify. Use"
                " `manage.py backup` and `manage.py restore`, which also move an archive to another engine."
            )
        return bool(super().save_obj(obj))
