"""Chinese numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.numerals import read_count, read_numeral, write_count


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("元", 1),
        ("十", 10),
        ("十二", 12),
        ("廿三", 23),
        ("二十", 20),
        ("一百零五", 105),
        ("一百一十二", 112),
        ("两百", 200),
        ("二〇二三", 2023),
        ("一○四", 104),
        ("2023", 2023),
        ("0", 0),
    ],
)
def test_numerals_are_read(written: str, number: int):
    assert read_numeral(written) == number


@pytest.mark.parametrize("written", ["", "百百", "十百", "第一", "一二百"])
def test_what_is_no_number_is_none(written: str):
    assert read_numeral(written) is None


def test_a_count_is_not_a_row_of_digits():
    # 二三点 is two or three o'clock.
    assert (read_count("二三"), read_count("二十三"), read_count("零五")) == (None, 23, 5)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1000, "1000"),
        (0, "0"),
    ],
)
def test_counts_are_written(number: int, text: str):
    assert write_count(number) == text


@given(st.integers(1, 999))
def test_what_is_written_is_read(number: int):
    assert read_count(write_count(number)) == read_numeral(write_count(number)) == number


@given(st.text(max_size=12))
def test_any_text_is_taken(text: str):
    read_numeral(text)
    read_count(text)
