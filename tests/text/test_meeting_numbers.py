"""Numbers as written: what they count, and which are missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.meeting_numbers import Range, missing, read_number


@pytest.mark.parametrize(
    ("written", "pattern", "count"),
    [
        ("12", "{}", 12),
        ("第81次", "第{}次", 81),
        ("第８１次", "第{}次", 81),
        ("第八十一次", "第{}次", 81),
        ("第三屆第10次", "第三屆第{}次", 10),
        ("第十一届第三次", "第十一届第{}次", 3),
        ("2023-7", "2023-{}", 7),
        ("7/2023", "{}/2023", 7),
        ("2023", "{}", 2023),
        ("No. 4", "No. {}", 4),
        ("{}5", "(){}", 5),
    ],
)
def test_read_number_finds_what_counts(written, pattern, count):
    assert read_number(written) == (pattern, count)


@pytest.mark.parametrize("written", ["", "Extraordinary", "20230815", "9" * 5000, "第百百次"])
def test_read_number_of_what_counts_nothing_is_none(written):
    assert read_number(written) is None


def test_numbers_are_of_one_series_however_they_are_spaced():
    fourth, fifth, first_term, second_term = (
        numbered.series
        for numbered in map(read_number, ("No. 4", "no.5", "第一屆第4次", "第二屆第5次"))
        if numbered
    )

    assert fourth == fifth
    assert first_term != second_term


@given(st.text(max_size=40))
def test_read_number_takes_any_text(text: str):
    numbered = read_number(text)

    assert numbered is None or str(numbered.number) in numbered.pattern.format(numbered.number)


@pytest.mark.parametrize(
    ("counts", "since", "ranges"),
    [
        ([1, 2, 3], None, []),
        ([5, 1, 3, 3], None, [(2, 2), (4, 4)]),
        ([9, 4], None, [(5, 8)]),
        ([4], 1, [(1, 3)]),
        ([0, 2], 0, [(1, 1)]),
        ([], None, []),
    ],
)
def test_missing_gives_ranges(counts, since, ranges):
    assert missing(counts, since=since) == ranges


def test_range_reads_as_one_number_or_two():
    assert (str(Range(2, 2)), str(Range(2, 43)), Range(2, 43).size) == ("2", "2–43", 42)
