"""Tell from a text whether 3/8/2023 is its third of August or its eighth of March."""

import re

NUMERIC_DAY = re.compile(
    r"(?<![0-9/.-])(?P<first>[0-9]{1,2})(?P<sign>[/.-])(?P<second>[0-9]{1,2})(?P=sign)(?P<year"
    r">[12][0-9]{3})(?![0-9])"
)
_NORTH_AMERICAN = re.compile(
    r"\b(?:[EPCM][SD]?T)\b|\b(?:behavior|color|center|favor|canceled|labeled|program |gray)|"
    r"\b\w{3,}(?:yz|iz)(?:e[drs]?|ing|ation|er)\b"
)
_BRITISH = re.compile(
    r"\b(?:behaviour|colour|centre|favour|cancelled|labelled|programme|grey|councillor)|"
    r"\b\w{3,}(?:is)(?:ed|ing|ation)\b"
)
_HAN = re.compile("[\u3400-\u9fff]")
SAMPLE = 50_000


def puts_month_first(text: str) -> bool:
    """Say what a text's other dates, or else its spelling, make of a date such as 3/8/2023.

    Whoever writes English with strokes and shows no other sign of where they live puts the month first.
    """
    pairs = [(int(match["first"]), int(match["second"])) for match in NUMERIC_DAY.finditer(text)]
    if any(first > 12 for first, _ in pairs):
        return False
    if any(second > 12 for _, second in pairs):
        return True
    american = len(_NORTH_AMERICAN.findall(text, 0, SAMPLE))
    british = len(_BRITISH.findall(text, 0, SAMPLE))
    return american > british or (not british and not _HAN.search(text, 0, SAMPLE))
