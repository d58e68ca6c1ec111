"""An archive with one of everything, shown and hidden, and the addresses of it all."""

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone

from archive.models import Meeting, Resolution
from archive.operations.autosave import keep
from archive.operations.publish import correct, publish, withdraw
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_matter,
    make_meeting,
    make_membership,
    make_person,
    make_resolution,
    make_source,
    make_topic,
    make_user,
    make_vote,
)

# One word for each thing that the public may not see, and some that it must.
HIDDEN = {
    "draft": "quokka",
    "closed item": "axolotl",
    "private document": "pangolin",
    "withdrawn": "okapi",
    "redacted": "kinkajou",
    "correction that is previewed": "bandicoot",
    "attendance that is not public": "tapir",
    "person of drafts only": "numbat",
    "body of drafts only": "dugong",
    "member of staff": "wombat",
    "topic that is not public": "narwhal",
    "text that it was read from": "aardvark",
    "what is typed and not saved": "potoroo",
}
SHOWN = {"heron", "stork", "egret", "bittern", "crane", "ibis", "avocet"}


def routes() -> Iterator[URLPattern]:
    """Yield the routes of the public site; the desk asks everybody to log in, and /admin/ leads to it."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name != "desk_redirect":
                yield pattern
        else:
            assert str(pattern.pattern) == "desk/"


ROUTES = {str(route.name): route for route in routes()}
LISTS = {name for name, route in ROUTES.items() if not route.pattern.regex.groups}


@dataclass
class World:
    """What there is to be addressed: values of each part that a route may have, hidden ones among them."""

    parts: dict[str, list[object]] = field(default_factory=dict)

    def addresses(self, name: str) -> Iterator[str]:
        """Yield the addresses of a route with all these values; an unknown part raises KeyError."""
        parts = list(ROUTES[name].pattern.regex.groupindex)
        for values in itertools.product(*(self.parts[part] for part in parts)):
            try:
                yield reverse(name, kwargs=dict(zip(parts, values, strict=True)))
            except NoReverseMatch:
                # A version of 0, a year that is no day: no such address can be made.
                continue


def fill() -> World:
    """Fill an archive with things shown and hidden."""
    board = make_body("heron", slug="board", description="heron")
    office = make_body(HIDDEN["body of drafts only"], slug="office", parent=board)
    day = dt.date(2023, 8, 23)
    files = [open_meeting(board, day), *closed_parts(board, day), *draft(board, day), *draft(office, day)]
    withdrawn(board, day)
    silent(board, day)
    redacted(board, day)
    previewed(board, day)
    topics()
    return World(
        {
            "body": ["board", "office", "none"],
            "day": ["2023", "2023-08-23", *(f"2023-08-23-{number}" for number in range(2, 9))],
            "year": ["2023", "1999"],
            "sequence": [1, 2],
            "pk": [0, *range(files[0] - 1, files[-1] + 2)],
            "name": ["agenda.txt", "agenda-2.txt"],
            "slug": ["board", "office", "shown", "hidden", "silent"],
            "number": [1, 2],
            "old": [1],
            "new": [2],
            "section": [
                "pages",
                "years",
                "bodies",
                "people",
                "meetings",
                "resolutions",
                "matters",
                "secrets",
            ],
            "code": ["en", "zh-hans", "tlh"],
        }
    )


def open_meeting(board, day: dt.date) -> int:
    """Publish a meeting with one of everything and correct it; return the key of its document."""
    said: dict[str, Any] = {"name": "stork", "text": "egret", "language": "zh-Hans"}
    meeting = make_draft(body=board, date=day, items=1, resolutions=1, **said)
    person = make_person("bittern", slug="shown")
    make_attendance(meeting, person=person)
    make_membership(person=person, body=board)
    make_vote(meeting.resolutions.get(), voter=person)
    meeting.resolutions.update(matter=make_matter("heron", body=board, slug="shown"))
    make_action(meeting, description="crane", responsible=person)
    document = make_document(meeting, file=ContentFile(b"ibis", name="agenda.txt"))
    clerk = make_user(username=HIDDEN["member of staff"])
    keep_beside(meeting, clerk)
    publish(meeting, by=clerk)
    meeting.summary = "stork"
    meeting.save()
    correct(meeting, kind="corrected", reason="Spelling.", by=clerk)
    return document.pk


def keep_beside(meeting, clerk) -> None:
    """Keep with a meeting the text it was read from, and what somebody typed on its page."""
    word = HIDDEN["text that it was read from"]
    source = make_source(text=word, name=word, meeting=meeting, created_by=clerk)
    source.file.save(f"{word}.txt", ContentFile(word.encode()))
    word = HIDDEN["what is typed and not saved"]
    typed = json.dumps({"name": [word]})
    keep(clerk, path=f"/desk/{word}/", key="0" * 32, typed=typed, now=timezone.now())


def closed_parts(board, day: dt.date) -> list[int]:
    """Publish a meeting with closed and private parts; return the keys of its documents."""
    word = HIDDEN["closed item"]
    meeting = make_draft(body=board, date=day, name="Partly closed")
    item = make_item(meeting, name=word, text=word, presenter=word, is_public=False)
    person = make_person(word, slug="hidden")
    resolution = make_resolution(meeting, agenda_item=item, name=word, text=word, mover=person)
    make_vote(resolution, voter=person)
    make_action(meeting, agenda_item=item, description=word, responsible=person)
    kept = make_document(
        meeting, agenda_item=item, name=word, file=ContentFile(word.encode(), "agenda.txt")
    )
    word = HIDDEN["private document"]
    private = make_document(
        meeting, name=word, is_public=False, file=ContentFile(word.encode(), "agenda.txt")
    )
    publish(meeting)
    return [kept.pk, private.pk]


def draft(body, day: dt.date) -> list[int]:
    """Enter a draft; return the keys of its documents."""
    word = HIDDEN["draft"]
    meeting = make_draft(
        body=body, date=day, name=word, text=word, summary=word, location=word, document_number=word
    )
    person = make_person(HIDDEN["person of drafts only"])
    make_attendance(meeting, person=person, label=word)
    item = make_item(meeting, name=word, text=word)
    matter = make_matter(word, name=word, body=body, slug=f"draft-{meeting.pk}")
    resolution = make_resolution(
        meeting, agenda_item=item, name=word, text=word, identifier=word, mover=person, matter=matter
    )
    make_vote(resolution, voter=person)
    make_action(meeting, description=word, responsible=person)
    acting = make_meeting(body=make_body(slug=f"acting-{meeting.pk}"), resolutions=1, approved_at=meeting)
    acting.resolutions.get().relations.create(target=resolution, kind="amends", note="stork")
    resolution.relations.create(target=acting.resolutions.get(), kind="implements", note=word)
    meeting.closures.create(action=make_action(acting, description="crane"), outcome=word)
    return [make_document(meeting, name=word, file=ContentFile(word.encode(), "agenda.txt")).pk]


def withdrawn(board, day: dt.date) -> None:
    """Publish a meeting, and another that repeats what it says, and withdraw it: only its title stays."""
    word = HIDDEN["withdrawn"]
    meeting = make_draft(body=board, date=day, name="Withdrawn", text=word, summary=word)
    make_resolution(meeting, name=word, text=word, identifier=word)
    make_item(meeting, name=word)
    make_document(meeting, name=word)
    publish(meeting)
    refer_to(meeting)
    withdraw(meeting, reason="Entered twice.")


def refer_to(meeting) -> None:
    """Publish a meeting whose record repeats what another one is called, and its resolution and item."""
    other = make_draft(body=meeting.body, date=meeting.date, name="Referring", approved_at=meeting)
    make_item(other, continued_from=meeting.agenda_items.get())
    make_action(other, closed_at=meeting)
    make_resolution(other).relations.create(target=meeting.resolutions.get(), kind="amends")
    publish(other)


def redacted(board, day: dt.date) -> None:
    """Publish a meeting, and another that repeats what it says, and redact a word wherever it stands."""
    word = HIDDEN["redacted"]
    meeting = make_draft(body=board, date=day, name=word, text=word)
    resolution = make_resolution(meeting, name=word, text=word)
    item = make_item(meeting, name=word)
    publish(meeting)
    refer_to(meeting)
    for row, fields in ((meeting, ("name", "text")), (resolution, ("name", "text")), (item, ("name",))):
        for name in fields:
            setattr(row, name, "[[redacted: data protection]]")
        row.save()
    correct(meeting, kind="redacted", reason="Data protection.")


def previewed(board, day: dt.date) -> None:
    """Publish a meeting and correct it, but only for a look: the transaction is undone."""
    word = HIDDEN["correction that is previewed"]
    meeting = make_meeting(body=board, date=day, name="Previewed", resolutions=1)
    with transaction.atomic():
        meeting.name = meeting.text = word
        meeting.save()
        meeting.resolutions.update(name=word)
        correct(meeting, kind="corrected", reason=word)
        transaction.set_rollback(True)


def silent(board, day: dt.date) -> None:
    """Publish a meeting that does not tell who was there."""
    meeting = make_draft(body=board, date=day, name="Silent", attendance_status="not_public")
    make_attendance(meeting, person=make_person(HIDDEN["attendance that is not public"], slug="silent"))
    publish(meeting)


def topics() -> None:
    """Make a topic that picks all there is, shown and hidden, and one that is not public."""
    everything = {"resolutions": Resolution.objects.all(), "meetings": Meeting.objects.all()}
    make_topic("avocet", slug="board", query="stork OR flood", **everything)
    make_topic(HIDDEN["topic that is not public"], slug="hidden", is_public=False, **everything)
