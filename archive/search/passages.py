"""Choose what of a meeting or resolution shows best why it was found."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString

from archive.models import Meeting, Resolution
from archive.search.document import meeting_fields, resolution_fields
from archive.search.highlight import Passage, best_passage, marked
from archive.search.query import SearchQuery
from archive.text.redaction import shown as redactions_shown

# Everything that meeting_fields() reads of the rows of a meeting.
HANGING_ON_MEETINGS = (
    "agenda_items",
    "attendances__person",
    "action_items__agenda_item",
    "action_items__resolution__agenda_item",
    "action_items__responsible",
    "action_items__responsible_body",
)


class Shown(NamedTuple):
    """What a page shows of a hit: its title and its best passage, the matches in <mark>."""

    title: SafeString
    snippet: SafeString


def shown(rows: Sequence[Meeting | Resolution], query: SearchQuery) -> list[Shown]:
    """Return what a page shows of each row.

    What hangs on meetings is fetched only for those that match neither in the title nor in the text,
    in one query a table.
    """
    titles = [title_of(row, query) for row in rows]
    passages = [best_of(texts_of(row), query) for row in rows]
    found = [
        passage.clauses > 0 or "<mark>" in title for title, passage in zip(titles, passages, strict=True)
    ]
    elsewhere = [row for row, is_found in zip(rows, found, strict=True) if not is_found]
    prefetch_related_objects([row for row in elsewhere if isinstance(row, Meeting)], *HANGING_ON_MEETINGS)
    others = {id(row): best_of(all_texts_of(row), query) for row in elsewhere}
    return [
        Shown(title, others.get(id(row), passage).html)
        for row, title, passage in zip(rows, titles, passages, strict=True)
    ]


def title_of(row: Meeting | Resolution, query: SearchQuery) -> SafeString:
    """Return the title of a row with the matches marked; without one, the beginning of its text."""
    if isinstance(row, Meeting):
        return marked(redactions_shown(row.name), query)
    is_whole = row.name or row.identifier or row.label == row.text
    return marked(redactions_shown(row.label) if is_whole else f"{row.label}…", query)


def texts_of(row: Meeting | Resolution) -> list[str]:
    """Return what a passage is taken from unless the match stands elsewhere."""
    return [row.text] if isinstance(row, Resolution) else [row.summary, row.text]


def all_texts_of(row: Meeting | Resolution) -> list[str]:
    """Return all else that a match may stand in."""
    if isinstance(row, Resolution):
        return [*resolution_fields(row), row.name, row.identifier]
    return [*meeting_fields(row), row.alternate_name]


def best_of(texts: Iterable[str], query: SearchQuery) -> Passage:
    """Return the best passage of some texts: the first of those that show most of the query."""
    passages = [best_passage(redactions_shown(text), query) for text in texts if text]
    return max(passages, key=lambda passage: passage.clauses, default=Passage(SafeString(""), 0))
