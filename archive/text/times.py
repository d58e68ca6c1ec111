"""Read times of day as people write them, in English and in Chinese."""

import datetime
import re
import unicodedata

from archive.text.numerals import read_count

LONGEST_TIME = 30

_NUMERAL = re.compile("[零〇一二两兩三四五六七八九十半]+")

_HALF_OF_DAY = {
    **dict.fromkeys(["am", "上午", "凌晨", "清晨", "早上", "早晨"], "am"),
    **dict.fromkeys(["pm", "下午", "中午", "傍晚", "晚上", "晚"], "pm"),
}
_BEFORE = "|".join(word for word in _HALF_OF_DAY if not word.isascii())
_TIME = re.compile(
    rf"(?P<before>{_BEFORE})?"
    r"(?P<hour>[0-9]{1,2})"
    r"(?:(?:[:.h]|[时時点點](?=[0-9]))(?P<minute>[0-9]{1,2})分?(?::(?P<second>[0-9]{2}))?"
    r"|[时時点點][整钟鐘]?|h|(?=[ap]m)|(?=$))"
    r"(?P<after>[ap]m)?"
)


def read_time(text: str) -> datetime.time | None:
    """Return the time of day that a text names, or None if it names none; any string is allowed.

    Reads 9:00, 09:00, 9.00, 9, 2:30 pm, 2.30 p.m., 上午9:00, 9时, 9时30分, 9点半, 下午2时30分, 下午两点
    and full-width digits. 12 am is midnight and 12 pm noon, in Chinese too (中午12时, 凌晨12时).
    """
    if len(text) > LONGEST_TIME:
        return None
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"\s", "", plain).replace("a.m.", "am").replace("p.m.", "pm")
    match = _TIME.fullmatch(_NUMERAL.sub(_in_digits, plain))
    if match is None or (match["before"] and match["after"]):
        return None
    half = _HALF_OF_DAY.get(match["before"] or match["after"] or "")
    return _time(int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0), half)


def _in_digits(numeral: re.Match[str]) -> str:
    if numeral[0] == "半":
        return "30"
    count = read_count(numeral[0].replace("〇", "零"))
    # What is no number stays as it is, and is then no time.
    return numeral[0] if count is None else str(count)


def _time(hour: int, minute: int, second: int, half: str | None) -> datetime.time | None:
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif half == "am" and hour > 12:
        return None
    try:
        return datetime.time(hour, minute, second)
    except ValueError:
        return None
