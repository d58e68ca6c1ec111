"""Labels of decisions, heads of lists of them, and words below a heading that tell a result."""

import re

from archive.reader.outcomes import result_of
from archive.reader.patterns import PAD, padded
from archive.reader.source import Source, SourceLine
from archive.reader.votes import SENTENCE_END
from archive.text.language_files import pattern_of, words_of
from archive.text.pinyin import HAN
from archive.text.vocabulary import result_in, result_of_status


def _words(kind: str) -> list[str]:
    return [word.strip() for word in words_of("decisions", kind).split(",")]


HAN_KINDS = padded(words_of("decisions", "labels"))
HAN_LABEL = re.compile(
    rf"(?P<lead>(?:\([^()\n]{{1,6}}\)|[0-9]{{1,2}}[.、)]|[\u2474-\u249b\u2460-\u2473]"
    rf"|[一二三四五六七八九十]{{1,3}}、)?{PAD}(?:[^:,，。\n]{{0,10}},)?{PAD}(?:大会|本会|会议|院会"
    rf"|委员会|全体|经)?{PAD})(?P<kind>{HAN_KINDS}){PAD}(?:如下|情形|内容)?{PAD}(?P<end>:|$)"
)
_OTHER_LABELS = padded(
    "说明 办法 提案人 提案单位 连署人 汇报人 遗留问题 报告人 报告单位 备注 理由 拟办 讨论 背景 附件 "
    "主席 案由 时间 地点 散会 临时动议 拟定 遗留 待办 后续 下一步"
)
HAN_OTHER_LABEL = re.compile(rf"(?:{_OTHER_LABELS}|[一-鿿／/]{{2,12}})(?:[／/][{HAN}]{{1,6}})?{PAD}:")
_PART_NUMBER = (
    rf"(?:(?:[一二三四五六七八九十]{{1,3}}、|\([一二三四五六七八九十]{{1,3}}\)|[0-9]{{1,2}}[.、]){PAD})?"
)
HAN_END = re.compile(
    rf"{_PART_NUMBER}(?:{padded('散会 临时动议 临时提案 临时动案 临时提议 讨论事项')})"
    rf"|{_PART_NUMBER}(?:{padded('报告事项 选举事 其他事')})"
    r"|\(?休息|第[ ]?[一二三四五六七八九十0-9]+案"
    r"|[提议]案[一二三四五六七八九十0-9]{1,3}[ \u3000]{0,60}$|[壹贰叁参肆伍陆柒捌玖拾]{1,2}、"
)
CONCLUDING = _words("concluding")
# What a label says of the words behind it: that they were agreed, are proposed, conclude or are moved.
_KINDS = {word: kind for kind in ("agreeing", "proposing", "concluding", "motion") for word in _words(kind)}
LABEL_WORDS = list(_KINDS)
LATIN_LABEL = re.compile(
    r"(?:(?P<speaker>[^\W\d_][^:\n<>]{0,30}):[ ]{1,4})?(?:\[?(?P<open>proposed|draft)[ "
    rf"]+)?(?:(?:{'|'.join(_words('before'))})[ ])?"
    rf"(?P<kind>{'|'.join(LABEL_WORDS)})s?"
    r"(?:[ ]?(?:\#|no\.?|nr\.?|number)?[ ]?(?P<number>[0-9]+(?:[./-][0-9]+)*))?[ "
    r"]*(?:\([^()\n]{0,30}\)[ ]*)?(?:\]?:|=>|[–—](?=[ ]))[ ]*(?P<rest>\S.*)?$",
    re.IGNORECASE,
)
INNER_LABEL = re.compile(  # … rear extension. RESOLVED: no objection.
    r"(?<=[.;)][ ])(?P<kind>RESOLVED|AGREED|DECISION|RESOLUTION)(?P<number>)(?P<open>)[ ]?:[ ]*"
    r"(?P<rest>\S.*)$"
)
OPENING_SENTENCE = re.compile(  # In section 5.3 the following changes were agreed:
    r"(?:(?:[^:\n]{0,200}[ ])?(?:the following|these)(?:[ ][\w'’-]+){0,8}?[ ](?:was|were)(?:[ ]then)?[ ]"
    r"(?P<kind>agreed|resolved|decided)(?:[ ](?:upon|on|unanimously|by consensus))?"
    r"|(?:it was|we|(?:the )?(?:board|committee|council|group|meeting|members|trustees|directors))[ ]"
    r"(?:then |also |unanimously )?(?P<active>agreed|resolved|decided)(?:[ ](?:on|upon|to))?"
    r"[ ](?:the following|as follows)(?:[ ][\w'’-]+){0,8}?)[ ]?:$",
    re.IGNORECASE,
)
OF_ACTIONS = re.compile(r"\b(?:actions?|tasks?|steps?|to-?dos?|not)\b", re.IGNORECASE)
SECTION = re.compile(rf"(?:{pattern_of('decisions', 'heads')})[ ]*:?", re.IGNORECASE)
STATUS_LINE = re.compile(
    r"(?:(?:status|result|outcome|decision|ergebnis)[ ]*:[ ]*)?"
    rf"(?P<result>{pattern_of('decisions', 'status')})[ ]*(?:[|.!]|$)",
    re.IGNORECASE,
)
SPEAKER = re.compile(r"[^\W\d_][^:\n|]{0,30}:(?:\s|$)")
NOTHING = re.compile(
    r"(?:(?:(?:mov|second)(?:ed|er)(?: by)?[ :;,.]*)+"
    r"|none|n/?a|tbd|nil|无|暂无|略|no (?:decisions?|resolutions?|conclusions?|motions?)\b.*)?[.。]?",
    re.IGNORECASE,
)
# Of MeetBot and its like: 18:05 <ines> #agreed the freeze moves
CHAT_COMMAND = re.compile(
    r"(?:\[?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\]?[ ]+)?(?:<[ @+%~&]?[^<>\s]{1,30}>[ ]+)?"
    r"#(?P<kind>agreed?|accepted|rejected|resolved|action)[ ]+(?=\S)",
    re.IGNORECASE,
)
# What was decided is that it is closed: close issue 12 (won't fix).
_CLOSES = re.compile(
    r"(?:to |that |we )*(?:close|mark|label|tag)\b[^;\n]{1,200}?\b(?:won['’]?t[ -]?fix|rejected|declined"
    r"|invalid|duplicate|no change)\b",
    re.IGNORECASE,
)
LONGEST_DECISION = 12_000


def han_label(source: Source, line: SourceLine) -> re.Match[str] | None:
    if line.text.isascii():
        return None
    plain = source.plain
    if match := HAN_LABEL.match(plain, line.at, line.stop):
        return match
    colon = plain.rfind(":", line.at, line.stop)
    if colon < 0 or line.stop - line.at > 2000:
        return None
    for comma in re.finditer("[,。;]", plain[line.at : colon]):
        match = HAN_LABEL.match(plain, line.at + comma.end(), line.stop)
        if match and match["end"]:
            return match
    return None


def kind_of_label(label: str) -> str:
    """Return what a label says of the words behind it: agreeing, proposing, concluding or motion."""
    word = label.casefold()
    return _KINDS.get(word) or _KINDS[word.removesuffix("s")]


def result_of_label(kind: str, words: str) -> tuple[str, bool]:
    """Return the result of a decision behind an English label, and whether that is sure.

    What was decided may speak of other results than its own: of what was rejected, or is to be approved.
    """
    if kind != "agreeing":
        sentence = SENTENCE_END.split(words.rstrip(".;"))[-1].strip()
        told = result_of(sentence) if kind == "motion" else result_in(words)
        return told, bool(result_of_status(sentence))
    if _CLOSES.match(words):
        return "adopted", True
    told = result_of(words, "adopted")
    return told, told in ("adopted", "noted") or bool(result_of_status(words))
