"""What a change of version leaves to be done, for `doctor`; migrations are in place.py."""

import filecmp
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from archive.models import Revision
from archive.record.build import FORMAT
from archive.record.versions import record_in


def program_version() -> str:
    """Return the version of this program, "" if it was not installed."""
    try:
        return version("minutebook")
    except PackageNotFoundError:
        return ""


def has_newer_record() -> bool:
    """Return whether the last version has a format that a newer program wrote; older ones are all read."""
    last = Revision.objects.in_order().only("snapshot").last()
    return last is not None and record_in(last.snapshot).get("format", 0) > FORMAT


def stale_static_files() -> list[str]:
    """Return the static files that differ from those collected, or were not collected."""
    return sorted(
        name
        for finder in get_finders()
        for name, storage in finder.list([])
        if not is_collected(Path(storage.path(name)), settings.STATIC_ROOT / name)
    )


def is_collected(source: Path, copy: Path) -> bool:
    return copy.is_file() and filecmp.cmp(source, copy, shallow=False)
