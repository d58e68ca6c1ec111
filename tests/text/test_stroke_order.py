import pytest

from archive.text.stroke_order import COUNTS, stroke_count, stroke_key
from tests.stroke_counts import encoded, read_unihan


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


@pytest.mark.parametrize(
    ("character", "count"),
    [("一", 1), ("王", 4), ("李", 7), ("范", 8), ("黄", 11), ("龘", 48), ("𠀀", 2), ("a", 0)],
)
def test_strokes_are_those_of_unihan(character: str, count: int):
    assert stroke_count(character) == count


def test_table_is_what_its_generator_writes():
    lines = [line for line in COUNTS.read_text("ascii").splitlines() if not line.startswith("#")]
    codes = [code for code in range(0x3400, 0x32400) if stroke_count(chr(code))]

    assert encoded({code: stroke_count(chr(code)) for code in codes}) == lines


def test_unihan_gives_the_first_of_two_counts():
    assert read_unihan("# Unihan\nU+8303\tkTotalStrokes\t8 9\nU+4E00\tkIRG\t1\n") == {0x8303: 8}
