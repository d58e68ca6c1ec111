"""The head of a meeting's page: its name, its sections with what they hold, and its facts."""

import datetime as dt
import re

import pytest
from django.test import Client

from archive.admin.meeting_page.facts import length_of
from archive.models import Attendance, Resolution
from tests.admin.pages import ADD, LIST, blank, change
from tests.factories import make_attendance, make_body, make_draft, make_person, make_resolution

WORDS = f"{LIST}words/"


def page_of(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def sections_of(client: Client, address: str) -> dict[str, tuple[str, str]]:
    """Return {anchor: what the section holds, and the class of that}."""
    return {one.anchor: (one.state, one.kind) for one in client.get(address).context["sections"]}


def test_heading_is_the_name_with_body_day_and_state(clerk: Client):
    meeting = make_draft(body=make_body("Town Council"), name="Floods", date=dt.date(2026, 11, 27))

    page = page_of(clerk, change(meeting))

    assert re.search(r"<h1[^>]*>Floods</h1>", page)
    assert "<span>Town Council</span>" in page
    assert '<time datetime="2026-11-27">Friday 27 November 2026</time>' in page
    assert '<span class="state">Draft</span>' in page


def test_day_is_echoed_in_the_language_of_the_reader(clerk: Client):
    meeting = make_draft(date=dt.date(2026, 11, 27))

    page = clerk.get(change(meeting), headers={"accept-language": "zh-hans"}).content.decode()

    assert '<span class="ok">2026年11月27日 星期五</span>' in page


def test_script_is_told_the_words(clerk: Client, client: Client):
    asked = {"date": "12/3/2024", "start_time": "7pm", "end_time": "9pm"}

    days = [["2024-03-12", "12 March 2024"], ["2024-12-03", "3 December 2024"]]
    assert clerk.get(WORDS, asked).json() == {
        "date": ["Which day is meant?", True, days],
        "end_time": ["19:00 to 21:00", False, []],
    }
    assert client.get(WORDS, asked).status_code == 302
    assert clerk.post(WORDS, asked).status_code == 405


def test_sections_say_what_they_hold_and_lack(clerk: Client):
    meeting = make_draft(text="Four words of text", present=2, expected_count=3)
    make_resolution(meeting, result=Resolution.Result.ADOPTED)
    make_resolution(meeting, result="")

    found = sections_of(clerk, change(meeting))

    assert found["attendances-group"] == ("2 of 3", "warn")
    assert found["outline-heading"] == ("1 result missing", "stop")
    assert found["text"] == ("4 words", "soft")
    assert found["documents-group"] == ("", "soft")
    assert 'class="stop" href="#outline-heading"' in page_of(clerk, change(meeting))


@pytest.mark.parametrize(
    ("text", "length"), [("", ""), ("会议决定，拨款100元。", "8 characters"), ("One", "1 word")]
)
def test_length_of_a_text(text: str, length: str):
    assert length_of(text) == length


def test_sections_lead_to_places_on_the_page(clerk: Client):
    meeting = make_draft(present=1, items=1, resolutions=1)

    page = page_of(clerk, change(meeting))

    for section in clerk.get(change(meeting)).context["sections"]:
        assert f'id="{section.anchor}"' in page


def test_chair_and_recorder_are_those_of_the_attendance(clerk: Client):
    meeting = make_draft()
    make_attendance(meeting, person=make_person("Anna Brown"), role=Attendance.Role.CHAIR)
    make_attendance(meeting, person=make_person("Carl Dahl"), role=Attendance.Role.RECORDER)

    officers = clerk.get(change(meeting)).context["officers"]

    assert [names for _label, _role, names in officers] == [["Anna Brown"], ["Carl Dahl"]]


def test_no_icons_of_calendars_clocks_and_plus_signs(clerk: Client):
    page = page_of(clerk, ADD)

    assert "icon-addlink" not in page
    assert "DateTimeShortcuts" not in page
    assert "vDateField" not in page


def test_body_is_added_in_words_by_who_may(clerk: Client, publisher: Client, superuser: Client):
    assert "Add a body" in page_of(superuser, ADD)
    clerk_may = clerk.get("/desk/archive/body/add/").status_code == 200
    assert ("Add a body" in page_of(clerk, ADD)) == clerk_may


def test_page_that_nobody_typed_on_sends_an_empty_body(clerk: Client):
    assert re.search(r'<select name="body"[^>]*> ?<option value="" selected>', page_of(clerk, ADD))


def test_fold_opens_on_an_error_in_it(clerk: Client):
    sent = clerk.post(ADD, blank(body=make_body().pk, end_date="whenever", _continue="1"))

    assert sent.context["is_more_open"]
    assert not clerk.get(ADD).context["is_more_open"]


def test_only_three_buttons_stand_outside_of_the_fold(publisher: Client):
    page = page_of(publisher, change(make_draft()))

    bar = page[page.index("action-bar") :]
    outside, _details, inside = bar.partition("<details>")
    assert re.findall(r'<button[^>]* name="(\w+)"', outside) == ["_preview", "_continue", "_publish"]
    assert re.findall(r'<button[^>]* name="(\w+)"', inside) == ["_next", "_save"]
