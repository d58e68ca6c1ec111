"""Whether one number, used twice, stands for one matter."""

import datetime as dt

import pytest

from archive.text.same_matter import Likeness, compare_times, is_lasting, subject_of, taken

SAME, UNSURE, OTHER = Likeness


COUNCIL, COMMITTEE, OTHER_COMMITTEE = 1, 2, 3
UP, BESIDE = (COMMITTEE, COUNCIL), (COMMITTEE, OTHER_COMMITTEE)
ADOPTED_TWICE = ("adopted", "adopted")
PARENTS = {COUNCIL: None, COMMITTEE: COUNCIL, OTHER_COMMITTEE: COUNCIL}


def times(number, earlier, later, results=("deferred", "adopted"), days=35, bodies=(COUNCIL, COUNCIL)):
    first, second = dt.date(2023, 5, 2), dt.date(2023, 5, 2) + dt.timedelta(days=days)
    return compare_times(
        taken((number, earlier, ""), results[0], first, bodies[0], PARENTS[bodies[0]]),
        taken((number, later, ""), results[1], second, bodies[1], PARENTS[bodies[1]]),
    )


@pytest.mark.parametrize(
    ("number", "earlier", "later", "more"),
    [
        ("2023-014", "Rezoning of Mill Lane", "Rezoning of Mill Lane", {}),
        ("2023-014", "Rezoning of Mill Lane", "Rezoning of Mill Lane and Park Road", {}),
        ("2023-014", "Rezoning of Mill Lane", "Rezoning of Mill Lane", {"results": ("adopted", "adopted")}),
        ("2023-014", "Rezoning of Mill Lane", "Rezoning of Mill Lane", {"days": 900}),
        (
            "47",
            "Bylaw on dogs, first reading",
            "Bylaw on dogs, second reading",
            {"results": ("adopted",) * 2},
        ),
        ("47", "Repair of the harbour wall", "Repair of the harbor wall", {}),
        (
            "47",
            "Repair of the harbour wall",
            "47 Repair of the harbour wall",
            {"bodies": UP, "results": ADOPTED_TWICE},
        ),
        ("8", "Repair of the harbour wall", "Repair of the harbour wall", {"bodies": BESIDE}),
        ("12号", "关于防洪墙加固工程的议案", "關於防洪牆加固工程的議案", {}),
        ("12号", "防洪墙加固条例（一读）", "防洪墙加固条例（二读）", {"results": ("adopted", "adopted")}),
        (
            "5",
            "Repair of the harbour wall",
            "Repair of the harbour wall",
            {"results": ("rejected", "adopted")},
        ),
    ],
)
def test_same_matter(number, earlier, later, more):
    assert times(number, earlier, later, **more) == SAME


@pytest.mark.parametrize(
    ("number", "earlier", "later", "more"),
    [
        ("5", "Repair of the harbour wall", "A new roof for the school", {}),
        ("5", "Repair of the harbour wall", "A new roof for the school", {"bodies": UP}),
        (
            "2023-1",
            "Adoption of the work plan",
            "Adoption of the work plan",
            {"bodies": BESIDE, "results": ADOPTED_TWICE},
        ),
        ("5", "Budget of 2022", "Budget of 2023", {"days": 365}),
        ("第1号", "修正组织规程第二条", "修正组织规程第四条", {}),
        ("5", "", "", {}),
        ("2023-014", "Repair of the harbour wall", "A new roof for the school", {"bodies": UP}),
    ],
)
def test_other_matter(number, earlier, later, more):
    assert times(number, earlier, later, **more) == OTHER


@pytest.mark.parametrize(
    ("number", "earlier", "later", "more"),
    [
        ("2023-014", "Repair of the harbour wall", "A new roof for the school", {}),
        (
            "5",
            "Repair of the harbour wall",
            "Repair of the harbour wall",
            {"results": ("adopted", "adopted")},
        ),
        ("5", "Repair of the harbour wall", "Repair of the harbour wall", {"days": 365}),
        ("5", "Other items", "Other items", {}),
        ("5", "Report on the market hall", "Report on the market hall", {"results": ("", ""), "days": 0}),
        ("2023-014", "Rezoning of Mill Lane", "", {"results": ("adopted", "adopted")}),
    ],
)
def test_what_is_doubted(number, earlier, later, more):
    assert times(number, earlier, later, **more) == UNSURE


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2023-014", True),
        ("23/014", True),
        ("112-05", True),
        ("漯应急〔2023〕5号", True),
        ("2022-090", True),
        ("2023", False),
        ("23", False),
        ("第14号", False),
        ("建設1", False),
    ],
)
def test_number_that_names_its_year(number, expected):
    assert is_lasting(number, dt.date(2023, 5, 2)) is expected


def test_subject_is_the_text_up_to_the_ruling():
    assert (
        subject_of("建設1", "", "興建滯洪池一案，敬請審議。\n議決：照案通過。") == "兴建滞洪池一案 敬请审议"
    )
