"""Texts that minutes are read from: kept, and shown whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import SourceText
from archive.operations.entry.source_texts import ReadSource, attach, drop, keep_text
from tests.factories import make_draft, make_source

TEXT = """Minutes of the Flood Control Commission

Date: 4 October 2023
Place: Room 2
Present: Sun Quanzhong (Chair), Li Wei
"""


def read(text: str) -> ReadSource:
    return ReadSource(SourceText(text=text))


def test_label_of_a_value_does_not_wait_to_be_placed():
    assert [passage.text for passage in read(TEXT).not_placed()] == []


def test_value_is_marked_where_it_was_read():
    marked = {piece.text: piece.kind for piece in read(TEXT).pieces()}

    assert (marked["4 October 2023"], marked["Room 2"]) == ("read", "read")


@settings(max_examples=60)
@given(st.text(alphabet="出席请假列席：:、,\n 王李张Sun Lee2023年9月6日()（）#*|-", max_size=200))
def test_pieces_are_the_whole_text(text: str):
    source = read(text)

    pieces = source.pieces()

    assert "".join(piece.text for piece in pieces) == text
    anchors = [piece.anchor for piece in pieces if piece.anchor]
    assert len(anchors) == len(set(anchors))
    assert {f"read-{passage.start}" for passage in source.not_placed()} <= set(anchors)


@pytest.mark.django_db
def test_same_text_waits_once():
    first, again = keep_text("Minutes"), keep_text("Minutes")

    assert first == again


@pytest.mark.django_db
def test_text_of_one_meeting_is_never_another_s():
    meeting, other = make_draft(), make_draft()
    source = make_source(meeting=meeting)

    attach(ReadSource(source), other)
    drop(source)

    assert SourceText.objects.get().meeting == meeting
