"""Names: matching, sorting and showing them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.names import name_key, sort_key, sort_name, tidy_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("陈　瑩", "陳瑩"),
        ("陳瑩", "陈莹"),
        ("\uf980聖元", "呂聖元"),
        ("Gary O'Neall", "GARY  O’Neall"),
        ("卡尔・马克思", "卡尔·马克思"),
        ("Ｋate\u00a0Stewart", " kate stewart "),
    ],
)
def test_name_key_joins_spellings(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("José", "Jose"), ("Mary Ann", "Maryann"), ("陈莹", "陈颖")])
def test_name_key_keeps_people_apart(one, other):
    assert name_key(one) != name_key(other)


@given(st.text())
def test_name_key_of_a_tidied_name_is_that_of_the_name(name):
    assert name_key(tidy_name(name)) == name_key(name)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("阮　森", "阮森"),
        ("\uf980 聖元", "呂聖元"),
        (" Gary \t O’Neall\x00", "Gary O’Neall"),
        ("臺南", "臺南"),
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
