"""No page, index, feed, table, calendar or JSON-LD shows what models/visibility.py hides."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from archive.models import AgendaItem, Body, Matter, Meeting, Person, Resolution
from archive.operations.publish import publish, withdraw
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_joint,
    make_matter,
    make_membership,
    make_person,
    make_resolution,
    make_span,
    make_translation,
    make_vote,
)

pytestmark = pytest.mark.django_db

SHOWN, SECRET = "Dyke shown", "concealed"
HIDDEN = f"Dyke {SECRET}"  # found by the same word; a page of hits marks that word, so SECRET is looked for
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def hidden_rows(kept_rows) -> None:
    """Make a public row of every kind, and beside each one that is closed, private or not published."""
    meeting = make_draft(name=f"{SHOWN} meeting", body=make_body("Board"))
    fill(meeting, SHOWN)
    closed = make_item(meeting, name=HIDDEN, text=HIDDEN, is_public=False)
    fill(meeting, HIDDEN, agenda_item=closed)
    disclose(meeting, agenda_item=closed)
    make_joint(meeting, make_body(f"{SHOWN} guests"))
    make_translation(meeting, name=f"{SHOWN} 会议", text="公开")
    make_document(meeting, name=HIDDEN, is_public=False)
    leave_room(meeting, closed)
    publish(meeting)
    silent = make_draft(
        name=f"{SHOWN} elsewhere", body=meeting.body, attendance_status="not_public", expected_count=4711
    )
    make_attendance(silent, person=make_person(HIDDEN), label=HIDDEN)
    publish(silent)
    publish_closed(meeting.body)
    fill(make_draft(name=HIDDEN, text=HIDDEN, body=meeting.body), HIDDEN)
    hold_posts(meeting.body)
    withdrawn = make_draft(name=HIDDEN, text=HIDDEN, body=meeting.body)
    fill(withdrawn, HIDDEN)
    publish(withdrawn)
    withdraw(withdrawn, reason="Entered twice.")


def leave_room(meeting: Meeting, closed: AgendaItem) -> None:
    """Make somebody leave for a closed agenda item, for reasons that are nobody's business."""
    person = make_person(f"{SHOWN} attendee")
    attendance = make_attendance(meeting, person=person, private_note=HIDDEN)
    make_span(attendance, from_item=closed, to_item=closed, reason="interest_declared", note=HIDDEN)
    make_span(attendance, from_item=closed, to_time=dt.time(20), note=HIDDEN)
    make_span(attendance, from_time=dt.time(21), note=HIDDEN)


def disclose(meeting: Meeting, **fields: object) -> None:
    """Give a meeting a decision that may be read although it is closed, with what hangs on it."""
    resolution = make_resolution(meeting, name=f"{SHOWN} decision", text=SHOWN, is_disclosed=True, **fields)
    make_vote(resolution, voter=make_person(f"{SHOWN} elector"))
    make_action(meeting, description=HIDDEN, resolution=resolution)
    make_document(meeting, name=HIDDEN, resolution=resolution)


def publish_closed(board: Body) -> None:
    """Publish a meeting that is not open, with one decision that may be read."""
    texts = ("text", "summary", "location", "chair_note", "document_number", "copied_to", "source_url")
    hidden: dict[str, Any] = dict.fromkeys(texts, HIDDEN)
    meeting = make_draft(
        name=f"{SHOWN} in private",
        body=board,
        disclosure="closed",
        disclosure_basis=f"{SHOWN} Act, s. 4",
        present_count=4711,
        start_time=dt.time(3, 33),
        source="town",
        **hidden,
    )
    make_translation(meeting, name=f"{SHOWN} 闭门", text=HIDDEN, summary=HIDDEN)
    make_item(meeting, name=HIDDEN, text=HIDDEN, presenter=HIDDEN)
    make_attendance(meeting, person=make_person(f"{HIDDEN} guest"), label=HIDDEN)
    fill(meeting, HIDDEN)
    disclose(meeting)
    publish(meeting)


def hold_posts(board: Body) -> None:
    """Give a body a member who is named and one who is not, and the named one a post in a silent body."""
    named, unnamed = Person.objects.get(name=f"{SHOWN} voter"), make_person(f"{HIDDEN} member")
    silent = make_body(f"{HIDDEN} panel", parent=make_body(f"{HIDDEN} office"))
    make_membership(person=named, body=board, label=f"{SHOWN} post")
    make_membership(person=named, body=silent, label=f"{HIDDEN} post")
    make_membership(person=unnamed, body=board, label=f"{HIDDEN} seat")
    Body.objects.filter(pk=board.pk).update(parent=silent)


def fill(meeting: Meeting, name: str, **fields: object) -> None:
    """Give a meeting a resolution of a matter, a vote, an action and a document of one name."""
    matter = make_matter(name=f"{name} matter", body=meeting.body)
    resolution = make_resolution(meeting, name=name, text=name, matter=matter, **fields)
    make_vote(resolution, voter=make_person(f"{name} voter"))
    make_action(meeting, description=name, resolution=resolution)
    make_document(meeting, name=name, resolution=resolution)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue().decode()


@pytest.mark.usefixtures("hidden_rows")
@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/", id="home"),
        pytest.param("/meetings/", id="list-of-meetings"),
        pytest.param("/resolutions/", id="register"),
        pytest.param("/actions/", id="list-of-actions"),
        pytest.param("/matters/", id="list-of-matters"),
        pytest.param("/people/", id="list-of-people"),
        pytest.param("/search/?q=dyke", id="index"),
        pytest.param("/search/?q=dyke&kind=meetings", id="index-of-meetings"),
        pytest.param("/search/?q=dyke&kind=documents", id="index-of-documents"),
        pytest.param("/search.atom?q=dyke", id="feed-of-search"),
        pytest.param("/search.csv?q=dyke", id="table-of-search"),
        pytest.param("/meetings.atom", id="feed-of-meetings"),
        pytest.param("/resolutions.atom", id="feed-of-resolutions"),
        pytest.param("/meetings.csv", id="table-of-meetings"),
        pytest.param("/resolutions.csv", id="table-of-resolutions"),
        pytest.param("/actions.csv", id="table-of-actions"),
        pytest.param("/calendar.ics", id="calendar"),
    ],
)
def test_list_shows_nothing_hidden(client: Client, address: str):
    page = read(client, address)

    assert SHOWN in page
    assert SECRET not in page


@pytest.mark.usefixtures("hidden_rows")
@pytest.mark.parametrize("ending", ["", "record.json", "record.txt"])
def test_meeting_shows_nothing_hidden(client: Client, ending: str):
    pages = [read(client, one.get_absolute_url() + ending) for one in Meeting.objects.published()]

    assert len(pages) == 3
    assert all(SHOWN in page for page in pages)
    assert not any(SECRET in page or "4711" in page or "03:33" in page for page in pages)
    assert sum(f"{SHOWN} decision" in page for page in pages) == 2
    assert sum(f"{SHOWN} Act, s. 4" in page for page in pages) == 1


@pytest.mark.usefixtures("hidden_rows")
def test_posts_show_nothing_hidden(client: Client):
    person = Person.objects.get(name=f"{SHOWN} voter")
    pages = [read(client, address) for address in (person.get_absolute_url(), "/bodies/board/")]

    assert all(f"{SHOWN} post" in page for page in pages)
    assert not any(SECRET in page for page in pages)
    for hidden in Body.objects.filter(name__contains=SECRET):
        assert client.get(hidden.get_absolute_url()).status_code == 404


@pytest.mark.usefixtures("hidden_rows")
@pytest.mark.parametrize("address", ["/bodies/", "/sitemap-bodies.xml", "/sitemap-people.xml", "/people/"])
def test_names_of_silent_bodies_and_unnamed_people_are_not_shown(client: Client, address: str):
    page = read(client, address)

    assert "board" in page.lower() or "dyke-shown-voter" in page or SHOWN in page
    assert SECRET not in page


@pytest.mark.usefixtures("hidden_rows")
def test_json_ld_shows_nothing_hidden(client: Client):
    rows = [*Meeting.objects.all(), *Resolution.objects.all(), *Body.objects.all(), *Person.objects.all()]
    answers = [client.get(row.get_absolute_url()) for row in rows]
    pages = [answer.content.decode() for answer in answers if answer.status_code == 200]
    found = [data for page in pages for data in JSON_LD.findall(page)]

    assert any(f'"name": "{SHOWN}"' in data for data in found)
    assert any(f'"name": "{SHOWN} meeting"' in data for data in found)
    assert not any(SECRET in data for data in found)


@pytest.mark.parametrize(
    ("path", "language", "told"),
    [
        ("", "en", "Item 2: closed."),
        ("", "zh-hans", "议题2不公开。"),
        ("print/", "en", "（议题2不公开：Act, s. 4）"),
    ],
)
def test_closed_item_leaves_no_hole_in_the_agenda(client: Client, path: str, language: str, told: str):
    meeting = make_draft(language="zh-Hans")
    for number in range(1, 4):
        make_item(meeting, number=str(number), name=f"{SHOWN} {number}")
    closed = meeting.agenda_items.filter(position=2)
    closed.update(name=HIDDEN, number="", text=HIDDEN, is_public=False, disclosure_basis="Act, s. 4")
    make_resolution(meeting, agenda_item=closed.get(), name=SHOWN, is_disclosed=True)
    publish(meeting)

    page = client.get(meeting.get_absolute_url() + path, headers={"accept-language": language}).text

    assert told in page
    assert "Act, s. 4" in page
    assert SECRET not in page


@pytest.mark.usefixtures("hidden_rows")
def test_closed_item_is_said_to_be_closed_beside_its_decision(client: Client):
    decisions = Resolution.objects.published().filter(name=f"{SHOWN} decision")
    pages = [read(client, row.get_absolute_url()) for row in decisions]

    assert len(pages) == 2
    assert any("Closed agenda item" in page for page in pages)
    assert not any(SECRET in page for page in pages)


@pytest.mark.usefixtures("hidden_rows")
def test_matters_show_nothing_hidden(client: Client):
    shown = Matter.objects.filter(name=f"{SHOWN} matter").earliest("pk")
    for resolution in Resolution.objects.all():  # a closed, a drafted and a withdrawn step, of one matter
        Resolution.objects.filter(pk=resolution.pk).update(matter=shown)

    pages = [
        read(client, shown.get_absolute_url()),
        *(read(client, step.get_absolute_url()) for step in shown.public_steps()),
    ]

    assert all(SHOWN in page for page in pages)
    assert not any(SECRET in page for page in pages)
    for hidden in Matter.objects.exclude(name=f"{SHOWN} matter"):
        assert client.get(hidden.get_absolute_url()).status_code == 404
