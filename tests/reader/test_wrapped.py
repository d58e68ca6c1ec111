"""Paragraphs that were broken at a fixed width."""

import time

import pytest

from archive.reader.minutes import read_minutes
from archive.reader.wrapped import without_wraps

pytestmark = pytest.mark.any_engine

BROKEN = (
    "Cllr Orr asked whether the hall might be let in the summer, and by how",
    "many weeks the works would be late. Moved by Carl Orr, seconded by Dee",
    "Poe, that the hall be let.",
)


def test_paragraph_that_was_broken_is_one_line_of_the_same_length():
    text = "Notes\n\n" + "\n".join(BROKEN) + "\n\nThe end"

    assert without_wraps(text) == "Notes\n\n" + " ".join(BROKEN) + "\n\nThe end"


CHINESE = (
    "会议认为，现有的水泵已经使用了十五年，经常发生故障，维修费用",
    "一年比一年高。会议决定，由物业公司在六月底之前购买三台新的水",
    "泵，费用从公共维修资金中列支。",
)


def test_chinese_paragraph_that_was_broken_is_one_line():
    text = "会议记录\n\n" + "\n".join(CHINESE) + "\n\n二、其他"

    assert without_wraps(text) == "会议记录\n\n" + " ".join(CHINESE) + "\n\n二、其他"
    assert [one.text.value for one in read_minutes(text).resolutions] == [
        "会议决定，由物业公司在六月底之前购买三台新的水泵，费用从公共维修资金中列支。"
    ]


@pytest.mark.parametrize(
    "after", ["一、购买三台新的水泵", "主持人：李敏", "第一条 总则", "| 水泵 | 三台 |"]
)
def test_chinese_line_that_begins_something_is_not_joined(after: str):
    text = "\n".join([CHINESE[0], after, CHINESE[0], after])

    assert without_wraps(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Present: Ann Lee (Chair), Bob Ray, Carl Orr, Dee Poe, Eve Rue and Fay Hunt\nApologies: Gus Pink",
        "Annual Meeting of the Friends of the Old Harbour at the Guildhall, Selby\nMarch 5, 2024",
        "- Ann Lee will write to the council about the lamps on the upper bridge\n- Bob Ray will pay",
        "# Annual Meeting of the Friends of the Old Harbour and of the Guildhall\nthe friends met",
        "| Ann Lee of the Friends | chair of the Friends of the Old Harbour | yes |\n| Bob | | no |",
        "The committee met in the hall and heard that the lamps were all paid for.\nMoved by Ann Lee.",
        "short\nlines",
    ],
)
def test_what_begins_something_of_its_own_is_not_joined(text: str):
    assert without_wraps(text) == text


def test_text_of_long_lines_was_not_broken():
    text = "\n".join(BROKEN) + "\n" + "words that go on and on " * 9

    assert without_wraps(text) == text


@pytest.mark.timed
def test_time_grows_with_the_length():
    began = time.process_time()

    without_wraps("and so on, (they said " * 4 + "\n")
    without_wraps(("and so on, (they said that, " * 3 + "\n") * 20_000)

    assert time.process_time() - began < 2
