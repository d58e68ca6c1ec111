"""Plain text in the encodings that English and Chinese are written in."""

import io

import pytest

from archive.documents import RefusedFileError, plain_text

CHINESE = "会议纪要\n一、时间：2023年8月23日\n二、出席：孙全中、陈莹，列席：王芳。会议传达了全会精神。\n"
TRADITIONAL = (
    "會議紀錄\n一、時間：中華民國一百一十二年八月二十三日\n二、出席：陳瑩、林佳龍，請假：王小明。\n"
)


def text_of(content: bytes) -> str:
    return "".join(plain_text.read(io.BytesIO(content)))


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gb2312"],
)
def test_simplified_chinese_is_read_in_any_encoding(encoding: str):
    assert text_of(CHINESE.encode(encoding)) == CHINESE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5"])
def test_traditional_chinese_is_read_in_any_encoding(encoding: str):
    assert text_of(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("text", ["会议纪要", "Agenda，budget 2023", "出席：陈莹", "Item 1：防汛\n"])
def test_few_chinese_characters_are_enough(text: str):
    assert text_of(text.encode("gb18030")) == text


@pytest.mark.parametrize("text", ["Café, naïve, Ñuñoa: £5 – “yes”", "Présents : Zoé", "plain"])
def test_western_texts_stay_western(text: str):
    assert text_of(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 100, b"\xff\xfe\x01\x00" * 50]
)
def test_binary_is_no_text(content: bytes):
    with pytest.raises(RefusedFileError, match="not_text"):
        text_of(content)


def test_character_cut_off_at_the_end_is_dropped():
    assert text_of(CHINESE.encode()[:-2]) == CHINESE[:-2]


def test_large_text_is_read_in_little_memory():
    content = CHINESE.encode("gb18030") * 100_000

    assert plain_text.encoding_of(content) == "gb18030"


def test_text_beyond_the_limit_is_missed(monkeypatch):
    monkeypatch.setattr(plain_text, "MOST_BYTES", 10)

    pieces = plain_text.read(io.BytesIO(b"0123456789abc"))

    assert next(pieces) == "0123456789"
    with pytest.raises(ValueError, match="more"):
        next(pieces)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Bob&nbsp;O&rsquo;Hara, Z&ouml;e &#8211; chair", "Bob O’Hara, Zöe – chair"),
        ("a &lt;b&gt; &amp; &#42;c", "a &lt;b&gt; &amp; &#42;c"),
        ("Text <!-- a\nremark --> goes on", "Text  goes on"),
        ("![logo][i]\n\n[i]: <data:image/png;base64,iVBORw0KGgo=>", "![logo][i]\n\n"),
        ("The data: see below; base64, too &unheard;", "The data: see below; base64, too &unheard;"),
    ],
)
def test_text_is_what_is_shown(written: str, shown: str):
    assert "".join(plain_text.read(io.BytesIO(written.encode()))) == shown
