"""Dates and times of day: as people write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.dates import possible_days, read_date, read_days, read_partial_date, read_time

AUGUST_23 = datetime.date(2023, 8, 23)
WAYS_TO_WRITE_AUGUST_23 = """
2023-08-23 | 2023/8/23 | 2023.8.23 | 23.8.2023 | 23. 8. 2023 | 23/8/2023 | 8/23/2023 | 23-Aug-2023
23 August 2023 | August 23, 2023 | 23 Aug 2023 | Aug. 23 2023 | 23rd of August 2023 | 2023 August 23
Wednesday 23 August 2023 | Wed, 23 Aug 2023 | Wednesday, the 23rd of August, 2023
2023年8月23日 | 2023年08月23日 | 2023 年 8 月 23 日 | ２０２３年８月２３日 | 公元2023年8月23日
二〇二三年八月二十三日 | 二○二三年八月二十三日 | 二零二三年八月廿三日 | 二O二三年八月二十三日
民國112年8月23日 | 民国一百一十二年八月二十三日 | 中華民國112年8月23日 | 民國112.8.23
112.8.23 | 112/08/23 | 112年8月23日 | 一百一十二年八月二十三日 | 20230823 | 2023-08-23 (Wednesday)
2023\u201108\u201123 | 2023\u201308\u201323 | 2023\u221208\u221223 | 2023年8月23日下午
2023年8月23日星期三 | 2023年8月23日（三） | 2023年8月23日（週三） | 二〇二三年八月二十三日 禮拜三
"""
NOT_DATES = """
2023-02-30 | 2023-13-01 | 8.23.2023 | 0999-01-01 | 3000-01-01 | 12-8-23 | 23 23 August 2023 | August
2023年十百日 | 二〇二三年二月三十日 | 12年8月23日 | 31 June 2023 | 23 | x | 年月日 | 2023-08 | August 2023
"""


@pytest.mark.parametrize(
    "text",
    [way.strip() for way in WAYS_TO_WRITE_AUGUST_23.replace("\n", "|").split("|") if way.strip()],
)
def test_read_date_reads_august_23(text):
    assert read_date(text) == AUGUST_23


@pytest.mark.parametrize("text", ["", *(text.strip() for text in NOT_DATES.replace("\n", "|").split("|"))])
def test_read_date_refuses_what_is_no_day(text):
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["3/8/2023", "3-8-2023", "03/08/2023", "3/ 8/ 2023"])
def test_what_may_be_two_days_is_neither(text):
    assert read_date(text) is None
    assert possible_days(text) == [datetime.date(2023, 8, 3), datetime.date(2023, 3, 8)]


@pytest.mark.parametrize("text", ["8/8/2023", "8.8.2023", "8 August 2023"])
def test_what_means_one_day_is_that_day(text):
    assert possible_days(text) == [datetime.date(2023, 8, 8)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("民國元年一月一日", datetime.date(1912, 1, 1)),
        ("民國九十九年十月十日", datetime.date(2010, 10, 10)),
        ("民國一百零二年十二月三十一日", datetime.date(2013, 12, 31)),
        ("29 Feb 2024", datetime.date(2024, 2, 29)),
    ],
)
def test_read_date_counts_in_words_and_eras(text, expected):
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023-08",
        "2023/8",
        "8/2023",
        "August 2023",
        "Aug. 2023",
        "2023年8月",
        "民國112年8月",
        "二〇二三年八月",
    ],
)
def test_read_partial_date_reads_a_month(text):
    assert read_partial_date(text) == (datetime.date(2023, 8, 1), "month")


@pytest.mark.parametrize("text", ["2023", "2023年", "二〇二三年", "民國112年", "２０２３"])
def test_read_partial_date_reads_a_year(text):
    assert read_partial_date(text) == (datetime.date(2023, 1, 1), "year")


@given(st.one_of(st.text(), st.text("0123456789/-. 年月日民國元〇一十百廿三(星期)augst,")))
def test_read_partial_date_takes_any_text(text):
    partial = read_partial_date(text)

    assert partial is None or 1000 <= partial[0].year <= 2999


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_read_date_reads_what_both_languages_write(date):
    assert read_date(f"{date.day} {date:%B} {date.year}") == date
    assert read_date(f"{date.year}年{date.month}月{date.day}日") == date
    assert read_date(date.isoformat()) == date


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:00", datetime.time(9)),
        ("09:00", datetime.time(9)),
        ("9.00", datetime.time(9)),
        (" 9 ", datetime.time(9)),
        ("9：30", datetime.time(9, 30)),
        ("19:05:30", datetime.time(19, 5, 30)),
        ("2:30 pm", datetime.time(14, 30)),
        ("2.30 p.m.", datetime.time(14, 30)),
        ("9 AM", datetime.time(9)),
        ("12 am", datetime.time(0)),
        ("12:15 pm", datetime.time(12, 15)),
        ("上午9:00", datetime.time(9)),
        ("上午 9 时", datetime.time(9)),
        ("9时", datetime.time(9)),
        ("9時30分", datetime.time(9, 30)),
        ("下午2时30分", datetime.time(14, 30)),
        ("下午14时", datetime.time(14)),
        ("九点半", datetime.time(9, 30)),
        ("下午两点", datetime.time(14)),
        ("晚上七点零五分", datetime.time(19, 5)),
        ("二十一时四十五分", datetime.time(21, 45)),
        ("中午12时", datetime.time(12)),
        ("凌晨12点10分", datetime.time(0, 10)),
        ("中午11时30分", datetime.time(11, 30)),
        ("中午1时", datetime.time(13)),
        ("上午12时", datetime.time(12)),
        ("上午12时30分", datetime.time(12, 30)),
        ("晚上12时", datetime.time(0)),
        ("晚上11点半", datetime.time(23, 30)),
        ("晚上1点", datetime.time(1)),
        ("晚5时", datetime.time(17)),
        ("夜里12点半", datetime.time(0, 30)),
        ("深夜11时", datetime.time(23)),
        ("半夜2点", datetime.time(2)),
        ("午後3時", datetime.time(15)),
        ("零时30分", datetime.time(0, 30)),
        ("次日1时30分", datetime.time(1, 30)),
        ("次日凌晨1时30分", datetime.time(1, 30)),
        ("翌日 1:30", datetime.time(1, 30)),
        ("第二天上午9点", datetime.time(9)),
        ("1:30 (next day)", datetime.time(1, 30)),
        ("12.15 a.m. the next day", datetime.time(0, 15)),
        ("01:30 (+1)", datetime.time(1, 30)),
        ("noon", datetime.time(12)),
        ("12 noon", datetime.time(12)),
        ("正午", datetime.time(12)),
        ("Midnight", datetime.time(0)),
        ("午夜", datetime.time(0)),
        ("24:00", datetime.time(0)),
        ("晚上24:00", datetime.time(0)),
        ("00:00", datetime.time(0)),
        ("1900", datetime.time(19)),
        ("0930 hrs", datetime.time(9, 30)),
        ("14:00 hours", datetime.time(14)),
        ("7 o’clock pm", datetime.time(19)),
        ("下午2点一刻", datetime.time(14, 15)),
    ],
)
def test_read_time_reads(text: str, time: datetime.time):
    assert read_time(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "",
        "早上12时",
        "中午10时",
        "中午17时",
        "傍晚2时",
        "凌晨9时",
        "24:30",
        "晚上25点",
        "次日",
        "next day",
        "(+1)",
        "9:60",
        "9:30:99",
        "930",
        "9-30",
        "上午13时",
        "上午9am",
        "九十点",
        "9分",
        "9:",
        "：30",
        "9" * 40,
    ],
)
def test_read_time_refuses(text: str):
    assert read_time(text) is None


@given(st.times())
def test_read_time_reads_what_it_would_write(time: datetime.time):
    assert read_time(time.isoformat("minutes")) == time.replace(second=0, microsecond=0)


@given(st.text(max_size=40))
def test_read_time_takes_any_text(text: str):
    assert read_time(text) is None or isinstance(read_time(text), datetime.time)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("9-11 April 2024", "2024-04-09", "2024-04-11"),
        ("April 9–11, 2024", "2024-04-09", "2024-04-11"),
        ("9th to 11th April 2024", "2024-04-09", "2024-04-11"),
        ("30 April – 2 May 2024", "2024-04-30", "2024-05-02"),
        ("30 December 2024 – 2 January 2025", "2024-12-30", "2025-01-02"),
        ("2024-04-09/2024-04-11", "2024-04-09", "2024-04-11"),
        ("2024年4月9日至11日", "2024-04-09", "2024-04-11"),
        ("2024年4月9-11日", "2024-04-09", "2024-04-11"),
        ("2024年4月30日至5月2日", "2024-04-30", "2024-05-02"),
        ("民國113年4月9日至11日", "2024-04-09", "2024-04-11"),
    ],
)
def test_several_days_are_read(text: str, first: str, last: str):
    assert read_days(text) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["2024-04-09", "9 April 2024", "11-9 April 2024", "2024-04", "", "-", "至"]
)
def test_one_day_is_not_several(text: str):
    assert read_days(text) is None


@given(st.text())
def test_days_of_any_text_are_read_or_not(text: str):
    days = read_days(text)

    assert days is None or days[0] < days[1]


@pytest.mark.parametrize(("text", "hour"), [("24:00", 0), ("24时", 0), ("0:00", 0)])
def test_24_hours_is_midnight(text: str, hour: int):
    assert read_time(text) == datetime.time(hour)


def test_no_minute_follows_24_hours():
    assert read_time("24:30") is None
