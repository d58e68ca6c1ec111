"""Times of day as people write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.times import read_time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:00", dt.time(9)),
        ("09:00", dt.time(9)),
        ("9.00", dt.time(9)),
        (" 9 ", dt.time(9)),
        ("9：30", dt.time(9, 30)),
        ("19:05:30", dt.time(19, 5, 30)),
        ("2:30 pm", dt.time(14, 30)),
        ("2.30 p.m.", dt.time(14, 30)),
        ("9 AM", dt.time(9)),
        ("12 am", dt.time(0)),
        ("12:15 pm", dt.time(12, 15)),
        ("上午9:00", dt.time(9)),
        ("上午 9 时", dt.time(9)),
        ("9时", dt.time(9)),
        ("9時30分", dt.time(9, 30)),
        ("下午2时30分", dt.time(14, 30)),
        ("下午14时", dt.time(14)),
        ("九点半", dt.time(9, 30)),
        ("下午两点", dt.time(14)),
        ("晚上七点零五分", dt.time(19, 5)),
        ("二十一时四十五分", dt.time(21, 45)),
        ("中午12时", dt.time(12)),
        ("凌晨12点10分", dt.time(0, 10)),
    ],
)
def test_read_time_reads(text: str, time: dt.time):
    assert read_time(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "",
        "noon",
        "24:00",
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
def test_read_time_reads_what_it_would_write(time: dt.time):
    assert read_time(time.isoformat("minutes")) == time.replace(second=0, microsecond=0)


@given(st.text(max_size=40))
def test_read_time_takes_any_text(text: str):
    assert read_time(text) is None or isinstance(read_time(text), dt.time)
