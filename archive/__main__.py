"""The command `minutebook`, and `python -m archive`: what manage.py does, wherever it was installed."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command; a bad setting, or a fault of database or disk, ends it with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        import archive.settings  # late: no traceback  # noqa: F401, PLC0415
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    from archive.faults import sentence_about  # late: after the settings  # noqa: PLC0415
    from archive.logs import acting  # late: after the settings  # noqa: PLC0415

    acting.set(f"manage.py {' '.join(sys.argv[1:2])}".strip())
    try:
        execute_from_command_line(sys.argv)
    except Exception as problem:
        is_setting = isinstance(problem, ImproperlyConfigured)
        sentence = str(problem) if is_setting else sentence_about(problem)
        if "--traceback" in sys.argv or not sentence:
            raise
        sys.exit(sentence)


if __name__ == "__main__":
    main()
