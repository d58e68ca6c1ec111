"""Find what looks like the address of a private person, in Chinese and in English."""

import re

from archive.text.personal_numbers import PersonalData, plain_digits


def home_addresses(text: str) -> list[PersonalData]:
    """Return the home addresses that a text seems to hold, each once, with the words that say so."""
    plain = plain_digits(text)
    # Most texts hold neither the word nor the line that every address of a pattern has.
    patterns = [pattern for sign, pattern in _PATTERNS if sign.search(plain)]
    matches = [match for pattern in patterns for match in pattern.finditer(plain)]
    found = (PersonalData("home address", text[slice(*match.span())]) for match in matches)
    return list(dict.fromkeys(found))


_NUMERAL = "[0-9〇零一二三四五六七八九十百]+"
_HOUSE = f"{_NUMERAL}(?:[号號栋棟幢弄巷室楼樓组組鄰邻]|单元|單元)"
# The word that says whose, then a place down to the house.
_LIVES = (
    "家住|住在|现[住居]|現[住居]|租住|居住[于於在]|居住地|住址|住所|家庭地址|居住地址|"
    "户籍地?|戶籍地?|設籍|设籍|户口"
)
_CHINESE = f"(?:{_LIVES})(?:地址|所在地)?[为為是::\\s]{{0,3}}[^\\s,。;;、!?]{{2,40}}?{_HOUSE}"
# Somebody who is no office, with the house in brackets: 业主李某(阳光小区3栋1202室).
_SOMEBODY = "业主|業主|住[户戶]|居民|村民|[户戶]主|来访人|來訪人|申请人|申請人|当事人|當事人"
_IN_BRACKETS = f"(?:{_SOMEBODY})[^\\s,。;;、!?()]{{1,6}}\\([^()]{{2,40}}?{_HOUSE}[^()]{{0,8}}\\)"

_STREET = (
    "Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Dr|Close|Court|Ct|Crescent|Way|Place|Pl|Terrace|Gardens?|"
    "Grove|Hill|Row|Square|Boulevard|Blvd|Mews|Walk|Circle|Parkway|Pkwy|Trail|Green|Rise|View"
)
_HOUSE_NUMBER = "(?<![0-9])[0-9]{1,6}[A-Za-z]?"
_FLAT = f"(?:(?:Flat|Apt\\.?|Apartment|Unit) ?{_HOUSE_NUMBER}, ?)?"
_WORD = r"(?:[A-Z][\w'’]*\.?|[0-9]+(?:st|nd|rd|th))"
_LINE = rf"{_FLAT}{_HOUSE_NUMBER},? (?:[NSEW]\.? )?(?:{_WORD} ){{1,4}}(?:{_STREET})\b"
_RESIDING = (
    "resid(?:ing|es?|ed|ents?)|(?:who )?(?:live[sd]?|living)|home address|private address|"
    "(?:his|her|their|my) (?:home|house|flat)|tenants?|occupants?|householders?|homeowners?"
)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Sir|Lady|Rev)\.? (?:[A-Z][\w.'’-]* ){0,3}"
# Two words that look like a name, neither a building's nor what is done to one.
_NO_NAME = (
    r"(?!\w*(?:tion|ment|ing|ance|al)\b|(?:Hall|House|Building|Centre|Center|Library|Church|School|"
    r"Offices?|Rooms?|Park|Inn|Hotel|Council|Chambers|Sale|Lease|Purchase|Owners?|Use|Street|Road|The|Of|"
    r"At|Plan|Permit|Site|Property)\b)"
)
_NAME = rf"\b{_NO_NAME}[A-Z][a-z'’-]+ (?:[A-Z]\. )?{_NO_NAME}[A-Z][\w'’-]+"
_PATTERNS = tuple(
    (re.compile(sign), re.compile(pattern))
    for sign, pattern in (
        (_LIVES, _CHINESE),
        (_SOMEBODY, _IN_BRACKETS),
        (_LINE, rf"\b(?i:{_RESIDING})(?: is)?(?: at| of| in|:)* {_LINE}"),
        (_LINE, rf"(?:\b{_TITLE}[A-Z][\w'’-]*|{_NAME})(?:(?:,? of|,? from|,? at|,| -) | \(){_LINE}"),
    )
)
