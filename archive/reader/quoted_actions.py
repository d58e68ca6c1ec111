"""Actions that running text tells before their votes: "…" Votes for this action: Lee, Ray."""

import re
from itertools import islice

from archive.reader.movers import BODY
from archive.reader.results import ResolutionRead, Span
from archive.reader.source import Source
from archive.reader.votes import SENTENCE_END, read_votes

_THIS_ACTION = re.compile(
    r"\b(?:Votes? (?:for|in favor of) (?:this|these) actions?|Voting for (?:this|these) actions?)[ ]?:",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:directive|action|statement|below|follows?|released[^.:]{0,60}|resolution)[^.:\"]{0,60}[.:](?=\s)",
    re.IGNORECASE,
)


_OF_BODY = re.compile(rf"\b[Tt]he[ ](?:[A-Z][\w'’-]*[ ]){{0,4}}(?i:{BODY})\b")
LONGEST_UNLED = 2500  # without a quotation or a word that leads to it; what is longer holds more
LONGEST_ACT = 1500
MOST_ACTIONS = 500


def read_quoted_actions(source: Source) -> list[ResolutionRead]:
    """Return the actions that running text quotes before "Votes for this action: …"."""
    found: list[ResolutionRead] = []
    if "this action" not in source.lower and "these action" not in source.lower:
        return found
    before = 0
    for match in islice(_THIS_ACTION.finditer(source.plain), MOST_ACTIONS):
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
    end = start + len(words)
    start += leads[-1].end() if leads else 0
    is_more = not leads and end - start > LONGEST_UNLED
    return _last_act(source, start, end) if is_more else source.trimmed(start, end)


def _last_act(source: Source, start: int, end: int) -> Span:
    """Return the sentences from the last one about the body: The Committee ratified these transactions."""
    start = max(start, end - LONGEST_ACT)
    starts = [start, *(match.end() for match in SENTENCE_END.finditer(source.plain, start, end - 1))]
    acts = (at for at in reversed(starts[1:]) if _OF_BODY.search(source.plain, *_sentence(source, at, end)))
    return source.trimmed(next(acts, starts[-1]), end)


def _sentence(source: Source, start: int, end: int) -> Span:
    stop = SENTENCE_END.search(source.plain, start, end)
    return Span(start, stop.end() if stop else end)
