"""Motions that settle only a meeting's own business, an election or a report: never a rule in force."""

# ruff: noqa: E501 - a pattern is easier to read on one line
import re

LONGEST = 240  # characters; a longer decision does more than that

# What may stand before the verb, and is of no matter.
LEAD = (
    r"(?:[\W_]*(?:on|upon) motion[^,:]{0,60}[,:]\s*)?[\W_]*(?:it was )?(?:moved|resolved|agreed|voted|decided|motion|"
    r"vote|a motion|the motion|move|proposed)?[\s,:]*(?:was made )?(?:that|to|for)?\s*(?:the )?"
    r"(?:council|committee|board|meeting|commission|chair|we)?\s*(?:do |did |will |should |shall )?(?:now )?"
)
A = r"(?:the |an? |this |our |its )?"
ENGLISH = (
    rf"(?:be )?adjourn(?:ed|ment|s|ing)?\b|{A}adjournment\b|(?:take |have )?{A}?(?:short |brief )?recess\b",
    (
        r"(?:go|goes|went|enter|entered|move|moved|convene|convened|retire|resolve itself|reconvene|return|returned|come|"
        r"came|rise|leave|exit)\w* (?:back )?(?:in|into|to|out of|from|as)?\s*(?:an? |the )?(?:closed|executive|open|"
        r"private|public|regular|committee of the whole|in camera|camera)\b"
    ),
    (
        rf"(?:approv|adopt|accept|confirm|amend|ratif|receiv|consider|sign|tak)\w* (?:of )?{A}(?:\w+[ -]){{0,4}}?"
        r"(?:agenda(?! for (?!the\b|this\b|to(?:day|night)|\w+day|\d))|order of business|minutes|meeting notes|"
        r"record of proceedings)\b"
    ),
    (
        r"(?:\w+[ -]){0,3}(?:agenda|minutes)(?: of [^.;]{0,80})? (?:be |is |are |was |were |as )*(?:approved|adopted|"
        r"accepted|confirmed|amended|signed|taken as read)\b"
    ),
    r"(?:accept|note|receive|approve|excuse)\w* (?:the )?(?:apolog|absence|leave of absence)",
    r"(?:call|move|put|close)\w* (?:for )?(?:the )?(?:previous )?(?:question|debate|nominations|public hearing)\b",
    r"(?:open|re-?open|close|adjourn)\w* (?:the )?(?:public )?(?:hearing|nominations|floor)\b",
    r"(?:extend|suspend|waive|invoke)\w* (?:the )?(?:meeting|time|standing orders?|rules|reading|speaking)\b",
    (
        r"(?:table|postpone|take from the table|reconsider|divide|withdraw)\w* (?:the |this )?(?:motion|question|item|"
        r"matter|vote)\b"
    ),
    r"amend\w* (?:the )?(?:main |original |pending )?(?:motion|question)\b",
    r"(?:elect|re-?elect|nominate|appoint|re-?appoint|co-?opt)(?:s|ed|ion|ment|ing)?\b(?! to\b)",
    (
        rf"(?:note|receive|accept|acknowledge|hear)[sd]? (?:and (?:file|note) )?{A}(?:\w+[’'\w]*[ -]){{0,4}}?(?:report|"
        r"presentation|update|correspondence|communication|information)s?\b(?!.*\brecommend)"
    ),
    rf"{A}(?:\w+[’'\w]*[ -]){{0,4}}?(?:report|presentation|update)s? (?:be |was |were |is )?(?:noted|received|heard)\b",
)
CHINESE = (
    r"[會会][議议]?(?:予以)?散[會会]|(?:宣[布佈告])?散[會会]|休[會会](?!期)|延[會会]|[閉闭][會会](?!期)|[暫暂]停[會会][議议]|[復复][會会]",
    (
        r"(?:一致)?(?:通[過过]|[確确][認认]|[認认]可|宣[讀读]|[審审][議议]|[審审]核|核[備备对對]|同意|追[認认])[^。；;，,]{0,20}"
        r"(?:[議议]程|[議议]事日程|[會会][議议]?(?:[紀记纪記][錄录要]|[議议][事]?[錄录])|[議议]事[錄录])"
    ),
    (
        r"(?:上次|前次|上一次|上屆|上届|第[^。]{1,10}次)[^。；;]{0,12}(?:[紀记纪記][錄录要]|[議议]事[錄录])[^。；;]{0,8}"
        r"(?:[確确][認认定]|通[過过]|[認认]可|洽悉|[備备]查)"
    ),
    r"(?:[變变]更|[調调]整)(?:[議议]程|[議议]事日程)|(?:停止|[終终]止)[討讨][論论]|(?:同意)?延[長长](?:[會会][議议])?[時时][間间]",
    r"(?:[選选][舉举]|推[選选舉举]|改[選选]|[補补][選选]|互[選选]|任命|聘任|免去)",
    r"(?:听取|聽取)[^。；;]{0,40}(?:汇报|匯報|報告|报告)$|[^。；;]{0,40}(?:報告|报告|汇报)[^。；;]{0,6}(?:洽悉|知悉|[備备]查)|[准準]予[備备]查$",
)
_PROCEDURAL = re.compile(
    rf"(?:{LEAD})(?:{'|'.join(ENGLISH)})|[\W_\d一二三四五六七八九十、]*(?:[會会][議议]|大[會会])?(?:决定|決定|一致)?(?:{'|'.join(CHINESE)})",
    re.IGNORECASE,
)
# A short decision may do both: elect a chair and set a fee.
_MORE = re.compile(
    r"\b(?:budget|fee|fund|contract|purchase|ordinance|bylaw|by-law|policy)s?\b|[預预]算|合同|契[約约]|辦法|办法|條例|条例"
)


def is_procedural_motion(name: str, text: str = "") -> bool:
    """Return whether a decision, by its title or otherwise its text, is one that no register keeps.

    These are motions on the meeting itself (adjourn, recess, closed session, agenda, minutes, order of
    debate), elections and appointments, and reports heard or noted. Only a short decision that begins with
    such words counts, since a rule left out of the register is worse than a motion left in it.
    """
    words = " ".join((name or text).split())
    return len(words) <= LONGEST and bool(_PROCEDURAL.match(words)) and not _MORE.search(words)
