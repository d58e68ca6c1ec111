"""Say whether a text states a day, in whichever of the forms that minutes write."""

import datetime
import re
from collections.abc import Iterator

from archive.text.folding import fold

_NOT_WORD = re.compile(r"[\W_]+")
_NUMERALS = "〇一二三四五六七八九十"
_ADDRESS = re.compile(r"https?://\S+")


def squeezed(text: str) -> str:
    """Return letters and digits only, folded."""
    return _NOT_WORD.sub("", fold(text))


def ways_to_write(date: datetime.date) -> Iterator[str]:
    """Yield a day as minutes write it, squeezed; the year of the Republic included."""
    year, month, day = date.year, date.month, date.day
    for name in (date.strftime("%B"), date.strftime("%b")):
        yield from (f"{name}{day}{year}", f"{day}{name}{year}", f"{year}{name}{day}")
        yield from (f"{name}{day}{end}{year}" for end in ("st", "nd", "rd", "th"))
        yield from (f"{day}{end}{name}{year}" for end in ("st", "nd", "rd", "th"))
    yield from (f"{year}{month:02}{day:02}", f"{day:02}{month:02}{year}", f"{month:02}{day:02}{year}")
    for written in (str(year), str(year - 1911), *_in_words(year)):
        for one, other in (
            (f"{month}", f"{day}"),
            (f"{month:02}", f"{day:02}"),
            (_counted(month), _counted(day)),
        ):
            yield f"{written}年{one}月{other}日"


def _in_words(year: int) -> list[str]:
    words = "".join(_NUMERALS[int(digit)] for digit in str(year))
    return [words, words.replace("〇", "零"), words.replace("〇", "")]


def _counted(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return ten + (_NUMERALS[ones] if ones else "")


def states(text: str, date: datetime.date) -> bool:
    """Say whether a text states a day: as words anywhere, as numbers between other characters."""
    text = _ADDRESS.sub(" ", text)
    plain = squeezed(text)
    if any(squeezed(way) in plain for way in ways_to_write(date)):
        return True
    year, month, day = date.year, date.month, date.day
    orders = (
        rf"{year}\W0?{month}\W0?{day}",
        rf"0?{day}\W0?{month}\W{year}",
        rf"0?{month}\W0?{day}\W{year}",
    )
    return any(re.search(rf"(?<!\d){order}(?!\d)", text) for order in orders)
