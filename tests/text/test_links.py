"""Bare addresses in a text are links, shown short, without the marks around them."""

import pytest

from archive.text.links import short_address
from archive.text.markdown import markdown_to_text, render


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("see https://a.example/b.", "https://a.example/b"),
        ("(http://a.example/b_(c))", "http://a.example/b_(c)"),
        ("**https://a.example/**", "https://a.example/"),
        ("见https://a.example/b，同意", "https://a.example/b"),
        ("见 https://a.example/会议/二 。", "https://a.example/会议/二"),
        ("详见https://a.example/b请看", "https://a.example/b"),
        ("Paper:https://a.example/?q=1&r=2#s;", "https://a.example/?q=1&r=2#s"),
        ("page 2https://a.example", "https://a.example"),
        ("HTTPS://A.example", "HTTPS://A.example"),
        ("| h |\n|-|\n| https://a.example |", "https://a.example"),
    ],
)
def test_bare_address_is_a_link(source: str, address: str):
    escaped = address.replace("&", "&amp;")

    assert f'<a href="{escaped}" rel="nofollow noopener">' in render(source).html


@pytest.mark.parametrize(
    "source",
    [
        "`https://a.example`",
        "```\nhttps://a.example\n```",
        "https://",
        "ftp://a.example",
    ],
)
def test_no_link_in_code_or_of_what_is_no_address(source: str):
    assert "<a " not in render(source).html


def test_a_link_is_not_linked_again():
    assert render("[https://a.example](/b)").html == (
        '<p><a href="/b" rel="nofollow noopener">https://a.example</a></p>\n'
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.council.example/", "council.example"),
        ("http://council.example/a", "council.example/a"),
        (
            f"https://council.example/{'minutes-' * 9}2024-05.html",
            "council.example/minutes-minutes-minutes-…tes-2024-05.html",
        ),
    ],
)
def test_address_is_shown_short(address: str, shown: str):
    assert short_address(address) == shown
    assert render(address).html == f'<p><a href="{address}" rel="nofollow noopener">{shown}</a></p>\n'
    assert render(f"<{address}>").html == render(address).html


def test_plain_text_keeps_the_whole_address():
    assert markdown_to_text("see https://www.a.example/.") == "see https://www.a.example/."
