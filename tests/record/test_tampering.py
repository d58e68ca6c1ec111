"""Ways to tamper with database or files: each is found, or said to be undetectable, and why."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import override_settings

from archive.models import ChainEntry, Document, PublicChange, Revision
from archive.operations.public_changes import recorded
from archive.operations.publish import correct, publish, rename_body, withdraw
from archive.record.chain import withhold_changes
from archive.record.stored_files import false_files, files_without_row
from archive.record.verify import is_known, problems_of_record
from archive.record.versions import canonical, fingerprint
from tests.factories import (
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_user,
    make_vote,
)

FULL = "/meetings/town/2023-05-02/"  # the meeting with rows of every kind: versions 1 and 2
SQL = str
Tampering = SQL | Callable[[], None]


@pytest.fixture(scope="module")
def archive(kept_rows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the archive once for all tests here; return the folder of its files."""
    folder = tmp_path_factory.mktemp("documents")
    with override_settings(MEDIA_ROOT=folder):
        make_archive()
    return folder


@pytest.fixture(autouse=True)
def documents(archive: Path, settings, tmp_path: Path) -> None:
    """Keep the files in a folder of the test's own."""
    settings.MEDIA_ROOT = copytree(archive, tmp_path / "documents")


def make_archive() -> None:
    """Publish six meetings of a body that was renamed: plain, full, plain, withdrawn, redacted, plain."""
    town = make_body("Town", slug="council")
    writer = make_user(username="writer")
    make_user(username="other")
    plain = make_meeting(body=town, date=dt.date(2023, 5, 1), resolutions=1)
    full = make_draft(body=town, date=dt.date(2023, 5, 2), text="The budget is 1000.")
    ann = make_person("Ann Lee", slug="ann-lee")
    make_attendance(full, person=ann)
    resolution = make_resolution(full, text="Pumps.", mover=ann, yes_count=5)
    make_vote(resolution, voter=ann)
    resolution.relations.create(target=plain.resolutions.get(), kind="replaces")
    make_item(full, name="Staff", is_public=False)
    make_document(full, name="Map", file=ContentFile(b"ibis", name="map.txt"), sha256=IBIS, text="ibis")
    make_document(full, name="Plan", is_public=False)
    publish(full, by=writer)
    make_meeting(body=town, date=dt.date(2023, 5, 3))
    correct(full, kind="corrected", reason="A slip.", by=writer)
    withdraw(make_meeting(body=town, date=dt.date(2023, 5, 4)), reason="By mistake.")
    redacted = make_meeting(body=town, date=dt.date(2023, 5, 5), text="Ann is ill.")
    correct(redacted, kind="redacted", reason="Personal data.")
    rename_body(town, "town")
    for day in (6, 7, 8):
        make_meeting(body=town, date=dt.date(2023, 5, day))
    with recorded(town, by=writer):
        town.description, town.keeps_register = "Roads.", True
        town.register_checked_on = dt.date(2023, 6, 1)
        town.save()
    with recorded(ann, by=writer):
        ann.name = "Ann Reed"
        ann.save()
    withhold_changes(PublicChange.objects.filter(what="description"), basis="A home address.")


IBIS = fingerprint("ibis")


def run(sql: str, *values: str | int) -> None:
    """Change the database behind Django's back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        assert cursor.rowcount > 0


def version(address_day: int, number: int) -> Revision:
    return Revision.objects.get(meeting__date=dt.date(2023, 5, address_day), number=number)


def set_version(row: Revision, **columns: str | int) -> None:
    names = ", ".join(f"{name} = %s" for name in columns)
    run(f"UPDATE archive_revision SET {names} WHERE id = %s", *columns.values(), row.pk)


def change_byte() -> None:
    row = version(2, 1)
    set_version(row, snapshot=row.snapshot.replace("1000", "1001"))


def add_blank() -> None:
    row = version(2, 1)
    set_version(row, snapshot=row.snapshot + " ")


def change_with_new_hash() -> None:
    row = version(2, 1)
    forged = row.snapshot.replace("1000", "1001")
    set_version(row, snapshot=forged, sha256=fingerprint(forged))


def give_to_another_meeting() -> None:
    set_version(version(2, 2), meeting_id=version(3, 1).meeting_id)


def swap_order() -> None:
    first, second = version(1, 1).pk, version(2, 1).pk
    for old, new in ((first, 10**6), (second, first), (10**6, second)):
        run("UPDATE archive_revision SET id = %s WHERE id = %s", new, old)


def append_copy() -> None:
    row = version(3, 1)
    row.pk, row.number, row.reason = None, 2, "x"
    row.sha256, row.previous_sha256 = "ab" * 32, version(8, 1).sha256
    Revision.objects.bulk_create([row])


def delete_meeting() -> None:
    key = version(3, 1).meeting_id
    run("DELETE FROM archive_revision WHERE meeting_id = %s", key)
    run("DELETE FROM archive_meeting WHERE id = %s", key)


def remove(*days: int) -> Callable[[], None]:
    def act() -> None:
        for day in days:
            run("DELETE FROM archive_revision WHERE id = %s", version(day, 1).pk)

    return act


def hide_version() -> None:
    set_version(version(2, 2), withheld_at="2023-09-01 00:00:00+00:00", withheld_basis="x")


def move_meeting_by_sql() -> None:
    run("UPDATE archive_meeting SET body_id = %s WHERE date = '2023-05-02'", make_body("Other").pk)


def forge_line() -> None:
    at = version(8, 1).created_at
    PublicChange.objects.create(subject="body", key=1, name="Town", what="parent", created_at=at)


def change_file() -> None:
    Path(Document.objects.get(name="Map").file.path).write_bytes(b"ibex")


def remove_file() -> None:
    Path(Document.objects.get(name="Map").file.path).unlink()


def by(name: str) -> str:
    return f"(SELECT id FROM auth_user WHERE username = '{name}')"


OF_FULL = "(SELECT id FROM archive_meeting WHERE date = '2023-05-02')"
V2 = f"meeting_id = {OF_FULL} AND number = 2"
OF_NAME = "WHERE what = 'name'"
UNLIKE = "does not say what the database does: "

# What is done, and a part of a problem that is then named. The two faults of a database file are in
# test_damaged_database.py.
FOUND: dict[str, tuple[Tampering, str]] = {
    "a byte of a snapshot": (change_byte, f"{FULL}v1/ was changed: its content does not have"),
    "a blank added to a snapshot": (add_blank, f"{FULL}v1/ was changed: its content does not have"),
    "a snapshot with its own hash": (change_with_new_hash, "2023-05-03/v1/ does not follow"),
    "reason": (
        f"UPDATE archive_revision SET reason = 'x' WHERE {V2}",
        f"{FULL}v2/ was changed: its reason",
    ),
    "kind": (
        f"UPDATE archive_revision SET kind = 'amended' WHERE {V2}",
        f"{FULL}v2/ was changed: its kind",
    ),
    "time": (
        f"UPDATE archive_revision SET created_at = '2001-01-01 00:00:00+00:00' WHERE {V2}",
        f"{FULL}v2/ was changed: its created_at",
    ),
    "meeting of a version": (give_to_another_meeting, "was changed: its meeting is not"),
    "a version in the middle removed": (remove(3), "does not follow the version before it"),
    "the first version removed": (remove(1), f"{FULL}v1/ does not follow the version before it"),
    "order swapped": (swap_order, "does not follow the version before it"),
    "a copy appended": (append_copy, "2023-05-03/v2/ was changed"),
    "all versions removed": ("DELETE FROM archive_revision", "but its last version is none"),
    "a meeting set to draft": (
        "UPDATE archive_meeting SET publication = 'draft' WHERE date = '2023-05-02'",
        "is draft, but its last version is corrected",
    ),
    "a withdrawn meeting set to published": (
        "UPDATE archive_meeting SET publication = 'published' WHERE date = '2023-05-04'",
        "is published, but its last version is withdrawn",
    ),
    "a meeting deleted with its versions": (delete_meeting, "does not follow the version before it"),
    "withheld mark cleared": (
        "UPDATE archive_revision SET withheld_at = NULL WHERE withheld_at IS NOT NULL",
        "2023-05-05/v1/ was withheld, but is not marked so",
    ),
    "withheld mark set": (hide_version, f"{FULL}v2/ is marked as withheld, but was not"),
    "public reason of withholding": (
        "UPDATE archive_revision SET withheld_basis = 'x' WHERE withheld_at IS NOT NULL",
        "2023-05-05/v1/ was changed: when or why it is withheld",
    ),
    "who published": (
        f"UPDATE archive_revision SET created_by_id = {by('other')} WHERE {V2}",
        f"{FULL}v2/ was changed: it is not by the user who wrote it",
    ),
    "resolution.yes_count": (
        "UPDATE archive_resolution SET yes_count = 9 WHERE yes_count = 5",
        f"{FULL}v2/ {UNLIKE}resolutions 1: yes_count",
    ),
    "vote.option": ("UPDATE archive_vote SET option = 'no'", f"{UNLIKE}resolutions 1: votes 1: option"),
    "relations deleted": ("DELETE FROM archive_resolutionrelation", f"{UNLIKE}resolutions 1: relations"),
    "redirects deleted": ("DELETE FROM archive_redirect", "/bodies/council/ leads to nothing"),
    "meeting.slug": (
        "UPDATE archive_meeting SET slug = '2023-05-09' WHERE date = '2023-05-02'",
        f"2023-05-09/v2/ {UNLIKE}address",
    ),
    "document.sha256": ("UPDATE archive_document SET sha256 = 'ab'", f"{UNLIKE}documents 1: sha256"),
    "meeting.name": ("UPDATE archive_meeting SET name = 'x' WHERE date = '2023-05-02'", f"{UNLIKE}name"),
    "meeting.text": ("UPDATE archive_meeting SET text = 'x' WHERE date = '2023-05-02'", f"{UNLIKE}text"),
    "meeting.date": (
        "UPDATE archive_meeting SET date = '2023-05-20' WHERE date = '2023-05-02'",
        f"{UNLIKE}date",
    ),
    "meeting.body": (move_meeting_by_sql, f"{UNLIKE}address, body"),
    "resolution.result": (
        "UPDATE archive_resolution SET result = 'rejected' WHERE yes_count = 5",
        f"{UNLIKE}resolutions 1: result",
    ),
    "resolution.text": (
        "UPDATE archive_resolution SET text = 'x' WHERE yes_count = 5",
        f"{UNLIKE}resolutions 1: text",
    ),
    "attendance.status": (
        "UPDATE archive_attendance SET status = 'absent'",
        f"{UNLIKE}attendances 1: status",
    ),
    "closed item opened": (
        "UPDATE archive_agendaitem SET is_public = NOT is_public",
        f"{UNLIKE}agenda_items",
    ),
    "private document opened": (
        "UPDATE archive_document SET is_public = NOT is_public WHERE name = 'Plan'",
        f"{UNLIKE}documents",
    ),
    "document row deleted": ("DELETE FROM archive_document WHERE name = 'Map'", f"{UNLIKE}documents"),
    "document file changed": (change_file, "map.txt, was changed: it does not have its fingerprint"),
    "document file missing": (remove_file, "map.txt, is missing"),
    "a resolution said to be procedural": (
        "UPDATE archive_resolution SET is_procedural = NOT is_procedural WHERE yes_count = 5",
        f"{FULL}v2/ {UNLIKE}resolutions 1: is_procedural",
    ),
    "a body said to keep no register": (
        "UPDATE archive_body SET keeps_register = NOT keeps_register",
        "/bodies/town/, register: not kept, checked on 2023-06-01; the chain says: kept",
    ),
    "day on which a register was checked": (
        "UPDATE archive_body SET register_checked_on = '2024-06-01'",
        "/bodies/town/, register: kept, checked on 2024-06-01; the chain says: kept",
    ),
    "a line of the public log changed": (
        "UPDATE archive_publicchange SET name = 'Eve' WHERE what = 'name'",
        "name) was changed: sha256",
    ),
    "a line given to another person": (
        "UPDATE archive_publicchange SET key = 999 WHERE what = 'name'",
        "name) was changed: key",
    ),
    "who changed a name": (
        f"UPDATE archive_publicchange SET created_by_id = {by('other')} WHERE what = 'name'",
        "name) was changed: by",
    ),
    "a line removed": ("DELETE FROM archive_publicchange WHERE what = 'name'", "name) was removed"),
    "a line forged": (
        forge_line,
        "(body 1, parent) was not written by this archive",
    ),
    "a withheld line opened": (
        "UPDATE archive_publicchange SET is_withheld = NOT is_withheld WHERE what = 'description'",
        "description) was changed: withheld",
    ),
    "a line hidden": (
        f"UPDATE archive_publicchange SET withheld_basis = 'x', is_withheld = NOT is_withheld {OF_NAME}",
        "name) was changed: withheld",
    ),
    "why a line is withheld": (
        "UPDATE archive_publicchange SET withheld_basis = 'x' WHERE what = 'description'",
        "description) was changed: withheld",
    ),
    "last version removed": (remove(8), "is published, but its last version is none"),
    "last three versions removed": (remove(6, 7, 8), "is published, but its last version is none"),
}


def act(tampering: Tampering) -> None:
    """Do it, by SQL or by a function."""
    run(tampering) if isinstance(tampering, str) else tampering()


def problems() -> list[str]:
    """Return all that verify_record names as wrong."""
    return [*problems_of_record(), *false_files()]


@pytest.mark.django_db
def test_untouched_archive_has_no_problems():
    assert problems() == []
    assert list(files_without_row()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOUND)
def test_tampering_is_found(name: str):
    tampering, part = FOUND[name]
    act(tampering)

    found = problems()

    assert [problem for problem in found if part in problem], found


@pytest.mark.django_db
def test_last_correction_removed_is_found_by_the_rows_that_it_changed():
    meeting = version(8, 1).meeting
    meeting.text = "The budget is 2000."
    meeting.save()
    correct(meeting, kind="corrected", reason="A slip.")
    run("DELETE FROM archive_revision WHERE id = %s", version(8, 2).pk)

    assert problems() == ["/meetings/town/2023-05-08/v1/ does not say what the database does: text."]


# Undetectable from inside


@pytest.mark.django_db
def test_whole_chain_rewritten_is_known_only_to_whoever_noted_a_fingerprint():
    """All that proves one thing by another was made again: only what is kept elsewhere contradicts it."""
    noted = Revision.objects.latest("pk").sha256
    run("UPDATE archive_meeting SET text = 'The budget is 1001.' WHERE date = '2023-05-02'")
    rewrite_chain()

    assert problems() == []
    assert not is_known(noted)


def rewrite_chain() -> None:
    """Forge every version and entry, as somebody with the database and this program could."""
    new = {"": ""}
    links: list[Any] = [*Revision.objects.in_order(), *ChainEntry.objects.in_order()]
    links.sort(key=lambda one: (one.pk, 0) if isinstance(one, Revision) else (one.after_version, one.pk))
    for link in links:
        table = link._meta.db_table
        column, block = ("snapshot", "version") if isinstance(link, Revision) else ("content", "entry")
        record = json.loads(getattr(link, column).replace("is 1000", "is 1001"))
        record[block]["previous_sha256"] = new[link.previous_sha256]
        marks = record.get("rows", {}).get("withheld", {})
        for old in list(marks):
            marks[new[old]] = marks.pop(old)
        text = canonical(record)
        new[link.sha256] = fingerprint(text)
        run(
            f"UPDATE {table} SET {column} = %s, sha256 = %s, previous_sha256 = %s WHERE id = %s",
            text, new[link.sha256], new[link.previous_sha256], link.pk,
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        # Records keep names as written; of a person's own page only what changed is on the chain.
        "UPDATE archive_person SET name = 'Eve'",
        # Made from the file, which is verified; extract_document_text makes it again.
        "UPDATE archive_document SET text = 'x' WHERE name = 'Map'",
    ],
    ids=["person.name", "document.text"],
)
def test_what_is_on_no_chain_is_not_found(sql: str):
    run(sql)

    assert problems() == []


def test_none_of_the_ways_was_left_out():
    assert len(FOUND) + 2 + 1 + 2 == 55
