"""What is shaped like the name of one person, and what waits for somebody to look at it."""

import pytest

from archive.text.name_shapes import shape_of


@pytest.mark.parametrize(
    "name",
    [
        "Kate Stewart",
        "Sting",
        "Prince",
        "Ludwig van Beethoven",
        "José Ortega y Gasset",
        "Maria da Conceição Silva dos Santos Pereira",
        "Jean de la Fontaine",
        "Gary O'Neall",
        "'t Hooft",
        "Joe d'Amato",
        "danah boyd",
        "e e cummings",
        "Louis XIV",
        "Jennifer 8. Lee",
        "Smith, John",
        "King, Martin Luther, Jr.",
        "Duke of York",
        "To Lam",
        "Kim In Soo",
        "Nguyễn Thị Minh Khai",
        "Абдулла Иванов",
        "عبد الله بن محمد",
        "김철수",
        "山田 太郎",
        "長谷川祐子",
        "张",
        "李和平",
        "阮　森",
        "欧阳娜娜",
        "乌云其木格",
        "阿不都热西提·买买提",
        "陈莹",
        "Theresa May",
        "Jimmy Page",
        "luigi1111",
        "0xnako",
        "bsm117532 Bob McElrath",
        "CRob [Intel]",
        "Zhao Min (chair)",
        "@cwc1987",
    ],
)
def test_ordinary_names_of_any_culture_pass(name: str):
    assert shape_of(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "AOB",
        "any other business",
        "(10 min max)",
        "(SCA)",
        "VDB 11",
        "4 maintainers",
        "Version 9",
        "12",
        "—",
        "Poole Absent",
        "Zach sends regrets",
        "Use of ID",
        "covering for Sean McDuffee",
        "全体委员",
        "其他人员",
        "各科室",
        "等5人",
        "张三等三人",
        "主持人",
        "all present",
        "Quorum present",
        "@handle+1",
        "then dropped off",
        "good point! interesting idea",
        "“Supply Chain Control Plane”",
        "no objection",
        "Members",
        "无。",
        "同上",
        "全體人員",
        "李四请假",
        "张三等",
        "諮委2",
        "公共工程委員會",
        "同意新建孵化仓",
        "本次轮值主席张军",
    ],
)
def test_what_no_name_looks_like_waits(name: str):
    assert shape_of(name) == "no_name"


@pytest.mark.parametrize(
    "name",
    [
        "Messrs",
        "Messrs Lin and Wu",
        "Alexios & Gary",
        "Mr and Mrs Smith",
        "张三、李四",
        "张三 李四 王五",
        "Councillors Hill, Mills",
        "John Smith, Mary Jones",
        "Anna Lind / Rui Costa",
    ],
)
def test_several_people_in_one_wait(name: str):
    assert shape_of(name) == "several"
