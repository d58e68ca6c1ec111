"""WSGI entry point: `gunicorn archive.wsgi`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

# gunicorn stops after this exit code, "cannot start"; after any other it would start again and again.
CANNOT_START = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    sys.stderr.write(f"{problem}\n")
    sys.exit(CANNOT_START)
