"""Tokens: what is findable, and as what."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.tokens import (
    Phrase,
    is_cjk,
    joined_token,
    phrase,
    tokens,
    tokens_with_offsets,
    words,
    words_with_offsets,
)

mixed_text = st.text(
    st.one_of(st.characters(), st.sampled_from("应急管理漯〇々がハ한글 aB1é\n\r\t'_-.\x00\u0301"))
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应急管理", "应急 急管 管理 理"),
        ("漯应急纪〔2023〕5号", "漯应 应急 急纪 纪 2023 5 号"),
        ("flood floods Flooding", "flood flood flood"),
        ("v2 and b2b", "v2 and b2b"),
        ("O’Neall's snake_case", "o neall s snake case"),
        ("budget-2024", "budget 2024"),
        ("हिन्दी", "हिन्दी"),
        ("C, C++, c++17 and C#; F#", "c cpp cpp 17 and csharp fsharp"),
        ("C#4 a++ c+++", "c 4 a c"),
        ("Hawaiʻi", "hawaii"),
        ("\uf980聖元", "吕圣 圣元 元"),
        ("〇々カ한", "〇々 々カ カ한 한"),
        ("🙂❤️ — !“”", ""),
        ("", ""),
    ],
)
def test_tokens_of_text(text, expected):
    assert " ".join(tokens(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a Co-operative’s by\u2011laws", "bylaw cooper"),
        ("Hawai'i, O’Neall", "hawaii oneal"),
        ("8,600 of 1,234,567", "1234567 8600"),
        ("don't, the city's, we'll", ""),
        ("budget-2024, 2023-014, 1,2,3 and 12,3456", ""),
        ("up-to-the-minute-and-more", ""),
        ("flood", ""),
    ],
)
def test_words_that_signs_part_are_found_joined_too(text, expected):
    assert " ".join(words(text).joined) == expected
    assert sorted({token.text for token in words_with_offsets(text)[1]}) == expected.split()


def test_joined_token_is_of_a_whole_text():
    assert [joined_token(text) for text in ("By-Law", "8,600", "the by-law", "bylaw")] == [
        "bylaw", "8600", "", "",
    ]  # fmt: skip


def test_joined_words_have_their_place():
    [token] = words_with_offsets("the Hawaiʻi co-operative.")[1]

    assert (token.text, token.start, token.end) == ("cooper", 12, 24)


def test_words_whose_stem_is_another_are_kept_as_written():
    assert words("Only useful laws, useful and flood 2023nd").whole == ["laws", "only", "useful"]


@given(mixed_text)
def test_words_have_the_tokens_of_the_text(text):
    assert words(text).tokens == tokens(text)


@pytest.mark.parametrize("wrap", ["\n", "\r\n", " \n ", "\u3000\n\t"])
def test_tokens_join_a_chinese_word_wrapped_over_two_lines(wrap):
    assert tokens(f"應急{wrap}管理") == tokens("应急管理")


@pytest.mark.parametrize("text", ["應急\n\n管理", "應急\n \n管理", "應急 管理", "應急，\n管理"])
def test_tokens_keep_apart_what_a_blank_line_or_sign_parts(text):
    assert tokens(text) == ["应急", "急", "管理", "理"]


def test_tokens_keep_korean_words_apart_at_a_line_break():
    assert tokens("회의\n한글") == ["회의", "의", "한글", "글"]


def test_tokens_cut_long_words_alike_in_any_length():
    assert tokens("x" * 100) == tokens("x" * 70) == ["x" * 64]


@given(mixed_text)
@example("cafe\u0301 應\n急")
def test_tokens_with_offsets_gives_the_texts_of_tokens(text):
    assert [token.text for token in tokens_with_offsets(text)] == tokens(text)


@given(mixed_text)
def test_tokens_hold_no_ascii_but_small_letters_and_digits(text):
    assert not [token for token in tokens(text) if re.search("[\x00-/:-`{-\x7f]", token) or not token]


@given(mixed_text)
def test_token_offsets_lie_in_the_text_in_order(text):
    starts = [token.start for token in tokens_with_offsets(text)]

    assert starts == sorted(starts)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens_with_offsets(text))


def test_token_offsets_span_both_characters_and_trailing_accents():
    text = "«cafe\u0301» 應\n急"

    spans = [text[token.start : token.end] for token in tokens_with_offsets(text)]

    assert spans == ["cafe\u0301", "應\n急", "急"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Phrase((), prefix=False)),
        ("应急", Phrase(("应急",), prefix=False)),
        ("應急管理", Phrase(("应急", "急管", "管理"), prefix=False)),
        ("急", Phrase(("急",), prefix=True)),
        ("2023年", Phrase(("2023", "年"), prefix=True)),
        ("应急，管", Phrase(("应急", "急", "管"), prefix=True)),
        ("code of conduct", Phrase(("code", "of", "conduct"), prefix=False)),
    ],
)
def test_phrase_of_query(query, expected):
    assert phrase(query) == expected


@given(st.text("应急管理办法", min_size=1), st.data())
def test_phrase_of_any_part_is_found_in_the_whole(whole, data):
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    wanted, prefix = phrase(whole[start:end])

    found = tokens(whole)[start : start + len(wanted)]

    assert found[-1].startswith(wanted[-1]) if prefix else found == list(wanted)


@pytest.mark.parametrize(
    ("character", "expected"),
    [*((c, True) for c in "应〇々かカ한豈𠮷"), ("a", False), ("、", False), ("・", False)],
)
def test_is_cjk_of_character(character, expected):
    assert is_cjk(character) is expected


@pytest.mark.parametrize(
    ("tokens", "prefix", "run"),
    [(("flood",), False, "flood "), (("应急", "急管", "管"), True, "应急 急管 管")],
)
def test_run_of_a_phrase_ends_with_a_blank_unless_it_goes_on(tokens, prefix: bool, run: str):
    assert Phrase(tokens, prefix).run == run
