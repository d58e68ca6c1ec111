"""Marks, redirects and authors: what the chain says of rows beside the records."""

import datetime as dt
import json
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection

from archive.models import Body, ChainEntry, Meeting, PublicChange, Redirect, Revision
from archive.operations.people import merge_people, undo_merge
from archive.operations.public_changes import recorded
from archive.operations.publish import correct, publish, rename_body, rename_person, withdraw
from archive.record.chain import withhold_changes
from archive.record.verify import is_known, problems_of_record
from archive.record.versions import canonical, chain_head, fingerprint
from tests.factories import make_attendance, make_body, make_draft, make_meeting, make_person, make_user

pytestmark = pytest.mark.django_db

ADDRESS = "/meetings/council/2023-05-01/"
MOMENT = dt.datetime(2023, 9, 1, 8, 30, tzinfo=dt.UTC)


def run(sql: str, *values: str | int | dt.datetime | None) -> None:
    """Change the database behind Django's back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


def make_redacted() -> Meeting:
    """Publish, correct and redact: versions 1 and 2 are withheld, 3 and 4 are not."""
    meeting = make_meeting(body=make_body(slug="council"), date=dt.date(2023, 5, 1), text="Ann is ill.")
    correct(meeting, kind="corrected", reason="A slip.")
    correct(meeting, kind="redacted", reason="Personal data.", at=MOMENT)
    correct(meeting, kind="corrected", reason="Another slip.")
    return meeting


# Withheld versions


def test_withheld_mark_cleared_is_found():
    make_redacted()
    run("UPDATE archive_revision SET withheld_at = NULL, withheld_basis = '' WHERE number = 2")

    assert list(problems_of_record()) == [
        f"{ADDRESS}v2/ was withheld, but is not marked so: what was hidden is public again."
    ]


def test_withheld_mark_set_is_found():
    make_redacted()
    run("UPDATE archive_revision SET withheld_at = %s, withheld_basis = 'x' WHERE number = 4", MOMENT)

    assert list(problems_of_record()) == [
        f"{ADDRESS}v4/ is marked as withheld, but was not: what was public is hidden."
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [("withheld_basis", "Another basis."), ("withheld_at", dt.datetime(2001, 1, 1, tzinfo=dt.UTC))],
)
def test_other_reason_or_time_of_withholding_is_found(column: str, value: str | dt.datetime):
    make_redacted()
    run(f"UPDATE archive_revision SET {column} = %s WHERE number = 1", value)

    assert list(problems_of_record()) == [
        f"{ADDRESS}v1/ was changed: when or why it is withheld is said otherwise."
    ]


def test_mark_of_a_version_that_quotes_a_withdrawn_meeting_is_on_the_chain():
    body = make_body(slug="council")
    first = make_meeting(body=body, date=dt.date(2023, 5, 1), resolutions=1)
    second = make_draft(body=body, date=dt.date(2023, 5, 2), resolutions=1)
    second.resolutions.get().relations.create(target=first.resolutions.get(), kind="replaces")
    publish(second)
    withdraw(first, reason="By mistake.")
    assert list(problems_of_record()) == []
    run("UPDATE archive_revision SET withheld_at = NULL WHERE withheld_at IS NOT NULL")

    assert [problem.split()[0] for problem in problems_of_record()] == ["/meetings/council/2023-05-02/v1/"]


# Addresses


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        (
            "DELETE FROM archive_redirect",
            "/bodies/council/ leads to nothing; the chain says: /bodies/town/.",
        ),
        (
            "UPDATE archive_redirect SET new_path = '/bodies/x/' WHERE old_path = '/bodies/council/'",
            "/bodies/council/ leads to /bodies/x/; the chain says: /bodies/town/.",
        ),
        (
            "INSERT INTO archive_redirect (old_path, new_path) VALUES ('/bodies/a/', '/bodies/town/')",
            "/bodies/a/ leads to /bodies/town/; the chain says: nowhere.",
        ),
    ],
)
def test_forged_redirect_is_found(sql: str, problem: str):
    rename_body(make_body(slug="council"), "town")
    run(sql)

    assert next(iter(problems_of_record())) == problem


def test_every_way_to_move_an_address_is_on_the_chain():
    body = make_body(slug="council")
    kept, absorbed = make_person("Ann Lee"), make_person("Anne Lee")
    rename_body(body, "town")
    rename_body(body, "council")  # back: the redirects turn round
    rename_person(absorbed, "anne")
    merge = merge_people(kept, absorbed, decisions={})
    undo_merge(merge)

    assert list(problems_of_record()) == []
    assert Redirect.objects.count() == 3


# Who wrote a version


def test_another_author_is_found():
    writer, other = make_user(), make_user()
    publish(make_draft(body=make_body(slug="council"), date=dt.date(2023, 5, 1)), by=writer)
    assert list(problems_of_record()) == []

    for key in (other.pk, None):
        run("UPDATE archive_revision SET created_by_id = %s", key)
        assert list(problems_of_record()) == [
            f"{ADDRESS}v1/ was changed: it is not by the user who wrote it."
        ]


def test_author_made_up_is_found():
    make_meeting(body=make_body(slug="council"), date=dt.date(2023, 5, 1))
    run("UPDATE archive_revision SET created_by_id = %s", make_user().pk)

    assert len(list(problems_of_record())) == 1


def test_deleted_account_is_no_forgery():
    publish(make_draft(), by=make_user(username="gone"))
    User.objects.filter(username="gone").delete()

    assert list(problems_of_record()) == []


# The entries themselves


def test_chain_goes_on_through_entries():
    make_redacted()
    rename_body(Meeting.objects.get().body, "town")
    make_meeting()

    entry = ChainEntry.objects.order_by("pk")[0]
    assert Revision.objects.get(number=3).sha256 == entry.previous_sha256
    assert Revision.objects.get(number=4).previous_sha256 == entry.sha256
    assert chain_head()[1] == Revision.objects.latest("pk").sha256
    assert is_known(entry.sha256)
    assert list(problems_of_record()) == []


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        (
            "UPDATE archive_chainentry SET content = '{}'",
            "was changed: its content does not have its fingerprint.",
        ),
        (
            "UPDATE archive_chainentry SET after_version = after_version + 1",
            "was changed: its place or time is not the one in its content.",
        ),
        (
            "UPDATE archive_chainentry SET created_at = '2001-01-01 00:00Z'",
            "was changed: its place or time is not the one in its content.",
        ),
    ],
)
def test_changed_entry_is_found(sql: str, problem: str):
    make_redacted()
    run(sql)

    assert f"Entry {ChainEntry.objects.get().pk} of the chain {problem}" in list(problems_of_record())


def test_forged_entry_is_found_at_the_next_version():
    make_redacted()
    entry = ChainEntry.objects.get()
    forged = canonical({"entry": json.loads(entry.content)["entry"], "rows": {}})
    run("UPDATE archive_chainentry SET content = %s, sha256 = %s", forged, fingerprint(forged))

    assert any("v4/ does not follow the version before it" in one for one in problems_of_record())


@pytest.mark.parametrize("followed", [True, False])
def test_removed_entry_is_found(followed: bool):
    make_redacted()
    if not followed:
        run("DELETE FROM archive_revision WHERE number = 4")
    run("DELETE FROM archive_chainentry")

    assert len(list(problems_of_record())) >= 2


# Public changes and registers


def make_changed_body(**fields: Any) -> Body:
    """Return a body that the public reads of, with a line of the log for each field."""
    body = make_meeting(body=make_body("Council", slug="council")).body
    with recorded(body, by=make_user()):
        for name, value in fields.items():
            setattr(body, name, value)
        body.save()
    return body


def test_account_deleted_of_who_changed_a_name_is_no_problem():
    make_changed_body(description="Roads.")
    User.objects.all().delete()

    assert PublicChange.objects.get().created_by is None
    assert list(problems_of_record()) == []


def test_author_of_a_change_removed_is_found():
    make_changed_body(description="Roads.")
    run("UPDATE archive_publicchange SET created_by_id = NULL")

    [problem] = problems_of_record()

    assert problem.endswith("description) was changed: by.")


def test_lines_of_merged_people_go_on_verifying():
    people = [make_person(name) for name in ("G. Dwyer", "Grace Dwyer")]
    for day, person in enumerate(people, start=1):
        meeting = make_draft(date=dt.date(2023, 5, day))
        make_attendance(meeting, person=person)
        publish(meeting)
        with recorded(person):
            person.alternate_name = "Dwyer"
            person.save()
    merge = merge_people(*people, decisions={})
    assert list(problems_of_record()) == []
    undo_merge(merge)

    assert list(problems_of_record()) == []


def test_withheld_line_keeps_no_word_on_the_chain():
    make_changed_body(description="Ann lives at 7 Elm Street.")
    assert withhold_changes(PublicChange.objects.all(), basis=" A home address. ") == 1
    assert withhold_changes(PublicChange.objects.all(), basis="Again.") == 0

    assert list(problems_of_record()) == []
    assert PublicChange.objects.get().withheld_basis == "A home address."
    assert not ChainEntry.objects.filter(content__contains="Elm Street").exists()


def test_line_is_not_withheld_without_a_reason():
    make_changed_body(description="Roads.")

    with pytest.raises(ValueError, match="reason"):
        withhold_changes(PublicChange.objects.all(), basis=" ")


def test_register_is_on_the_chain_from_the_first_day_to_the_last():
    day = dt.date(2023, 6, 1)
    body = make_body(slug="board", keeps_register=True, register_checked_on=day)
    assert list(problems_of_record()) == []
    body.keeps_register, body.register_checked_on = False, None
    body.save()
    body.description = "Roads."
    body.save()

    assert list(problems_of_record()) == []
    assert ChainEntry.objects.count() == 2
    run("UPDATE archive_body SET keeps_register = NOT keeps_register, register_checked_on = '2023-06-01'")
    [problem] = problems_of_record()
    assert "register: kept, checked on 2023-06-01; the chain says: not kept, checked on no day." in problem


def test_body_removed_that_kept_a_register_is_found_unless_the_archive_did_it():
    day = dt.date(2023, 6, 1)
    for slug in ("one", "two"):
        make_body(slug, slug=slug, keeps_register=True, register_checked_on=day)
    Body.objects.get(slug="one").delete()
    assert list(problems_of_record()) == []
    run("DELETE FROM archive_body")

    [problem] = problems_of_record()

    assert problem.startswith("Body ")
    assert "not kept, checked on no day; the chain says: kept, checked on 2023-06-01." in problem


def test_change_of_a_register_is_public():
    make_changed_body(keeps_register=True, register_checked_on=dt.date(2023, 6, 1))

    changes = PublicChange.objects.published().order_by("pk").values_list("what", "before", "after")

    assert set(changes) == {
        ("keeps_register", False, True),
        ("register_checked_on", None, "2023-06-01"),
    }


# What was there before the chain had entries


def test_migration_seals_changes_registers_and_procedural_decisions():
    meeting = make_draft(body=make_body("Board", slug="board"), date=dt.date(2023, 5, 1), resolutions=2)
    publish(meeting)
    run("UPDATE archive_resolution SET is_procedural = NOT is_procedural WHERE sequence = 2")
    make_changed_body(keeps_register=True, register_checked_on=dt.date(2023, 6, 1), description="Roads.")
    run("DELETE FROM archive_chainentry")
    import_module("archive.migrations.0028_chain_of_public_changes").seal(apps, None)
    assert list(problems_of_record()) == []
    make_meeting()
    assert list(problems_of_record()) == []
    run("UPDATE archive_resolution SET is_procedural = NOT is_procedural")
    run("UPDATE archive_body SET register_checked_on = '2024-06-01' WHERE slug = 'council'")
    run("DELETE FROM archive_publicchange WHERE what = 'description'")

    problems = list(problems_of_record())

    assert [part for one in problems for part in PARTS if part in one] == list(PARTS)
    assert "resolutions 1: is_procedural, resolutions 2: is_procedural" in problems[-1]


PARTS = ("description) was removed", "checked on 2024-06-01", "/meetings/board/2023-05-01/v1/")


def test_migration_seals_what_was_there():
    meeting, writer = make_redacted(), make_user()
    rename_body(meeting.body, "town")
    run("DELETE FROM archive_chainentry")
    relink(writer)
    import_module("archive.migrations.0013_sealed_chain").seal(apps, None)
    assert list(problems_of_record()) == []
    make_meeting()
    assert list(problems_of_record()) == []
    rename_back = "UPDATE archive_redirect SET new_path = '/bodies/x/' WHERE old_path = '/bodies/council/'"
    run(rename_back)
    run("UPDATE archive_revision SET withheld_at = NULL WHERE number = 2")
    run("UPDATE archive_revision SET created_by_id = NULL WHERE number = 3")

    problems = list(problems_of_record())

    assert [problem.split(" ", 2)[0] for problem in problems] == [
        "/meetings/town/2023-05-01/v3/",
        "/meetings/town/2023-05-01/v2/",
        "/bodies/council/",
        "/meetings/town/2023-05-01/v4/",  # whose body led to the town
    ]


def relink(writer: User) -> None:
    """Make all versions ones from before records proved their author, on a chain without entries."""
    previous = ""
    for version in Revision.objects.in_order():
        record = json.loads(version.snapshot)
        record["version"].pop("author_sha256")
        record["version"]["previous_sha256"] = previous
        snapshot = canonical(record)
        run(
            "UPDATE archive_revision SET snapshot = %s, sha256 = %s, previous_sha256 = %s,"
            " created_by_id = %s, author_salt = '' WHERE id = %s",
            snapshot, fingerprint(snapshot), previous, writer.pk, version.pk,
        )  # fmt: skip
        previous = fingerprint(snapshot)


def test_migration_of_an_empty_archive_writes_nothing():
    import_module("archive.migrations.0013_sealed_chain").seal(apps, None)

    assert not ChainEntry.objects.exists()
    make_attendance(make_draft())
    assert list(problems_of_record()) == []
