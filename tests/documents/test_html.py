"""The text of a page of HTML."""

import io
import time

import pytest

from archive.documents import html


def text_of(source: str | bytes) -> str:
    content = source if isinstance(source, bytes) else source.encode()
    return "".join(html.read(io.BytesIO(content)))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<h1>Minutes</h1><p>Held\n  today.</p>", "Minutes\n\nHeld today.\n"),
        ("<title>Not shown</title><p>Shown", "Shown\n"),
        ("<script>var a = '<p>no'</script><style>p {}</style><p>Yes</p>", "Yes\n"),
        ("<p>one<br>two</p><div>three</div>", "one\ntwo\n\nthree\n"),
        ("<ul><li>Anna</li><li><p>Bo</p></li></ul>", "- Anna\n- Bo\n"),
        ("<ol><li>First<li>Second</ol>", "1. First\n2. Second\n"),
        ("<li>Alone", "- Alone\n"),
        ("<table><tr><th>Name<th>Post<tr><td>陈莹</td><td>局长</td></table>", "Name\tPost\n陈莹\t局长\n"),
        ("<pre>a\n  b</pre>", "a\nb\n"),
        ("caf&eacute; &amp; &#x4F1A;&nbsp;议", "café & 会 议\n"),
        ("<p>unclosed <b>bold <i>both</p></ul></script>", "unclosed bold both\n"),
        ("<!-- <p>no --><p hidden>yes", "yes\n"),
        ("", "\n"),
    ],
)
def test_text_is_what_a_browser_shows(source: str, text: str):
    assert text_of(source) == text


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030", "nonsense", "utf-8", "ascii"])
def test_declared_encoding_is_believed_where_the_bytes_allow_it(declared: str):
    source = f'<meta charset="{declared}"><p>会议纪要：出席陈莹、王芳</p>'

    assert text_of(source.encode("gb18030")) == "会议纪要：出席陈莹、王芳\n"


@pytest.mark.parametrize("declared", ["Big5", "big5-hkscs"])
def test_page_in_big5_is_read_as_declared(declared: str):
    source = f'<meta charset="{declared}"><p>會議紀錄：出席陳瑩、王芳</p>'

    assert text_of(source.encode("big5")) == "會議紀錄：出席陳瑩、王芳\n"


def test_page_beyond_the_limit_is_missed(monkeypatch):
    monkeypatch.setattr(html, "MOST_BYTES", 12)

    pieces = html.read(io.BytesIO(b"<p>123456789</p><p>more"))

    assert next(pieces) == "123456789\n"
    with pytest.raises(ValueError, match="more"):
        next(pieces)


@pytest.mark.parametrize(
    "part", ["<", "<!--", "<div>", "<![CDATA[", "<?", "<!", "<svg>", "</", "<a ", '<a b="', "&", "<svg><p>"]
)
def test_time_grows_with_the_page(part: str):
    def seconds(count: int) -> float:
        started = time.process_time()
        list(html.text_of_source(part * count, is_whole=True))
        return time.process_time() - started

    assert seconds(160_000) < 10 * seconds(40_000) + 0.1
