"""Find what looks like the number of an identity card, a bank account or a telephone.

A number with a check digit counts only if the digit is right, or if a word before it says what it is.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["identity card", "bank account", "telephone", "home address"]


class PersonalData(NamedTuple):
    kind: Kind
    text: str  # as it stands in the text


def personal_numbers(text: str) -> list[PersonalData]:
    """Return the personal numbers that a text seems to hold, each once, in the order of the text."""
    plain = plain_digits(text)
    found: dict[PersonalData, None] = {}
    for cluster in _CLUSTER.finditer(plain):
        first = max(0, cluster.start() - _LOOK_BACK)
        passage = plain[first : cluster.end() + 8]
        for kind, start, end in numbers_in(passage, cluster.start() - first):
            found[PersonalData(kind, text[first + start : first + end])] = None
    return list(found)


def numbers_in(passage: str, digits: int) -> Iterator[tuple[Kind, int, int]]:
    """Yield kind, start and end of the numbers in a passage that reach the digits at a place in it."""
    taken: set[int] = set()
    for kind, pattern, is_one in _RULES:
        for match in pattern.finditer(passage):
            start, end = match.span("number")
            if end > digits and taken.isdisjoint(range(start, end)) and is_one(match):
                taken.update(range(start, end))
                yield kind, start, end


# Six digits or more: every rule asks for them, and few passages of a long text have them.
_CLUSTER = re.compile(r"[0-9](?:[ ()./-]{0,2}[0-9]){5,}")
_LOOK_BACK = 80  # characters, in which the words stand that say whose number it is

# Full-width signs and the dashes of word processors; one sign for one, so that places stay.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_PLAIN |= dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | {0xA0: " "}
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")


@lru_cache(1)
def plain_digits(text: str) -> str:
    """Return a text of the same length in half-width signs, with blanks in place of web addresses.

    The last one is kept, because more than one kind of personal data is looked for in each text.
    """
    return _ADDRESS.sub(lambda match: " " * len(match[0]), text).translate(_PLAIN)


# Check digits


def is_card_number(number: str) -> bool:
    """Return whether 18 signs are the number of a Chinese identity card: birthday and check digit.

    Source: GB 11643—1999, 4.2 and annex A.
    """
    if number[:2] not in _PROVINCES or not is_day(number[6:14]):
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


# Source: GB/T 2260, the first two digits, with 91 for foreign residents.
_PROVINCES = set(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83 91".split()
)


def is_day(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def is_old_card(number: str) -> bool:
    """Return whether 15 digits can be a Chinese identity card of before 1999, which had no check digit."""
    return number[:2] in _PROVINCES and is_day(f"19{number[6:12]}")


def is_taiwanese_card(number: str) -> bool:
    """Return whether a letter and nine signs are the number of an identity or residence card of Taiwan.

    Source: Ministry of the Interior, the rule of 國民身分證統一編號, which that of 統一證號 follows.
    """
    letters = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
    first, second = letters.index(number[0]) + 10, number[1]
    second = second if second.isdigit() else str(letters.index(second) % 10)
    digits = [first // 10, first % 10, int(second), *map(int, number[2:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0


def is_hong_kong_card(number: str) -> bool:
    """Return whether one or two letters, six digits and a check digit are an identity card of Hong Kong.

    Source: Immigration Department; a blank before a single letter counts 36.
    """
    signs = number.rjust(9)
    values = [36 if sign == " " else int(sign, 36) for sign in signs]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


def passes_luhn(digits: str) -> bool:
    """Return whether the last digit is the check digit of ISO/IEC 7812-1, annex B."""
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


# Beginnings of payment cards and how long their numbers are; ISO/IEC 7812 assigns the first digits.
_CARDS = re.compile(
    r"62[0-9]{14,17}|4[0-9]{15}|5[1-5][0-9]{14}|2(?:2[2-9]|[3-6][0-9]|7[01])[0-9]{13}|2720[0-9]{12}"
    r"|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|35[0-9]{14}|6(?:011|5[0-9]{2})[0-9]{12}"
)


def is_payment_card(number: str) -> bool:
    return bool(_CARDS.fullmatch(number)) and passes_luhn(number) and len(set(number)) > 1


def is_iban(number: str) -> bool:
    """Return whether this is an international bank account number. Source: ISO 13616-1, 7."""
    digits = "".join(str(int(sign, 36)) for sign in number[4:] + number[:4])
    return 15 <= len(number) <= 34 and int(digits) % 97 == 1


# The rules, those that say more first: what one has taken, the next leaves alone.

# Neither part of a longer number, nor that of a letter (字第0990012401號).
_BEFORE = r"(?<![0-9A-Za-z第])(?<![0-9][.,/])"
_AFTER = r"(?![0-9A-Za-z號号])(?![.,/][0-9])"

Check = Callable[[re.Match[str]], bool]


def bare(match: re.Match[str]) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", match["number"]).upper()


def checked(check: Callable[[str], bool]) -> Check:
    return lambda match: check(bare(match))


def always(_match: re.Match[str]) -> bool:
    return True


def is_of_a_person(match: re.Match[str]) -> bool:
    """Return whether the words before a telephone number do not call it an office's or a conference's."""
    start = match.start("number")
    is_free = _SERVICE.fullmatch(bare(match))
    is_date = _DATE.fullmatch(match["number"])
    return not is_free and not is_date and not _OF_AN_OFFICE.search(match.string, max(0, start - 60), start)


# Numbers that are free to call, or of a service, in North America, mainland China and the United Kingdom.
_SERVICE = re.compile(
    "1?8(?:00|33|44|55|66|77|88)[0-9]{7}|(?:86)?[48]00[0-9]{7}|0(?:80[08]|30[03]|33[03]|34[345])[0-9]{6,7}"
)
_DATE = re.compile("[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_OF_AN_OFFICE = re.compile(
    "热线|熱線|总机|總機|值班|办公电话|辦公|传真|傳真|举报电话|监督电话|"
    r"\b(?:fax|toll|dial|hotline|helpline|switchboard|conference|bridge|zoom|webex|passcode|meeting id|"
    r"access code|webinar|pin|office)\b",
    re.IGNORECASE,
)


def rule(
    kind: Kind, number: str, check: Check = always, *, label: str = ""
) -> tuple[Kind, re.Pattern[str], Check]:
    before = f"(?:{label}){_NUMBER_WORD}(?:是|为|為|\\s+is)?[^0-9A-Za-z\n]{{0,6}}" if label else ""
    flags = re.IGNORECASE if label else re.NOFLAG
    return kind, re.compile(f"{before}{_BEFORE}(?P<number>{number}){_AFTER}", flags), check


_NUMBER_WORD = "(?:号码?|號碼?|字號|\\s*(?:no\\.?|number|num\\.?))?"
_CARD_WORDS = (
    "身份证(?:件)?|身[份分]證|居民证|identity card|ID card|national insurance|social security|SSN|NINO|"
    "护照|護照|passport|军官证|士兵证|通行证|通行證|驾驶证|駕駛證|驾照|駕照|社会保障卡?号|社保卡?号|居留证|居留證|"
    "driv(?:er['’]?s|ing) licen[cs]e|social insurance|NHS (?:number|no\\.?)|taxpayer ID|residence permit"
)
_BANK_WORDS = "银行卡|銀行卡|卡[号號]|[账帐帳][号號户戶]|银行账户|(?:bank )?account|a/c|sort code|银行|銀行"
_PHONE_WORDS = (
    "电话|電話|手机|手機|联系方式|聯絡方式|tel(?:ephone)?|phone|mobile|cell(?: ?phone)?|"
    "call(?: me| us)?(?: on| at)?|whatsapp"
)
_CARD_IN_GROUPS = "(?P<gap>[ -]?)[0-9]{4}(?:(?P=gap)[0-9]{4}){2}(?:(?P=gap)[0-9]{1,3})?"

_RULES = (
    rule("identity card", "[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx]", checked(is_card_number)),
    rule("identity card", "[A-Z][1289A-D][0-9]{8}", checked(is_taiwanese_card)),
    rule("identity card", r"[A-Z]{1,2}[0-9]{6} ?\([0-9A]\)", checked(is_hong_kong_card)),
    rule("identity card", r"[157][0-9]{6} ?\([0-9]\)|[157]/[0-9]{6}/[0-9]"),  # Macau
    # Social Security Administration: no area 000, 666 or 9xx, no group 00, no serial 0000.
    rule(
        "identity card",
        "(?<!-)(?!000|666|9)[0-9]{3}(?P<gap>[- ])(?!00)[0-9]{2}(?P=gap)(?!0000)[0-9]{4}(?!-)",
    ),
    # HM Revenue & Customs, NIM39110.
    rule(
        "identity card",
        "(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?[0-9]{2}){3} ?[A-D]",
    ),
    # Driver and Vehicle Licensing Agency: surname, birthday, initials, check digits.
    rule("identity card", "[A-Z]{2}[A-Z9]{3}[0-9]{6}[A-Z][A-Z9][0-9A-Z]{3}"),
    rule("identity card", r"[A-Z]{0,2}[0-9][0-9 ()-]{5,20}[0-9X)]", label=_CARD_WORDS),
    rule("bank account", "[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?", checked(is_iban)),
    rule(
        "bank account",
        f"[2-6][0-9]{{3}}(?:{_CARD_IN_GROUPS}|[ -]?[0-9]{{6}}[ -]?[0-9]{{4,5}})",
        checked(is_payment_card),
    ),
    rule("bank account", "[0-9][0-9 -]{5,24}[0-9]", label=_BANK_WORDS),
    rule("identity card", "[1-9][0-9]{14}", checked(is_old_card)),
    # Mobile numbers of mainland China, with its code or without; of Taiwan; of the United Kingdom.
    rule("telephone", r"(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}", is_of_a_person),
    rule("telephone", "09[0-9]{2}(?P<gap>[ -]?)[0-9]{3}(?P=gap)[0-9]{3}", is_of_a_person),
    rule("telephone", "07[0-9]{3} ?[0-9]{3} ?[0-9]{3}", is_of_a_person),
    # Any with its country's code: 8 to 15 digits. Source: ITU-T E.164, clause 6.
    rule("telephone", r"\+[1-9](?:[ ().-]{0,2}[0-9]){7,14}", is_of_a_person),
    # Landlines: mainland China and Taiwan, North America, the United Kingdom.
    rule("telephone", r"\(?0[1-9][0-9]{0,2}(?:\) ?|[ -])[0-9]{3,4}[ -]?[0-9]{4}", is_of_a_person),
    rule(
        "telephone",
        r"(?<!-)(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[-.])[2-9][0-9]{2}[-.][0-9]{4}(?!-)",
        is_of_a_person,
    ),
    rule("telephone", r"0(?:1[0-9]{3}|2[0-9])\)? [0-9]{3,4} ?[0-9]{3,4}", is_of_a_person),
    rule("telephone", r"[+(]?[0-9][0-9 ()-]{5,18}[0-9]", is_of_a_person, label=_PHONE_WORDS),
)
