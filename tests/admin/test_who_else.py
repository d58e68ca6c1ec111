"""Who saved a meeting, who is editing it, and what each save of a draft changed."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from archive.models import StaffAct, UnsavedEntry
from archive.models.staff_act import changed, note
from archive.operations.autosave import keep
from archive.operations.publish import publish
from tests.admin.conftest import logged_in
from tests.admin.pages import change, filled, save
from tests.factories import make_draft, make_meeting, make_user

LONG = " ".join(["The committee met in the hall."] * 40)


@pytest.fixture
def mei(db: None) -> Client:
    """Return the browser of a colleague."""
    return logged_in("Publisher", username="mei", first_name="Mei", last_name="Chen")


def history(client: Client, meeting: Any) -> list[Any]:
    return client.get(change(meeting).replace("change/", "history/")).context["entries"]


@pytest.mark.parametrize("make", [make_draft, make_meeting])
def test_conflict_names_who_saved_and_when(publisher: Client, mei: Client, make: Any):
    meeting, reason = make(name="Old"), {"correction_reason": "A slip"}
    mine = filled(publisher, change(meeting), name="Mine", **reason)
    save(mei, change(meeting), filled(mei, change(meeting), name="Theirs", **reason))

    page = publisher.post(change(meeting), mine)

    assert page.context["other_save"].user.username == "mei"
    assert "It was Mei Chen, on " in page.text


def test_conflict_names_who_published(clerk: Client, mei: Client):
    meeting = make_draft(name="Old")
    mine = filled(mei, change(meeting), name="Mine", correction_reason="A slip")
    publish(meeting, by=make_user(username="bob"))

    page = mei.post(change(meeting), mine)

    assert "It was bob, on " in page.text


def test_conflict_with_oneself_says_so(publisher: Client):
    meeting = make_draft(name="Old")
    mine = filled(publisher, change(meeting), name="Mine")
    save(publisher, change(meeting), filled(publisher, change(meeting), name="Also mine"))

    page = publisher.post(change(meeting), mine)

    assert "You saved this meeting in another window" in page.text
    assert "Another user saved" not in page.text


def typed_by(user: Any, address: str, *, ago: int, key: str = "a" * 32, typed: str = "{}") -> None:
    """Keep what a user typed on a page so many minutes ago."""
    now = timezone.now() - dt.timedelta(minutes=ago)
    keep(user, path=address, key=key, typed=typed, now=now)


def editing(client: Client, address: str) -> list[str]:
    return [entry.who for entry in client.get(address).context["editing"]]


def test_page_says_who_is_editing_and_since_when(clerk: Client):
    meeting = make_draft()
    mei = make_user("Clerk", first_name="Mei", last_name="Chen")
    typed_by(mei, change(meeting), ago=20)
    typed_by(mei, change(meeting), ago=2, typed=json.dumps({"name": ["numbat"]}))

    page = clerk.get(change(meeting))

    [entry] = page.context["editing"]
    assert entry.saved_at - entry.begun_at > dt.timedelta(minutes=17)
    assert "Mei Chen has been editing this since" in page.text
    assert "typed last 2\xa0minutes ago" in page.text
    assert "numbat" not in page.text


def test_only_others_who_typed_lately_and_did_not_save_are_named(clerk: Client):
    meeting, other = make_draft(), make_draft()
    kate, ann, bob = (make_user("Clerk", username=name) for name in ("kate", "ann", "bob"))
    typed_by(kate, change(meeting), ago=31)
    typed_by(ann, change(meeting), ago=1, typed="")
    typed_by(bob, change(other), ago=1)
    own = clerk.get("/desk/").context["user"]
    typed_by(own, change(meeting), ago=1)

    assert editing(clerk, change(meeting)) == []
    assert editing(clerk, change(other)) == ["bob"]


def test_editor_is_named_once_and_no_more_after_saving(clerk: Client, mei: Client):
    meeting = make_draft()
    user = mei.get("/desk/").context["user"]
    for key in ("a" * 32, "b" * 32):
        typed_by(user, change(meeting), ago=1, key=key)
    assert editing(clerk, change(meeting)) == ["Mei Chen"]

    UnsavedEntry.objects.filter(key="b" * 32).delete()
    save(mei, change(meeting), filled(mei, change(meeting), name="New", _entry="a" * 32))

    assert editing(clerk, change(meeting)) == []


def test_history_shows_what_a_save_changed_within_a_text(mei: Client):
    meeting = make_draft(text=f"{LONG} The roof leaks. {LONG}")
    text = f"{LONG} The floor leaks. {LONG}"

    save(mei, change(meeting), filled(mei, change(meeting), text=text))

    [entry] = history(mei, meeting)
    [told] = entry.changes
    assert [(part.kind, part.text) for part in told.parts if part.kind in {"inserted", "deleted"}] == [
        ("deleted", "roof"),
        ("inserted", "floor"),
    ]


def test_both_ends_of_a_long_text_are_kept(mei: Client):
    middle = "".join(f"Sentence number {number} of the minutes. " for number in range(1000))
    meeting = make_draft(text=f"The roof leaks. {middle}It was raining.")

    save(
        mei, change(meeting), filled(mei, change(meeting), text=f"The floor leaks. {middle}It was snowing.")
    )

    [kept] = StaffAct.objects.get(kind="changed").change_list
    assert len(kept["before"]) < 500
    [entry] = history(mei, meeting)
    parts = entry.changes[0].parts
    assert [part.text for part in parts if part.kind == "inserted"] == ["floor", "snowing"]


def test_short_values_stand_beside_each_other(mei: Client):
    meeting = make_draft()
    note("changed", meeting, [changed("location", "Hall", "Library")])

    [entry] = history(mei, meeting)

    assert entry.changes[0].parts == []
