"""Votes as a source tells them: amendments of a motion, casting votes, proxies, weights and words."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from archive.models import Meeting, Resolution, ResolutionRelation
from tests.operations.importing.rows import Row, full_row, import_rows

pytestmark = pytest.mark.django_db

MOTION: Row = {"name": "Buy eight lamps", "result": "adopted_as_amended"}
ONE = "imported 1, unchanged 0, differs 0, refused 0"


def taken(tmp_path: Path, *resolutions: Row, **fields: Any) -> list[Resolution]:
    assert import_rows(tmp_path, full_row(resolutions=resolutions, **fields)) == (ONE, [])
    return list(Meeting.objects.get().resolutions.in_order())


def here(**names: Any) -> list[Row]:
    return [{"kind": "amends", "target": names}]


AMENDING: list[Row] = [
    {"amends_motion": 1},
    {"relations": here(resolution=1)},
    {"relations": here(body="Town Council", date="2023-08-23", sequence=1)},
    {"relations": here(body="Town Council", identifier="2023-7")},
    {"amends_motion": 1, "relations": here(resolution=1)},
]


@pytest.mark.parametrize("reference", AMENDING)
def test_amendment_names_its_motion(tmp_path: Path, reference: Row):
    amendment = {"name": "For eight read five", "classification": "motion", "result": "adopted"}

    motion, found = taken(tmp_path, {**MOTION, "identifier": "2023-7"}, {**amendment, **reference})

    assert (found.amends_motion, motion.amends_motion) == (motion, None)
    assert not ResolutionRelation.objects.exists()


def test_amendment_may_stand_before_its_motion_and_be_amended(tmp_path: Path):
    second, first, motion = taken(
        tmp_path,
        {"name": "For five read six", "amends_motion": 2},
        {"name": "For eight read five", "amends_motion": 3, "agenda_item": 1},
        {**MOTION, "agenda_item": 1},
        agenda_items=[{"name": "Lamps"}],
    )

    assert (second.amends_motion, first.amends_motion) == (first, motion)
    assert {row.agenda_item for row in (first, motion)} == {Meeting.objects.get().agenda_items.get()}
    assert {second.classification, first.classification} == {"amendment"}


def test_note_of_an_amendment_is_kept(tmp_path: Path):
    relation = {"kind": "amends", "target": {"resolution": 1}, "note": "In the first line."}

    _motion, amendment = taken(tmp_path, MOTION, {"name": "For eight read five", "relations": [relation]})

    assert amendment.text == "In the first line."


def test_resolution_of_the_meeting_is_related_otherwise_too(tmp_path: Path):
    relation = {"kind": "relates_to", "target": {"resolution": 2}}

    first, second = taken(tmp_path, {"name": "One", "relations": [relation]}, {"name": "Two"})

    assert (first.relations.get().target, first.amends_motion) == (second, None)


@pytest.mark.parametrize(
    ("resolutions", "reason"),
    [
        ([{"name": "One", "amends_motion": 1}], "it would amend itself"),
        ([{"name": "A", "amends_motion": 2}, {"name": "B", "amends_motion": 1}], "it would amend itself"),
        ([{"name": "One", "amends_motion": 4}], "there is none at position 4"),
        ([{"name": "One", "relations": here(resolution=0)}], "is not a position"),
        ([{"name": "One", "relations": here(resolution="1")}], "is not a position"),
        ([{"name": "One", "relations": here(body="Town Council", identifier=["7"])}], "is named as"),
        (
            [
                {"name": "One"},
                {"name": "Two"},
                {"name": "C", "amends_motion": 1, "relations": here(resolution=2)},
            ],
            "it amends two motions",
        ),
    ],
)
def test_motion_that_cannot_be_is_refused(tmp_path: Path, resolutions: list[Row], reason: str):
    counts, [(_line, said)] = import_rows(tmp_path, full_row(resolutions=resolutions))

    assert counts == "imported 0, unchanged 0, differs 0, refused 1"
    assert reason in said


def test_votes_tell_who_cast_them_and_what_they_weigh(tmp_path: Path):
    votes = [
        {"voter": "Ana Ridge", "option": "yes"},
        {"voter": "Ana Ridge", "option": "yes", "is_casting": True},
        {"voter": "Ben Okoye", "option": "no", "proxy": "Cy Dell", "weight": 2.5},
        {"voter": "Dee Holm", "option": "no", "weight": "0.1"},
    ]

    [motion] = taken(tmp_path, {**MOTION, "votes": votes})

    assert [
        (vote.name_as_written, vote.is_casting, vote.proxy_as_written, vote.weight)
        for vote in motion.votes.in_order()
    ] == [
        ("Ana Ridge", False, "", None),
        ("Ana Ridge", True, "", None),
        ("Ben Okoye", False, "Cy Dell", Decimal("2.5")),
        ("Dee Holm", False, "", Decimal("0.1")),
    ]


@pytest.mark.parametrize(
    ("vote", "reason"),
    [
        ({"is_casting": "yes"}, "is_casting is not true or false"),
        ({"proxy": "Ana Ridge"}, "A proxy is another person than the voter."),
        ({"proxy": 7}, "proxy is neither a name"),
        ({"weight": 0}, "more than 0"),
        ({"weight": True}, "weight is not a number"),
        ({"weight": "heavy"}, "weight"),
        ({"weight": "NaN"}, "weight"),
        ({"weight": 1.23456}, "weight"),
        ({"weight": 1e300}, "weight"),
    ],
)
def test_vote_that_cannot_be_is_refused(tmp_path: Path, vote: Row, reason: str):
    row = {**MOTION, "votes": [{"voter": "Ana Ridge", "option": "yes", **vote}]}

    counts, [(_line, said)] = import_rows(tmp_path, full_row(resolutions=[row]))

    assert counts == "imported 0, unchanged 0, differs 0, refused 1"
    assert reason in said


@pytest.mark.parametrize(
    ("words", "result", "method"),
    [
        ({"result": "Died for lack of a second"}, "lost_for_want_of_second", "not_recorded"),
        ({"result": "無人附議"}, "lost_for_want_of_second", "not_recorded"),
        ({"result": "Laid on the Table"}, "tabled", "not_recorded"),
        ({"result": "平票"}, "tied", "not_recorded"),
        ({"result": "Carried by unanimous consent"}, "adopted", "unanimous_consent"),
        ({"result": "无异议通过"}, "adopted", "unanimous_consent"),
        ({"result": "adopted", "decision_method": "一致同意"}, "adopted", "unanimous_consent"),
        ({"result": "adopted", "decision_method": "Show of hands"}, "adopted", "show_of_hands"),
    ],
)
def test_words_for_results_and_methods_are_understood(tmp_path: Path, words: Row, result: str, method: str):
    [found] = taken(tmp_path, {"name": "Buy eight lamps", **words})

    assert (found.result, found.decision_method) == (result, method)


def test_same_file_again_is_unchanged_and_a_correction_is_written(tmp_path: Path):
    vote = {"voter": "Ana Ridge", "option": "yes", "weight": 2.50, "proxy": "Cy Dell", "is_casting": True}
    before = [{**MOTION, "votes": [vote]}, {"name": "For eight read five"}]
    after = [*before[:1], {**before[1], "amends_motion": 1}, {"name": "New", "amends_motion": 2}]
    import_rows(tmp_path, full_row(resolutions=before))

    again = import_rows(tmp_path, full_row(resolutions=before, summary="Short."), correct="Checked.")
    import_rows(tmp_path, full_row(resolutions=after), correct="An amendment was missing.")

    motion, amendment, new = Meeting.objects.get().resolutions.in_order()
    assert again == ("imported 0, unchanged 0, differs 1, refused 0", [])
    assert (amendment.amends_motion, new.amends_motion) == (motion, amendment)
    assert motion.votes.get().weight == Decimal("2.5")
