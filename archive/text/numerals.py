"""Numerals, read and written: 十二, 一百零五, 二〇二三, and decimals without needless zeros."""

import re
from decimal import Decimal

HAN_DIGITS = "〇一二三四五六七八九"
LARGEST_WRITTEN = 999

_DIGITS = {character: str(value) for value, character in enumerate(HAN_DIGITS)}
# The round zero is typed as whatever circle the keyboard offers.
_DIGITS |= dict.fromkeys("零○◯０oo0", "0") | {"两": "2", "兩": "2"}
_DIGITS |= {digit: digit for digit in "123456789"}
_TENS = {"廿": "二十", "卅": "三十"}
_COUNT = re.compile("(?:(.)百)?零?(?:(.?)十)?(.?)")


def read_numeral(written: str) -> int | None:
    """Return the number of digits (二〇二三, 2023) or of a count (一百一十二, 廿三, 元), or None."""
    if written == "元":
        return 1
    if written and all(character in _DIGITS for character in written):
        return int("".join(_DIGITS[character] for character in written))
    return read_count(written)


def read_count(written: str) -> int | None:
    """Return a number with its tens and hundreds, 0 to 999: 二十三 23, 一百零二 102; 二三 gives None."""
    for short, full in _TENS.items():
        written = written.replace(short, full)
    match = _COUNT.fullmatch(written)
    if match is None or not written:
        return None
    hundreds, tens, ones = match.groups()
    digits = [hundreds or "〇", "一" if tens == "" else tens or "〇", ones or "〇"]
    if not all(digit in _DIGITS for digit in digits):
        return None
    return int("".join(_DIGITS[digit] for digit in digits))


def write_count(number: int) -> str:
    """Return 1 to 999 in words: 一, 十, 十二, 二十一, 一百零五; any other number in digits."""
    if not 0 < number <= LARGEST_WRITTEN:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{HAN_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{HAN_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (HAN_DIGITS[ones] if ones else "")


def plain_decimal(number: Decimal) -> str:
    """Return a number in digits, without an exponent and without zeros that say nothing: 100, 2.5."""
    return f"{number.normalize():f}"
