"""Actions that running text tells before their votes: "…" Votes for this action: Lee, Ray."""

import re

from archive.reader.results import ResolutionRead, Span
from archive.reader.source import Source
from archive.reader.votes import read_votes

_THIS_ACTION = re.compile(
    r"\b(?:Votes? (?:for|in favor of) (?:this|these) actions?|Voting for (?:this|these) actions?)[ ]?:",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:directive|action|statement|below|follows?|released[^.:]{0,60}|resolution)[^.:\"]{0,60}[.:](?=\s)",
    re.IGNORECASE,
)


def read_quoted_actions(source: Source) -> list[ResolutionRead]:
    """Return the actions that running text quotes before "Votes for this action: …"."""
    found = []
    before = 0
    for match in _THIS_ACTION.finditer(source.plain):
        span = _quoted(source, max(before, match.start() - 6000), match.start())
        votes = read_votes(source, Span(match.start(), min(len(source.plain), match.end() + 800)))
        before = max(match.end(), votes.span.end if votes else 0)
        span = (
            source.trimmed(*span, strip=".;") if source.plain[span.start : span.start + 1] in ".;" else span
        )
        if span.start < span.end:
            found.append(ResolutionRead(source.value(span), result="adopted", votes=votes))
    return found


def _quoted(source: Source, start: int, end: int) -> Span:
    """Return the text of an action: the quotation before the vote, or what the word directive led to."""
    words = source.plain[start:end].rstrip()
    if words.endswith(('"', "”")):
        opening = max(words.rfind('"', 0, len(words) - 1), words.rfind("“"))
        if opening >= 0:
            return source.trimmed(start + opening, start + len(words))
    leads = list(_LED.finditer(words))
    return source.trimmed(start + (leads[-1].end() if leads else 0), start + len(words))
