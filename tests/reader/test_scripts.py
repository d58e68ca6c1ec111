"""Both Chinese scripts are read alike, and what is told is the text as it was written."""

import pytest

from archive.reader.attendance import read_names
from archive.reader.minutes import read_minutes
from tests.reader.test_golden import TEXTS
from tests.reader_scripts import in_scripts, read_in_one_script

NO_OBJECTION = """會議紀錄

時間：2024年3月5日
出席：陳瑩、鍾偉（副局長）、於應雄代葉華
請假：王芳（病假）

一、購買水泵
主席徵詢全體出席委員無異議後，決議：同意購買水泵三臺。
表決：贊成：陳瑩、鍾偉；反對：於應雄
"""


@pytest.mark.parametrize("text", [path.read_text(encoding="utf-8") for path in TEXTS], ids=lambda _: "")
def test_golden_texts_are_read_alike_in_both_scripts(text):
    first, *others = map(read_in_one_script, in_scripts(text))

    assert all(other == first for other in others)


def test_decision_behind_a_comma_is_read_in_both_scripts():
    texts = in_scripts(NO_OBJECTION)
    readings = [read_minutes(text) for text in texts]

    assert len(texts) == 2
    assert [[read.result for read in reading.resolutions] for reading in readings] == [["adopted"]] * 2
    assert read_in_one_script(texts[0]) == read_in_one_script(texts[1])


def test_what_is_told_is_in_the_script_of_the_text():
    reading = read_minutes(NO_OBJECTION)

    assert [(entry.name, entry.label, entry.on_behalf_of) for entry in reading.attendance.entries] == [
        ("陳瑩", "", ""),
        ("鍾偉", "副局長", ""),
        ("於應雄", "", "葉華"),
        ("王芳", "", ""),
    ]
    assert reading.resolutions[0].text.value == "同意購買水泵三臺。"


def test_a_name_in_two_scripts_is_one_person_within_one_text():
    assert [entry.name for entry in read_names("出席：鍾偉、陳瑩\n記錄：钟伟").entries] == ["鍾偉", "陳瑩"]


def test_unit_labels_keep_the_script_of_the_text():
    read = read_names(
        "出席：\n(常務理事) 王祥宇、林俐暉\n專門委員：劉其昌\n| 姓名 | 職稱 |\n| 張國華 | 處長 |"
    )

    assert {entry.name: entry.label for entry in read.entries} == {
        "王祥宇": "常務理事",
        "林俐暉": "常務理事",
        "劉其昌": "專門委員",
        "張國華": "處長",
    }
