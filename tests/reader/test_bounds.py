"""Whatever the text, reading it ends soon, raises nothing but a refusal, and every span holds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reader.attendance import read_names
from archive.reader.minutes import read_minutes
from archive.reader.results import LONGEST_TEXT, MOST_LINES, Reading, TextTooLongError

PIECES = st.sampled_from(
    [
        *[
            "Present: ",
            "Ann Lee, ",
            "Bob (Chair) ",
            "\n",
            "- ",
            "[x] ",
            "# ",
            "**",
            "出席：",
            "张三、",
            "李四（张三代）",
        ],
        *[
            "\u3000",
            "決議：",
            "照案通过。",
            "Moved by A B, seconded by C D, that ",
            "CARRIED 5-2",
            "\r\n",
            "：",
        ],
        *[
            "2024年3月4日",
            "March 4, 2024 ",
            "9:00 ",
            "[a](b)",
            "<td>",
            "(",
            ")",
            "\t",
            "| x | y |",
            "案由：",
            "一、",
        ],
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))
# A stretch that is said again and again until a text is LENGTH long.
HOSTILE = {
    "brackets": "(",
    "nested": "[" * 150_000 + "]" * 150_000,
    "links": "[a](",
    "blanks": " ",
    "stars": "*",
    "one line": "word ",
    "one list": "张三、",
    "heads": "Present:\n",
    "heads with names": "Present: Ann Lee, Bob Ray\nApologies: Carl Orr\n",
    "heads in Chinese": "出席：张三、李四\n列席：王五\n",
    "numbered lines": "1. Item here\n",
    "speakers": "Ann: yes it is so.\n",
    "days on one line": "4 March 2024 ",
    "days in Chinese": "2024年3月4日",
    "comings": "Ann Lee left at ",
    "one action, told often": "ACTION: Ann to do\n",
    "votes for actions": "Votes for this action: Lee, Ray. " * 31_000,
    "motions": "Moved by Ann Lee, seconded by Bo Ray, to buy pumps. Carried 5-2.\n" * 15_000,
    "decisions on one line": "会议决定:" * 200_000,
    "rows of a table": "| a | b |\n",
}
ORDINARY = """
# Harbour Board, 4 March 2024

Present: Ann Lee (Chair), Bob Ray, Carl Orr
Apologies: Dee Poe

1. Lamps

The clerk told the board that the lamps on the upper bridge had failed again in the storm. Ann Lee asked
what they would cost, and Bob Ray answered that the two offers were still awaited.

Moved by Bob Ray, seconded by Carl Orr, that the lamps be mended. CARRIED 3-0

- ACTION: Bob Ray to write to the works by 1 April 2024
"""
LENGTH = 300_000
MOST_TIMES = 6  # as long as the same length of ordinary minutes


def spans(reading: Reading, text: str) -> list[tuple[str, str]]:
    """Return what each value says was written beside what stands there."""
    values = [(value.as_written, value.span) for value in reading.values()]
    values += [(entry.name_as_written, entry.span) for entry in reading.attendance.entries]
    values += [(count.as_written, count.span) for count in reading.attendance.counts]
    values += [(r.votes.as_written, r.votes.span) for r in reading.resolutions if r.votes]
    return [(written, text[span.start : span.end]) for written, span in values]


@given(TEXTS)
def test_reading_raises_nothing_and_spans_reproduce_the_values(text):
    reading = read_minutes(text)

    assert [written for written, _ in spans(reading, text)] == [there for _, there in spans(reading, text)]
    assert all(0 <= span.start < span.end <= len(text) for span in reading.not_placed)


@given(TEXTS)
def test_names_are_never_empty_and_stand_where_they_say(text):
    entries = read_names(text).entries

    assert all(entry.name for entry in entries)
    assert [entry.name_as_written for entry in entries] == [text[slice(*entry.span)] for entry in entries]


def seconds(piece: str) -> float:
    text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    began = time.process_time()
    read_minutes(text)
    return time.process_time() - began


@pytest.fixture(scope="module")
def ordinary_seconds() -> float:
    return seconds(ORDINARY)


@pytest.mark.timed
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_in_the_time_of_an_ordinary_one(piece: str, ordinary_seconds: float):
    assert seconds(piece) < MOST_TIMES * ordinary_seconds


@pytest.mark.parametrize("text", ["x" * (LONGEST_TEXT + 1), "\n" * (MOST_LINES + 1)])
def test_too_long_a_text_is_refused(text):
    with pytest.raises(TextTooLongError):
        read_minutes(text)
