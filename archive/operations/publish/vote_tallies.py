"""What the votes on a resolution add up to: as the minutes count them, and as the names do."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from archive.models import Resolution, Vote

Number = int | Decimal

COUNTED = {"yes_count": Vote.Option.YES, "no_count": Vote.Option.NO, "abstain_count": Vote.Option.ABSTAIN}
CASTING_WORDS = re.compile(
    "casting|second vote|tie.?break|deciding vote|决定性?一?票|決定性?一?票|可否同[数數]|加投"
    "|主席(?:裁[决決定示]|投|[赞贊]成|反[对對])",
    re.IGNORECASE,
)
PROXY_WORDS = re.compile(
    "proxy|on behalf|substitut|deput|代理|委[托託]|受[托託]|代投|书面|書面|in writing|by post",
    re.IGNORECASE,
)


class Sides(NamedTuple):
    """How many were for it and how many against."""

    yes: Number
    no: Number


def named_votes(row: Resolution, column: str) -> list[Vote]:
    return [vote for vote in row.votes.all() if vote.option == COUNTED[column]]


def is_weighed(votes: Collection[Vote]) -> bool:
    return any(vote.weight is not None for vote in votes)


def weight_of(votes: Collection[Vote]) -> Number:
    """Return what votes weigh together; their number if none has a weight."""
    if not is_weighed(votes):
        return len(votes)
    return sum((vote.counted_weight for vote in votes), Decimal(0))


def is_borne_out(declared: int, named: Collection[Vote], votes: Collection[Vote]) -> bool:
    """Return whether a count can be that of the votes named, by heads or by weight.

    Minutes may count a casting vote or leave it out, and the name of who has one may stand in one row
    for two votes.
    """
    casting = [vote for vote in named if vote.is_casting]
    single = [vote for vote in named if is_for_two(vote, votes)]
    by_heads = len(named) - len(casting) <= declared <= len(named) + len(single)
    weight = weight_of(named)
    return by_heads or weight - weight_of(casting) <= declared <= weight + weight_of(single)


def is_for_two(vote: Vote, votes: Collection[Vote]) -> bool:
    """Return whether a vote may be two: its note speaks of a casting vote, or it is one without another."""
    if not vote.is_casting:
        return bool(CASTING_WORDS.search(vote.note))
    return not any(one is not vote and one.voter_id == vote.voter_id for one in votes)


def count_of_votes(row: Resolution, column: str) -> Number | None:
    """Return how many voted so: by weight, otherwise as declared, otherwise by the roll call.

    None if nothing says: a roll call that names nobody for it may be only of those who were against.
    """
    declared: int | None = getattr(row, column)
    votes = list(row.votes.all())
    is_called = any(vote.option == Vote.Option.YES for vote in votes)
    if is_called and (declared is None or is_weighed(votes)):
        return weight_of(named_votes(row, column))
    return declared


def for_and_against(row: Resolution) -> Sides | None:
    yes, no = count_of_votes(row, "yes_count"), count_of_votes(row, "no_count")
    return None if yes is None or no is None else Sides(yes, no)


def casting_votes(row: Resolution) -> list[Vote]:
    return [vote for vote in row.votes.all() if vote.is_casting]


def has_casting_vote(row: Resolution) -> bool:
    """Return whether there is a casting vote, or the minutes speak of one."""
    texts = (row.result_as_written, row.name, row.text, *(vote.note for vote in row.votes.all()))
    return bool(casting_votes(row)) or any(map(CASTING_WORDS.search, texts))


def was_tied(row: Resolution) -> bool:
    """Return whether the votes may have been equal before the casting vote; True if nobody counted."""
    sides = for_and_against(row)
    if sides is None:
        return True
    for_it = [vote for vote in casting_votes(row) if vote.option == Vote.Option.YES]
    against = [vote for vote in casting_votes(row) if vote.option == Vote.Option.NO]
    before = Sides(sides.yes - weight_of(for_it), sides.no - weight_of(against))
    return sides.yes == sides.no or before.yes == before.no


def is_by_proxy(row: Resolution) -> bool:
    is_written = row.decision_method == Resolution.DecisionMethod.WRITTEN
    return is_written or any(is_cast_by_proxy(vote) for vote in row.votes.all())


def is_cast_by_proxy(vote: Vote) -> bool:
    return vote.proxy_id is not None or bool(PROXY_WORDS.search(vote.note))
