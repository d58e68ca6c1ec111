"""Words for results, roles, presence and votes, English and Chinese: one table of each for all readers.

The importer, the search box and the reader of minutes use these tables. Words are compared as search
compares them (case, width, script), without blanks and punctuation: 通　過 and 通过 are one.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from archive.text.folding import fold, one_script
from archive.text.result_phrases import BESIDE_RESULTS

MOST_WORDS = 10_000  # whose meaning is kept: an import asks for the same few again and again

_MARKS = re.compile(r"[\W_]+")


def _bare(words: str) -> str:
    """Return words as they are compared, with a blank for whatever is neither letter nor digit."""
    return _MARKS.sub(" ", fold(words)).strip()


def bare_key(words: str) -> str:
    """Return words as two of them are compared: without case, width, script, blanks and punctuation."""
    return _bare(words).replace(" ", "")


class ResultWords(NamedTuple):
    """One of Resolution.Result's values and the words for it.

    `words` are phrases that stand for it alone: in a column of a table, or after "result:" in a search.
    `text` is a pattern for running text, where neighbours decide.
    """

    result: str
    words: str
    text: str


_NO_SECOND = ", ".join(
    f"{verb} {cause} {what}"
    for verb in ("lost", "died", "dies", "dead", "failed", "fails", "fell")
    for cause in ("for want of", "for lack of", "due to lack of", "because of lack of", "through lack of")
    for what in ("a second", "second", "a seconder", "seconder")
)
# The first that fits a text: "not approved" before "approved", 不同意 before 同意; "tied" after whatever
# became of it, as by a casting vote.
RESULT_WORDS = [
    ResultWords(
        "lost_for_want_of_second",
        f"{_NO_SECOND}, want of a second, lack of a second, lack of second, "
        "no second, no seconder, not seconded, was not seconded, "
        "无人附议, 没有人附议, 没有附议, 没人附议, 无附议, 未获附议, 未获得附议, "
        "因无人附议未付表决, 无人附议不成立, "
        "因无人附议不成立, 无人附议动议不成立, 因无人附议动议不成立, 附议人数不足",
        r"\b(?:want|lack) of (?:an?y? )?second(?:er)?\b(?! read)|\b(?:not|never) seconded\b"
        r"|\bno second(?:er)?\b(?! read)|(?:无|没有?)人?附议|未获得?附议|附议人数不足",
    ),
    ResultWords(
        "rejected",
        "rejected, defeated, lost, failed, fails, declined, denied, negatived, voted down, "
        "not passed, not carried, "
        "not adopted, not approved, not agreed, not agreed to, not accepted, did not pass, did not carry, "
        "does not pass, does not carry, 否决, "
        "未通过, 不通过, "
        "没有通过, 驳回, 不同意, 不予通过, 不予同意, 不批准, 不采纳, 不成立",
        r"\b(?:not (?:approved|carried|adopted|agreed|accepted|passed)|rejected?|defeated|failed|fails"
        r"|lost|declined|denied|negatived|won'?t fix|did not (?:pass|carry))\b|不同意|不通过|否决"
        r"|未获?通过|不予(?!追究)|驳回|不采纳|不成立",
    ),
    ResultWords(
        "withdrawn",
        "withdrawn, withdrew, 撤回, 撤案, 撤销",
        r"\b(?:withdrawn|withdrew)\b|撤[回案销]",
    ),
    ResultWords(
        "agreed_in_principle",
        "agreed in principle, approved in principle, accepted in principle, adopted in principle, "
        "principle, "
        "原则同意, 原则通过, 原则上同意, 原则上通过",
        r"\b(?:approved|agreed|accepted|adopted) in principle\b|原则上?(?:同意|通过)",
    ),
    ResultWords(
        "adopted_as_amended",
        "adopted as amended, passed as amended, carried as amended, approved as amended, "
        "agreed as amended, "
        "as amended, amended, amended and adopted, amended and passed, amended and approved, "
        "adopted with amendments, 修正通过, 修改后通过, 修正后通过, 修改通过, 照修正案通过, 修正后照案通过",
        r"\b(?:carried|approved|adopted|passed|accepted|agreed)(?:,)? (?:as amended|as revised"
        r"|with (?:the )?(?:amendments?|changes|corrections?|comments))\b|as amended"
        r"|修正(?:后)?[^。]{0,4}通过|修改(?:后)?通过",
    ),
    ResultWords(
        "tabled",
        "tabled, laid on the table, lay on the table, lies on the table, laid upon the table, "
        "laid on table, "
        "搁置, 搁置不议, 搁置审议, 予以搁置",
        r"\b(?:tabled|(?:laid|lay|lies) (?:up)?on the table)\b|搁置",
    ),
    ResultWords(
        "deferred",
        "deferred, postponed, adjourned, held over, carried over, laid over, continued, "
        "延期, 暂缓, 保留, 缓议, 暂缓审议, 延期审议, 延后审议, 再议, 另议, 下次再议, "
        "留待下次会议, 暂不表决, 暂缓表决",
        r"\b(?:deferred|postponed|held over|needs work|not ready|continued to|carried over|takes work"
        r"|adjourned to)\b|保留|缓议|暂[缓不]|延[后期]|再议|另议|下次会议|(?:完善|修改|补充"
        r"|闭环)[^。]{0,12}(?:后)[^。]{0,4}再",
    ),
    ResultWords(
        "adopted",
        "adopted, pass, passed, passes, approved, carried, carries, agreed, agreed to, accepted, ratified, "
        "enacted, endorsed, "
        "resolved, so ordered, without objection, 无异议, "
        "通过, 批准, 同意, 照案通过, 照审查意见通过, 准予, 采纳, 审定, 追认",
        r"\b(?:carried|carries|passed|passes|adopted|approved|accepted|ratified|resolved|agreed"
        r"|unanimous(?:ly)?|consensus|so ordered|enacted|endorsed)\b|通过|同意|确定|照案|准予|审定"
        r"|追认|批准|可以",
    ),
    ResultWords(
        "referred",
        "referred, remitted, referred to committee, 移交, 转交, 交付, 送请, 移送, 函送, 交付审查, "
        "交委员会审查",
        r"\breferred to\b|\bremitted to\b|交付|函送|送请|移送|送市|请[^。]{1,14}(?:研[办处究]|办理"
        r"|参考)|交[^。]{1,10}(?:审查|研究|办理)|研[办议]",
    ),
    ResultWords(
        "noted",
        "noted, received, received and filed, for information, "
        "备查, 同意备查, 准予备查, 知悉, 洽悉, 备案, 听取",
        r"\b(?:noted|received(?: and filed)?|for information)\b|备查|洽悉|知悉|备案|听取",
    ),
    ResultWords(
        "tied",
        "tied, tie, a tie, tie vote, tied vote, equality of votes, equal votes, "
        "平票, 票数相同, 票数相等, 同票, 可否同数, 正反同数, 正反票数相同, "
        "正反票数相等, 赞成反对同数, 赞成与反对票数相同",
        r"\btied? vote\b|\bvotes? (?:is|was|were|being|ended) (?:tied|equal|in a tie)\b|\bvotes? tied\b"
        r"|\b(?:ended|resulted|ending|resulting) in a tie\b|\bequality of votes\b|平票|票数相[同等]"
        r"|可否同数|反对(?:票数)?同[数票]",
    ),
]
NOT_RECORDED = "not_recorded"
ALSO = {"adopted": ("adopted", "adopted_as_amended")}  # who searches for what was adopted means both
UNRECORDED = "unrecorded, not recorded, 未记录"
_RESULTS = {bare_key(word): row.result for row in RESULT_WORDS for word in row.words.split(",")}
# Stored values are typed too: result:adopted_as_amended.
_TYPED = (
    {bare_key(row.result): row.result for row in RESULT_WORDS}
    | _RESULTS
    | {bare_key(word): NOT_RECORDED for word in UNRECORDED.split(",")}
)
_PATTERNS = [(row.result, re.compile(row.text, re.IGNORECASE)) for row in RESULT_WORDS]


def results_meant(words: str) -> tuple[str, ...]:
    """Return the results that somebody who searches means by a word, () if it is none."""
    result = _TYPED.get(bare_key(words))
    return ALSO.get(result, (result,)) if result else ()


@lru_cache(MOST_WORDS)
def result_of_status(words: str) -> str:
    """Return the result that words alone stand for, as in a column of a table, or "" if that is not sure.

    How it was voted may stand beside it: "Motion carried 5-2", 一致通过, by the casting vote of the chair.
    Other words make it unsure: "passed first reading", 拟通过 (is to be passed).
    """
    if result := _RESULTS.get(bare_key(words)):
        return result
    bare = _bare(words)
    for beside in BESIDE_RESULTS:
        rest = bare_key(beside.pattern.sub(" ", bare))
        result = _RESULTS.get(rest, "") if rest else beside.result_alone(bare)
        if result and (not beside.results or result in beside.results):
            return result
    return ""


def result_in(words: str, default: str = "") -> str:
    """Return the result that running text states, or the default."""
    plain = one_script(words)
    return next((result for result, pattern in _PATTERNS if pattern.search(plain)), default)


# Resolution.DecisionMethod's values and the words for them, in a column of their own.
METHOD_WORDS = {
    "consensus": "consensus, by consensus, rough consensus, 共识, 协商一致",
    "show_of_hands": "show of hands, by show of hands, on a show of hands, by a show of hands, "
    "举手, 举手表决",
    "roll_call": "roll call, by roll call, roll call vote, recorded vote, "
    "点名, 点名表决, 记名表决, 记名投票, 唱名, 唱名表决",
    "secret_ballot": "secret ballot, by secret ballot, ballot, by ballot, 秘密投票, 无记名, 无记名投票, "
    "不记名投票",
    "written": "in writing, written, by circulation, by post, by email, "
    "书面, 书面表决, 书面传签, 传签, 通讯表决",
    "unanimous_consent": "unanimous consent, by unanimous consent, with unanimous consent, "
    "general consent, by general consent, consent agenda, by consent agenda, on consent agenda, "
    "on the consent agenda, consent calendar, on the consent calendar, on consent, "
    "without objection, no objection, no objections, "
    "一致同意, 无异议, 无异议通过, 没有异议, 全体无异议, 经询无异议",
    "directive": "directive, by directive, 指示, 批示",
}
_METHODS = {bare_key(word): method for method, words in METHOD_WORDS.items() for word in words.split(",")}
_UNANIMOUS_CONSENT = re.compile(
    r"(?<!no )(?<!not by )(?<!without )\b(?:unanimous|general) consent\b|\bwithout objections?\b"
    r"|\bon (?:the )?consent (?:agenda|calendar)\b|无异议|没有异议",
    re.IGNORECASE,
)


def method_of(words: str) -> str:
    """Return how it was decided, as words alone say, or ""."""
    return _METHODS.get(bare_key(words), "")


def method_in(words: str) -> str:
    """Return "unanimous_consent" if a result or running text states it, otherwise "".

    一致同意 in a text may be a vote: only in a column of its own does it stand for consent.
    """
    return "unanimous_consent" if _UNANIMOUS_CONSENT.search(one_script(words)) else ""


class RoleWords(NamedTuple):
    """One of Attendance.Role's values, and patterns for it.

    `label` is sure wherever it stands; `beside` only beside a name in a list, as "moderator" or "guest" may
    also tell what a person does elsewhere.
    """

    role: str
    label: str
    beside: str


_NOT_THE_CHAIR = "".join(
    rf"(?<!{word}[ -])"
    for word in (
        "vice",
        "deputy",
        "past",
        "former",
        "assistant",
        "assistant to",
        "assistant to the",
        "to the",
        "ex",
    )
)
# The first that fits.
ROLE_WORDS = [
    RoleWords(
        "chair",
        # 副局长主持, "Vice-Chair, presiding": who presides is in the chair, whatever the post.
        rf"(?<!副)主持(?!词|会议准备)|(?<![副前原])主席(?!团|台|助理|特助|秘书|办)|(?<!副)召集人"
        rf"|\b(?:presid(?:ing|ed)|in the chair)\b|{_NOT_THE_CHAIR}\bco-?chairs?\b"
        rf"|{_NOT_THE_CHAIR}\bchair(?:man|woman|person|s)?\b(?!['’]s|[ -]elect)",
        r"\b(?:facilitat(?:or|ing)|moderat(?:or|ing))\b",
    ),
    RoleWords(
        "recorder",
        r"记录|纪录|\b(?:scribe|recorder)\b",
        r"\b(?:minute[- ]?taker|minutes taker|note[- ]?taker|notetaker|taking (?:minutes|notes)"
        r"|recording secretary|minutes secretary)\b",
    ),
    RoleWords("in_attendance", r"列席", r"\bin attendance\b"),
    RoleWords("guest", "", r"嘉宾|来宾|\b(?:guest|observer|visitor)s?\b"),
    RoleWords("presenter", "", r"汇报人|报告人|主讲|\b(?:presenter|speaker)\b"),
]
_IN_LABEL = [(row.role, re.compile(row.label, re.IGNORECASE)) for row in ROLE_WORDS if row.label]
_BESIDE = [(row.role, re.compile("|".join(filter(None, row[1:])), re.IGNORECASE)) for row in ROLE_WORDS]


def role_in(words: str) -> str:
    """Return the role that words beside a name in a list state, or ""."""
    plain = one_script(words)
    return next((role for role, pattern in _BESIDE if pattern.search(plain)), "")


@lru_cache(MOST_WORDS)
def role_of_label(label: str) -> str:
    """Return the role that a post or unit tells by itself, or ""."""
    single = " ".join(one_script(label).split())
    return next((role for role, pattern in _IN_LABEL if pattern.search(single)), "")


class PresenceWords(NamedTuple):
    """Phrases for one kind of presence: a Status, Role and Mode of Attendance."""

    words: str
    status: str
    role: str = ""
    mode: str = ""


PRESENCE_WORDS = [
    PresenceWords(
        "present, attended, attending, here, yes, y, late, arrived late, left early, "
        "出席, 到会, 到席, 到场, 在场, 参加, 参会, 与会, 已到, 实到, 迟到, 早退",
        "present",
    ),
    PresenceWords(
        "in person, onsite, on site, 现场, 现场出席, 现场参会, 亲自出席", "present", mode="in_person"
    ),
    PresenceWords(
        "remote, remotely, online, virtual, virtually, by phone, by telephone, by video, via zoom, "
        "dialled in, "
        "线上, 在线, 远程, 视频, 视讯, 线上出席, 在线出席, 视频出席, 视讯出席, 远程出席, 视频参会, "
        "线上参会, 电话",
        "present",
        mode="remote",
    ),
    PresenceWords("guest, visitor, observer, 来宾, 嘉宾, 旁听, 观察员", "present", role="guest"),
    PresenceWords("in attendance, 列席, 列席会议", "present", role="in_attendance"),
    PresenceWords(
        "absent, did not attend, not present, not attending, no show, no, n, unexcused, "
        "absent without leave, "
        "缺席, 缺会, 未到, 未到会, 未出席, 未参加, 未参会, 旷会, 无故缺席",
        "absent",
    ),
    PresenceWords(
        "excused, apologies, apology, apologies received, sent apologies, with apologies, "
        "absent with apologies, "
        "regrets, sent regrets, on leave, leave, leave of absence, excused absence, absent excused, "
        "请假, 告假, 缺席请假, 请假缺席, 因事请假, 因病请假, 因公请假, 因故请假, 事假, 病假, 公假, "
        "公差, 公出, 出差, "
        "差假, 休假",
        "excused",
    ),
]
_PRESENCE = {bare_key(word): row for row in PRESENCE_WORDS for word in row.words.split(",")}


@lru_cache(MOST_WORDS)
def presence_of(words: str) -> PresenceWords | None:
    """Return what a word for presence says, or None if it is not known."""
    return _PRESENCE.get(bare_key(words))


# Meeting.Mode's values and the words for them.
MODE_WORDS = {
    "in_person": "in person, on site, face to face, physical meeting, 现场, 现场会议, 线下, 线下会议, 当面",
    "online": (
        "online, virtual, online meeting, virtual meeting, remote, video conference, teleconference, "
        "线上, 线上会议, 网络会议, 视频, 视频会议, 视讯会议, 远程会议, 电话会议"
    ),
    "mixed": "mixed, hybrid, hybrid meeting, 线上线下结合, 线上线下, 混合, 混合会议",
    "by_circulation": (
        "by circulation, circulation, circulated, written procedure, by written procedure, in writing, "
        "by correspondence, written resolution, by written consent, "
        "书面传签, 传签, 会签, 书面, 书面会议, 书面审议, 书面方式, 书面表决, 传阅签署, 通讯表决, 通讯方式, "
        "书面传签方式"
    ),
}
_MODES = {bare_key(word): mode for mode, words in MODE_WORDS.items() for word in words.split(",")}


@lru_cache(MOST_WORDS)
def mode_of(words: str) -> str:
    """Return the way of meeting that words stand for, one of Meeting.Mode, or ""."""
    return _MODES.get(bare_key(words), "")


# Vote.Option's values and the words for them.
OPTION_WORDS = {
    "yes": (
        "yes, y, for, aye, ayes, yea, yeas, in favour, in favor, in support, approve, agree, "
        "agreed, affirmative, concur, concurred, supported, 赞成, 投赞成票, 赞成票, 同意, 同意票, 支持"
    ),
    "no": (
        "no, n, against, nay, nays, noes, oppose, opposed, dissent, dissented, dissenting, negative, "
        "反对, 投反对票, 反对票, 不同意, 不赞成"
    ),
    "abstain": "abstain, abstains, abstained, abstaining, abstention, abstentions, 弃权, 投弃权票, 弃权票",
    "recused": (
        "recused, recuse, recusal, recused himself, recused herself, recused themself, recused themselves, "
        "conflict of interest, conflict, declared an interest, declared interest, abstained conflict, "
        "abstained conflict of interest, recused conflict of interest, "
        "回避, 利益回避, 申报利益回避, 自行回避, 依法回避, 申请回避, 回避表决"
    ),
    "not_voting": (
        "not voting, did not vote, non voting, no vote, 未投票, 未表决, 不投票, 未参加表决, 未参与表决, "
        "present not voting, present and not voting, present but not voting, "
        "出席未投票, 在场未投票, 出席不投票, 出席未表决, 在场未表决"
    ),
    "absent": "absent, absence, not present, excused, 缺席, 未出席, 未到, 请假",
}
_OPTIONS = {bare_key(word): option for option, words in OPTION_WORDS.items() for word in words.split(",")}


def vote_option_of(words: str) -> str:
    """Return the vote that a word stands for, or ""."""
    return _OPTIONS.get(bare_key(words), "")
