"""WSGI entry point, for a server other than `manage.py serve`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

# Servers that supervise processes, such as gunicorn, stop after this exit code; after any other they
# would start again and again.
CANNOT_START = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    sys.stderr.write(f"{problem}\n")
    sys.exit(CANNOT_START)


def refuse_without_archive() -> None:
    from archive.place import why_not_ready  # noqa: PLC0415  # late: needs the settings

    if reason := why_not_ready():
        sys.stderr.write(f"{reason}\n")
        sys.exit(CANNOT_START)


refuse_without_archive()
