"""Names: matching, sorting and showing them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.folding import fold
from archive.text.names import name_key, same_in_search, sort_key, sort_name, tidy_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("陈　瑩", "陳瑩"),
        ("陳瑩", "陈莹"),
        ("\uf980聖元", "呂聖元"),
        ("\u2ee2云", "马云"),
        ("Gary O'Neall", "GARY  O’Neall"),
        ("卡尔・马克思", "卡尔·马克思"),
        ("阿卜杜拉·买买提", "阿卜杜拉．买买提"),
        ("阿卜杜拉·买买提", "阿卜杜拉﹒买买提"),
        ("阿卜杜拉·买买提", "阿卜杜拉.买买提"),
        ("阿卜杜拉·买买提", "阿卜杜拉 • 买买提"),
        ("阿卜杜拉·买买提", "阿卜杜拉∙买买提"),
        ("阿卜杜拉·买买提", "阿卜杜拉买买提"),
        ("マリア・ロペス", "マリア･ロペス"),
        ("Jane Doe", "Jane Doe\u200e"),
        ("Jane Doe", "\u202aJane\u00ad Doe\u202c"),
        ("Jane Doe", "Ja\u200dne\u200b \u2066Doe\u2069\ufeff"),
        ("葛城", "葛\U000e0100城"),
        ("علی\u200cرضا", "علیرضا"),
        ("김영희", "김\u3164영희"),
        ("Kaʻala", "Ka'ala"),
        ("蘇當發", "苏当发"),
        ("Ｋate\u00a0Stewart", " kate stewart "),
    ],
)
def test_name_key_joins_spellings(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "Jose"),
        ("Jose\u0301", "Jose"),
        ("Mary Ann", "Maryann"),
        ("J. Smith", "J Smith"),
        ("陈莹", "陈颖"),
        ("鍾偉", "鐘偉"),
        ("鍾偉", "钟伟"),
        ("于謙", "於謙"),
        ("王傑", "王杰"),
        ("余光", "餘光"),
        ("范成", "範成"),
    ],
)
def test_name_key_keeps_people_apart(one, other):
    assert name_key(one) != name_key(other)


@given(st.text())
def test_search_finds_every_key_by_itself(name):
    key = name_key(name)

    assert re.fullmatch(same_in_search(key), key)


@given(st.text("鍾鐘钟於于陈陳a·", min_size=1), st.text("鍾鐘钟於于陈陳a·", min_size=1))
def test_what_joins_two_names_is_folded_by_search_too(one, other):
    if name_key(one) == name_key(other):
        assert fold(one).replace("·", "") == fold(other).replace("·", "")


@given(st.text())
def test_name_key_of_a_tidied_name_is_that_of_the_name(name):
    assert name_key(tidy_name(name)) == name_key(name)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("阮　森", "阮森"),
        ("\uf980 聖元", "呂聖元"),
        ("\u2ee2云", "马云"),
        (" Gary \t O’Neall\x00", "Gary O’Neall"),
        ("臺南", "臺南"),
        ("\u202aJane\u00ad\u200d Doe\u200e", "Jane Doe"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("", ""),
    ],
)
def test_tidy_name_for_display(written, shown):
    assert tidy_name(written) == shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Gary O'Neall", "O'Neall, Gary"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Martin Luther King Jr.", "King, Martin Luther Jr."),
        ("Walter Greene, Jr.", "Greene, Walter, Jr."),
        ("Greene, Walter, Jr.", "Greene, Walter, Jr."),
        ("Jane Doe OBE", "Doe, Jane OBE"),
        ("John Smith, K.C.B., MP", "Smith, John, K.C.B., MP"),
        ("Peter Van Doren", "Van Doren, Peter"),
        ("ROSA DE VITO", "DE VITO, ROSA"),
        ("Jill St. John", "St. John, Jill"),
        ("Seán Ó Faoláin", "Ó Faoláin, Seán"),
        ("José Ortega y Gasset", "Ortega y Gasset, José"),
        ("Al Gore", "Gore, Al"),
        ("O'Neall, Gary", "O'Neall, Gary"),
        ("Kate Stewart (W3C)", "Stewart, Kate (W3C)"),
        ("Audrey Tang 唐鳳", "Tang, Audrey 唐鳳"),
        ("@dan", "dan"),
        ("陈　瑩", "Chen Ying"),
        ("曾志偉", "Zeng Zhi Wei"),
        ("單田芳", "Shan Tian Fang"),
        ("万俟卨", "Mo Qi Xie"),
        ("查理·布朗", "Cha Li·Bu Lang"),
        ("", ""),
    ],
)
def test_sort_name_puts_the_family_first(name, expected):
    assert sort_name(name) == expected


@given(st.text())
def test_sort_name_takes_any_text(name):
    assert bool(sort_name(name)) == bool(tidy_name(name).removeprefix("@"))


@pytest.mark.parametrize(
    "names",
    [
        ("alderbrook council", "安徽局", "Ångström council", "北京局", "漯河局", "Zebra council"),
        ("jQuery", "npm", "W3C"),
        ("The Alder Trust", "Beech Trust"),
        ("Ward 2", "Ward 10", "Ward 10a"),
        ("Green, Zoe", "Green Smith, Adam", "Greene, Adam"),
        ("O'Brien, Ann", "OBrien, Bob", "Odell, Ann"),
        ("Lasky, Eva", "Łaszcz, Ada", "Lato, Eva"),
        ("De Vito, Rosa", "Devito, Ada"),
        ("", "“Apple”", "Banana"),
    ],
)
def test_sort_key_orders(names):
    assert sorted(names, key=sort_key) == list(names)


@given(st.text(min_size=1))
def test_sort_key_takes_any_text(text):
    assert sort_key(text)
