"""Lines that say for which part of a meeting somebody was out of the room."""

import datetime as dt
from typing import Any

import pytest

from archive.text.span_lines import (
    SpanLine,
    UnreadLine,
    name_of_item,
    place_of_item,
    read_span_lines,
    write_span_line,
)

HALF_PAST_7, EIGHT, QUARTER_PAST_8 = dt.time(19, 30), dt.time(20), dt.time(20, 15)
INTEREST = "interest_declared"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("item 4: interest declared", SpanLine(True, INTEREST, "4", "4")),
        ("Out for item 4 (interest declared)", SpanLine(True, INTEREST, "4", "4")),
        ("left the room for item 4, declared an interest", SpanLine(True, INTEREST, "4", "4")),
        ("议题四：申报利益", SpanLine(True, INTEREST, "四", "四")),
        ("第4项，回避", SpanLine(True, INTEREST, "4", "4")),
        ("4: recused", SpanLine(True, INTEREST, "4", "4")),
        ("item 10.1", SpanLine(True, "", "10.1", "10.1")),
        ("items 4-6", SpanLine(True, "", "4", "6")),
        ("items 4 to 6", SpanLine(True, "", "4", "6")),
        ("议题4至6", SpanLine(True, "", "4", "6")),
        ("from item 7", SpanLine(True, "", "7")),
        ("item 7 on", SpanLine(True, "", "7")),
        ("议题7起", SpanLine(True, "", "7")),
        ("until item 3", SpanLine(True, "", "", "3")),
        ("至议题3", SpanLine(True, "", "", "3")),
        ("19:30-20:00", SpanLine(True, "", from_time=HALF_PAST_7, to_time=EIGHT)),
        ("from 7:30 pm to 8:00 pm", SpanLine(True, "", from_time=HALF_PAST_7, to_time=EIGHT)),
        (
            "19:30–20:00: telephone",
            SpanLine(True, "other", from_time=HALF_PAST_7, to_time=EIGHT, note="telephone"),
        ),
        ("from 20:15", SpanLine(True, "", from_time=QUARTER_PAST_8)),
        ("left at 20:15", SpanLine(True, "", from_time=QUARTER_PAST_8)),
        ("20时15分起", SpanLine(True, "", from_time=QUARTER_PAST_8)),
        ("until 19:30", SpanLine(True, "", to_time=HALF_PAST_7)),
        ("from item 4 until 20:00", SpanLine(True, "", "4", to_time=EIGHT)),
        ("item 4: interest declared, owns a plot", SpanLine(True, INTEREST, "4", "4", note="owns a plot")),
        ("from item 4 at 19:30 to item 5", SpanLine(True, "", "4", "5", HALF_PAST_7)),
        ("议题4 @19:30至议题5", SpanLine(True, "", "4", "5", HALF_PAST_7)),
        ("item 4: another reason", SpanLine(True, "other", "4", "4")),
        ("only item 2", SpanLine(False, "", "2", "2")),
        ("present only for items 2-3", SpanLine(False, "", "2", "3")),
        ("仅议题2", SpanLine(False, "", "2", "2")),
        ("only item 2: expert", SpanLine(False, "", "2", "2", note="expert")),
    ],
)
def test_line_is_read(line: str, read: SpanLine):
    assert read_span_lines(line) == [read]


def test_each_line_is_one_part_and_blank_lines_are_none():
    read = read_span_lines("item 4: interest declared\r\n\r\nfrom 20:15\n")
    assert [(one.from_item, one.from_time) for one in read] == [("4", None), ("", QUARTER_PAST_8)]


@pytest.mark.parametrize(
    "line",
    [
        *("he was ill, I think", "25:90-26:00", ":", "only", "-", "from", "interest declared"),
        *("left before item 3, came back for item 5", "item 3, back for item 5", "20:15起，后来返回"),
    ],
)
def test_line_that_says_no_part_is_told(line: str):
    with pytest.raises(UnreadLine, match=r"\S"):
        read_span_lines(f"item 4\n{line}")


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("items 2 and 5: interest declared", ["2", "5"]),
        ("items 2, 5, and 7 (interest declared)", ["2", "5", "7"]),
        ("议题2、5：申报利益", ["2", "5"]),
        ("第二、五项：回避", ["二", "五"]),
        ("interest declared in items 10.1 and 10.3", ["10.1", "10.3"]),
    ],
)
def test_line_that_lists_items_is_one_for_each(line: str, items: list[str]):
    assert read_span_lines(line) == [SpanLine(True, INTEREST, item, item) for item in items]


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("left at 20:15, returned at 20:40", "from 20:15 to 20:40"),
        ("left the room at 8:15 pm and came back at 8:40 pm", "from 20:15 to 20:40"),
        ("20:15离席，20:40返回", "from 20:15 to 20:40"),
        ("20:15离场", "from 20:15"),
        ("arrived at 19:30", "until 19:30"),
        ("joined late at 19:30", "until 19:30"),
        ("from 次日0:30", "from 00:30"),
        ("from 0:30 (next day)", "from 00:30"),
        ("晚上8点15分起", "from 20:15"),
        ("recused from item 4", "item 4: interest declared"),
        ("declared an interest in item 4 and left the room", "item 4: interest declared"),
        ("第四项议题回避", "item 四: interest declared"),
        ("item 2, unwell", "item 2: unwell"),
        ("item 2, 3 minutes", "item 2: 3 minutes"),
    ],
)
def test_other_words_are_understood(line: str, written: str):
    assert [write_span_line(one) for one in read_span_lines(line)] == [written]


@pytest.mark.parametrize(
    ("typed", "numbers", "place"),
    [
        ("4", ["1", "2", "3", "4"], 3),
        ("四", ["一、", "二、", "三、", "四、"], 3),
        ("2", ["", ""], 1),
        ("10.1", ["10", "10.1"], 1),
        ("(2)", ["1.", "2."], 1),
        ("2", ["1", "1a", "2"], 2),
        ("2", ["1", "3"], None),
        ("2", ["2", "2"], None),
        ("9", [""], None),
        ("0", [""], None),
    ],
)
def test_item_is_found_by_number_then_by_position(typed: str, numbers: list[str], place: int | None):
    assert place_of_item(typed, numbers) == place


@pytest.mark.parametrize("is_chinese", [False, True])
@pytest.mark.parametrize("is_out", [True, False])
@pytest.mark.parametrize(
    "ends",
    [
        {"from_item": "4", "to_item": "4"},
        {"from_item": "4", "to_item": "6"},
        {"from_item": "4"},
        {"to_item": "#4"},
        {"from_item": "四", "to_time": EIGHT},
        {"from_time": HALF_PAST_7, "to_time": EIGHT},
        {"from_time": HALF_PAST_7},
        {"to_time": dt.time(0, 5)},
        {"from_item": "10.1", "from_time": HALF_PAST_7, "to_item": "10.2", "to_time": EIGHT},
        {"from_item": "4", "from_time": HALF_PAST_7, "to_item": "4"},
        {"from_item": "4", "from_time": HALF_PAST_7},
    ],
)
def test_line_that_is_written_is_read_as_it_was(ends: dict[str, Any], is_out: bool, is_chinese: bool):
    reasons = [("", ""), (INTEREST, ""), (INTEREST, "owns a plot"), ("other", ""), ("other", "telephone")]
    for reason, note in reasons if is_out else [("", ""), ("", "expert")]:
        line = SpanLine(is_out, reason, **{"from_item": "", "to_item": ""} | ends, note=note)
        assert read_span_lines(write_span_line(line, is_chinese=is_chinese)) == [line]


@pytest.mark.parametrize(
    ("numbers", "names"),
    [
        (["1", "2"], ["1", "2"]),
        (["一、", "二、"], ["一", "二"]),
        (["", ""], ["1", "2"]),
        (["2", ""], ["2", "#2"]),
        (["1", "1"], ["#1", "#2"]),
        (["Item 1 (a)"], ["#1"]),
    ],
)
def test_item_is_named_so_that_it_is_found_again(numbers: list[str], names: list[str]):
    assert [name_of_item(place, numbers) for place in range(len(numbers))] == names
    assert [place_of_item(name, numbers) for name in names] == list(range(len(numbers)))
