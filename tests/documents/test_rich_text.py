"""The text of rich text files."""

import io

import pytest

from archive.documents import RefusedFileError, rich_text

START = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"


def text_of(content: bytes) -> str:
    return "".join(rich_text.read(io.BytesIO(START + content + b"}"))).strip()


def test_chinese_of_both_spellings_and_paragraphs():
    content = rb"\f0\'bb\'e1\'d2\'e9\par \u32426?\u35201?\par Carried\par"

    assert text_of(content) == "会议\n纪要\nCarried"


def test_cells_are_parted_by_tabs():
    assert text_of(rb"\trowd Ada Reed\cell Chair\cell\row after\par") == "Ada Reed\tChair\nafter"


def test_pictures_and_hidden_words_are_left_out():
    picture = rb"{\pict\pngblip " + b"89504e470d0a" * 400 + b"}"
    hidden = rb"{\v secret} seen \v hidden\v0 again {\deleted gone}"

    assert text_of(picture + hidden).split() == ["seen", "again"]


def test_what_fetches_something_is_refused():
    with pytest.raises(RefusedFileError) as refused:
        text_of(rb"{\*\template http://example.org/a.dot}")

    assert refused.value.reason == "reaches_out"
