"""What a clerk sees of published minutes, which only those who may correct them can change."""

from django.test import Client

from tests.admin.pages import change
from tests.factories import make_draft, make_meeting

HELP = "The minutes, in Markdown."


def test_minutes_that_are_only_read_have_no_column_order(clerk: Client, publisher: Client):
    meeting = make_meeting(present=2, resolutions=1, items=1)

    text = clerk.get(change(meeting)).text

    assert "column-order" not in text
    assert 'class="field-order"' not in text
    assert 'class="column-person' in text
    assert "column-order" in publisher.get(change(meeting)).text


def test_minutes_that_are_only_read_tell_nothing_of_filling_in(clerk: Client):
    assert HELP not in clerk.get(change(make_meeting())).text
    assert HELP in clerk.get(change(make_draft())).text
