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
HOSTILE = {
    "brackets": "(" * 1_000_000,
    "nested": "[" * 500_000 + "]" * 500_000,
    "links": "[a](" * 200_000,
    "blanks": " " * 1_000_000,
    "stars": "*" * 1_000_000,
    "one line": "word " * 300_000,
    "one list": "出席：" + "张三、" * 300_000,
    "heads": "Present:\n" * 20_000,
    "days on one line": "4 March 2024 " * 77_000,
    "days in Chinese": "2024年3月4日" * 100_000,
    "one action, told often": "ACTION: Ann to do\n" * 50_000,
    "rows of a table": "| a | b |\n" * 50_000,
}


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


@pytest.mark.timed
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_in_bounded_time(text):
    began = time.process_time()

    read_minutes(text)

    assert time.process_time() - began < 10


@pytest.mark.parametrize("text", ["x" * (LONGEST_TEXT + 1), "\n" * (MOST_LINES + 1)])
def test_too_long_a_text_is_refused(text):
    with pytest.raises(TextTooLongError):
        read_minutes(text)
