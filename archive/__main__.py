"""The command `minutebook`, and `python -m archive`: what manage.py does, wherever it was installed."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command; a bad setting stops it with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        import archive.settings  # late: no traceback  # noqa: F401, PLC0415
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
