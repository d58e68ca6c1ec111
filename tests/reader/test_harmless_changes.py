"""What changes nothing for a person changes nothing in the reading, over all golden texts."""

import json
import re
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from archive.reader.minutes import read_minutes
from tests.reader.test_golden import TEXTS, seen, text_in

pytestmark = pytest.mark.any_engine

LABELS = (
    "Present|Attendees|Regrets|Apologies|In attendance|Chair|Date|Location|Place|Venue|Time"
    "|出席|列席|请假|請假|主持|主持人|记录|主席|時間|时间|地点|地點|紀錄|記錄"
)


def with_crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def with_blanks_at_ends(text: str) -> str:
    return text.replace("\n", "  \n")


def with_other_bullets(text: str) -> str:
    return re.sub(r"(?m)^- (?!\[)", "* ", text)


def with_bold_labels(text: str) -> str:
    return re.sub(rf"(?m)^({LABELS})([:：])", r"**\1\2**", text)


def with_wide_digits(text: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])[0-9]+(?=[\u4e00-\u9fff])", widened, text)


def widened(digits: re.Match[str]) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits[0])


def with_more_blank_lines(text: str) -> str:
    return text.replace("\n\n", "\n\n\n\n")


def with_wrapped_lines(text: str) -> str:
    """Break lines of words at 72 columns, as mail does: no headings and no rows."""
    return "\n".join(
        line if line.startswith("#") or "|" in line or "\t" in line else wrapped(line)
        for line in text.split("\n")
    )


def wrapped(line: str) -> str:
    lead = re.match(r"[ >]*(?:(?:[-*]|[0-9]+[.)]) (?:\[.\] )?)?", line)
    indent = " " * len(lead[0]) if lead else ""
    return textwrap.fill(
        line,
        72,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )


@pytest.mark.parametrize(
    "change",
    [
        *(with_crlf, with_blanks_at_ends, with_other_bullets, with_bold_labels, with_wide_digits),
        *(with_more_blank_lines, with_wrapped_lines),
    ],
)
def test_harmless_change_changes_nothing(change: Callable[[str], str]):
    altered = {
        path.stem: part
        for path in TEXTS
        for text in [text_in(path)]
        for part in differing(text, change(text))
    }

    assert altered == {}


def differing(text: str, changed: str) -> list[str]:
    one, other = readable(text), readable(changed)
    return [name for name in one if one[name] != other[name]]


@cache
def readable(text: str) -> dict[str, Any]:
    """Return a reading without what is left over and final stops, all blanks and digits of one kind."""
    reading = seen(read_minutes(text), text)
    del reading["not_placed"]
    plain = json.dumps(reading, ensure_ascii=False).replace("\\r", "").replace("\\n", " ")
    narrow = re.sub(r"[\uff10-\uff19]", lambda digit: chr(ord(digit[0]) - 0xFEE0), plain)
    values: dict[str, Any] = json.loads(re.sub(r"\s+", " ", narrow).replace('."', '"'))
    return values
