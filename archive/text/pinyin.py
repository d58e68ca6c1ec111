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
    **{
        word[0]: [word[1:]]
        for word in (
            "乐yue 仇qiu 任ren 区ou 卜bu 单shan 召shao 员yun 折she 曾zeng 朴piao 查zha 洗xian 盖ge 祭zhai "
            "种chong 秘bi 繁po 缪miao 翟zhai 薄bo 覃qin 解xie 黑he"
        ).split()
    },
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
