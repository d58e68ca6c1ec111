"""What a paste from a word processor or a web page becomes."""

import pytest

from archive.documents.html_markdown import markdown_of
from archive.text.markdown import render

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal {margin: 0}</style></head>
<body lang=EN-GB><!--StartFragment--><h2>4. Lamps<o:p></o:p></h2>
<p class=MsoNormal>The council <b>resolved</b>&nbsp;to buy
eight lamps.<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>five for Mill Lane</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·</span>three in store</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal><b>Lamp</b></p></td><td><p>Cost</p></td></tr>
<tr><td><p>LED | 40 W</p></td><td><p>£ 40</p></td></tr></table><!--EndFragment--></body></html>"""


def test_headings_bold_lists_and_tables_of_word_are_kept():
    assert markdown_of(WORD).split("\n\n") == [
        "## 4. Lamps",
        "The council **resolved** to buy eight lamps.",
        "- five for Mill Lane\n- three in store",
        "| **Lamp** | Cost |\n| --- | --- |\n| LED \\| 40 W | £ 40 |",
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>One<ul><li>Below</li></ul></li><li>Two</li></ol>", "1. One\n   - Below\n2. Two"),
        (
            "<b style='font-weight:normal'><p>All</p><p><span style='font-weight:700'>one</span></p></b>",
            "All\n\n**one**",
        ),
        (
            "<p><a href='https://example.org/a b'>Report</a>, <em>read</em></p>",
            "[Report](https://example.org/a%20b), *read*",
        ),
        ("<p><a href='javascript:alert(1)'>Click</a></p>", "Click"),
        ("<p>2 * 3 # 4</p><p># 5</p>", "2 \\* 3 # 4\n\n\\# 5"),
        ("Plain<br>lines", "Plain\nlines"),
        ("<script>alert(1)</script><style>p {}</style>", ""),
        ("", ""),
        ("<p>" * 5000 + "deep", "deep"),
        ("<table><tr><td><p>A frame</p></td></tr></table>", "A frame"),
    ],
)
def test_other_sources(html: str, expected: str):
    assert markdown_of(html) == expected


def test_bold_before_a_mark_is_bold_in_chinese():
    text = markdown_of("<p><b>会议决定：</b>购置沙袋。</p>")

    assert text == "**会议决定**：购置沙袋。"
    assert "<strong>会议决定</strong>" in render(text).html
