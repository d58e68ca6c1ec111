"""The importer: whole meetings or none, in batches, as often as one likes."""

import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Attendance, Body, Meeting, Person, Resolution, Revision
from archive.operations.importing import importer, json_lines
from archive.operations.importing.importer import BatchLimits, Importer
from archive.operations.people import suspected_pairs
from archive.operations.publish import correct
from archive.record.versions import fingerprint
from archive.text.duplicate_names import Likeness, Pair
from tests import samples
from tests.factories import make_body
from tests.operations.importing.rows import (
    full_row,
    import_file,
    import_rows,
    simple_row,
    write_rows,
)

pytestmark = pytest.mark.django_db


def test_second_run_changes_nothing(tmp_path):
    path = write_rows(
        tmp_path / "rows.jsonl", *(simple_row(n, attendees=[{"name": "Lin"}]) for n in range(3))
    )
    first, _ = import_file(path, publish=True)

    second, _ = import_file(path, publish=True)

    assert (first, second) == (
        "imported 3, unchanged 0, differs 0, refused 0",
        "imported 0, unchanged 3, differs 0, refused 0",
    )
    assert (Meeting.objects.count(), Person.objects.count(), Revision.objects.count()) == (3, 1, 3)


def test_same_address_twice_in_a_file_is_compared(tmp_path):
    counts, _ = import_rows(tmp_path, simple_row(1), simple_row(1, title="Again"))

    assert counts == "imported 1, unchanged 0, differs 1, refused 0"
    assert Meeting.objects.get().name == "Meeting 1"


def test_same_address_of_another_source_is_another_meeting(tmp_path):
    counts, _ = import_rows(tmp_path, simple_row(1), simple_row(1, source="county"))

    assert counts == "imported 2, unchanged 0, differs 0, refused 0"


def test_record_edited_since_is_not_overwritten(tmp_path):
    path = write_rows(tmp_path / "rows.jsonl", simple_row(1))
    import_file(path, publish=True)
    meeting = Meeting.objects.get()
    meeting.name = "Corrected"
    meeting.save()
    correct(meeting, kind="corrected", reason="Spelling.")

    import_file(path, publish=True)

    assert (Meeting.objects.get().name, Revision.objects.count()) == ("Corrected", 2)


def test_draft_stays_one_when_imported_again_to_be_published(tmp_path):
    import_rows(tmp_path, simple_row(1))

    import_rows(tmp_path, simple_row(1), publish=True)

    assert Meeting.objects.get().publication == "draft"


def test_bad_row_among_fifty_refuses_only_itself(tmp_path):
    rows = [
        full_row(n, resolutions=[{"name": "A", "votes": [{"voter": "Lin", "option": "yes"}]}])
        for n in range(50)
    ]
    rows[24]["number"] = rows[25]["number"] = "第1次"

    counts, refusals = import_rows(tmp_path, *rows)

    assert counts == "imported 49, unchanged 0, differs 0, refused 1"
    assert [number for number, _reason in refusals] == [26]
    assert Meeting.objects.count() == Resolution.objects.count() == 49


def test_row_that_cannot_be_published_refuses_only_itself(tmp_path):
    rows = [full_row(1), full_row(2, text=""), full_row(3)]

    counts, refusals = import_rows(tmp_path, *rows, publish=True)

    assert counts == "imported 2, unchanged 0, differs 0, refused 1"
    assert refusals == [(2, "It cannot be published: It has no text, agenda item or resolution.")]


def test_refused_row_leaves_no_people_or_bodies(tmp_path):
    row = full_row(1, body="Nowhere", attendances=[{"person": "Nobody"}], documents=[{"name": "A"}])

    import_rows(tmp_path, row, full_row(2, attendances=[{"person": "Lin"}]))

    assert [body.name for body in Body.objects.all()] == ["Town Council"]
    assert [person.name for person in Person.objects.all()] == ["Lin"]


def test_person_made_for_a_refused_row_is_made_again_for_a_good_one(tmp_path):
    attendances = [{"person": "Lin"}]
    rows = [full_row(1, attendances=attendances, text=""), full_row(2, attendances=attendances)]

    counts, _ = import_rows(tmp_path, *rows, publish=True)

    assert counts == "imported 1, unchanged 0, differs 0, refused 1"
    assert Person.objects.get().attendances.count() == 1


def test_rows_of_all_types_are_taken_in_order(tmp_path):
    counts, refusals = import_rows(
        tmp_path,
        {"type": "body", "name": "Town Council", "classification": "council"},
        full_row(1, number="1"),
        {
            "type": "approval",
            "meeting": {"body": "Town Council", "date": "2023-08-23"},
            "approved_on": "2023-09-01",
        },
        full_row(2, date="2023-09-01"),
    )

    assert (counts, refusals) == ("imported 4, unchanged 0, differs 0, refused 0", [])
    assert Meeting.objects.get(number="1").approved_on == dt.date(2023, 9, 1)


def test_bodies_are_found_by_name(tmp_path):
    body = make_body("Town Council")

    import_rows(tmp_path, simple_row(1))

    assert Meeting.objects.get().body == body


@pytest.mark.parametrize(
    ("spelling", "other"), [("Jane Doe", "Jane Doe\u200e"), ("帕提古丽·艾山", "帕提古丽．艾山")]
)
@pytest.mark.parametrize("row", [simple_row, full_row])
def test_marks_nobody_sees_and_dots_make_no_second_person(tmp_path, spelling, other, row):
    def attended_by(name):
        if row is simple_row:
            return {"attendees": [{"name": name}]}
        return {"attendances": [{"person": name}]}

    import_rows(tmp_path, row(1, **attended_by(other)), row(2, **attended_by(spelling)))

    assert Person.objects.get().name == other.removesuffix("\u200e")
    assert Attendance.objects.count() == 2


def test_characters_that_simplified_chinese_joins_are_two_people_and_suspected(tmp_path):
    import_rows(
        tmp_path,
        simple_row(1, attendees=[{"name": "於國棟"}]),
        simple_row(2, attendees=[{"name": "于国栋"}]),
    )

    first, second = Person.objects.order_by("pk")
    assert (first.name, second.name) == ("於國棟", "于国栋")
    assert suspected_pairs() == [Pair(first.pk, second.pk, Likeness.SCRIPT)]


def test_refused_rows_can_be_mended_and_imported_as_they_stand(tmp_path):
    path = write_rows(
        tmp_path / "rows.jsonl", simple_row(1), simple_row(2, date=""), full_row(3, date=""), "{"
    )
    refused = json_lines.RefusalFile(path)
    Importer(on_refusal=refused.add).import_file(path)
    mended = refused.path.read_text().replace('"date": ""', '"date": "2023-08-23"')
    mended = mended.replace('"raw": "{"', f'"raw": {json.dumps(json.dumps(full_row(4)))}')
    refused.path.write_text(mended)

    assert import_file(refused.path) == ("imported 3, unchanged 0, differs 0, refused 0", [])


# Batches


def test_no_more_than_a_batch_is_held(tmp_path, monkeypatch):
    held = []

    def watched(path: Path) -> Iterator[json_lines.JsonLine]:
        for taken, line in enumerate(json_lines.read_lines(path)):
            held.append(taken - Meeting.objects.count())
            yield line

    monkeypatch.setattr(importer, "read_lines", watched)
    import_rows(tmp_path, *(simple_row(n) for n in range(20)), limits=BatchLimits(meetings=3))

    assert len(held) == 20
    assert max(held) == 2


@pytest.mark.parametrize(
    ("limits", "row"),
    [
        (BatchLimits(size=1000), {"text": "x" * 600}),
        (BatchLimits(parts=4), {"agenda": ["One", "Two", "Three"]}),
    ],
)
def test_batches_of_large_meetings_are_smaller(tmp_path, limits: BatchLimits, row: dict):
    held: list[int] = []
    one = Importer(limits=limits)
    one.on_line = lambda line: held.append(len(one.pending) + Meeting.objects.count())
    path = write_rows(tmp_path / "rows.jsonl", *(simple_row(n, **row) for n in range(5)))

    one.import_file(path)

    assert held == [2, 2, 4, 4, 5]


def queries_of(folder: Path, count: int) -> int:
    """Return how many queries it takes to import so many meetings of one batch, and publish them."""
    attendees = [{"name": "Lin"}, {"name": "Wu"}]
    rows = [
        simple_row(n, attendees=attendees, body=f"Body {count}") for n in range(count * 100, count * 101)
    ]
    with CaptureQueriesContext(connection) as queries:
        import_rows(folder, *rows)
    return len(queries)


def test_queries_do_not_grow_with_the_batch(tmp_path):
    import_rows(tmp_path, simple_row(9999, attendees=[{"name": "Lin"}, {"name": "Wu"}]))

    assert queries_of(tmp_path, 10) == queries_of(tmp_path, 20)


def test_progress_is_told_after_each_line(tmp_path):
    told: list[int] = []
    path = write_rows(tmp_path / "rows.jsonl", simple_row(1), "{", simple_row(2))

    Importer(on_line=lambda line: told.append(line.number)).import_file(path)

    assert sorted(told) == [1, 2, 3]


# Dry run


def test_dry_run_counts_and_keeps_nothing(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "a.pdf").write_bytes(samples.pdf("Minutes"))
    document = {"name": "Signed", "file": "a.pdf"}
    rows = [full_row(1, documents=[document]), full_row(2, text=""), full_row(1)]

    with transaction.atomic():
        counts, _ = import_rows(tmp_path, *rows, publish=True, dry=True)
        transaction.set_rollback(True)

    assert counts == "imported 1, unchanged 0, differs 1, refused 1"
    assert not Meeting.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


# Anything at all

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates().map(str),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=8,
)
PEOPLE = st.sampled_from(["Lin", "LIN", "陳瑩", "陈　莹", "", " ", "x" * 201])
PARTS = {
    "attendances": ["person", "role", "status", "voting", "arrived_at", "on_behalf_of", "position"],
    "agenda_items": ["name", "is_public", "continued_from"],
    "resolutions": [
        "name",
        "number",
        "identifier",
        "mover",
        "agenda_item",
        "yes_count",
        "votes",
        "relations",
    ],
    "action_items": ["description", "responsible", "closed_at", "due_date", "resolution"],
    "documents": ["name", "url", "file", "size"],
    "attendees": ["name", "role", "status"],
}


def part(keys: list[str]) -> st.SearchStrategy[Any]:
    return st.lists(st.dictionaries(st.sampled_from(keys), PEOPLE | JSON, max_size=4) | JSON, max_size=3)


def rows(good: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return good rows of which some fields became anything, near what they should be or not."""
    anything = dict.fromkeys(
        (*good, "status", "quorum", "start_time", "approved_at", "number"), JSON | PEOPLE
    )
    strange = anything | {key: part(keys) for key, keys in PARTS.items()} | {"agenda": JSON, "type": JSON}
    return st.fixed_dictionaries({}, optional=strange).map(lambda fields: good | fields)


@pytest.mark.parametrize("good", [simple_row(), full_row()], ids=["simple", "full"])
@settings(max_examples=150)
@given(data=st.data())
def test_any_row_is_imported_unchanged_or_refused(good: dict[str, Any], data, tmp_path_factory):
    row = data.draw(rows(good))
    folder = tmp_path_factory.mktemp("rows", numbered=True)

    with transaction.atomic():
        counts, refusals = import_rows(folder, json.dumps(row), publish=True)
        kept = Meeting.objects.published().filter(revisions__number=1).count()
        transaction.set_rollback(True)

    assert (counts, kept) in [
        ("imported 1, unchanged 0, differs 0, refused 0", 1),
        ("imported 1, unchanged 0, differs 0, refused 0", 0),
        ("imported 0, unchanged 0, differs 0, refused 1", 0),
    ]
    assert all(reason for _number, reason in refusals)


@settings(max_examples=150)
@given(line=st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_line_is_read_or_refused(line: bytes):
    with contextlib.suppress(json_lines.Refused):
        assert isinstance(json_lines.parse_line(line), dict)


def test_chain_of_an_import_verifies(tmp_path):
    import_rows(tmp_path, *(simple_row(n) for n in range(5)), publish=True)

    revisions = list(Revision.objects.in_order())

    before = ["", *(revision.sha256 for revision in revisions[:-1])]
    assert [revision.previous_sha256 for revision in revisions] == before
    assert [revision.sha256 for revision in revisions] == [fingerprint(r.snapshot) for r in revisions]
