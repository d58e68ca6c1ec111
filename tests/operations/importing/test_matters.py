"""A number that comes back: decisions of one matter, and meetings told apart, in an import."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from archive.models import Matter, Meeting, Resolution
from archive.operations.publish import problems_of
from archive.record.row_differences import changed_rows
from tests.factories import make_body, make_draft
from tests.operations.importing.rows import Row, full_row, import_rows, reason_for, simple_row

pytestmark = pytest.mark.django_db

LANE = {"name": "Rezoning of Mill Lane", "identifier": "2023-014"}


def decided_on(number: int, day: str, *resolutions: Row, **fields: Any) -> Row:
    return full_row(
        number, **{"date": day, "resolutions": list(resolutions), "publication": "published"} | fields
    )


def matters() -> dict[str, list[str]]:
    """Return {number: days of its steps} of every matter."""
    steps = Resolution.objects.of_matters().oldest_first().select_related("matter")
    found: dict[str, list[str]] = {}
    for step in steps:
        found.setdefault(step.matter.identifier if step.matter else "", []).append(str(step.date))
    return found


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in order", "the later first"])
@pytest.mark.parametrize("files", [1, 2])
def test_deferred_matter_comes_back(tmp_path: Path, order, files: int):
    both = (
        decided_on(1, "2023-05-02", LANE | {"result": "deferred"}),
        decided_on(2, "2023-06-06", LANE | {"result": "adopted"}),
    )
    rows = [both[place] for place in order]

    counts = [import_rows(tmp_path, *part) for part in ([rows] if files == 1 else [rows[:1], rows[1:]])]

    assert [refusals for _counts, refusals in counts] == [[]] * len(counts)
    assert matters() == {"2023-014": ["2023-05-02", "2023-06-06"]}
    assert list(changed_rows()) == []


def test_committee_council_deferred_council_is_one_matter(tmp_path: Path):
    council = make_body("Council")
    make_body("Planning Committee", parent=council)
    lane = {"name": "Rezoning of Mill Lane", "identifier": "47"}
    rows = [
        decided_on(1, "2023-04-18", lane | {"result": "adopted"}, body="Planning Committee"),
        decided_on(2, "2023-05-02", lane | {"result": "deferred"}, body="Council"),
        decided_on(3, "2023-06-06", lane | {"result": "adopted"}, body="Council"),
    ]

    import_rows(tmp_path, *rows)

    assert matters() == {"47": ["2023-04-18", "2023-05-02", "2023-06-06"]}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            {"name": "Budget of 2022", "identifier": "5", "result": "adopted"},
            {"name": "Repair of the quay", "identifier": "5", "result": "adopted"},
            id="numbers that start again",
        ),
        pytest.param(
            LANE | {"result": "deferred"},
            LANE | {"name": "A new roof for the school", "result": "adopted"},
            id="another subject",
        ),
        pytest.param(
            {"name": "That the meeting adjourn", "identifier": "7", "result": "deferred"},
            {"name": "That the meeting adjourn", "identifier": "7", "result": "adopted"},
            id="on the meeting itself",
        ),
    ],
)
def test_decisions_that_are_not_joined(tmp_path: Path, first: Row, second: Row):
    counts, refusals = import_rows(
        tmp_path, decided_on(1, "2023-05-02", first), decided_on(2, "2023-06-06", second)
    )

    assert (counts, refusals) == ("imported 2, unchanged 0, differs 0, refused 0", [])
    assert matters() == {}


def test_simple_form_joins_too(tmp_path: Path):
    text = "Rezoning of Mill Lane, from pasture to housing."
    for number, (day, status) in enumerate([("2023-05-02", "deferred"), ("2023-06-06", "passed")], start=1):
        import_rows(
            tmp_path,
            simple_row(
                number, date=day, resolutions=[{"number": "2023-014", "text": text, "status": status}]
            ),
        )

    assert matters() == {"2023-014": ["2023-05-02", "2023-06-06"]}


def test_row_names_its_matter(tmp_path: Path):
    named = {"identifier": "M-3", "name": "Mill Lane"}
    rows = [
        decided_on(1, "2023-05-02", {"name": "To look into it", "result": "adopted", "matter": named}),
        decided_on(2, "2023-06-06", {"name": "To build", "result": "adopted", "matter": "M-3"}),
    ]

    import_rows(tmp_path, *rows)
    again, _refusals = import_rows(tmp_path, *rows)

    assert [(one.identifier, one.name) for one in Matter.objects.all()] == [("M-3", "Mill Lane")]
    assert matters() == {"M-3": ["2023-05-02", "2023-06-06"]}
    assert again == "imported 0, unchanged 2, differs 0, refused 0"


@pytest.mark.parametrize("matter", [1, ["M"], {"slug": "m"}, {"identifier": 1}])
def test_matter_that_is_none_is_refused(tmp_path: Path, matter: object):
    row = full_row(resolutions=[{"name": "A", "matter": matter}])

    assert reason_for(tmp_path, row).startswith("resolutions 1, matter is neither a number nor")


def test_number_that_came_back_names_the_last_decision_of_its_matter(tmp_path: Path):
    import_rows(
        tmp_path,
        decided_on(1, "2023-05-02", LANE | {"result": "deferred"}, body="Council"),
        decided_on(2, "2023-06-06", LANE | {"result": "adopted"}, body="Council"),
    )
    target = {"body": "Council", "identifier": "2023-014"}
    row = {"name": "Repeal", "result": "adopted", "relations": [{"kind": "amends", "target": target}]}

    import_rows(tmp_path, decided_on(3, "2024-01-09", row, body="Council"))

    [relation] = Resolution.objects.get(name="Repeal").relations.all()
    assert relation.target.date == dt.date(2023, 6, 6)


def test_number_of_two_matters_is_asked_about(tmp_path: Path):
    fifth = {"identifier": "5", "result": "adopted"}
    import_rows(
        tmp_path,
        decided_on(
            1,
            "2022-05-03",
            fifth | {"name": "Budget of 2022"},
            body="Council",
        ),
        decided_on(
            2,
            "2023-05-02",
            {"name": "Repair of the quay", "identifier": "5", "result": "adopted"},
            body="Council",
        ),
    )
    target = {"body": "Council", "identifier": "5"}

    def related(target: Row) -> Row:
        relations = [{"kind": "amends", "target": target}]
        return full_row(3, body="Council", resolutions=[{"name": "Later", "relations": relations}])

    assert reason_for(tmp_path, related(target)) == (
        "Council decided under the number 5 on 2023-05-02, 2022-05-03: "
        "name the resolution by body, date and sequence."
    )
    import_rows(tmp_path, related(target | {"date": "2022-05-03"}))
    [relation] = Resolution.objects.get(name="Later").relations.all()
    assert relation.target.name == "Budget of 2022"


def test_meetings_of_a_day_are_told_apart_by_start_series_or_source(tmp_path: Path):
    body = make_body("Board")
    for hour, series, source in ((9, "Regular", "a"), (14, "Extraordinary", "b")):
        make_draft(
            body=body,
            date=dt.date(2023, 7, 1),
            start_time=dt.time(hour),
            number_series=series,
            source="town",
            source_url=source,
        )
    place = {"body": "Board", "date": "2023-07-01"}

    for row, telling in enumerate(
        [{"start_time": "14:00"}, {"number_series": "Extraordinary"}, {"source_url": "b"}], start=1
    ):
        import_rows(tmp_path, full_row(row, name=f"Approving {row}", approved_at=place | telling))
        assert Meeting.objects.get(name=f"Approving {row}").approved_at == Meeting.objects.get(
            source_url="b"
        )

    assert reason_for(tmp_path, full_row(9, approved_at=place)) == (
        "Two meetings are known as Board, 2023-07-01. "
        "Tell which by number_series or start_time or source_url."
    )
    assert reason_for(tmp_path, full_row(9, approved_at=place | {"start_time": "noon"})) == (
        "'noon' is not a time such as 09:00."
    )


def test_two_series_may_have_one_number(tmp_path: Path):
    rows = [
        full_row(1, number="3", number_series="党委会"),
        full_row(2, number="3", number_series="局长办公会"),
    ]

    counts, refusals = import_rows(tmp_path, *rows)

    assert (counts, refusals) == ("imported 2, unchanged 0, differs 0, refused 0", [])


def test_number_that_a_source_adds_later_joins(tmp_path: Path):
    earlier, later = LANE | {"result": "deferred"}, {"name": LANE["name"], "result": "adopted"}
    import_rows(tmp_path, decided_on(1, "2023-05-02", earlier), decided_on(2, "2023-06-06", later))

    import_rows(tmp_path, decided_on(2, "2023-06-06", later | LANE), correct="The number came later.")

    assert matters() == {"2023-014": ["2023-05-02", "2023-06-06"]}
    assert list(changed_rows()) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("第十五号", "第15號"), ("2023–014", "２０２３－０１４"), ("Bill 23-0815", "BILL 23-0815")],
)
def test_number_in_another_spelling_comes_back(tmp_path: Path, first: str, second: str):
    lane = {"name": "磨坊巷改造方案 Rezoning of Mill Lane"}

    import_rows(tmp_path, decided_on(1, "2023-05-02", lane | {"identifier": first, "result": "deferred"}))
    import_rows(tmp_path, decided_on(2, "2023-06-06", lane | {"identifier": second, "result": "adopted"}))

    assert matters() == {first: ["2023-05-02", "2023-06-06"]}


def test_amendment_that_bears_the_number_of_its_motion_is_not_asked_about(tmp_path: Path):
    motion = LANE | {"result": "adopted_as_amended"}
    amendment = {
        "name": "For six read four",
        "identifier": "2023-014",
        "amends_motion": 1,
        "result": "adopted",
    }

    import_rows(tmp_path, decided_on(1, "2023-05-02", motion, amendment))

    meeting = Meeting.objects.with_children().get()
    assert [problem.message for problem in problems_of(meeting)] == ["It is published already."]
    assert matters() == {}
