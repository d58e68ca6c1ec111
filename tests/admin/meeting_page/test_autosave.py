"""What is typed on a draft's page is kept while one types, and offered back."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone

from archive.models import Meeting, UnsavedEntry
from archive.operations.publish import publish
from tests.admin.conftest import logged_in
from tests.admin.pages import ADD, blank, change, filled, row, save
from tests.factories import make_body, make_draft, make_meeting

KEEP = "/desk/archive/meeting/unsaved/"
FORGET = "/desk/archive/meeting/unsaved/forget/"
KEY = "0123456789abcdef" * 2


def keep(client: Client, path: str, key: str = KEY, **typed: str):
    fields = {name: [value] for name, value in typed.items()}
    return client.post(KEEP, {"path": path, "key": key, "typed": json.dumps(fields)})


def offers(client: Client, path: str) -> list[str]:
    return [kept.entry.key for kept in client.get(path).context["unsaved"]]


def test_typing_is_kept_offered_and_taken_back(clerk: Client):
    meeting = make_draft(name="Old")
    typed = filled(clerk, change(meeting), name="Typed", date="not a day")

    answer = keep(clerk, change(meeting), **{name: str(value) for name, value in typed.items()})
    offered = offers(clerk, change(meeting))
    page = clerk.post(change(meeting), {"_take_back": KEY})

    assert dt.time.fromisoformat(answer.json()["time"])
    assert offered == [KEY]
    assert 'value="Typed"' in page.text
    assert 'value="not a day"' in page.text
    assert Meeting.objects.get().name == "Old"


def test_offer_names_body_day_title_and_first_words(clerk: Client):
    body = make_body("Council")
    keep(clerk, ADD, body=str(body.pk), date="12 March 2024", name="Budget", text="The chair  opened")

    page = clerk.get(ADD)

    [kept] = page.context["unsaved"]
    assert (kept.body, kept.date, kept.title) == ("Council", dt.date(2024, 3, 12), "Budget")
    assert "<q>The chair opened</q>" in page.text


def test_rows_that_were_added_are_taken_back(clerk: Client):
    typed = blank(name="", **{"agenda_items-TOTAL_FORMS": 1}) | row("agenda_items", 0, name="Sandbags")
    keep(clerk, ADD, **{name: str(value) for name, value in typed.items()})

    page = clerk.post(ADD, {"_take_back": KEY})

    forms = page.context["inline_admin_formsets"][1].formset.forms
    assert [form["name"].value() for form in forms] == ["Sandbags"]
    assert "It is not saved yet" in page.text


def test_saving_settles_what_was_typed(clerk: Client):
    body = make_body()
    keep(clerk, ADD, name="Half")

    save(clerk, ADD, blank(body=body.pk, name="Whole", _entry=KEY))
    late = keep(clerk, ADD, name="Half of it, late")

    assert late.json() == {"time": None}
    assert offers(clerk, ADD) == []


def test_page_that_cannot_be_saved_keeps_its_key(clerk: Client):
    keep(clerk, ADD, name="Typed")

    page = clerk.post(ADD, blank(_entry=KEY))

    assert page.context["entry_key"] == KEY
    assert page.context["unsaved"] == []


def test_preview_settles_nothing(clerk: Client):
    keep(clerk, ADD, name="Typed")

    clerk.post(ADD, blank(body=make_body().pk, _entry=KEY, _preview="1"))

    assert offers(clerk, ADD) == [KEY]


def test_typing_is_offered_to_nobody_else(clerk: Client):
    keep(clerk, ADD, name="Typed")
    other = logged_in("Clerk")

    page = other.post(ADD, {"_take_back": KEY})

    assert offers(other, ADD) == []
    assert page.status_code == 302


def test_two_pages_of_one_person_are_kept_apart(clerk: Client):
    keep(clerk, ADD, name="One")
    keep(clerk, ADD, key="f" * 32, name="Two")

    assert offers(clerk, ADD) == ["f" * 32, KEY]


def test_typing_is_dropped_when_told_so(clerk: Client):
    keep(clerk, ADD, name="Typed")

    response = clerk.post(FORGET, {"path": ADD, "key": KEY})

    assert response["Location"] == ADD
    assert offers(clerk, ADD) == []


def test_published_minutes_are_never_kept(publisher: Client):
    meeting = make_meeting()

    assert keep(publisher, change(meeting), name="Typed").json() == {"time": None}
    assert "entry_key" not in publisher.get(change(meeting)).context


def test_draft_that_a_colleague_published_is_not_kept(publisher: Client):
    meeting = make_draft()
    keep(publisher, change(meeting), name="Typed")
    publish(meeting)

    assert keep(publisher, change(meeting), name="Typed on").json() == {"time": None}


@pytest.mark.parametrize(
    "path", ["/", "/desk/archive/person/add/", "//example.org/", "/desk/archive/meeting/0/change/"]
)
def test_other_pages_are_not_kept(superuser: Client, path: str):
    assert keep(superuser, path, name="Typed").json() == {"time": None}
    assert superuser.post(FORGET, {"path": path, "key": KEY})["Location"] == "/desk/archive/meeting/"


@pytest.mark.parametrize(
    "data", [{}, {"typed": "{"}, {"typed": "[]"}, {"typed": '{"a": 1}'}, {"key": "../x"}]
)
def test_what_is_no_form_is_refused(clerk: Client, data: dict[str, str]):
    whole = {"path": ADD, "key": KEY, "typed": "{}"} | data if data else {}

    assert clerk.post(KEEP, whole).status_code == 400
    assert not UnsavedEntry.objects.exists()


def test_log_in_that_ran_out_keeps_nothing(db: None, client: Client):
    assert keep(client, ADD, name="Typed").status_code == 302
    assert not UnsavedEntry.objects.exists()


def test_old_entries_are_cleared_when_something_is_saved(clerk: Client):
    keep(clerk, ADD, key="f" * 32, name="Old")
    UnsavedEntry.objects.update(saved_at=timezone.now() - dt.timedelta(days=31))

    save(clerk, ADD, blank(body=make_body().pk, _entry=KEY))

    assert [entry.key for entry in UnsavedEntry.objects.all()] == [KEY]


def test_one_person_keeps_fifty_entries(clerk: Client):
    for number in range(52):
        keep(clerk, ADD, key=f"{number:032x}", name=str(number))

    assert UnsavedEntry.objects.count() == 50
    assert not UnsavedEntry.objects.filter(key=f"{1:032x}").exists()
