"""Find what looks like an identity-card or telephone number."""

import datetime as dt
import re
from typing import Literal

Kind = Literal["identity card", "telephone"]

_CARD = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
# A mobile number of mainland China, and any written with its country's code: 8 to 15 digits.
# Source: ITU-T E.164, clause 6.
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z])")
_INTERNATIONAL = re.compile(r"(?<![0-9A-Za-z+])\+[1-9](?:[ ().-]{0,2}[0-9]){7,14}(?![0-9A-Za-z])")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def personal_numbers(text: str) -> list[Kind]:
    """Return what kinds of personal numbers a text seems to hold, each once."""
    found: list[Kind] = []
    if any(is_card_number(match[0]) for match in _CARD.finditer(text)):
        found.append("identity card")
    if _MOBILE.search(text) or _INTERNATIONAL.search(text):
        found.append("telephone")
    return found


def is_card_number(number: str) -> bool:
    """Return whether 18 signs are the number of a Chinese identity card: birthday and check digit.

    Source: GB 11643—1999, 4.2 and annex A.
    """
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()
