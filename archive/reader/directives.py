"""Decisions and demands in running Chinese text: 会议决定,…; 会议研究并通过了…; 会议要求,…"""

import re
from collections.abc import Iterator

from archive.reader.charges import CHARGE
from archive.reader.outcomes import settle_result
from archive.reader.results import MOST_RESOLUTIONS, Doubt, ResolutionRead, Span
from archive.reader.source import Source, SourceLine
from archive.reader.votes import read_votes
from archive.text.vocabulary import result_in, result_of_status

_WHO = (
    "会议|与会(?:人员|代表|委员)|全体(?:与会人员|成员|委员|理事|董事|监事|代表)|大会|党委会?|党组会?"
    "|常委会|理事会|董事会|监事会|委员会|居委会|村委会|支委会|局务会|办公会"
)
_STUDY = "(?:研究|讨论|审议|评议|表决|审核|听取|审查|协商|投票|举手)"
_STUDIED = f"(?:经?(?:认真|充分|集体|专题|逐项)?{_STUDY}(?:{_STUDY})?(?:了|并|后|,)?)?"
# 经讨论,同意…; 经全体理事表决,一致通过…; 经研究决定,…
_TALLY = "(?:[^,。:;\n]{0,8}[0-9]{1,4}[票人名][^,。:;\n]{0,6}[,、]){1,5}"
_AFTER = (
    f"经(?:过|由)?(?:认真|充分|集体|(?P<all>[^,。:;\n]{{2,12}}?))?{_STUDY}(?:{_STUDY})?后?(?:,{_TALLY})?"
)
_DECIDING = (
    "原则上?同意|原则上?通过|一致(?:认为)?同意|一致通过|审议并?(?:原则)?通过|表决通过|研究(?:决定|同意|确定|通过)|"
    "讨论决定|决定|议定|决议|同意|通过|批准|确定|明确|不同意|否决|不予|暂缓"
)
_DEMANDING = "要求|责成"
# What was only said or heard decides nothing, and ends what was decided before it.
_TELLING = "(?:研究|讨论|审议)了|强调|指出|听取|认为|提出|部署|传达|学习|通报|分析|听了|观看|回顾|总结"
_DIRECTIVE = re.compile(
    rf"""
    (?:^[ \t\u3000>*+-]{{0,60}}(?:\(?[一二三四五六七八九十0-9]{{1,3}}[、.)])?|(?<=[。;])
      |(?<=,)(?=经[^,。]{{0,8}}表决))[ \t\u3000]{{0,60}}
    (?P<whole>
      (?:(?:(?:经[^,。:\n]{{1,12}},)?(?P<body>{_WHO})(?:经过?[^,。:]{{0,12}},?)?|{_AFTER},?)(?:一致|还|同时|并|最后)?
        (?:{_STUDIED}(?P<deciding>{_DECIDING})|(?P<demanding>{_DEMANDING})|(?P<telling>{_TELLING}))
        |(?:审议|研究|讨论)并?(?P<bare>(?:原则|一致)?(?:通过|同意|决定))了?(?=[^。,:]{{0,4}}[《“关]))
      (?:了|如下|以下事项)?)
    """,
    re.MULTILINE | re.VERBOSE,
)
_BEFORE = re.compile("[。;]|,(?=经)")
_AFTER_HEARING = re.compile(
    rf"[,](?:会议)?(?:经?(?:认真)?{_STUDY}(?:{_STUDY})?,?)?(?:并|一致)*(?P<deciding>{_DECIDING}|退回)了?(?!事项)"
)
_NUMBERED = re.compile(
    r"(?:(?P<bracket>\([一二三四五六七八九十]{1,3}\))|(?P<han>[一二三四五六七八九十]{1,3}[、是])"
    r"|(?P<digit>[0-9]{1,2}[.、)]))"
)
_OPENER = re.compile(
    r"(?:如下|(?:以下|下列|如下)(?:各[项个])?(?:事项|议案|议题|提案|决议|决定|内容)|事项(?:如下)?)?[:]?$"
)
_VOTE = re.compile(
    r"[ \t\u3000]*\(?(?:(?:投票|表决)(?:结果|情况)?[:为,]|(?:赞成|同意)[:]?[0-9]+[票人]"
    r"|[0-9]+[票人](?:赞成|同意))"
)
_SENTENCE = re.compile(r"[。;](?=[ \t\u3000]*\S)")
_PUT_OFF = re.compile(
    r"(?:暂缓|暂不|缓议|推迟|延后|延期)[^。;,]{0,12}(?:审议|表决|讨论|研究|决定|决议|上会|议)|(?:予以|决定)(?:暂缓|缓议)"
    r"|^(?:对[^。,;]{1,40})?(?:予以)?(?:暂缓|缓议|退回|发回)"
    r"|退回[^。;]{0,20}(?:修改|补充|完善|重新|再|研究|重拟)|下一?次会议再?(?:审议|讨论|研究|议)"
    r"|再行?(?:审议|上会|议)(?:[。;,]|$)"
)
_REFUSED = re.compile(r"^(?:否决|不予|不同意|不批准|不通过)")
# 决定暂不批准: put off or refused, as one may read it.
_NOT_FOR_NOW = re.compile(r"^[^。;,]{0,20}暂不[^。;,]")
LONGEST_ONE = 4000
LONGEST_CHINESE_LINE = 50_000


def read_directives(source: Source) -> list[ResolutionRead]:
    found: list[ResolutionRead] = []
    for index, line in enumerate(source.lines):
        if line.text.isascii() or line.heading or line.stop - line.at > LONGEST_CHINESE_LINE:
            continue
        if len(found) >= MOST_RESOLUTIONS:
            break
        starts = list(_begun_on(source.plain, line))
        ends = [match.start("whole") for match in starts[1:]] + [line.stop]
        for match, end in zip(starts, ends, strict=False):
            found += _directives_in(source, index, match, min(end, match.start("whole") + LONGEST_ONE))
    return found


def _begun_on(plain: str, line: SourceLine) -> Iterator[re.Match[str]]:
    """Yield what _DIRECTIVE finds on a line: each begins it, or stands behind a sign."""
    at = line.start
    for start in (at, *(sign.end() for sign in _BEFORE.finditer(plain, line.start, line.stop))):
        if start >= at and (match := _DIRECTIVE.match(plain, start, line.stop)):
            at = match.end()
            yield match


def _directives_in(source: Source, index: int, match: re.Match[str], end: int) -> Iterator[ResolutionRead]:
    verb = match["deciding"] or match["bare"] or ""
    start, after = match.start("whole"), match.end("whole")
    if match["telling"]:
        stop = source.plain.find("。", after, end)
        heard = _AFTER_HEARING.search(source.plain, after, stop if stop >= 0 else end)
        if heard is None:
            return
        verb, after = heard["deciding"], heard.end()
    if charge := CHARGE.search(source.plain, after, end):
        end = charge.start()
    rest = source.plain[after:end].strip(" \t\u3000")
    if verb and end == source.lines[index].stop and (not rest or _OPENER.fullmatch(rest)):
        # 会议决定: with its points on the lines below.
        yield from (
            _directive(source, item, "决定", source.words(item))
            for item in _points_below(source, index + 1)
            if not _DIRECTIVE.match(source.plain, source.lines[source.line_at(item.start)].start)
        )
        return
    if rest and (verb or match["demanding"]):
        vote = _vote_behind(source, after, end)
        told = [Span(vote, end)] if vote < end else _vote_below(source, index)
        found = _directive(source, source.trimmed(start, vote), verb, rest, told)
        if match["bare"] or not (match["body"] or match["all"]):
            found.classification = "" if verb else found.classification
        yield found


def _points_below(source: Source, index: int) -> Iterator[Span]:
    style = ""
    while index < len(source.lines):
        line = source.lines[index]
        match = _NUMBERED.match(source.plain, line.at, line.stop)
        if match and style not in ("", match.lastgroup):
            return  # the next matter
        if line.text and not match and not CHARGE.match(source.plain, line.at, line.stop):
            return
        if match:
            style = match.lastgroup or ""
            charge = CHARGE.search(source.plain, match.end(), line.stop)
            yield source.trimmed(match.end(), charge.start() if charge else line.stop)
        index += 1


def _vote_behind(source: Source, start: int, end: int) -> int:
    """Return where the sentence about the vote begins behind a decision; the end if there is none."""
    ends = (match.end() for match in _SENTENCE.finditer(source.plain, start, end))
    return next((at for at in ends if _VOTE.match(source.plain, at, end)), end)


def _vote_below(source: Source, index: int) -> list[Span]:
    below: list[SourceLine] = [line for line in source.lines[index + 1 : index + 3] if line.text][:1]
    return [line.span for line in below if _VOTE.match(line.text)]


def _directive(
    source: Source, span: Span, verb: str, rest: str, told: list[Span] | None = None
) -> ResolutionRead:
    found = ResolutionRead(
        source.value(span),
        classification="resolution" if verb else "directive",
        result=result_of_decision(verb, rest) if verb else "",
        votes=read_votes(source, span, *(told or ())),
    )
    if verb and found.result in ("adopted", "deferred") and _NOT_FOR_NOW.search(rest):
        found.result = "deferred"
        found.doubts["result"] = Doubt((found.text,))
    settle_result(found, [])
    return found


def result_of_decision(verb: str, rest: str) -> str:
    """Return what a decision does, by its verb and what follows it: 决定 with 暂缓审议 defers."""
    if verb in ("暂缓", "退回") or _PUT_OFF.search(rest):
        return "deferred"
    if _REFUSED.match(rest):
        return "rejected"
    return result_in(verb, "adopted") if not rest.startswith("原则") else "agreed_in_principle"


_COUNTS = re.compile(
    r"(?:以|投票结果:?|表决结果:?|表决情况:?)?(?:(?:赞成|同意|反对|不同意|弃权|回避)(?:票|者)?:?[ ]?"
    r"[0-9零〇一二三四五六七八九十百]{1,4}[ ]?[票人位名]"
    r"|[0-9零〇一二三四五六七八九十百]{1,4}[票人位名](?:赞成|同意|反对|不同意|弃权|回避)票?)[,;、]?[ ]?"
)
_ALL_BUT = re.compile(
    r"除[^。;]{1,40}外|(?:均|其余|余)[^。;,]{0,8}(?:同意|通过|照)"
)  # one of several is put off
_CLAUSE = re.compile(r"[。;,:、]")
_CONCLUDED = re.compile(r"(?:询答|报告|说明|发言|质询)[^。,]{0,4}(?:完毕|结束|完成)|另[定择]期")
_AGREES = re.compile(
    r"(?:\(?[一二三四五六七八九十0-9]{1,3}[、.)])?(?:原则|一致|全体|大会)?(?:同意|通过|照|准予|准照|依)"
)


_THIS_MATTER = re.compile(r"^[该本此](?:议案|议题|提案|案|事项|项)")
_OF_IT = re.compile(
    r"[该本](?:议案|议题|提案|案|事项|项)?(?:过半数|多数)?(?:未获|未能?|不予|不|获|获得|照案|表决|得)*(?:通过|否决)"
)


def is_only_counts(words: str) -> bool:
    """Say whether words count votes and say nothing else: 同意3票,反对0票。"""
    rest, found = _COUNTS.subn("", _OF_IT.sub("", words))
    return found > 0 and not re.search(r"\w", rest)


def result_under_label(words: str, default: str) -> tuple[str, bool]:
    """Return the result of what stands under 决议 or 结论, and whether that is sure."""
    number = _NUMBERED.match(words)
    words = _COUNTS.sub("", words[number.end() if number else 0 :].strip())
    if _PUT_OFF.search(words):
        return "deferred", not _ALL_BUT.search(words)
    clauses = [clause.strip() for clause in _CLAUSE.split(words) if clause.strip()]
    for clause in (*clauses[:2], *clauses[-1:]):
        if result := result_of_status(_THIS_MATTER.sub("", clause)):
            return result, True
    result = result_in(words, default)
    if result in ("adopted", "agreed_in_principle"):
        # Perhaps sent on, or only heard to its end.
        is_asked = words.startswith(("请", "函", "送", "交")) or bool(_CONCLUDED.search(words))
        return result, (bool(default) and not is_asked) or bool(_AGREES.match(words))
    return result, not result
