"""Resolutions of a Record with their amendments, and what the votes on one weigh together."""

from collections.abc import Iterator
from decimal import Decimal

from archive.record.build import Record
from archive.text.numerals import plain_decimal

WEIGHED = ("yes", "no", "abstain")  # options of a vote that are counted


def with_amendments(resolutions: list[Record]) -> list[tuple[Record, int]]:
    """Return (resolution, depth), amendments behind what they amend; without any, as they stand."""
    beneath: dict[int | None, list[Record]] = {}
    for row in resolutions:
        beneath.setdefault(row.get("amends_motion"), []).append(row)

    def tree(number: int | None, depth: int) -> Iterator[tuple[Record, int]]:
        for row in beneath.get(number, []):
            yield row, depth
            yield from tree(row["sequence"], depth + 1)

    found = list(tree(None, 0))
    reached = {row["sequence"] for row, _depth in found}
    return found + [(row, 0) for row in resolutions if row["sequence"] not in reached]


def weights_of(votes: list[Record]) -> list[tuple[str, str]]:
    """Return [(option, what its votes weigh together)] where any vote has a weight, otherwise []."""
    if not any("weight" in vote for vote in votes):
        return []
    sums: dict[str, Decimal] = {}
    for vote in votes:
        if vote["option"] in WEIGHED:
            sums[vote["option"]] = sums.get(vote["option"], Decimal(0)) + Decimal(vote.get("weight", 1))
    return [(option, plain_decimal(sums[option])) for option in WEIGHED if option in sums]
