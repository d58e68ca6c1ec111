"""Motions and decisions in tables: what each column holds is told by its head."""

import pytest

from archive.reader.minutes import read_minutes
from archive.reader.results import ResolutionRead, Value


def rows(heads: str, *lines: str) -> list[ResolutionRead]:
    rule = "|" + "---|" * (heads.count("|") + 1)
    table = "\n".join(f"| {line} |" for line in lines)
    return read_minutes(f"# Minutes\n\n6 March 2024\n\n| {heads} |\n{rule}\n{table}\n").resolutions


def said(value: Value[str] | None) -> str:
    return value.value if value else ""


def counts(row: ResolutionRead) -> tuple[int | None, ...]:
    votes = row.votes
    return (votes.yes_count, votes.no_count, votes.abstain_count) if votes else ()


def test_row_of_motions_is_read_by_its_heads():
    first, second = rows(
        "Item | Motion | Moved | Seconded | Vote",
        "4 | Hire two lifeguards | Hart | Irwin | 3-1, carried",
        "Fees | Refer the fees to the treasurer | Gale | Frost | Unanimous",
    )

    assert (first.text.value, first.identifier, first.subject) == ("Hire two lifeguards", "4", None)
    assert (said(first.mover), said(first.seconder), first.result) == ("Hart", "Irwin", "adopted")
    assert counts(first) == (3, 1, None)
    assert (second.text.value, said(second.subject)) == ("Refer the fees to the treasurer", "Fees")
    assert second.votes
    assert second.votes.unanimous


@pytest.mark.parametrize(
    ("cells", "result"),
    [("4 | 8 | 0 | Lost", "rejected"), ("9 | 2 | 1 | Carried", "adopted"), ("6 | 6 | 0 | Tied", "tied")],
)
def test_result_of_a_row_is_its_own(cells: str, result: str):
    [row] = rows(
        "No. | Decision | For | Against | Abstain | Result", f"24-08 | To raise the fees | {cells}"
    )

    assert (row.text.value, row.identifier, row.result) == ("To raise the fees", "24-08", result)


def test_row_whose_result_and_counts_differ_has_none():
    [row] = rows("Motion | For | Against | Result", "To raise the fees | 4 | 8 | Carried")

    assert row.result == ""
    assert row.doubts["result"].is_contradiction


def test_sides_of_a_row_may_be_names():
    [row] = rows("Motion | For | Against | Result", "To sell the boat | Frost, Gale | Hart | Carried")

    assert row.votes
    assert counts(row) == (2, 1, None)
    assert row.votes.names == [("Frost", "yes"), ("Gale", "yes"), ("Hart", "no")]


def test_motion_without_a_seconder_in_its_row():
    [row] = rows("Motion | Moved by | Seconded by", "Close the rink | Gale | no second")

    assert (row.result, said(row.mover), row.seconder) == ("lost_for_want_of_second", "Gale", None)


def test_result_may_stand_in_the_column_of_decisions():
    [row] = rows("Item | Decision | Votes", "Fees for 2025 | Approved | 5-0")

    assert (row.text.value, row.result, counts(row)) == ("Fees for 2025", "adopted", (5, 0, None))


def test_row_of_a_chinese_table():
    [row] = rows("序號 | 議案 | 贊成 | 反對 | 棄權 | 結果", "2 | 上調管理費 | 20 | 50 | 5 | 未通過")

    assert (row.text.value, row.identifier, row.result) == ("上調管理費", "2", "rejected")
    assert counts(row) == (20, 50, 5)


@pytest.mark.parametrize(
    "heads", ["Item | Presenter", "Name | Present", "Action | Owner", "Decision | Owner"]
)
def test_other_tables_hold_no_motions(heads: str):
    assert rows(heads, "Fees for 2025 | Ann Lee") == []
