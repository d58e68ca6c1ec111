"""Atom feed items: a meeting, resolution or search result, and a correction."""

import datetime as dt
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models.url_prefix import shown_address
from archive.record.build import Record
from archive.record.chain_lines import ChainLine
from archive.record.feed_ids import permanent_id
from archive.record.history import Correction
from archive.record.render.display import body_names, choice_label, days_in, excerpt
from archive.text.control_characters import printable
from archive.text.redaction import show_redactions

EXCERPT = 400  # characters


class FeedItem(NamedTuple):
    """One entry of a feed. `guid` stays when the address changes; `language` is that of the minutes."""

    guid: str
    link: str
    title: str
    description: str
    published: dt.datetime
    updated: dt.datetime
    author: str | None = None
    language: str = ""


def meeting_item(meeting: Record) -> FeedItem:
    """Return an item with the summary, or the beginning of the minutes; from followed_meeting()."""
    text = meeting["summary"] or excerpt(meeting["text"], EXCERPT)
    return item_about(meeting, meeting, meeting["name"], show_redactions(text))


def resolution_item(resolution: Record) -> FeedItem:
    """Return an item with the result and the beginning of the text; from followed_resolution()."""
    return item_about(
        resolution,
        resolution["meeting"],
        resolution["name"] or resolution["identifier"] or resolution["text"][:80],
        show_redactions(excerpt(resolution["text"], EXCERPT)),
        result=resolution["result"],
        part=f"?resolution={resolution['sequence']}",
    )


def found_item(found: Record, snippet: str) -> FeedItem:
    """Return an item of a search result, from found_part() with a version; `snippet` is HTML."""
    parts = {"resolution": f"?resolution={found.get('sequence')}", "document": f"?document={found['key']}"}
    name, result = found_name(found), found.get("result", "")
    part = parts.get(found["kind"], "")
    return item_about(found, found["meeting"], name, snippet, result=result, part=part)


def found_name(found: Record) -> str:
    """Return the title of a search result; of a resolution also its number or how it begins."""
    if found["kind"] == "resolution":
        return found["name"] or found["identifier"] or found["text"][:80]
    return str(found["name"])


def item_about(
    row: Record, meeting: Record, name: str, description: str, *, result: str = "", part: str = ""
) -> FeedItem:
    """Return the item of a row of a meeting; its title says who met, when, and how it ended."""
    name, version = show_redactions(name), row["version"]
    if result:
        label = choice_label(result, "resolution.result")
        name = _("%(name)s (%(result)s)") % {"name": name, "result": label}
    body = body_names(meeting)
    title = _("%(body)s, %(date)s: %(name)s") % {"body": body, "date": days_in(meeting), "name": name}
    return FeedItem(
        guid=permanent_id(version["first_sha256"]) + part,
        link=row["address"],
        title=printable(title),
        description=printable(description),
        published=dt.datetime.fromisoformat(version["published_at"]),
        updated=dt.datetime.fromisoformat(version["created_at"]),
        author=printable(body),
        language=meeting["language"],
    )


def correction_item(correction: Correction) -> FeedItem:
    version = correction.version
    values = {"kind": version.get_kind_display(), "name": show_redactions(correction.heading.name)}
    return FeedItem(
        guid=correction.identifier,
        link=correction.get_absolute_url(),
        title=printable(_("%(kind)s: %(name)s") % values),
        description=printable(version.reason),
        published=version.created_at,
        updated=version.created_at,
    )


def chain_item(line: ChainLine) -> FeedItem:
    """Return an item whose title is a fingerprint, and whose text is its line in the list of all."""
    return FeedItem(
        guid=permanent_id(line.sha256),
        link=shown_address(line.address)
        if line.address
        else f"{reverse('chain_text')}?after={line.previous_sha256}",
        title=line.sha256,
        description=str(line),
        published=line.created_at,
        updated=line.created_at,
    )
