"""Transcripts: whose words a paragraph holds, and how often each speaks.

Two forms are known: each speech under a heading that is the speaker's name with a colon, and each
beginning with the name and a colon. Notes with a few labels (Action:) are no transcript.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from archive.text.name_shapes import shape_of

_HEAD = re.compile(r"([^:：]{1,60})[:：]\s*\Z")
_LABEL = re.compile(r"([^\s:：，。,][^:：\n，。]{0,40}?)[:：](?=\s|[^\x00-\x7f]|\Z)")
_FEWEST_HEADS = 5
_FEWEST_SPEECHES = 15
_FEWEST_SPEAKERS = 3
_FEWEST_OF_ONE = 3
_SHARE = 0.4  # of the paragraphs
_STEADY = 0.8  # where after a label nearly always the same comes (案由, 说明, 办法), it is a form
_LABELS = frozenset(
    "action actions agenda answer decision issue link links note notes question proposal resolution "
    "resolved result status summary topic update vote".split()
)


class Speaker(NamedTuple):
    """Somebody who speaks: how often, and the id of the first speech."""

    name: str
    speeches: int
    anchor: str


def speaker_heads(blocks: Sequence[Token], texts: Sequence[str]) -> None:
    """Make labels of the headings that are speakers, in place."""
    heads = [
        index
        for index, block in enumerate(blocks)
        if block.type == "heading_open" and _HEAD.match(texts[index + 1])
    ]
    repeated = [count for count in Counter(texts[index + 1] for index in heads).values() if count > 1]
    if len(heads) < _FEWEST_HEADS or not repeated:
        return
    for index in heads:
        for token in (blocks[index], blocks[index + 2]):
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
        blocks[index].attrSet("class", "speaker")


def speakers_of(blocks: Sequence[Token], texts: Sequence[str]) -> list[Speaker]:
    """Return who speaks in a transcript, who speaks most first; [] if the text is none.

    The paragraphs have their ids already; the names that they begin with become bold.
    """
    by_head = [index for index, block in enumerate(blocks) if block.attrs.get("class") == "speaker"]
    found = [(index, _HEAD.match(texts[index + 1])) for index in by_head] or _labels(blocks, texts)
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for index, match in found:
        if match:
            name = match[1].strip()
            counts[name] += 1
            first.setdefault(name, str(blocks[index].attrs.get("id", "")))
            if not by_head:
                embolden(blocks[index + 1], name)
    return [Speaker(name, count, first[name]) for name, count in counts.most_common()]


def _labels(blocks: Sequence[Token], texts: Sequence[str]) -> list[tuple[int, re.Match[str] | None]]:
    """Return the paragraphs that begin with a speaker's name, if they are what the text is made of."""
    paragraphs = [
        index for index, block in enumerate(blocks) if block.type == "paragraph_open" and not block.hidden
    ]
    labelled = [(index, _LABEL.match(texts[index + 1])) for index in paragraphs]
    counts = Counter(match[1].strip() for _index, match in labelled if match)
    names = {name for name, count in counts.items() if count >= _FEWEST_OF_ONE and _may_speak(name)}
    speeches = [(index, match) for index, match in labelled if match and match[1].strip() in names]
    is_made_of_them = len(speeches) >= max(_FEWEST_SPEECHES, _SHARE * len(paragraphs))
    if (
        len(names) < _FEWEST_SPEAKERS
        or not is_made_of_them
        or _is_form([match[1] for _index, match in speeches])
    ):
        return []
    return list(speeches)


def _may_speak(name: str) -> bool:
    return name.casefold() not in _LABELS and not shape_of(name)


def _is_form(names: Sequence[str]) -> bool:
    """Return whether what stands in order is the labels of a form, not people who talk."""
    after: dict[str, Counter[str]] = {}
    for name, following in itertools.pairwise(names):
        after.setdefault(name, Counter())[following] += 1
    usual = sum(counts.most_common(1)[0][1] for counts in after.values())
    return usual > _STEADY * (len(names) - 1)


def embolden(block: Token, name: str) -> None:
    """Set the name that a paragraph begins with in bold, in place, if it is not yet."""
    first = (block.children or [_NOTHING])[0]
    if first.type != "text" or not first.content.startswith(name):
        return
    end = len(name) + 1
    label, first.content = first.content[:end], first.content[end:]
    block.children = [
        Token("speaker_open", "b", 1, attrs={"class": "speaker"}),
        Token("text", "", 0, content=label),
        Token("speaker_close", "b", -1),
        *(block.children or []),
    ]


_NOTHING = Token("nothing", "", 0)
