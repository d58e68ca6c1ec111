"""Characters that a font without a map to Unicode gives are told from words."""

import random

import pytest

from archive.documents.extraction import Extracted, TextStatus, judged
from archive.documents.gibberish import is_gibberish

ENGLISH = "The council resolved to repair the bridge over the brook before the winter. " * 8
CHINESE = "会议研究了防汛工作，决定由各乡镇组织检查河道，并于月底前报告办公室。" * 8
TRADITIONAL = "會議決議：照案通過，請主管機關於下次會議前提出報告，並送各委員參考。" * 8
FRENCH = "Le conseil municipal approuve le compte rendu et vote les subventions aux associations. " * 8


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, TRADITIONAL, FRENCH, "No. 12", "3,400 12,500 " * 3])
def test_words_of_languages_are_words(text: str):
    assert not is_gibberish(text)


def test_shifted_letters_signs_and_chance_characters_are_not():
    shifted = "".join(chr(ord(letter) + 3) if letter.isalpha() else letter for letter in ENGLISH)
    chance = random.Random(1)

    assert is_gibberish(shifted.replace("{", "a").replace("|", "b").replace("}", "c"))
    assert is_gibberish("234))562022710829 " * 30)
    assert is_gibberish("".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(300)))


def test_only_a_file_with_fonts_of_its_own_is_judged_so():
    sums = "234 562 022 710 829\n" * 30

    assert judged(sums, is_whole=True) == Extracted(sums, TextStatus.EXTRACTED)
    assert judged(sums, is_whole=True, has_fonts=True) == Extracted("", TextStatus.NOT_READABLE)
