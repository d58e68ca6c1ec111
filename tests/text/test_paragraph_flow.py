"""Walls of text are parted, wrapped lines joined: for the eye alone, and no word is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.markdown import markdown_to_text, render

SENTENCE = "The members of the committee heard the engineer about the pumps of the lower basin. "
CHINESE = "会议听取了水务局关于下游泵站检修情况的汇报，同意按计划推进。"
WRAPPED = """The committee heard the engineer about the pumps of the lower basin,
which had stopped twice in the night of the flood, and asked whether the
spare parts had been ordered in time. The engineer answered that a part
of them had, and that the rest was on its way from the works.
"""
WRAPPED_CHINESE = """会议听取了水务局关于下游泵站检修情况的汇报，同意按计
划推进有关工作，并请财政局在三月底以前落实所需要的经
费，确保汛期以前全部泵站能够投入运行，有关情况要及时
向委员会报告。
"""
NAMES = "Present:\nAda Brown, chair of committee\nBen Clark, member for the basin\nCarl Dorn\nEve Ford\n"


def paragraphs(source: str) -> list[str]:
    return re.findall(r"<p>(.*?)</p>", render(source).html, re.DOTALL)


@pytest.mark.parametrize("sentence", [SENTENCE, CHINESE])
def test_long_line_is_parted_at_sentences(sentence: str):
    parts = paragraphs(sentence * (5_000 // len(sentence)))

    assert 4 <= len(parts) <= 8
    assert all(part.endswith((".", "。")) and 100 < len(part) < 1500 for part in parts)


def test_long_line_is_not_parted_within_markup():
    source = f"{SENTENCE * 8}**{(SENTENCE * 8).strip()}** {SENTENCE * 8}[{SENTENCE * 8}](/a) {SENTENCE}"

    html = render(source).html

    assert html.count("<p>") > 1
    assert (html.count("<strong>"), html.count("<a ")) == (1, 1)
    assert "*" not in html


def test_long_line_in_a_list_is_parted_within_its_item():
    html = render(f"- {SENTENCE * 30}\n- short").html

    assert html.count("<li>") == 2
    assert html.count("<p>") > 2


def test_wrapped_lines_are_joined():
    assert paragraphs(WRAPPED) == [WRAPPED.strip().replace("\n", " ")]


def test_wrapped_chinese_is_joined_without_a_blank():
    assert paragraphs(WRAPPED_CHINESE) == [WRAPPED_CHINESE.replace("\n", "")]


def test_hard_breaks_and_short_lines_stay():
    broken = WRAPPED.replace("asked whether the\n", "asked whether the  \n")

    assert render(broken).html.count("<br>") == 1
    assert render(NAMES).html.count("<br>") == 4


@given(
    st.lists(st.sampled_from(["a" * 60, "会" * 30, "a b. " * 12, "x", "**", "[a](b) " * 9, "说。" * 900]))
)
def test_no_word_is_lost(lines: list[str]):
    source = "\n".join(lines)
    shown = re.sub(r"<[^>]*>", "", render(source).html)

    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", markdown_to_text(source))
