"""Choose what of a meeting, resolution or document shows best why it was found."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString

from archive.models import Document, Meeting, Resolution
from archive.search.document import meeting_fields, resolution_fields
from archive.search.highlight import Passage, best_passage, marked
from archive.search.query import SearchQuery
from archive.text.redaction import show_redactions

# Characters fetched of each text at first. Half of 5,897 texts were shorter; those of 200,000 cost
# PostgreSQL a millisecond each to fetch.
BEGINNING = 6_000

# Everything that meeting_fields() reads of the rows of a meeting.
HANGING_ON_MEETINGS = (
    "agenda_items",
    "attendances__person",
    "action_items__agenda_item",
    "action_items__resolution__agenda_item",
    "action_items__responsible",
    "action_items__responsible_body",
)

Row = Meeting | Resolution | Document


class Shown(NamedTuple):
    """What a page shows of a hit: its title and its best passage, the matches in <mark>."""

    title: SafeString
    snippet: SafeString


def shown(rows: Sequence[Any], query: SearchQuery) -> list[Shown]:
    """Return what a page shows of each row; the rows are of one kind and have their `beginning`.

    The whole text is fetched only where the beginning does not show all of the query, in one query;
    what hangs on meetings only for those that match neither in the title nor in the text, in one
    query a table.
    """
    titles = [title_of(row, query) for row in rows]
    passages = {row.pk: best_of(beginnings_of(row), query) for row in rows}
    fetch_texts([row for row in rows if is_cut(row) and passages[row.pk].clauses < len(query.clauses)])
    for row in rows:
        if "text" in row.__dict__:
            passages[row.pk] = best_of(texts_of(row), query)
    elsewhere = [
        row
        for row, title in zip(rows, titles, strict=True)
        if query.clauses and not passages[row.pk].clauses and "<mark>" not in title
    ]
    prefetch_related_objects([row for row in elsewhere if isinstance(row, Meeting)], *HANGING_ON_MEETINGS)
    for row in elsewhere:
        passages[row.pk] = best_of([*beginnings_of(row), *other_texts_of(row)], query)
    return [Shown(title, passages[row.pk].html) for row, title in zip(rows, titles, strict=True)]


def title_of(row: Row, query: SearchQuery) -> SafeString:
    """Return the title of a row with the matches marked; without one, the beginning of its text."""
    if not isinstance(row, Resolution):
        return marked(show_redactions(row.name), query)
    written = row.name or row.identifier
    beginning = beginning_of(row)
    title = written or beginning[:80]
    is_whole = written or title == beginning
    return marked(show_redactions(title) if is_whole else f"{title}…", query)


def is_cut(row: Any) -> bool:
    """Return whether a text goes on after its beginning."""
    return len(row.beginning) == BEGINNING


def beginning_of(row: Any) -> str:
    """Return the beginning of a text, without a redaction whose sign was cut in two."""
    begun: str = row.beginning
    opened = begun.rfind("[[")
    return begun[:opened] if is_cut(row) and opened > begun.rfind("]]") else begun


def beginnings_of(row: Row) -> list[str]:
    """Return what a passage is taken from at first."""
    return [row.summary, beginning_of(row)] if isinstance(row, Meeting) else [beginning_of(row)]


def fetch_texts(rows: Sequence[Any]) -> None:
    """Give rows of one kind their whole text."""
    if not rows:
        return
    texts = dict(type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "text"))
    for row in rows:
        row.text = texts.get(row.pk, "")


def texts_of(row: Row) -> list[str]:
    """Return what a passage is taken from unless the match stands elsewhere."""
    return [row.summary, row.text] if isinstance(row, Meeting) else [row.text]


def other_texts_of(row: Row) -> list[str]:
    """Return all else that a match may stand in."""
    if isinstance(row, Meeting):
        row.__dict__.setdefault("text", "")  # read already
        return [*meeting_fields(row), row.alternate_name]
    if isinstance(row, Resolution):
        row.__dict__.setdefault("text", "")
        return [*resolution_fields(row), row.name, row.identifier]
    return [row.name]


def best_of(texts: Iterable[str], query: SearchQuery) -> Passage:
    """Return the best passage of some texts: the first of those that show most of the query."""
    passages = [best_passage(show_redactions(text), query) for text in texts if text]
    return max(passages, key=lambda passage: passage.clauses, default=Passage(SafeString(""), 0))
