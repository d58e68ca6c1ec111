"""Read what a Chinese 纪要 decides and demands in running text: 会议决定，…； 会议要求，…."""

import re
from collections.abc import Iterator

from archive.reader.outcomes import read_votes, result_in
from archive.reader.results import ResolutionRead, Span
from archive.reader.source import Source

_WHO = (
    "(?:[会會][议議]|[与與][会會]人员|全体[与與]会人员|大[会會]|党委[会會]?|党组[会會]?|"
    "常委[会會]|理事[会會]|董事[会會]|委[员員][会會]|支委[会會]|办公[会會]|[经經]研究|"
    "[经經][会會][议議]研究|[经經][讨討][论論])"
)
_DECIDING = (
    "原[则則]上?同意|原[则則]上?通[过過]|一致同意|一致[认認]为同意|一致通[过過]|"
    "[审審][议議]并?(?:原[则則])?通[过過]|表[决決]通[过過]|研究[决決]定|研究同意|"
    "研究[确確]定|[讨討][论論][决決]定|[决決]定|[议議]定|[决決][议議]|同意|通[过過]|批准|"
    "[确確]定|明[确確]|不同意|否[决決]|[暂暫][缓緩]"
)
_DEMANDING = "要求|强[调調]|強調|部署|[责責]成|提出(?:要求)?"
_START = re.compile(
    (
        rf"(?:^|(?<=[。;\n])|(?<=、))[ "
        rf"\t\u3000]{{0,60}}(?P<whole>(?P<who>{_WHO})(?:[经經][过過]?[^，,。:]{{0,12}}[,，]?)?(?:还"
        rf"|還|同时|並|并|最后|最後)?(?:(?P<deciding>{_DECIDING})|"
        rf"(?P<demanding>{_DEMANDING}))(?:了|如下|以下事[项項])?)"
    ),
    re.MULTILINE,
)
_NUMBERED = re.compile(
    r"(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、是]|[0-9]{1,2}[.、)])"
)
_OPENER = re.compile(r"(?:如下|以下事[项項]|事[项項])?[:：]?$")
LONGEST = 4000
LONGEST_LINE = 50_000
MOST_DIRECTIVES = 2_000


def read_directives(source: Source) -> list[ResolutionRead]:
    """Return the decisions and the demands of a meeting, a sentence or a paragraph each."""
    found: list[ResolutionRead] = []
    for index, line in enumerate(source.lines):
        if line.heading or line.stop - line.at > LONGEST_LINE:
            continue
        if len(found) > MOST_DIRECTIVES:
            break
        starts = list(_START.finditer(source.plain, line.at, line.stop))
        ends = [match.start("whole") for match in starts[1:]] + [line.stop]
        for match, end in zip(starts, ends, strict=False):
            found += _read(source, index, match, min(end, match.start("whole") + LONGEST))
    return found


def _read(source: Source, index: int, match: re.Match[str], end: int) -> Iterator[ResolutionRead]:
    deciding = bool(match["deciding"])
    span = source.trimmed(match.start("whole"), end)
    rest = source.plain[match.end("whole") : end].strip(" \t\u3000")
    if deciding and end == source.lines[index].stop and (not rest or _OPENER.fullmatch(rest)):
        # 会议决定： with its points on the lines below.
        yield from (_resolution(source, item, "决定") for item in _points(source, index + 1))
        return
    if rest:
        yield _resolution(source, span, match["deciding"] or "")


def _points(source: Source, index: int) -> Iterator[Span]:
    while index < len(source.lines):
        line = source.lines[index]
        match = _NUMBERED.match(source.plain, line.at, line.stop)
        if line.text and not match:
            return
        if match:
            yield source.trimmed(match.end(), line.stop)
        index += 1


def _resolution(source: Source, span: Span, verb: str) -> ResolutionRead:
    classification = "resolution" if verb else "directive"
    result = result_in(verb, "adopted") if verb else ""
    return ResolutionRead(
        source.value(span), classification=classification, result=result, votes=read_votes(source, span)
    )
