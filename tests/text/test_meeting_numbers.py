"""Numbers of meetings as written: what they count, which follows, and which are missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.meeting_numbers import Range, missing, next_number, read_meeting_number


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
        ("第三届第八次会议", "第三届第{}次会议", 8),
        ("第３届第八次会议", "第3届第{}次会议", 8),
        ("2023年第七次", "2023年第{}次", 7),
        ("12th meeting", "{}th meeting", 12),
        ("3rd meeting", "{}th meeting", 3),
    ],
)
def test_number_tells_what_counts(written: str, pattern: str, count: int):
    number = read_meeting_number(written)

    assert number is not None
    assert (number.pattern, number.value) == (pattern, count)


@pytest.mark.parametrize("written", ["", "Extraordinary", "20230815", "9" * 5000, "第百百次"])
def test_number_of_what_counts_nothing_is_none(written):
    assert read_meeting_number(written) is None


def test_numbers_are_of_one_series_however_they_are_spaced():
    fourth, fifth, first_term, second_term = (
        numbered.series
        for numbered in map(read_meeting_number, ("No. 4", "no.5", "第一屆第4次", "第二屆第5次"))
        if numbered
    )

    assert fourth == fifth
    assert first_term != second_term


@given(st.text(max_size=40))
def test_read_meeting_number_takes_any_text(text: str):
    numbered = read_meeting_number(text)

    assert numbered is None or str(numbered.value) in numbered.pattern.format(numbered.value)


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


def test_missing_ordinals_are_written_as_ordinals():
    assert [Range(2, 2).written_in("{}th meeting"), Range(2, 23).written_in("{}th meeting")] == [
        "2nd meeting",
        "2–23rd meeting",
    ]


def test_term_is_told_from_the_count():
    numbers = map(read_meeting_number, ("第三届第八次", "第 ３ 届第1次", "第81次"))

    assert [number and number.term for number in numbers] == ["第三", "第3", ""]


@pytest.mark.parametrize(
    ("written", "following"),
    [
        ("12", "13"),
        ("第81次", "第82次"),
        ("第九次", "第十次"),
        ("第十九次", "第二十次"),
        ("第九十九次", "第一百次"),
        ("第一〇四次", ""),
        ("第一百零九次", "第一百一十次"),
        ("No. 007", "No. 008"),
        ("第９次", "第１０次"),
        ("2023-7", "2023-8"),
        ("三届二次", "三届三次"),
        ("第三届第八次", "第三届第九次"),
        ("第三屆第10次", "第三屆第11次"),
        ("第八次（第三届）", "第九次（第三届）"),
        ("12th meeting", "13th meeting"),
        ("21st meeting", "22nd meeting"),
        ("10th meeting", "11th meeting"),
        ("Meeting 3 of committee 5", ""),
        ("20230815", ""),
        ("", ""),
        ("special", ""),
    ],
)
def test_next_number_is_written_like_the_last(written: str, following: str):
    assert next_number(written, year=2023, last_year=2023) == following


def test_next_number_of_a_new_year_carries_the_year():
    assert next_number("2023-7", year=2024, last_year=2023) == "2024-8"
    assert next_number("2023-7", year=2024, last_year=2023, restarts=True) == "2024-1"
    assert next_number("第十二次", year=2024, last_year=2023, restarts=True) == "第一次"


def test_chinese_numbers_follow_one_another():
    written, counts = "第一次", []
    for _step in range(998):
        written = next_number(written, year=2023, last_year=2023)
        number = read_meeting_number(written)
        counts.append(number and number.value)

    assert counts == list(range(2, 1000))


@given(st.text(max_size=30))
def test_any_number_is_taken(written: str):
    next_number(written, year=2024, last_year=2023)
