"""Romanise Chinese, for addresses and for sorting."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from archive.text.folding import simplified

HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
HAN_RUN = re.compile(f"[{HAN}]+")

# Characters read differently as a family name: pypinyin gives their everyday reading, and so would
# sort 曾 under C. Families that read 乐 or 覃 the other way can be sorted by hand.
_SURNAMES = {
    "万俟": ["mo", "qi"],
    "尉迟": ["yu", "chi"],
    "澹台": ["tan", "tai"],
    "长孙": ["zhang", "sun"],
    "乐": ["yue"],
    "仇": ["qiu"],
    "任": ["ren"],
    "区": ["ou"],
    "卜": ["bu"],
    "单": ["shan"],
    "召": ["shao"],
    "员": ["yun"],
    "折": ["she"],
    "曾": ["zeng"],
    "朴": ["piao"],
    "查": ["zha"],
    "洗": ["xian"],
    "盖": ["ge"],
    "祭": ["zhai"],
    "种": ["chong"],
    "秘": ["bi"],
    "繁": ["po"],
    "缪": ["miao"],
    "翟": ["zhai"],
    "薄": ["bo"],
    "覃": ["qin"],
    "解": ["xie"],
    "黑": ["he"],
}
_LONGEST_SURNAME = 2


@cache
def load_pinyin() -> Callable[..., Any]:
    """Return lazy_pinyin(), imported at its first use: that takes a second, and few commands need it."""
    from pypinyin import lazy_pinyin, load_phrases_dict  # noqa: PLC0415 - see above

    # The place that the first record comes from; pypinyin reads the river alone, as tà.
    load_phrases_dict({"漯河": [["luò"], ["hé"]]})
    return lazy_pinyin


def syllables(text: str) -> list[str]:
    """Return the toneless syllables of the Chinese characters in a text, all else left out.

    ü is written yu (Lyu for 吕), as in passports.
    Source: GB/T 28039-2011.
    """
    found = load_pinyin()(simplified(text), errors="ignore")
    return [syllable.replace("v", "yu") for syllable in found]


def name_syllables(name: str) -> list[str]:
    """Return the syllables of a Chinese personal name, the family name read as one."""
    plain = simplified(name)
    for length in range(_LONGEST_SURNAME, 0, -1):
        if reading := _SURNAMES.get(plain[:length]):
            return reading + syllables(plain[length:])
    return syllables(plain)
