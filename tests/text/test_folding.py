"""Folding: what counts as the same spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.folding import (
    fold,
    fold_for_search,
    fold_for_search_with_offsets,
    in_both_scripts,
    one_script,
    simplified,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("ＢＵＤＧＥＴ　２０２３", "budget 2023"),
        ("Straße", "strasse"),
        ("應急管理", "应急管理"),
        ("\uf980聖元", "吕圣元"),
        ("ﬁnance", "finance"),
        ("co\u00adoperate", "cooperate"),
        ("葛\U000e0100城", "葛城"),
        ("が", "が"),
        ("\x00", "\x00"),
    ],
)
def test_fold_joins_spellings(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    "forms", ["鍾钟鐘", "應应", "著着", "餘馀余", "於于", "衞衛卫", "裡裏里", "叙敘敍", "ab1。"], ids=str
)
def test_one_script_is_the_same_for_every_form_and_as_long(forms):
    folded = one_script(forms)

    assert len(folded) == len(forms)
    assert folded == forms if forms.startswith("ab") else len(set(folded)) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        "市\u2ed3 市長 市长",
        "\u2ee2头 马頭 馬头",
        "\u2f00二 一二",
        "łukasz lukasz Łukasz",
        "Đặng dang",
        "søren soren",
        "Þórður thordur",
        "Hawaiʻi Hawaii Hawaiʼi",
        "مُحَمَّد محمد محـمد",
        "أحمد احمد",
        "שָׁלוֹם שלום",
        "計畫 计划 計劃 计画",
        "答覆 答复 答復",
        "瞭解 了解",
        "藉由 借由",
        "鉅額 巨额",
        "昇遷 升迁",
        "沈默 沉默",
        "甦醒 苏醒 蘇醒",
        "著手 着手",
        "項鍊 项链",
        "a\u3164b ab",
        "é e\u0301 e",
    ],
)
def test_fold_for_search_joins_what_readers_type_for_each_other(spellings):
    assert len({fold_for_search(one) for one in spellings.split(" ")}) == 1


@pytest.mark.parametrize("spellings", ["沈 沉", "画 划", "ł l", "\u2ee2 马"])
def test_fold_keeps_apart_what_only_search_joins(spellings):
    assert len({fold(one) for one in spellings.split()}) == 2


@pytest.mark.parametrize("text", ["が", "ば", "हिन्दी", "한글", "กำ", "й"])
def test_fold_for_search_keeps_letters_that_are_signs_of_their_own(text):
    assert fold_for_search(text) == fold(text)


def test_fold_for_search_with_offsets_points_at_the_original_characters():
    assert fold_for_search_with_offsets("ﬁe\u0301應ʻæ") == ("fie应ae", [0, 0, 1, 3, 5, 5])


@given(st.text())
def test_fold_for_search_with_offsets_gives_the_text_of_fold_for_search(text):
    folded, offsets = fold_for_search_with_offsets(text)

    assert folded == fold_for_search(text)
    assert len(offsets) == len(folded)
    assert all(
        fold_for_search(text[offset]).find(char) >= 0 for char, offset in zip(folded, offsets, strict=True)
    )


@pytest.mark.parametrize("folded", [fold, fold_for_search])
@given(left=st.text(), right=st.text())
def test_fold_does_not_look_at_neighbours(folded, left, right):
    assert folded(left + right) == folded(left) + folded(right)


@given(st.text())
def test_fold_for_search_joins_whatever_fold_joins(text):
    assert fold_for_search(fold(text)) == fold_for_search(text)


def test_simplified_changes_only_chinese():
    assert simplified("臺南 Café ＡＢ") == "台南 Café ＡＢ"


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("陈莹", ["陈莹", "陳瑩"]),
        ("陳瑩", ["陳瑩", "陈莹"]),
        ("头发和发展", ["头发和发展", "頭髮和發展"]),
        ("budget", ["budget"]),
        ("", [""]),
    ],
)
def test_in_both_scripts_gives_each_once(text: str, scripts: list[str]):
    assert in_both_scripts(text) == scripts
