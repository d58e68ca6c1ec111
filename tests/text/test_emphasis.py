"""Emphasis: Chinese writers put no blanks around it; elsewhere CommonMark's own rules hold."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archive.text.markdown import markdown_to_text, render


def shown(source: str) -> str:
    """Return the HTML of a paragraph, without how it is set."""
    return render(source).html.replace(' class="line"', "")


MARKS = "，。：；！？、（）《》〈〉「」『』【】〔〕“”‘’…—·～％＋"
TAGS = {"*": "em", "**": "strong", "~~": "s"}


@pytest.mark.parametrize("run", TAGS)
def test_emphasis_holds_with_any_mark_inside_and_outside(run: str):
    for outside, inside in product(["", *MARKS], ["", *MARKS]):
        html = shown(f"本会{outside}{run}{inside}通过{inside}{run}{outside}方案")

        tag = TAGS[run]
        assert html == f"<p>本会{outside}<{tag}>{inside}通过{inside}</{tag}>{outside}方案</p>\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**议定：**照办，余下**《抗旱办法》**再议", "<b>议定：</b>照办，余下<b>《抗旱办法》</b>再议"),
        ("**“防火”**3月起", "<b>“防火”</b>3月起"),
        ("第3**“防火”**月", "第3<b>“防火”</b>月"),
        ("按**(a)**項", "按<b>(a)</b>項"),
        ("按**「甲」**and **乙。**so", "按<b>「甲」</b>and <b>乙。</b>so"),
        ("회의**(서울)**에서", "회의<b>(서울)</b>에서"),
        ("ᄀ**(a)**ᄀ", "ᄀ<b>(a)</b>ᄀ"),
        ("葛\U000e0100**(a)**葛", "葛\U000e0100<b>(a)</b>葛"),
        ("甲！\ufe00**(a)**乙", "甲！\ufe00<b>(a)</b>乙"),
    ],
)
def test_emphasis_beside_wide_characters(source: str, expected: str):
    html = shown(source).replace("strong>", "b>")

    assert html == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    "source", ["附件_2_版", "议_定。_事", "\N{WHITE MEDIUM STAR}**a:**b", "a**(b)**c", "“a”**b"]
)
def test_other_runs_stay_as_written(source: str):
    assert shown(source) == f"<p>{source}</p>\n"


def test_underscores_emphasise_between_marks():
    assert shown("会上：_议定。_") == "<p>会上：<em>议定。</em></p>\n"


def test_text_of_emphasis_is_without_asterisks():
    assert markdown_to_text("**议定：**照办") == "议定：照办"


@given(st.text(st.sampled_from("ab ,.(*_~\\é«»“”—")))
def test_without_wide_characters_commonmark_decides(source: str):
    plain = MarkdownIt("js-default", {"html": False, "breaks": True}).disable("code").render(f"a{source}")

    assert render(f"a{source}").html == plain
