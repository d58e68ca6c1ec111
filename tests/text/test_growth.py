"""Twice the text takes about twice the steps, whatever the text: nobody can stop the site by typing.

Calls of functions are counted, Python's and the interpreter's own, and not seconds, which a busy machine
changes. What one regular expression does inside cannot be counted: there a text is read that takes
milliseconds, and seconds of this process's own time if a pattern is tried anew at each character.
"""

import signal
import sys
from collections.abc import Callable
from typing import Any

import pytest

from archive.reader.attendance import read_names
from archive.reader.minutes import read_minutes
from archive.search.query import parse
from archive.text.dates import read_partial_date
from archive.text.folding import fold
from archive.text.home_addresses import home_addresses
from archive.text.markdown import render
from archive.text.meeting_numbers import read_meeting_number
from archive.text.names import name_key, tidy_name
from archive.text.personal_numbers import personal_numbers
from archive.text.procedural import is_procedural_motion
from archive.text.redaction import show_redactions
from archive.text.slugs import slug
from archive.text.text_diff import compare

SIZE = 300  # repetitions of the shorter text
READERS: list[Callable[[str], Any]] = [
    parse,
    read_partial_date,
    read_meeting_number,
    fold,
    name_key,
    tidy_name,
    slug,
    render,
    read_names,
    read_minutes,
    personal_numbers,
    is_procedural_motion,
]
LINES = ["- a\n", "出席：张三、李四\n", "Present: A B, C D\n"]
PIECES = [*LINES, "a ", "( ", "[a](", "> ", "**", "1", "一", "張", '"', "body:"]


def steps(read: Callable[[], Any]) -> int:
    """Return how many calls of functions it takes."""
    count = 0

    def note(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_twice_the_text_takes_twice_the_steps(read: Callable[[str], Any], piece: str):
    read(piece * 10)  # loads what is loaded at first use

    shorter, longer = (steps(lambda text=piece * size: read(text)) for size in (SIZE, 2 * SIZE))  # type: ignore[misc]

    assert longer <= 2.6 * shorter + 200


@pytest.mark.parametrize("piece", PIECES)
def test_comparison_of_twice_the_text_takes_twice_the_steps(piece: str):
    shorter, longer = (
        steps(lambda text=piece * size: compare(text, text[::-1] + "x"))  # type: ignore[misc]
        for size in (SIZE, 2 * SIZE)
    )

    assert longer <= 2.6 * shorter + 200


# Characters and words that a pattern of the program repeats, or that stand before a repeated one.
RUNS = ["0", "A", "A.", "A ", "-", "\t", " ", "第一", "一", "go ", "action", "item 0", "aa:", "1) "]
MUCH = 8_000  # characters
PATTERNED = [*((read, MUCH) for read in (*READERS, home_addresses)), (show_redactions, 5 * MUCH)]


@pytest.mark.timed
@pytest.mark.parametrize(("read", "size"), PATTERNED)
def test_no_pattern_is_tried_for_ever(read: Callable[[str], Any], size: int):
    def stop(*_signal: Any) -> None:
        raise TimeoutError(f"{piece!r} took more than two seconds of this process")

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        for piece in [*RUNS, "[[redacted:a\t"]:
            signal.setitimer(signal.ITIMER_VIRTUAL, 2)
            read(piece + piece[-1] * size)
            read(piece * (size // len(piece)) + "\x00")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
