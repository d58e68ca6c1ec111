"""Words for what people did at a meeting, English and Chinese: one table for import and reader."""

import re
from typing import NamedTuple


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
