"""Lines that were meant for a program are not shown."""

import pytest

from archive.text.markdown import render


@pytest.mark.parametrize(
    "line",
    [
        "{: .no_toc}",
        "{:toc}",
        "{: #item-2 .item}",
        "{% include head.html %}",
        "  {%- assign a = 1 -%}",
        "{::options a=1 /}",
    ],
)
def test_instruction_is_dropped_wherever_it_stands(line: str):
    shown = '<h2 id="roll">Roll</h2>\n<p>Ada</p>\n<ul>\n<li>Ben</li>\n</ul>\n'

    assert render(f"# Roll\n{line}\n\nAda\n{line}\n\n- Ben\n{line}\n").html == shown


def test_contents_of_another_program_are_dropped():
    assert render("# Roll\n\n* Contents\n{:toc}\n\nAda").html == '<h2 id="roll">Roll</h2>\n<p>Ada</p>\n'


@pytest.mark.parametrize("front", ["---\ntitle: Minutes\ntags:\n - a\n---\n", "---\nlayout: page\n\n---\n"])
def test_front_matter_is_dropped_at_the_beginning_alone(front: str):
    assert render(f"{front}Ada").html == "<p>Ada</p>\n"
    assert "title" in render(f"Ada\n\n{front}").html or "layout" in render(f"Ada\n\n{front}").html


@pytest.mark.parametrize(
    "text", ["```\n{: .x}\n```", "{: .x} said Ada", "{name} votes", "---\n\nAda\n\n---", "- a\n- b"]
)
def test_other_lines_stay(text: str):
    assert len(render(text).html) > len(text)
