"""How a meeting was held: in a room, online, both, or by circulating papers."""

import re

from archive.reader.results import Span, Value
from archive.reader.source import Source

# The values are those of Meeting.Mode.
_CIRCULATION = re.compile(
    r"书面传签|传签|书面审议|书面表决|通讯表决|通讯方式|通信表决"
    r"|\bby (?:e-?mail )?circulation\b|\b(?:by|in) writ(?:ing|ten (?:procedure|resolution|ballot))\b"
    r"|\bcirculated (?:by e-?mail )?for (?:decision|approval)\b",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"\b(?:online|on-line|virtual(?:ly)?|zoom|webex|jitsi|skype|google meet|(?:microsoft|ms) teams"
    r"|tele-?conference|telephone conference|video ?(?:conference|call|link)?|conference call|remote(?:ly)?"
    r")\b"
    r"|线上|在线|视频|网络会议|视讯|电话会议|腾讯会议|钉钉",
    re.IGNORECASE,
)
_MIXED = re.compile(
    r"\bhybrid\b|\bin person and\b"
    r"|\b(?:and|or|with|also)\b[^.;\n]{0,30}\b(?:online|zoom|teams|video\w*|virtual\w*|remote\w*)\b"
    r"|线[上下][^。\n]{0,2}线[上下]"
    r"|(?:现场|[室厅楼堂])[^。\n]{0,4}[加和结合及与兼、+][^。\n]{0,4}(?:线上|视[频讯])",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(r"\bin[- ]person\b|现场会议|线下", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:会议|召开|开会|出席)?(?:方式|形式)|(?:meeting )?(?:format|mode))"
    r"[ \t\u3000]{0,20}:[ \t\u3000]{0,20}(?P<value>[^\n|]{2,60})",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:held|met|meeting|convened|conducted)\b[^.\n]{0,60}?"
    r"(?P<value>\b(?:online|virtually|remotely|in person|by|via|over|hybrid)\b[^.;\n]{0,60})"
    r"|(?:会议)?(?:采用|采取|以|通过)[^。,;:\n]{2,20}(?:的?方式|形式)(?:召开|举行|进行)",
    re.IGNORECASE,
)
HEAD = 2_000


def read_mode(source: Source, location: Value[str] | None) -> Value[str] | None:
    """Return how a meeting was held, as its place, a label or the head says; None where nothing does."""
    spans = [Span(*match.span("value")) for match in _LABEL.finditer(source.plain, 0, HEAD)]
    spans += [location.span] if location else []
    for match in _HELD.finditer(source.plain, 0, HEAD):
        spans.append(Span(*match.span("value" if match["value"] else 0)))
    for span in spans:
        for pattern, mode in (
            (_CIRCULATION, "by_circulation"),
            (_MIXED, "mixed"),
            (_ONLINE, "online"),
            (_IN_PERSON, "in_person"),
        ):
            if pattern.search(source.plain, *span):
                return source.value(source.trimmed(*span), mode)
    return None
