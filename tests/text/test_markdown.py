"""Markdown: safe, complete and quick."""

import re
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.markdown import RenderedHeading, markdown_to_text, render

markup = st.text(st.sampled_from("[]()<>!*_`#|-:~ \n\"'&\\/=ab1应急.") | st.characters())


class Elements(HTMLParser):
    """Collects the start tags of a document with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    "scheme",
    [
        *("javascript", "JavaScript", "vbscript", "data", "data:image/png;base64,", "feed:javascript"),
        *("view-source", "jar", "blob", "intent", "file", "ftp", "ms-word", "search-ms", "x+y.z-1"),
    ],
)
@pytest.mark.parametrize("form", ["[a]({}:b)", "<{}:b>", "![a]({}:b)", "[a]\n\n[a]: {}:b"])
def test_render_makes_no_link_of_a_harmful_address(scheme, form):
    assert "href" not in render(form.format(scheme)).html


@pytest.mark.parametrize(
    "address",
    [
        *("https://example.org/a:b", "HTTP://example.org", "mailto:clerk@example.org", "tel:+41443210000"),
        *("/meetings/?a=b:c", "#item:1", "?q=a:b", "report.pdf", "./a:b", "//example.org/"),
    ],
)
def test_render_links_to_pages_mail_and_telephones(address):
    assert f'<a href="{address}" rel="nofollow noopener">' in render(f"[a]({address})").html


def test_render_marks_links_as_not_vouched_for():
    assert render("[a](/b)").html == '<p><a href="/b" rel="nofollow noopener">a</a></p>\n'


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("![chart](/c)", "chart"),
        ("![](/c)", "/c"),
        ("[](/c)", "/c"),
        ("[![chart](/d)](/c)", "chart"),
    ],
)
def test_render_makes_a_named_link_of_an_image(source, label):
    assert render(source).html == f'<p><a href="/c" rel="nofollow noopener">{label}</a></p>\n'


def test_render_closes_the_jumps_between_headings():
    levels = [heading.level for heading in render("# A\n#### B\n###### C\n#### D\n## E\n### F").headings]

    assert levels == [2, 3, 4, 3, 3, 4]


def test_render_drops_a_first_heading_that_is_the_title():
    assert (
        render("# Minutes, 5 May\n\n## Roll", title="MINUTES – 5 May").html == '<h2 id="roll">Roll</h2>\n'
    )
    assert render("Hello\n\n# Minutes", title="Minutes").html.endswith("Minutes</h2>\n")


def test_render_makes_code_a_region_that_scrolls():
    html = render("```\na\n```\n\n```py\nb\n```").html

    assert '<pre tabindex="0" role="region" aria-label="Code"><code>a\n</code></pre>' in html
    assert 'aria-label="Code (2)"><code class="language-py">b' in html


def test_render_shifts_headings_and_keeps_their_distance():
    rendered = render("## A\n\n### B\n\n###### C", heading_level=4, anchor_prefix="text-")

    assert rendered.headings == [
        RenderedHeading(4, "A", "text-a"),
        RenderedHeading(5, "B", "text-b"),
        RenderedHeading(6, "C", "text-c"),
    ]
    assert '<h5 id="text-b">B</h5>' in rendered.html


def test_render_gives_equal_headings_different_anchors():
    headings = render("# 應急 *管理*\n# 應急 管理\n# 應急 管理 2\n# 應急 管理\n# !").headings

    assert [heading.anchor for heading in headings] == [
        "應急-管理",
        "應急-管理-2",
        "應急-管理-2-2",
        "應急-管理-3",
        "section",
    ]


def test_render_leaves_out_a_heading_that_says_nothing():
    assert render("#\n\na")[:2] == ("<p>a</p>\n", [])


def test_render_keeps_line_breaks_and_indented_text():
    assert (
        render("主席：\n休息\n\n    indented").html
        == '<p class="line">主席：<br>\n休息</p>\n<p>indented</p>\n'
    )


def test_render_wraps_tables_in_a_region_that_scrolls():
    html = render("|Name|Votes|\n|-|-:|\n|a|1|\n\n|Name|Votes|\n|-|-|\n").html

    assert '<div class="scroll" tabindex="0" role="region" aria-label="Name, Votes">\n<table>' in html
    assert 'aria-label="Name, Votes (2)"' in html
    assert '<th class="align-right" scope="col">Votes</th>' in html
    assert "style" not in html


def test_render_names_no_region_where_a_table_has_no_heads():
    html = render("| | |\n|-|-|\n|a|b|").html

    assert html.startswith('<div class="scroll" tabindex="0">\n<table>\n<tbody>\n<tr>\n<td>a</td>')


def test_render_makes_no_head_of_an_empty_cell():
    html = render("| |Votes|\n|-|-|\n|a|1|").html

    assert '<tr>\n<td></td>\n<th scope="col">Votes</th>\n</tr>' in html


@given(markup)
def test_render_gives_only_expected_elements_and_ids(source):
    rendered = render(source)
    elements = Elements(rendered.html).found

    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert ids == [heading.anchor for heading in rendered.headings]
    assert len(set(ids)) == len(ids)
    assert not {tag for tag, _ in elements} & {"script", "img", "iframe", "style", "input"}
    assert not {name for _, found in elements for name in found} & {"style", "src", "onclick"}


@pytest.mark.parametrize(
    "nested",
    ["> " * 200, ">" * 200, "".join(f"{'  ' * n}- x\n" for n in range(90)) + "  " * 90 + "- "],
)
def test_render_loses_nothing_that_is_nested_deeply(nested):
    assert "deep" in render(f"{nested}deep").html
    assert "deep" in markdown_to_text(f"{nested}deep")


def calls_per_character(source: str) -> float:
    """Return how many calls rendering takes: a measure of work that no busy machine changes."""
    calls = 0

    def count(*_event: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        render(source)
    finally:
        sys.setprofile(None)
    return calls / len(source)


@pytest.mark.parametrize(
    "hostile",
    [
        *("[", "![", "[a](", "[a][", "[`]`", "![ *a_ ", "> ", ">", "*_", "<a ", "`a", "|", "[ ]", "{:"),
        *(
            "<!--",
            "<script>",
            "<b>a</b>",
            "<div>",
            "<ul><li>",
            "</p>",
            "<a href=x>",
            "http://",
            "https://a ",
        ),
    ],
)
def test_render_works_no_harder_on_hostile_text_than_its_length_asks(hostile: str):
    source = (hostile * 50_000)[:50_000]

    assert calls_per_character(source) < 250  # unbounded, it is 3,000


@pytest.mark.parametrize("brackets", [90, 5000])
def test_render_works_no_harder_after_open_brackets_than_the_length_asks(brackets: int):
    source = "![ " * brackets + "*a_ " * 12_000

    assert calls_per_character(source) < 250  # unbounded, it is 3,000


def test_render_keeps_links_among_open_brackets():
    assert render("[ " * 50 + "[a](/b)").html.endswith('<a href="/b" rel="nofollow noopener">a</a></p>\n')


def test_plain_leaves_the_markup_out():
    text = "# Budget\n\n*All* `x` [in](/a)\nfavour ![chart](/c)\n\n"
    blocks = "|a|b|\n|-|-|\n|1|2|\n\n- <b>\n\n```\ncode\n```"

    assert (
        markdown_to_text(text + blocks) == "Budget\n\nAll x in\nfavour chart\n\na b\n\n1 2\n\n<b>\n\ncode"
    )


@given(st.text("abc应急 \n"))
def test_plain_keeps_every_word_of_plain_text(text):
    assert re.findall(r"\w+", markdown_to_text(text)) == re.findall(r"\w+", text)


@given(st.text(st.sampled_from("ab汛，。 1.)-+#>|=:\"'&;(（\u3000\u00a0\x0b\x85\u2028*_[]!")))
@example("1. first")
@example("- first")
@example("第一，“通过”。")
def test_render_gives_a_plain_line_what_the_parser_gives(source: str):
    paragraphs = render(f"{source}\n\n***")

    assert paragraphs.html == render(source).html + "<hr>\n"
