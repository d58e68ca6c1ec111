from collections.abc import Iterator

import pytest
from django.utils import translation

from archive.text.markdown import markdown_to_text, render
from archive.text.redaction import show_redactions, show_redactions_in


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read in English, whatever a test before read in."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "written", ["[[redacted: privacy]]", "[[Redacted:privacy ]]", "[[redacted： privacy]]"]
)
def test_redaction_is_shown_with_its_basis(written: str):
    assert show_redactions(f"Paid to {written}.") == "Paid to [Redacted: privacy]."


@pytest.mark.parametrize(
    "text", ["[[redacted]]", "[[redacted: ]]", "[[redacted: a\nb]]", "[[x]]", "[redacted: y]"]
)
def test_other_brackets_stay(text: str):
    assert show_redactions(text) == text


def test_redaction_is_shown_in_the_readers_language():
    with translation.override("zh-hans"):
        assert show_redactions("付[[redacted: 个人信息]]") == "付〔已删去：个人信息〕"


def test_redactions_in_plain_data_are_shown_but_where_told_otherwise():
    data = {"name": "[[redacted: a]]", "text": "[[redacted: b]]", "rows": [{"note": "[[redacted: c]]"}, 5]}

    found = show_redactions_in(data, except_for=("text",))

    assert found == {
        "name": "[Redacted: a]",
        "text": "[[redacted: b]]",
        "rows": [{"note": "[Redacted: c]"}, 5],
    }


def test_markdown_shows_a_redaction_as_a_block():
    html = render("Paid **to** [[redacted: <privacy>]].").html

    block = '<span class="redacted"><span lang="en" dir="ltr">Redacted:</span> &lt;privacy&gt;</span>'
    assert html == f"<p>Paid <strong>to</strong> {block}.</p>\n"


def test_plain_text_of_markdown_keeps_the_redaction():
    assert markdown_to_text("# Paid to [[redacted: privacy]]") == "Paid to [Redacted: privacy]"
