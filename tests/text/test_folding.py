"""Folding: what counts as the same spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.folding import fold, fold_with_offsets, in_both_scripts, one_script, simplified


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


def test_fold_with_offsets_points_at_the_original_characters():
    assert fold_with_offsets("ﬁe\u0301應") == ("fie应", [0, 0, 1, 3])


@given(st.text())
def test_fold_with_offsets_gives_the_text_of_fold(text):
    folded, offsets = fold_with_offsets(text)

    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert all(fold(text[offset]).find(char) >= 0 for char, offset in zip(folded, offsets, strict=True))


@given(st.text(), st.text())
def test_fold_does_not_look_at_neighbours(left, right):
    assert fold(left + right) == fold(left) + fold(right)


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
