"""Read dates and times of day as people write them, in English and in Chinese."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from archive.text.numerals import read_count, read_numeral

Precision = Literal["day", "month", "year"]
PartialDate = tuple[datetime.date, Precision]
_Numbers = tuple[int, ...]  # year, then month, then day as far as they are given

LONGEST_DATE = 80
YEARS = range(1000, 3000)
_REPUBLIC_EPOCH = 1911  # 民國元年 is 1912

_MONTHS = ("january february march april may june july august september october november december").split()
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(_MONTHS, start=1)},
    **{name[:3]: number for number, name in enumerate(_MONTHS, start=1)},
    "sept": 9,
}
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_IGNORED_WORDS = {
    *_WEEKDAYS,
    *(name[:3] for name in _WEEKDAYS),
    *["tues", "wednes", "thur", "thurs", "of", "the"],
}
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")

_NUMERAL = r"[0-9o零〇○◯一二三四五六七八九十百廿卅元]{1,7}"
_ERA = r"(?P<era>(?:中[華华])?民[國国])"
_CHINESE = re.compile(
    rf"(?:{_ERA}|公元|西元)?(?P<year>{_NUMERAL})年"
    rf"(?:(?P<month>{_NUMERAL})月(?:(?P<day>{_NUMERAL})[日号號])?)?"
    r"(?:\(?(?:星期|[週周]|[礼禮]拜)?[一二三四五六日天]\)?)?(?:[上下]午|晚上|早上)?"
)
_YEAR_FIRST = re.compile(rf"{_ERA}?([0-9]{{2,4}})([-/.])([0-9]{{1,2}})(?:\3([0-9]{{1,2}}))?")
_COMPACT = re.compile(r"([12][0-9]{3})(0[1-9]|1[0-2])([0-2][0-9]|3[01])")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})([-/.]))?([0-9]{1,2})[-/.]([0-9]{4})")


# What Word makes of a hyphen as one types, and what typesetters put there.
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
_REPUBLIC_YEARS = range(100, 200)  # of three digits; no minutes are from the second century
_AT_WEEKDAY = re.compile(rf"^\(?(?:{'|'.join(_WEEKDAYS)})\)?,?\s+|,?\s*\(?(?:{'|'.join(_WEEKDAYS)})\)?$")


def read_date(text: str) -> datetime.date | None:
    """Return the day that a text names, or None if it names none, or may name two; any string is allowed.

    Reads 2023-08-23, 20230823, 23.8.2023, 23 August 2023, Aug. 23, 2023, Wednesday 23rd of August 2023,
    2023年8月23日（三）, 二〇二三年八月二十三日, 民國112年8月23日, 112.8.23, full-width digits and Word's
    hyphens. 8/23/2023 and 23/8/2023 can mean one day only, 3/8/2023 two. Years 1000 to 2999.
    """
    partial = read_partial_date(text)
    return partial[0] if partial and partial[1] == "day" else None


def possible_days(text: str) -> list[datetime.date]:
    """Return the days that a text may name: two of 3/8/2023, the day first, then the month first."""
    found = dict.fromkeys(partial for partial in _partial_dates(text) if partial[1] == "day")
    return [date for date, _precision in found]


def read_partial_date(text: str) -> PartialDate | None:
    """Return the first day of the day, month or year that a text names, and which of them it is.

    Reads what read_date() reads, and August 2023, 2023-08, 2023年8月, 2023, 民國112年.
    """
    found = set(_partial_dates(text))
    return found.pop() if len(found) == 1 else None


def _partial_dates(text: str) -> Iterator[PartialDate]:
    if len(text) > LONGEST_DATE:
        return
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_HYPHENS).strip()
    for numbers in _readings(_AT_WEEKDAY.sub("", plain)):
        if (partial := _partial_date(numbers)) is not None:
            yield partial


_BETWEEN_DAYS = re.compile(r"--|[-–—~～至到/]|\bto\b|\buntil\b")


def read_days(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day that a text names, or None if it names one day or none.

    Reads 9-11 April 2024, April 9–11, 2024, 30 April to 2 May 2024, 2024-04-09/2024-04-11,
    2024年4月9日至11日, 2024年4月30日至5月2日: what is said once holds for both days.
    """
    if len(text) > 2 * LONGEST_DATE or read_date(text):
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    for joint in _BETWEEN_DAYS.finditer(plain):
        left, right = plain[: joint.start()].strip(), plain[joint.end() :].strip()
        for first in map(read_date, _with_end_of(left, right)):
            for last in map(read_date, _with_beginning_of(left, right)):
                if first and last and first < last:
                    return first, last
    return None


def _with_end_of(left: str, right: str) -> list[str]:
    """Return what the first day may be: as written, or with the month and year of the last one."""
    year, sign = re.search(r"[0-9]{4}", right), re.search(r"[日号號]$", right)
    tail = re.sub(r"^\D*[0-9]{1,2}(?:st|nd|rd|th)?\b", "", right, count=1)
    return [
        left,
        f"{left} {tail}",
        *([f"{left} {year[0]}"] if year else []),
        left + (sign[0] if sign else ""),
    ]


def _with_beginning_of(left: str, right: str) -> list[str]:
    """Return what the last day may be: as written, or with the month or year of the first one."""
    month, year = left.rfind("月") + 1, left.rfind("年") + 1
    return [right, left[:month] + right, left[:year] + right, re.sub(r"[0-9]+\D*$", "", left) + right]


def _readings(plain: str) -> Iterator[_Numbers]:
    """Yield what the text can mean, the likeliest first; a reading may be no date at all."""
    unspaced = re.sub(r"\s", "", plain)
    if match := _CHINESE.fullmatch(unspaced):
        yield from _chinese(match)
    elif match := _YEAR_FIRST.fullmatch(unspaced):
        written = [match[group] for group in (2, 4, 5) if match[group]]
        yield _in_common_era([int(number) for number in written], match["era"])
    elif match := _COMPACT.fullmatch(unspaced):
        yield int(match[1]), int(match[2]), int(match[3])
    elif match := _YEAR_LAST.fullmatch(unspaced):
        yield from _year_last(match)
    else:
        yield from _worded(plain)


def _chinese(match: re.Match[str]) -> Iterator[_Numbers]:
    written = [match[part] for part in ("year", "month", "day") if match[part]]
    numbers = [number for number in map(read_numeral, written) if number is not None]
    if len(numbers) == len(written):
        yield _in_common_era(numbers, match["era"])


def _year_last(match: re.Match[str]) -> Iterator[_Numbers]:
    day, separator, month, year = match.groups()
    if day is None:
        yield int(year), int(month)
        return
    yield int(year), int(month), int(day)
    # 8.23.2023 is not in use; with a slash or hyphen Americans put the month first.
    if separator != ".":
        yield int(year), int(day), int(month)


def _worded(plain: str) -> Iterator[_Numbers]:
    words = [word for word in re.split(r"[\s,.\-]+", plain) if word not in _IGNORED_WORDS]
    months = [_MONTH_NUMBERS[word] for word in words if word in _MONTH_NUMBERS]
    numbers = [_ORDINAL.sub(r"\1", word) for word in words if word and word not in _MONTH_NUMBERS]
    if not all(re.fullmatch("[0-9]{1,4}", number) for number in numbers):
        return
    years = [int(number) for number in numbers if len(number) == 4]
    days = [int(number) for number in numbers if len(number) < 3]
    if len(years) == 1 and len(days) <= len(months) <= 1 and len(years + days) == len(numbers):
        yield (*years, *months, *days)


def _in_common_era(numbers: list[int], era: str | None) -> _Numbers:
    year, *rest = numbers
    return (year + _REPUBLIC_EPOCH if era or year in _REPUBLIC_YEARS else year, *rest)


def _partial_date(numbers: _Numbers) -> PartialDate | None:
    year, month, day = (*numbers, 1, 1)[:3]
    if year not in YEARS:
        return None
    precisions: tuple[Precision, ...] = ("year", "month", "day")
    try:
        return datetime.date(year, month, day), precisions[len(numbers) - 1]
    except ValueError:
        return None


# Times of day

LONGEST_TIME = 30

_HALF_DAY = re.compile(r"(?<=[0-9])([ap])\.?m\b\.?")  # a.m., and pm. at the end of a sentence
_QUARTERS = {"一刻": "15分", "三刻": "45分"}
_OFFICIAL = re.compile(r"([0-2][0-9])([0-5][0-9])(?:h|hrs?|hours)?")  # 1900, 0930 hrs
_HOURS = re.compile(r"(?<=[0-9])(?:hrs?|hours|o['’]clock)(?=$|[ap])")

_HAN_NUMERAL = re.compile("(?:[零〇一二两兩三四五六七八九十]|半(?!夜))+")

# The hours that each word for a part of the day can mean; those from 24 on are past midnight.
_HOURS_OF_PART = {
    "am": range(12),
    "pm": range(12, 24),
    "凌晨": range(7),
    **dict.fromkeys(["清晨", "早晨", "早上", "早"], range(4, 12)),
    "上午": range(13),
    "中午": range(11, 15),
    **dict.fromkeys(["下午", "午后", "午後"], range(12, 24)),
    "傍晚": range(16, 22),
    **dict.fromkeys(["晚上", "晚间", "晚間", "夜里", "夜裡", "夜间", "夜間", "晚"], range(17, 29)),
    **dict.fromkeys(["深夜", "半夜", "午夜", "子夜"], range(21, 30)),
}
PART_OF_DAY = "|".join(
    sorted((word for word in _HOURS_OF_PART if not word.isascii()), key=len, reverse=True)
)
NEXT_DAY = "次日|翌日|第二天|隔天|隔日"
_NEXT_DAY = re.compile(
    rf"^\(?(?:{NEXT_DAY})\)?|\(?(?:on)?(?:the)?(?:next|following)day\)?$|\(?\+1(?:d|day)?\)?$"
)
_NAMED = {
    **dict.fromkeys(["noon", "12noon", "12:00noon", "midday", "正午"], datetime.time(12)),
    **dict.fromkeys(["midnight", "12midnight", "12:00midnight", "午夜", "子夜"], datetime.time(0)),
}
_TIME = re.compile(
    rf"(?P<before>{PART_OF_DAY})?"
    r"(?P<hour>[0-9]{1,2})"
    r"(?:(?:[:.h]|[时時点點](?=[0-9]))(?P<minute>[0-9]{1,2})分?(?::(?P<second>[0-9]{2}))?"
    r"|[时時点點][整钟鐘]?|h|(?=[ap]m)|(?=$))"
    r"(?P<after>[ap]m)?"
)


def read_time(text: str) -> datetime.time | None:
    """Return the time of day that a text names, or None if it names none; any string is allowed.

    Reads 9:00, 09:00, 9.00, 9, 0900, 14:00 hrs, 2:30 pm, 2.30 p.m., noon, 上午9:00, 9时, 9时30分, 9点半,
    9点一刻, 下午2时30分, 下午两点, 次日凌晨1时, 1:30 (next day) and full-width digits. 12 am is midnight
    and 12 pm noon. A Chinese word for a part of the day allows the hours of that part: 上午12时 is noon,
    晚上12时 midnight, 中午11时 before noon, 早上12时 none. 24:00 is 0:00.
    """
    if len(text) > LONGEST_TIME:
        return None
    plain = _HALF_DAY.sub(r"\1m", _NEXT_DAY.sub("", _unspaced(text), count=1))
    if plain in _NAMED:
        return _NAMED[plain]
    if match := _OFFICIAL.fullmatch(plain):
        return _time(int(match[1]), int(match[2]), 0, "")
    for quarter, minutes in _QUARTERS.items():
        plain = plain.replace(quarter, minutes)
    plain = _HOURS.sub("", plain)
    match = _TIME.fullmatch(_HAN_NUMERAL.sub(_in_digits, plain))
    if match is None or (match["before"] and match["after"]):
        return None
    part = match["before"] or match["after"] or ""
    return _time(int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0), part)


def says_next_day(text: str) -> bool:
    """Return whether a text says that its time is on the next day: 次日1时, 1:30 (next day)."""
    return bool(_NEXT_DAY.search(_unspaced(text)))


def is_end_of_day(text: str) -> bool:
    """Return whether a text names the midnight with which a day ends, or may do so: 24:00, midnight."""
    plain = _unspaced(text)
    return plain.startswith("24") or _NAMED.get(plain) == datetime.time(0)


def _unspaced(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).casefold())


def _in_digits(numeral: re.Match[str]) -> str:
    if numeral[0] == "半":
        return "30"
    count = read_count(numeral[0].replace("〇", "零"))
    # What is no number stays as it is, and is then no time.
    return numeral[0] if count is None else str(count)


def _time(hour: int, minute: int, second: int, part: str) -> datetime.time | None:
    if hour > 24 or (hour == 24 and (minute or second)):
        return None
    meant: int | None = hour
    if part:
        # 12 am is the only one to be read backwards.
        possible = (hour, hour + 12, hour + 24, *([0] if hour == 12 else []))
        meant = next((one for one in possible if one in _HOURS_OF_PART[part]), None)
    if meant is None:
        return None
    try:
        return datetime.time(meant % 24, minute, second)
    except ValueError:
        return None
