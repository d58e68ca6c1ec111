"""Words for results and roles, English and Chinese: one table of each for import, search and reader."""

import re
from typing import NamedTuple


class ResultWords(NamedTuple):
    """One of Resolution.Result's values and the words for it, as strictly as each reader of them needs.

    `status` holds words that stand for it in a column of an imported table, where "lost" or "noted" may
    mean something else; `typed` those that further stand for it in a search (folded: case, script); `text`
    is a pattern for running text, where neighbours decide.
    """

    result: str
    status: str
    typed: str
    text: str


# The first that fits a text: "not approved" before "approved", 不同意 before 同意.
RESULT_WORDS = [
    ResultWords(
        "rejected",
        "rejected",
        "defeated lost failed 否决 未通过 不通过 驳回",
        r"\b(?:not (?:approved|carried|adopted|agreed|accepted|passed)|rejected?|defeated|failed|"
        r"fails|lost|declined|denied|negatived|won'?t fix|did not (?:pass|carry))\b"
        r"|不同意|不通[過过]|否[決决]|未[獲获]?通[過过]|不予(?!追究)|[駁驳]回|不[採采][納纳]|不成立",
    ),
    ResultWords("withdrawn", "withdrawn", "撤回 撤案", r"\b(?:withdrawn|withdrew)\b|撤[回案銷销]"),
    ResultWords(
        "agreed_in_principle",
        "",
        "principle agreed_in_principle 原则同意 原则通过",
        r"\b(?:approved|agreed|accepted|adopted) in principle\b|原[則则][上]?(?:同意|通[過过])",
    ),
    ResultWords(
        "adopted_as_amended",
        "",
        "amended adopted_as_amended 修正通过 修改后通过 修正后通过",
        r"\b(?:carried|approved|adopted|passed|accepted|agreed)(?:,)? (?:as amended|as revised|"
        r"with (?:the )?(?:amendments?|changes|corrections?|comments))\b|as amended"
        r"|修正(?:後|后)?[^。]{0,4}通[過过]|修改(?:後|后)?通[過过]",
    ),
    ResultWords(
        "deferred",
        "deferred",
        "postponed tabled 延期 暂缓 搁置 保留",
        r"\b(?:deferred|postponed|tabled|held over|needs work|not ready|continued to|carried over|"
        r"laid on the table|takes work|adjourned to)\b"
        r"|保留|[緩缓][議议]|[擱搁]置|[暫暂][緩缓不]|[延][後后期]|再[議议]|另[議议]|"
        r"下次[會会][議议]|(?:完善|修改|补充|闭环)[^。]{0,12}(?:后|後)[^。]{0,4}再",
    ),
    ResultWords(
        "adopted",
        "adopted passed approved",
        "carried agreed 通过 批准 同意 照案通过",
        r"\b(?:carried|carries|passed|passes|adopted|approved|accepted|ratified|resolved|agreed|"
        r"unanimous(?:ly)?|consensus|so ordered|enacted|endorsed)\b"
        r"|通[過过]|同意|[確确]定|照案|准予|[審审]定|追[認认]|批准|可以",
    ),
    ResultWords(
        "referred",
        "referred",
        "移交 转交 交付 送请",
        r"\breferred to\b|\bremitted to\b|交付|函送|送請|送请|移送|送市|"
        r"[請请][^。]{1,14}(?:研[辦处處究]|辦理|办理|[參参]考)|交[^。]{1,10}(?:[審审]查|研究|办理|"
        r"辦理)|研[辦议議]",
    ),
    ResultWords(
        "noted",
        "",
        "noted received 备查 知悉 备案",
        r"\b(?:noted|received(?: and filed)?|for information)\b|[備备]查|洽悉|知悉|[備备]案|听取|聽取",
    ),
]
NOT_RECORDED = "not_recorded"
ALSO = {"adopted": ("adopted", "adopted_as_amended")}  # who searches for what was adopted means both

STATUS_RESULTS = {word: row.result for row in RESULT_WORDS for word in row.status.split()}
TYPED_RESULTS = {
    word: ALSO.get(row.result, (row.result,))
    for row in RESULT_WORDS
    for word in f"{row.status} {row.typed}".split()
} | dict.fromkeys(["unrecorded", "not_recorded", "未记录"], (NOT_RECORDED,))
_PATTERNS = [(row.result, re.compile(row.text, re.IGNORECASE)) for row in RESULT_WORDS]


def result_in(words: str, default: str = "") -> str:
    """Return the result that running text states, or the default."""
    return next((result for result, pattern in _PATTERNS if pattern.search(words)), default)


class RoleWords(NamedTuple):
    """One of Attendance.Role's values, and patterns for it.

    `label` is sure wherever it stands; `beside` only beside a name in a list, as "moderator" or "guest" may
    also tell what a person does elsewhere.
    """

    role: str
    label: str
    beside: str


# The first that fits.
ROLE_WORDS = [
    RoleWords(
        "chair",
        r"(?<![副])主席(?!团|團)|主持|召集人|(?<!vice )(?<!vice-)(?<!deputy )\bco-?chairs?\b|"
        r"(?<!vice )(?<!vice-)(?<!deputy )(?<!past )\bchair(?:man|woman|person|s)?\b",
        r"\b(?:presiding|facilitat(?:or|ing)|moderat(?:or|ing))\b",
    ),
    RoleWords(
        "recorder",
        r"记录|記錄|紀錄|纪录|\b(?:scribe|recorder)\b",
        r"\b(?:minute[- ]?taker|minutes taker|note[- ]?taker|notetaker|taking (?:minutes|notes)"
        r"|recording secretary|minutes secretary)\b",
    ),
    RoleWords("in_attendance", r"列席", r"\bin attendance\b"),
    RoleWords("guest", "", r"嘉宾|嘉賓|来宾|來賓|\b(?:guest|observer|visitor)s?\b"),
    RoleWords("presenter", "", r"汇报人|匯報人|報告人|报告人|主讲|\b(?:presenter|speaker)\b"),
]
_IN_LABEL = [(row.role, re.compile(row.label, re.IGNORECASE)) for row in ROLE_WORDS if row.label]
_BESIDE = [(row.role, re.compile("|".join(filter(None, row[1:])), re.IGNORECASE)) for row in ROLE_WORDS]


def role_in(words: str) -> str:
    """Return the role that words beside a name in a list state, or ""."""
    return next((role for role, pattern in _BESIDE if pattern.search(words)), "")


def role_of_label(label: str) -> str:
    """Return the role that a post or unit tells by itself, or ""."""
    return next((role for role, pattern in _IN_LABEL if pattern.search(label)), "")
