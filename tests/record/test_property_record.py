"""The record under random sequences of all that may be done to meetings that relate to each other."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress

import hypothesis
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from archive.models import Meeting, Resolution, Revision
from archive.operations.publish import CannotApprove, CannotPublish, approve, correct, publish, withdraw
from archive.record.render.page import MeetingPage
from archive.record.verify import problems_of_record
from tests.factories import make_attendance, make_body, make_draft, make_resolution
from tests.latest import latest_version

COUNT = 3
REDACTED = "[[redacted: data protection]]"
KEPT = ("meeting_id", "number", "kind", "reason", "created_at", "sha256", "previous_sha256", "snapshot")
LISTS = ("home", "meeting_list", "resolution_list", "correction_list", "corrections_feed")
PARTS = ("", "record.json")  # of a version
which = st.integers(0, COUNT - 1)
place = st.sampled_from(["name", "text", "resolution"])


class RecordMachine(RuleBasedStateMachine):
    """Three meetings of one body, each with a resolution that relates to that of another.

    Whatever is typed is a word that occurs once, so that it is known where each may be read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.client = Client()
        self.count = 0
        self.versions: dict[int, dict[str, object]] = {}
        self.now: dict[int, dict[str, str]] = defaultdict(dict)  # meeting -> place -> word in its row
        self.said: dict[int, set[str]] = defaultdict(set)  # meeting -> words that its versions say
        self.checked: dict[int, int] = {}  # meeting -> version whose page was looked at
        self.redacted: set[str] = set()
        self.names: set[str] = set()  # words that were the title of a meeting when it was withdrawn
        body = make_body("Council", slug="council")
        self.keys = [self.make(body, dt.date(2023, 5, day)) for day in range(1, COUNT + 1)]
        rows = [Resolution.objects.get(meeting=key) for key in self.keys]
        for row, other in zip(rows, [*rows[1:], rows[0]], strict=True):
            row.relations.create(target=other, kind="relates_to")
        for row in rows[:0:-1]:  # so that the second names the third from the start; the first is a draft
            publish(row.meeting)
            self.note(row.meeting)

    def make(self, body, day: dt.date) -> int:
        """Make a draft; return its key."""
        meeting = make_draft(body=body, date=day)
        make_attendance(meeting, role="chair")
        make_resolution(meeting)
        for where in ("name", "text", "resolution"):
            self.write(meeting, where, self.new_word(meeting, where))
        return meeting.pk

    def teardown(self) -> None:
        """Look everywhere once more, then undo everything."""
        try:
            self.look_everywhere()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # What is typed

    def new_word(self, meeting: Meeting, where: str) -> str:
        """Return a word never used before, and remember where it stands."""
        self.count += 1
        word = self.now[meeting.pk][where] = f"word{self.count:04}"
        return word

    def write(self, meeting: Meeting, where: str, word: str) -> None:
        """Put a word into the title, the text or the resolution's title."""
        if where == "resolution":
            resolution = meeting.resolutions.get()
            resolution.name = f"Resolution on {word}"
            resolution.save()
        else:
            setattr(meeting, where, f"The committee met about {word} at last.")
            meeting.save()

    def meeting(self, index: int, *states: str) -> Meeting:
        """Return a meeting in one of some states, the one at an index if it is."""
        found = list(Meeting.objects.filter(publication__in=states).order_by("pk"))
        return found[index % len(found)]

    def has(self, *states: str) -> bool:
        """Return whether there is a meeting in one of some states."""
        return Meeting.objects.filter(publication__in=states).exists()

    def note(self, meeting: Meeting) -> None:
        """Remember that a version now says what the rows say."""
        self.said[meeting.pk] |= set(self.now[meeting.pk].values())

    # What may be done

    @precondition(lambda self: self.has("draft", "withdrawn"))
    @rule(index=which, where=place)
    def edit(self, index: int, where: str) -> None:
        """Save what the public does not see."""
        meeting = self.meeting(index, "draft", "withdrawn")
        self.write(meeting, where, self.new_word(meeting, where))

    @precondition(lambda self: self.has("draft", "withdrawn"))
    @rule(index=which)
    def publish(self, index: int) -> None:
        """Publish a draft, or again what was withdrawn."""
        meeting = self.meeting(index, "draft", "withdrawn")
        publish(meeting, reason="It was right." if meeting.publication == "withdrawn" else "")
        self.note(meeting)

    @precondition(lambda self: self.has("published"))
    @rule(index=which, where=place, kind=st.sampled_from(["corrected", "amended"]))
    def correct(self, index: int, where: str, kind: str) -> None:
        """Correct one place."""
        meeting = self.meeting(index, "published")
        self.write(meeting, where, self.new_word(meeting, where))
        correct(meeting, kind=kind, reason="Spelling.")
        self.note(meeting)

    @precondition(lambda self: self.has("published"))
    @rule(index=which, where=place)
    def preview(self, index: int, where: str) -> None:
        """Correct one place and undo it."""
        meeting = self.meeting(index, "published")
        before = dict(self.now[meeting.pk])
        with transaction.atomic():
            self.write(meeting, where, self.new_word(meeting, where))
            correct(meeting, kind="corrected", reason="Spelling.")
            transaction.set_rollback(True)
        self.now[meeting.pk] = before

    @precondition(lambda self: self.has("published"))
    @rule(index=which, later=which)
    def approve(self, index: int, later: int) -> None:
        """Approve the minutes at another meeting, published or not."""
        meeting = self.meeting(index, "published")
        other = Meeting.objects.exclude(pk=meeting.pk).order_by("pk")[later % (COUNT - 1)]
        with suppress(CannotApprove):  # it is approved already
            approve(meeting, on=dt.date(2023, 6, 1), at_meeting=other)
            self.note(meeting)

    @precondition(lambda self: self.has("published"))
    @rule(index=which, other=which)
    def relate(self, index: int, other: int) -> None:
        """Relate a resolution to that of another meeting, published or not."""
        meeting = self.meeting(index, "published")
        target = Meeting.objects.exclude(pk=meeting.pk).order_by("pk")[other % (COUNT - 1)]
        meeting.resolutions.get().relations.get_or_create(
            target=target.resolutions.get(), kind="relates_to"
        )
        correct(meeting, kind="corrected", reason="A relation was missing.")
        self.note(meeting)

    @precondition(lambda self: self.has("published"))
    @rule(index=which, where=place)
    def redact(self, index: int, where: str) -> None:
        """Take back one word for good."""
        meeting = self.meeting(index, "published")
        self.redacted.add(self.now[meeting.pk].pop(where, ""))
        self.write(meeting, where, REDACTED)
        correct(meeting, kind="redacted", reason="Data protection.")
        self.note(meeting)

    @precondition(lambda self: self.has("published"))
    @rule(index=which)
    def withdraw(self, index: int) -> None:
        """Take back a meeting, but for its title."""
        meeting = self.meeting(index, "published")
        withdraw(meeting, reason="Entered twice.")
        self.names.add(self.now[meeting.pk].get("name", ""))

    @rule(index=which)
    def try_what_is_refused(self, index: int) -> None:
        """Do what the state of a meeting forbids; nothing must come of it."""
        meeting = Meeting.objects.get(pk=self.keys[index])
        for act in forbidden(meeting):
            with pytest.raises((ValueError, CannotPublish)):
                act()

    # What must hold

    @invariant()
    def versions_are_kept(self) -> None:
        """No version was lost or changed, and there is one for whatever is public."""
        found = {row.pop("pk"): row for row in Revision.objects.values("pk", *KEPT)}
        assert {key: found.get(key) for key in self.versions} == self.versions
        self.versions = found

    @invariant()
    def record_verifies(self) -> None:
        """The chain has no gap."""
        assert list(problems_of_record()) == []

    @invariant()
    def page_is_the_latest_version(self) -> None:
        """Page and download say what the latest version says, and it says what was typed."""
        for meeting in Meeting.objects.published():
            version = latest_version(meeting)
            if self.checked.get(meeting.pk) == version.pk:
                continue
            self.checked[meeting.pk] = version.pk
            snapshot = version.snapshot
            page = self.client.get(meeting.get_absolute_url())
            assert page.context["minutes"].record == MeetingPage(json.loads(snapshot)).record
            assert self.client.get(f"{meeting.get_absolute_url()}record.json").content.decode() == snapshot
            assert [word for word in self.now[meeting.pk].values() if word not in answer(page)] == []
            self.assert_hidden(meeting.get_absolute_url(), answer(page))

    def look_everywhere(self) -> None:
        """No hidden word is in a list, in search, or in any version or difference of any meeting."""
        for address in self.addresses():
            self.assert_hidden(address, answer(self.client.get(address)))

    def addresses(self) -> Iterator[str]:
        """Yield every address at which a word may be told."""
        yield from map(reverse, LISTS)
        yield f"{reverse('search')}?q=committee"
        yield f"{reverse('search')}?q=resolution"
        for meeting in Meeting.objects.ever_published():
            own = meeting.get_absolute_url()
            last = latest_version(meeting).number
            yield from (f"{own}{part}" for part in ("", "history/", "record.txt", "resolutions/1/"))
            yield from (f"{own}v{number}/{part}" for number in range(1, last + 1) for part in PARTS)
            yield from (f"{own}changes/{number - 1}..{number}/" for number in range(2, last + 1))

    def assert_hidden(self, address: str, said: str) -> None:
        """Assert that what an address answers tells nothing hidden."""
        issued = {f"word{number:04}" for number in range(1, self.count + 1)}
        published = set(Meeting.objects.published().values_list("pk", flat=True))
        open_words = set().union(self.names, *(self.said[key] for key in published)) - self.redacted
        assert {word for word in issued - open_words if word in said} == set(), address


def answer(response) -> str:
    """Return all that a response says, headers included."""
    assert response.status_code in {200, 404, 410}
    return f"{response.headers}{response.content.decode()}"


def forbidden(meeting: Meeting) -> list[Callable[[], object]]:
    """Return what may not be done to a meeting in its state."""
    if meeting.publication == Meeting.Publication.PUBLISHED:
        return [
            lambda: publish(meeting),
            lambda: correct(meeting, kind="corrected", reason=" "),
            lambda: withdraw(meeting, reason=""),
        ]
    acts: list[Callable[[], object]] = [
        lambda: correct(meeting, kind="corrected", reason="Spelling."),
        lambda: withdraw(meeting, reason="Entered twice."),
    ]
    if meeting.publication == Meeting.Publication.WITHDRAWN:
        acts.append(lambda: publish(meeting))  # without a reason
    return acts


@pytest.mark.django_db
def test_record_keeps_its_promises_whatever_is_done():
    run_state_machine_as_test(
        RecordMachine, settings=hypothesis.settings(max_examples=3, stateful_step_count=20)
    )
