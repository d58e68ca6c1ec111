"""The table of files that wait: many files at once, without a script, or one by one with it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.models import Body, DeskLimit, Meeting, SourceText
from tests.admin.conftest import logged_in
from tests.admin.pages import change
from tests.factories import make_body, make_draft, make_source, make_user

READ = "/desk/archive/meeting/read/"
FILES = "/desk/archive/meeting/read/files/"
TEXT = """Minutes of the Flood Control Commission

Date: 4 October 2023
Present: Sun Quanzhong (Chair), Li Wei

1. Resolved: To buy ten thousand sandbags. Carried.
"""


@pytest.fixture(autouse=True)
def media(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def minutes(day: int) -> str:
    return TEXT.replace("4 October", f"{day} October")


def send(client: Client, *days: int, **files: bytes) -> Any:
    sent = [SimpleUploadedFile(f"{day}.txt", minutes(day).encode()) for day in days]
    sent += [SimpleUploadedFile(f"{name}.txt", content) for name, content in files.items()]
    return client.post(READ, {"file": sent}, follow=True)


def typed(page: Any, **changes: Any) -> dict[str, Any]:
    """Return what a browser would send of the table; a row's fields are named body_name_1 and so on."""
    fields: dict[str, Any] = {"row": [], "tick": []}
    for row, is_ticked in page.context["rows"]:
        source = row.source
        fields["row"].append(source.pk)
        fields["tick"] += [source.pk] if is_ticked else []
        if row.state not in {"unread", "refused"}:
            for name in ("body_name", "day", "title"):
                fields[f"file-{source.pk}-{name}"] = getattr(source, name)
    return fields | changes


def test_files_are_stored_read_and_made_into_drafts_without_a_script(clerk: Client):
    make_body("Flood Control Commission")

    stored = send(clerk, 4, 5, 6)
    read = clerk.post(FILES, typed(stored, _read="1"))
    made = clerk.post(FILES, typed(read, _make="1"))

    assert [row.state for row, _tick in stored.context["rows"]] == ["unread"] * 3
    assert [(row.state, tick) for row, tick in read.context["rows"]] == [("ready", True)] * 3
    assert "3 drafts were made." in made.text
    assert made.context["rows"] == []
    assert sorted(str(one.date) for one in Meeting.objects.all()) == [
        "2023-10-04",
        "2023-10-05",
        "2023-10-06",
    ]
    assert [one.documents.count() for one in Meeting.objects.all()] == [1, 1, 1]


def test_row_is_read_and_made_by_itself_for_the_script(clerk: Client):
    make_body("Flood Control Commission")
    stored = clerk.post(FILES, {"_script": "1", "file": SimpleUploadedFile("a.txt", TEXT.encode())})
    source = SourceText.objects.get()

    read = clerk.post(FILES, {"one": source.pk, "_read": "1"})
    made = clerk.post(FILES, {"one": source.pk, "_make": "1", "row": source.pk})

    assert stored.json() == {"again": []}
    assert 'data-state="ready"' in read.text
    assert "<html" not in read.text
    assert f'href="{change(Meeting.objects.get())}"' in made.text


def test_one_body_is_given_to_all_that_are_ticked(clerk: Client):
    make_body("Water Board")
    read = clerk.post(FILES, typed(send(clerk, 4, 5, 6), _read="1"))
    keys = [row.source.pk for row, _tick in read.context["rows"]]

    page = clerk.post(FILES, typed(read, tick=keys[:2], body_for_all="Water Board", _apply="1"))

    assert [row.body and row.body.name for row, _ in page.context["rows"]] == [*2 * ["Water Board"], None]
    assert [is_ticked for _row, is_ticked in page.context["rows"]] == [True, True, False]


@pytest.mark.parametrize(
    ("order", "day"), [("day", "2009-06-03"), ("month", "2009-03-06"), ("", "3/6/2009")]
)
def test_order_of_day_and_month_is_said_for_all_that_are_ticked(clerk: Client, order: str, day: str):
    make_body("Flood Control Commission")
    read = clerk.post(FILES, typed(send(clerk, 4, 5), _read="1"))
    keys = [row.source.pk for row, _tick in read.context["rows"]]
    changes = {f"file-{key}-day": "3/6/2009" for key in keys[:1]}

    page = clerk.post(FILES, typed(read, tick=keys, day_order=order, _apply="1", **changes))

    rows = [row.source for row, _tick in page.context["rows"]]
    assert [row.day for row in rows] == [day, "2023-10-05"]
    assert {row.body_name for row in rows} == {"Flood Control Commission"}


def test_body_that_texts_name_is_made_on_request(clerk: Client):
    read = clerk.post(FILES, typed(send(clerk, 4, 5), _read="1"))

    page = clerk.post(FILES, typed(read, new_body="Flood Control Commission"))

    assert read.context["new_bodies"] == [("Flood Control Commission", 2)]
    assert "Make this body" in read.text
    assert Body.objects.get().name == "Flood Control Commission"
    assert [(row.state, tick) for row, tick in page.context["rows"]] == 2 * [("ready", True)]


def test_what_was_typed_is_kept_whatever_is_pressed(clerk: Client):
    make_body("Flood Control Commission")
    read = clerk.post(FILES, typed(send(clerk, 4, 5), _read="1"))
    first = read.context["rows"][0][0].source

    page = clerk.post(FILES, typed(read, **{f"file-{first.pk}-day": "some day", "_apply": "1", "tick": []}))

    assert page.context["rows"][0][0].state == "asked"
    assert 'value="some day"' in page.text
    assert "no such day" in page.text


def test_second_file_of_a_meeting_is_told_and_not_made(clerk: Client):
    make_body("Flood Control Commission")
    read = clerk.post(
        FILES, typed(send(clerk, 4, other=TEXT.encode() + b"\n2. Any other business"), _read="1")
    )

    page = clerk.post(FILES, typed(read, _make="1"))

    meeting = Meeting.objects.get()
    [(row, _tick)] = page.context["rows"]
    assert (row.state, row.same_day) == ("twice", meeting)
    assert f'there is a meeting of this day: <a href="{change(meeting)}">open it</a>' in page.text


def test_file_that_was_taken_before_is_told_with_its_meeting(clerk: Client):
    make_body("Flood Control Commission")
    read = clerk.post(FILES, typed(send(clerk, 4, 5), _read="1"))
    clerk.post(FILES, typed(read, _make="1"))

    page = send(clerk, 4, 7)

    assert "“4.txt” was read on" in page.text
    assert [row.source.name for row, _tick in page.context["rows"]] == ["7.txt"]
    assert Meeting.objects.count() == 2


def test_file_that_is_not_taken_says_why_in_its_row(clerk: Client):
    page = send(clerk, 4, empty=b"", program=b"\x7fELF\x00\x01")

    assert [row.state for row, _tick in page.context["rows"]] == ["unread", "refused", "refused"]
    assert "The file is empty." in page.text
    assert "The file is a program" in page.text


def test_ticked_files_are_dropped(clerk: Client):
    page = send(clerk, 4, 5)
    first = page.context["rows"][0][0].source

    clerk.post(FILES, typed(page, tick=[first.pk], _drop="1"))

    assert [one.name for one in SourceText.objects.all()] == ["5.txt"]


def test_answers_of_the_table_are_on_the_page_that_checks_a_text(clerk: Client):
    board = make_body("Water Board")
    read = clerk.post(FILES, typed(send(clerk, 4, 5), _read="1"))
    key = read.context["rows"][0][0].source.pk
    answers = {f"file-{key}-body_name": "Water Board", f"file-{key}-title": "Pumps", "look": key}

    page = clerk.post(READ, typed(read, **answers))

    form = page.context["adminform"].form
    assert [str(form[name].value()) for name in ("body", "date", "name")] == [
        str(board.pk),
        "2023-10-04",
        "Pumps",
    ]


def test_files_of_others_are_neither_shown_nor_changed(clerk: Client):
    theirs = make_source(created_by=make_user("Clerk"), people_count=0, title="Theirs")
    fields = {"row": theirs.pk, "tick": theirs.pk, "one": theirs.pk, f"file-{theirs.pk}-title": "Mine"}

    page = clerk.get(FILES)
    for button in ("_drop", "_make", "_read", "_apply"):
        clerk.post(FILES, fields | {f"file-{theirs.pk}-day": "", button: "1"})

    assert page.context["rows"] == []
    theirs.refresh_from_db()
    assert theirs.title == "Theirs"


def test_limited_account_makes_drafts_of_its_own_bodies_only(db: None):
    council, board = make_body("Flood Control Commission"), make_body("Water Board")
    client = logged_in("Clerk", permissions=("limited_to_bodies",))
    limit = DeskLimit.objects.create(user_id=int(client.session["_auth_user_id"]))
    limit.bodies.add(board)
    read = client.post(FILES, typed(send(client, 4, 5), _read="1"))
    keys = [row.source.pk for row, _tick in read.context["rows"]]

    refused = client.post(FILES, typed(read, tick=keys, _make="1"))
    client.post(FILES, typed(refused, new_body="Third Board"))
    given = client.post(FILES, typed(refused, tick=keys[:1], body_for_all="Water Board", _apply="1"))
    client.post(FILES, typed(given, tick=keys, _make="1"))

    assert [row.state for row, _tick in refused.context["rows"]] == ["asked", "asked"]
    assert "Make this body" not in refused.text
    assert list(Body.objects.by_name()) == [council, board]
    assert [one.body for one in Meeting.objects.all()] == [board]


def test_table_is_narrowed_to_one_state(clerk: Client):
    make_body("Flood Control Commission")
    clerk.post(FILES, typed(send(clerk, 4, empty=b""), _read="1"))

    page = clerk.get(FILES, {"show": "refused"})

    assert [row.source.name for row, _tick in page.context["rows"]] == ["empty.txt"]
    assert [(state, number) for state, _label, number in page.context["filters"]] == [
        ("ready", 1),
        ("refused", 1),
    ]


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 30, "\x00", "-1"])
@pytest.mark.parametrize("field", ["row", "tick", "one", "again", "look"])
def test_odd_rows_break_nothing(clerk: Client, field: str, key: str):
    page = clerk.post(FILES, {field: key, "_make": "1"})

    assert page.status_code == 200
    assert clerk.get(FILES, {"again": key, "show": key}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_table_costs_the_same_queries_with_more_rows(
    clerk: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    body = make_body("Flood Control Commission")
    make_draft(body=body)
    for day in range(count):
        make_source(people_count=2, body_name=body.name, day=f"2023-10-0{day + 1}", title="Floods")
    clerk.get(FILES)

    with django_assert_num_queries(10):
        page = clerk.get(FILES)

    assert len(page.context["rows"]) == count
