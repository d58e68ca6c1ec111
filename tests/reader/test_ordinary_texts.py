"""The minutes of a council and of a bureau, whole: each decision, vote, mover, unit and day right."""

from functools import cache
from pathlib import Path

import pytest

from archive.reader.minutes import read_minutes
from archive.reader.results import Reading, ResolutionRead, Value
from archive.text.folding import in_both_scripts

ORDINARY = Path(__file__).parent / "ordinary"
pytestmark = pytest.mark.any_engine

# Item, words, number, result, mover and seconder, votes for and against.
COUNCIL = [
    ("1", "the minutes of 14 May 2024 be approved", "", "adopted", "Bergen Castell", None),
    ("2", "adopt the consent agenda", "", "adopted", "Hale Dayan", (7, 0)),
    ("4", "Ordinance 2024-05 be adopted", "2024-05", "adopted_as_amended", "Castell Falk", (6, 2)),
    ("4", "amend section 2", "", "adopted", "Bergen Hale", (5, 3)),
    ("5", "Resolution 2024-11 be adopted", "2024-11", "adopted", "Dayan Falk", (6, 1)),
    ("6", "to let the boathouse", "", "lost_for_want_of_second", "Ilves", None),
    ("7", "spend $4,000 on trees in Station Road", "", "tied", "Hale Kerr", (4, 4)),
    ("8", "defer the bus shelter to the July meeting", "", "adopted", "Falk Dayan", None),
    ("9", "refer the noise bylaw to the Planning Committee", "", "adopted", "Castell Bergen", (8, 0)),
    ("10", "go into closed session under section 12", "", "adopted", "Kerr Hale", None),
]
BUREAU = [
    (
        "一",
        "原则同意《2024年防汛应急预案》，由防汛科修改完善后印发。",
        "agreed_in_principle",
        "防汛科",
        "2024-04-30",
    ),
    (
        "一",
        "同意采购排涝水泵三台，所需经费从防汛专项中列支。",
        "adopted",
        "防汛科，配合单位：财务科",
        "2024-05-15",
    ),
    (
        "二",
        "会议研究并通过了东港闸除险加固工程初步设计。",
        "adopted",
        "建设科；责任单位：质监站",
        "2024-06-30",
    ),
    ("三", "会议决定暂缓审议供水价格调整方案，待成本监审完成后再议。", "deferred", "供水科", "2024-09-30"),
    ("四", "会议研究并通过了关于龚玉洁同志任机关党委副书记的决定。", "adopted", None, None),
    ("五", "会议要求，水文站要在汛期前完成设备检修。", "", None, None),
]


@cache
def reading(name: str) -> Reading:
    return read_minutes((ORDINARY / name).read_text(encoding="utf-8"))


def item_of(found: Reading, item: int | None) -> str:
    return "" if item is None else found.agenda[item].number


def surname(value: Value[str] | None) -> str:
    return value.value.removeprefix("Councillor ") if value else ""


def sides(resolution: ResolutionRead) -> tuple[int | None, int | None] | None:
    votes = resolution.votes
    return (votes.yes_count, votes.no_count) if votes and votes.yes_count is not None else None


def test_motions_of_a_council():
    found = reading("council_en.txt")

    assert [
        (
            item_of(found, one.item),
            one.text.value[: len(words)],
            one.identifier,
            one.result,
            f"{surname(one.mover)} {surname(one.seconder)}".strip(),
            sides(one),
        )
        for one, (_item, words, *_rest) in zip(found.resolutions, COUNCIL, strict=True)
    ] == COUNCIL


def test_people_of_a_council():
    found = reading("council_en.txt")

    assert [
        (entry.name, entry.label, entry.role or entry.status, entry.note)
        for entry in found.attendance.entries
    ] == [
        ("Adaeze Obi", "Mayor", "chair", ""),
        ("Lars Bergen", "Councillor", "present", ""),
        ("Mina Castell", "Councillor", "present", ""),
        ("Oren Dayan", "Councillor", "present", ""),
        ("Ivo Falk", "Councillor", "present", ""),
        ("Greta Hale", "Councillor", "present", ""),
        ("Tomas Ilves", "Councillor", "present", "attended by video"),
        ("Nadia Kerr", "Councillor", "present", "joined at 7:20 p.m"),
        ("Pavel Roth", "Councillor", "excused", ""),
        ("Sofia Lindt", "Town Clerk", "in_attendance", ""),
        ("Henrik Moss", "Treasurer", "in_attendance", ""),
        ("Yara Quist", "Solicitor", "in_attendance", ""),
        ("Felix Sand", "Engineer", "in_attendance", ""),
    ]


def test_where_a_council_met():
    location = reading("council_en.txt").location

    assert location
    assert location.value == "Council Chamber, 14 Quay Street"


def test_amendment_has_its_own_vote_and_its_motion_has_another():
    _, _, ordinance, amendment, *_rest = reading("council_en.txt").resolutions

    assert amendment.amends is ordinance
    assert (amendment.classification, ordinance.classification) == ("amendment", "motion")
    assert amendment.votes
    assert [name for name, option in amendment.votes.names if option == "no"] == ["Dayan", "Ilves", "Obi"]
    assert ordinance.votes
    assert [name for name, option in ordinance.votes.names if option == "no"] == ["Dayan", "Ilves"]


def test_who_withdrew_from_a_vote_is_told():
    sale = reading("council_en.txt").resolutions[4]

    assert sale.votes
    assert sale.votes.names[-2:] == [("Ilves", "no"), ("Kerr", "recused")]


def test_nothing_of_an_ordinary_text_is_doubted():
    assert [one.doubts for one in reading("council_en.txt").resolutions if one.doubts] == []


def test_what_a_council_gave_to_do():
    [action] = reading("council_en.txt").actions

    assert action.responsible
    assert action.due
    assert (action.responsible.value, str(action.due.value)) == ("Engineer", "2024-07-05")
    assert item_of(reading("council_en.txt"), action.item) == "8"


@pytest.mark.parametrize("script", [0, 1])
def test_decisions_of_a_bureau_with_unit_and_day(script: int):
    text = (ORDINARY / "bureau_zh.txt").read_text(encoding="utf-8")
    found = read_minutes(in_both_scripts(text)[script])
    tasks = {id(action.resolution): action for action in found.actions}

    read = []
    for one in found.resolutions:
        action = tasks.get(id(one))
        unit, due = (action.responsible, action.due) if action else (None, None)
        assert not script or one.text.value != BUREAU[0][1]
        read.append(
            (
                item_of(found, one.item),
                one.result,
                len(unit.value) if unit else None,
                due and str(due.value),
            )
        )
    assert read == [
        (item, result, len(unit) if unit else None, due) for item, _text, result, unit, due in BUREAU
    ]
    assert len(found.actions) == 4


def test_words_of_the_decisions_of_a_bureau():
    found = reading("bureau_zh.txt")

    assert [one.text.value.split("赞成")[0] for one in found.resolutions] == [
        text for _item, text, *_rest in BUREAU
    ]
    assert found.resolutions[4].votes
    assert (found.resolutions[4].votes.yes_count, found.resolutions[4].votes.abstain_count) == (18, 1)


def test_day_without_a_year_is_doubted():
    [day] = [action for action in reading("bureau_zh.txt").actions if "due" in action.doubts]

    assert day.due
    assert day.due.as_written == "5月15日"
