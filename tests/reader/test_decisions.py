"""Decisions behind Chinese labels."""

from archive.reader.minutes import read_minutes


def decisions(text: str) -> list[str]:
    return [resolution.text.value for resolution in read_minutes(f"會議紀錄\n\n{text}\n").resolutions]


def test_list_of_decisions_may_begin_without_a_number():
    text = "決議：同意購買水泵三臺。\n- 由總務處於四月底前辦理。"

    assert decisions(text) == ["同意購買水泵三臺。", "由總務處於四月底前辦理。"]


def test_each_number_begins_a_decision():
    assert decisions("決議：\n一、同意購買水泵三臺。\n二、由總務處辦理。") == [
        "同意購買水泵三臺。",
        "由總務處辦理。",
    ]


def test_line_that_goes_on_is_no_decision_of_its_own():
    assert decisions("決議：同意購買水泵三臺，\n由總務處辦理。") == ["同意購買水泵三臺， 由總務處辦理。"]
