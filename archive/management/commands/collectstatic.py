"""`manage.py collectstatic`: Django's own, but it always hashes and compresses.

The settings serve hashed files once there is a manifest, which only hashing storage writes; so the
first run must not ask the settings which storage to use.
"""

from typing import Any

from django.contrib.staticfiles.management.commands import collectstatic
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Command(collectstatic.Command):
    """Collect static files under hashed names, with a manifest and compressed copies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = CompressedManifestStaticFilesStorage()
