"""Slugs: addresses from titles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.slugs import LONGEST_SLUG, slug, unique_slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("漯应急纪〔2023〕5号", "luo-ying-ji-ji-2023-5-hao"),
        ("臺南市議會", "tai-nan-shi-yi-hui"),
        ("吕", "lyu"),
        ("Über Café Ørsted", "uber-cafe-orsted"),
        ("The Clerk’s Office", "the-clerks-office"),
        ("Приказ", "record"),
        ("🙂", "record"),
        ("", "record"),
        ("word " * 40, "-".join(["word"] * 12)),
        ("a" * 100, "a" * 60),
    ],
)
def test_slug_of_text(text, expected):
    assert slug(text) == expected


def test_slug_uses_the_fallback_given():
    assert slug("…", fallback="meeting") == "meeting"


@given(st.text())
def test_slug_is_an_address_part(text):
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert len(slug(text)) <= LONGEST_SLUG


@pytest.mark.parametrize(("taken", "expected"), [([], "a"), (["a"], "a-2"), (["a", "a-2"], "a-3")])
def test_unique_slug_counts_up(taken, expected):
    assert unique_slug("a", taken.__contains__) == expected


def test_unique_slug_stays_within_the_length():
    assert unique_slug("a" * 60, ["a" * 60].__contains__) == "a" * 58 + "-2"
