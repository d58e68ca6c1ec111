import pytest

from archive.text.strokes import stroke_key


def in_order(*names: str) -> list[str]:
    return sorted(names, key=lambda name: stroke_key(name, name))


def test_names_go_by_the_strokes_of_the_family_name():
    assert in_order("黄河", "丁一", "李伟", "王芳") == ["丁一", "王芳", "李伟", "黄河"]


def test_names_of_one_family_go_by_the_strokes_of_what_follows():
    assert in_order("王鑫", "王一", "王芳", "王") == ["王", "王一", "王芳", "王鑫"]


def test_characters_of_as_many_strokes_keep_one_order():
    assert in_order("陈一", "李一", "张一") == in_order("张一", "陈一", "李一")


def test_other_names_come_after_in_their_own_order():
    assert in_order("Stewart, Kate", "王芳", "O'Neall, Gary") == ["王芳", "O'Neall, Gary", "Stewart, Kate"]


@pytest.mark.parametrize("name", ["", "𠀀", "王\u0000", "〇"])
def test_any_name_has_a_key(name: str):
    assert stroke_key(name, name) == stroke_key(name, name)
