"""How Chinese paragraphs are marked for the style sheet."""

import pytest

from archive.text.markdown import render

RUNNING = "会议听取了水务局关于下游泵站检修情况的汇报，同意按计划推进。"


@pytest.mark.parametrize("head", ["案由：", "說明：", "办法：", "审查意见："])
def test_run_in_head_is_bold(head: str):
    bold = f'<p class="line"><b class="head">{head}</b>{RUNNING}</p>\n'

    assert render(f"{head}{RUNNING}").html == bold
    assert render(f"{head}{RUNNING}\n\n# a").html.startswith(bold)
    assert f'<br>\n<b class="head">{head}</b>' in render(f"{RUNNING}\n{head}{RUNNING}").html


@pytest.mark.parametrize(
    "line",
    [
        "一、照办。",
        "（二）再议。",
        "第三条 照办。",
        "地点：二楼会议室。",
        "二楼会议室",
        "李伟说明：同意",
    ],
)
def test_line_by_itself_is_marked(line: str):
    assert render(line).html == f'<p class="line">{line}</p>\n'
    assert render(f"{line}\n\n*").html.startswith(f'<p class="line">{line}</p>\n')


@pytest.mark.parametrize(
    "text", [RUNNING, f"“{RUNNING}”", "The pumps: repaired.", "Ada Brown", "会议决定照办。"]
)
def test_running_text_is_not(text: str):
    assert render(text).html == f"<p>{text}</p>\n"
    assert render(f"{text}\n\n*").html.startswith(f"<p>{text}</p>\n")
