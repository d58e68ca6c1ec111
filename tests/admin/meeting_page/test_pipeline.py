"""One table says what each button does, and what the browser sent stays as it was sent."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from archive.admin.carried_form import BESIDE
from archive.admin.meeting_page.pipeline import BUTTONS
from archive.admin.roster import END_TERM, FILL_SEAT, PASTE_MEMBERS
from archive.models import Body, Meeting
from tests.admin.pages import ADD, blank, change, filled
from tests.factories import make_body, make_draft

TEMPLATES = Path(settings.BASE_DIR, "templates", "admin")
ASSIGNMENT = re.compile(
    r"request\.(POST|_post)\b\s*(=[^=]|\[[^\]]*\]\s*=[^=])|setattr\(request, .(POST|_post)\b"
)

# Those of the table of files and of the page that leads to it, which have a view of their own.
OF_FILES = {"_anyway", "_apply", "_drop", "_keep", "_make", "_read", "again", "look", "new_body"}


def test_every_button_of_the_desk_is_in_the_table():
    pages = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    buttons = [button for page in pages for button in re.findall(r"<button\b[^>]*>", page)]
    buttons += [one for page in pages for one in re.findall(r"<input\b[^>]*type=.submit[^>]*>", page)]

    names = {name for button in buttons for name in re.findall(r"\bname=\"([^\"]*)\"", button)}

    assert names == BUTTONS.keys() | OF_FILES | {PASTE_MEMBERS, END_TERM, FILL_SEAT}


def test_a_button_that_saves_is_not_carried():
    saving = {name for name, button in BUTTONS.items() if button.step is None}

    assert saving <= set(BESIDE)


def test_what_was_sent_is_never_replaced():
    sources = Path(settings.BASE_DIR, "archive").rglob("*.py")

    found = [path.name for path in sources if ASSIGNMENT.search(path.read_text())]

    assert found == []


@pytest.mark.parametrize(
    "line", ["request.POST = fields", 'request.POST["_save"] = "1"', 'setattr(request, "POST", fields)']
)
def test_assignment_would_be_found(line: str):
    assert ASSIGNMENT.search(line)


def test_button_of_a_meeting_does_nothing_on_the_page_of_a_body(publisher: Client):
    address = "/desk/archive/body/add/"
    fields = filled(publisher, address, name="A body", _publish="1", _preview="1")

    response = publisher.post(address, fields)

    assert response.status_code == 302, response.context["errors"]
    assert Body.objects.get().name == "A body"


@pytest.mark.parametrize("button", ["_save", "_continue", "_next", "_paste_names", "_preview"])
def test_post_data_stays_as_it_was_sent(clerk: Client, button: str):
    meeting = make_draft(name="Old")
    fields = filled(clerk, change(meeting), name="New", _pasted_names="出席：陳瑩") | {button: "1"}

    response = clerk.post(change(meeting), fields)

    sent = response.wsgi_request.POST
    expected = RequestFactory().post(ADD, fields).POST
    assert sent == expected


def test_page_sent_without_a_button_is_saved(clerk: Client):
    clerk.post(ADD, blank(body=make_body().pk))

    assert Meeting.objects.get().name == "A meeting"
