"""HTML inside Markdown: what shapes a text stays, the words of all else stay, nothing harmful passes."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.markdown import markdown_to_text, render

TABLE = """Votes of the day:

<table class="wide" style="color: red">

<tr><th colspan="2" onclick="go()">Motion <!-- a note --></th></tr>

<tr><td>7</td>
<td><div><p>**carried**, see https://council.example/7</p></div></td></tr>

</table>

*Closed.*
"""


def test_a_table_is_a_table_and_its_cells_are_read():
    assert render(TABLE).html == (
        "<p>Votes of the day:</p>\n"
        '<div class="scroll" tabindex="0"><table>'
        '<tbody><tr><th colspan="2">Motion </th></tr><tr><td>7</td><td><p><strong>carried</strong>, see '
        '<a href="https://council.example/7" rel="nofollow noopener">council.example/7</a></p></td>'
        "</tr></tbody></table></div><p><em>Closed.</em></p>\n"
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("one<br>two<BR/>three", "<p>one<br>two<br>three</p>"),
        ("H<sub>2</sub>O, 5<sup>th</sup>, <i>viz.</i> <b>so</b>", None),
        ('<font color="red">red</font> <o:p>tape</o:p><span>!</span>', "<p>red tape!</p>"),
        ("a<!-- unseen --><script>alert(1)</script><style>p {}</style>b", "<p>ab</p>"),
        ("<!-- a\n\nb -->\n\nshown", "<p>shown</p>"),
        ('<a href="/p" title="t">in</a>', '<p><a href="/p" rel="nofollow noopener">in</a></p>'),
        ('<img alt="Map" src="/m.png">', '<p><a href="/m.png" rel="nofollow noopener">Map</a></p>'),
        (
            "<h2>Roll</h2>\n<ul><li>Ada<li>Ben</ul>",
            "<p><strong>Roll</strong></p><ul><li>Ada</li><li>Ben</li></ul>",
        ),
        ("<p>议定事项<p>一、照办", "<p>议定事项</p><p>一、照办</p>"),
        (
            "<details><summary>All</summary>\n\nx\n\n</details>",
            "<details><summary>All</summary><p>x</p>\n</details>",
        ),
        (
            "`<b>` and\n\n```\n<b>x</b>\n```",
            (
                '<p><code>&lt;b&gt;</code> and</p>\n<pre tabindex="0" role="region" aria-label="Code">'
                "<code>&lt;b&gt;x&lt;/b&gt;\n</code></pre>"
            ),
        ),
        ('<a id="top"/>Top', "<p>Top</p>"),
    ],
)
def test_tags_of_the_short_list_stay(source: str, html: str | None):
    assert render(source).html.strip() == (html or f"<p>{source}</p>")


@pytest.mark.parametrize(
    "source",
    [
        "<ann> hello",
        "a List<T> of <int>",
        "the <video> element",
        "1 < 2 and 3 > 2",
        "<!-- never closed",
        "</rant>",
    ],
)
def test_words_in_angle_brackets_stay_words(source: str):
    assert markdown_to_text(source) == source
    assert "<" not in render(source).html.replace("<p>", "").replace("</p>", "")


def test_a_redaction_is_shown_inside_a_tag():
    html = render("<table><tr><td>Paid to [[redacted: privacy]]</td></tr></table>").html

    assert '<td>Paid to <span class="redacted">' in html


@pytest.mark.parametrize(
    "source",
    [
        '<a href="javascript:go()">x</a>',
        "<a href='&#106;avascript:go()'>x</a>",
        '<a href="java\nscript:go()">x</a>',
        '<a href="data:image/png;base64,AA">x</a>',
        '<b onclick="go()" style="x" id="text">x</b>',
        '<table background="x"><tr><td onmouseover="go()">x</td></tr></table>',
        "<svg><script>go()</script></svg>",
        "<iframe src=x></iframe>",
        "<img src=x onerror=go()>",
        "<div><style>x{}</style></div>",
        "<b <script>go()</script>>x</b>",
    ],
)
def test_nothing_harmful_passes(source: str):
    html = render(source).html

    assert not re.search(
        r"<[^>]*(?:onclick|onerror|onmouse|style|id=|src=|javascript|data:|<script|iframe)", html
    )


@given(
    st.lists(
        st.sampled_from(
            "<table> <tr> <td> </td> </table> <b> </b> <p> </p> <!-- --> <a> </a> ul\n\n - * x".split(" ")
        )
    )
)
def test_every_tag_is_closed(parts: list[str]):
    html = render("".join(parts)).html
    for tag in ("table", "td", "b", "a", "p", "ul"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>")


@pytest.mark.parametrize(
    "hostile", ["<div>", "<ul><li>", "<details>", "<b><i>", "<table><tr><td>", "<a href=/x>"]
)
def test_deep_nesting_takes_no_long_time(hostile: str):
    tag = re.findall(r"\w+", hostile)[0]
    source = hostile * 8_000 + f"deep</{tag}>"

    begin = time.process_time()
    html = render(source).html

    assert "deep" in html
    assert time.process_time() - begin < 5  # beyond a depth, tags are words; nh3 alone took 10 s
