"""The demo: a small archive written for the purpose, and a clerk who can log in to it."""

import secrets
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection

from archive.models import Body, Meeting, Person
from archive.models.write_lock import one_writer
from archive.operations.groups import PUBLISHER
from archive.operations.importing.importer import Counts, Importer
from archive.operations.importing.json_lines import JsonLine

SOURCE = "demo"
USERNAME = "clerk"


class OtherRecords(Exception):  # noqa: N818 - reads as what it says: "except OtherRecords"
    """Raised if a database holds anything but the demo."""


class Login(NamedTuple):
    """How to log in; the password is None if it was changed since."""

    username: str
    password: str | None


@one_writer()
def load_demo() -> Counts:
    """Load the demo into an empty database or one that holds it already, in one transaction.

    Its meetings say themselves whether they are published. Raises OtherRecords, and ValueError if a row
    is refused.
    """
    if holds_other_records():
        raise OtherRecords
    counts = Counts()
    for path in sorted(Path(__file__).parent.glob("*.jsonl")):
        Importer(counts=counts, on_refusal=fail).import_file(path)
    return counts


def holds_other_records() -> bool:
    """Return whether the database holds tables or records that are not from the demo."""
    tables = connection.introspection.table_names()
    if Meeting._meta.db_table not in tables:
        return bool(tables)
    if Meeting.objects.filter(source=SOURCE).exists():
        return Meeting.objects.exclude(source=SOURCE).exists()
    return any(model.objects.exists() for model in (Meeting, Body, Person, User))


def fail(line: JsonLine, reason: str) -> None:
    raise ValueError(f"line {line.number}: {reason}")


@one_writer()
def make_login() -> Login:
    """Make the clerk, once; the password is kept in a file that only its owner can read."""
    path = settings.DATA_DIR / "demo_password"
    user, is_new = User.objects.get_or_create(username=USERNAME, defaults={"is_staff": True})
    if is_new:
        password = secrets.token_urlsafe(12)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(password)
        user.set_password(password)
        user.save()
        user.groups.set(Group.objects.filter(name=PUBLISHER))
    known = path.read_text() if path.exists() else ""
    return Login(USERNAME, known if known and user.check_password(known) else None)
