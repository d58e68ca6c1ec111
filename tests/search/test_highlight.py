"""Passages with what matched in them."""

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.highlight import compact, marked, snippet
from archive.search.query import parse


def shown(text: str, query: str, **options) -> str:
    return snippet(text, parse(query), **options)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("The Floods came", "flood", "The <mark>Floods</mark> came"),
        ("會議聽取了應急管理局", "应急", "會議聽取了<mark>應急</mark>管理局"),
        ("應急管理", "急", "應<mark>急</mark>管理"),
        ("漯应急纪〔2023〕5号文", "〔2023〕5号", "漯应急纪〔<mark>2023〕5号</mark>文"),
        ("應急管理局", "应急 管理", "<mark>應急管理</mark>局"),
        ("a code of conduct of ours", '"code of conduct"', "a <mark>code of conduct</mark> of ours"),
        ("Gary O’Neall", "O'Neall", "Gary <mark>O’Neall</mark>"),
        ("the Café", "cafe", "the <mark>Café</mark>"),
        ("the Cafe\u0301s", "café", "the <mark>Cafe\u0301s</mark>"),
        ("floods and storms", "flood -storm", "<mark>floods</mark> and storms"),
        ("flooding", "flo*", "<mark>flooding</mark>"),
        ("the useful one", "usef*", "the <mark>useful</mark> one"),
        ("市\u2ed3办公会", "市长", "<mark>市\u2ed3</mark>办公会"),
        ("Søren Ærø", "aero soren", "<mark>Søren</mark> <mark>Ærø</mark>"),
        ("die Straße", "strasse", "die <mark>Straße</mark>"),
        ("at Hawaiʻi", "Hawai'i", "at <mark>Hawaiʻi</mark>"),
        ("مُحَمَّد عليّ", "محمد", "<mark>مُحَمَّد</mark> عليّ"),
        ("都市計畫變更", "计划", "都市<mark>計畫</mark>變更"),
        ("依第12條", "第十二条", "依<mark>第12條</mark>"),
        ("cost 8,600", "8600", "cost <mark>8,600</mark>"),
        ("the co-operative bank", "cooperative", "the <mark>co-operative</mark> bank"),
        ("C, C++ and C#", "c++", "C, <mark>C++</mark> and C#"),
        ("应急\n管理", "急管", "应<mark>急 管</mark>理"),
        ("<b>flood</b> & <script>", "flood", "&lt;b&gt;<mark>flood</mark>&lt;/b&gt; &amp; &lt;script&gt;"),
        ("\x02flood\x03", "flood", "<mark>flood</mark>"),
        ("## Flood **plan**\n> - snake_case | x", "plan", "Flood <mark>plan</mark> - snake_case x"),
        ("See [the flood](https://example.org/flood) now", "flood", "See the <mark>flood</mark> now"),
        ("No match here", "flood", "No match here"),
        ("", "flood", ""),
    ],
)
def test_snippet_marks_what_matched(text: str, query: str, expected: str):
    assert shown(text, query) == expected


def test_snippet_takes_the_passage_with_most_of_the_query():
    text = f"A flood. {'alpha ' * 200} The budget for the flood. {'beta ' * 200} flood and budget"

    passage = shown(text, "flood budget")

    assert "The <mark>budget</mark> for the <mark>flood</mark>" in passage


def test_snippet_takes_the_earliest_of_equals():
    assert shown(f"one flood {'alpha ' * 200} two flood", "flood").startswith("one <mark>flood</mark>")


def test_snippet_is_cut_between_words_and_says_so():
    passage = shown("alpha " * 100 + "flood " + "omega " * 100, "flood", width=60)

    assert re.fullmatch(r"…(alpha )+<mark>flood</mark>( omega)+…", passage)
    assert len(passage) < 90


def test_snippet_does_not_cut_the_first_word():
    text = f"Ordinances {'and ' * 20}floods {'alpha ' * 100}"

    assert shown(text, "flood").startswith("…and and")
    assert shown("Ordinances-and-rules/flood " + "alpha " * 100, "flood").startswith("Ordinances-and")


def test_chinese_snippet_is_half_as_long():
    passage = shown("一二三四五" * 100 + "防汛" + "六七八九十" * 100, "防汛", width=60)

    assert len(passage) == 30 + len("……<mark></mark>")


def test_marked_shows_a_title_whole():
    assert marked("Flood & <storm>", parse("storm")) == "Flood &amp; &lt;<mark>storm</mark>&gt;"


@pytest.mark.timed
def test_snippet_of_a_long_text_is_fast():
    text = "應急管理局防汛工作報告。" * 20_000 + "budget"
    shown(text, "budget 预算")
    started = time.perf_counter()

    passage = shown(text, "budget 预算")

    assert "<mark>budget</mark>" in passage
    assert time.perf_counter() - started < 1


@given(st.text(), st.text())
def test_snippet_is_escaped_whatever_the_text(text: str, query: str):
    passage = shown(text, query)

    assert re.sub("</?mark>", "", passage) == html.escape(html.unescape(re.sub("</?mark>", "", passage)))
    assert passage.count("<mark>") == passage.count("</mark>")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["应急", "急管", "管"], "应急管 "),
        (["应急", "急管"], "应急管"),
        (["纪", "2023", "5", "号"], "纪 2023 5 号 "),
        (["flood", "plan"], "flood plan "),
    ],
)
def test_compact_joins_bigrams(found: list[str], expected: str):
    assert compact(found) == expected
