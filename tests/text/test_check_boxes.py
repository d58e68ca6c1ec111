"""Check lists are read as signs by those who see, and as words by those who hear."""

from django.utils import translation

from archive.text.markdown import markdown_to_text, render

DONE = '<span class="check" role="img" aria-label="done" lang="en" dir="ltr">☑</span>'
OPEN = '<span class="check" role="img" aria-label="open" lang="en" dir="ltr">☐</span>'


def test_boxes_are_signs_with_a_word():
    with translation.override("en"):
        html = render("- [x] pumps\n- [X] valves\n- [ ] pipes\n\n1. [ ] first").html

    assert html == (
        f"<ul>\n<li>{DONE} pumps</li>\n<li>{DONE} valves</li>\n<li>{OPEN} pipes</li>\n</ul>\n"
        f"<ol>\n<li>{OPEN} first</li>\n</ol>\n"
    )


def test_boxes_are_named_in_the_readers_language():
    with translation.override("zh-hans"):
        assert 'aria-label="已完成" lang="zh-Hans"' in render("[x] 水泵").html


def test_other_brackets_stay():
    for source in ("starts at [ ].", "rows[x], p?.[x] and a[ ]", "`[x]`"):
        assert "check" not in render(source).html
    assert render("[x](/a)").html == '<p><a href="/a" rel="nofollow noopener">x</a></p>\n'
    assert render("[x]\n\n[x]: /a").html == '<p><a href="/a" rel="nofollow noopener">x</a></p>\n'


def test_plain_text_has_the_signs():
    assert markdown_to_text("- [x] pumps\n- [ ] pipes") == "☑ pumps\n\n☐ pipes"
