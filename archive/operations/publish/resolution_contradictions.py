"""The pairs of fields of a resolution and its votes that can contradict each other, one row each.

A casting vote, a vote by proxy or in writing are possible: a note or the words of the result say so.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from archive.models import Attendance, Meeting, Resolution, Vote
from archive.models.relation import ResolutionRelation
from archive.operations.publish.problems import Contradiction, Found
from archive.text.vocabulary import result_of_status

COUNTED = {"yes_count": Vote.Option.YES, "no_count": Vote.Option.NO, "abstain_count": Vote.Option.ABSTAIN}
_CASTING = re.compile(
    "casting|second vote|决定性?一?票|決定性?一?票|可否同[数數]|主席裁[决決]|加投", re.IGNORECASE
)
_PROXY = re.compile(
    "proxy|on behalf|substitut|deput|代理|委[托託]|受[托託]|代投|书面|書面|in writing|by post",
    re.IGNORECASE,
)
_UNANIMOUS = re.compile(
    r"(?<!not )(?<!non-)unanimous|nem\.? con|一致通[过過]|一致同意|全票|无异议|無異議", re.IGNORECASE
)


def count_of_votes(row: Resolution, column: str) -> int | None:
    """Return how many voted so: as declared, otherwise by the roll call; None if neither says.

    A roll call that names nobody for it may be only of those who were against.
    """
    declared: int | None = getattr(row, column)
    votes = list(row.votes.all())
    if declared is not None or not any(vote.option == Vote.Option.YES for vote in votes):
        return declared
    return sum(vote.option == COUNTED[column] for vote in votes)


def for_and_against(row: Resolution) -> tuple[int, int] | None:
    yes, no = count_of_votes(row, "yes_count"), count_of_votes(row, "no_count")
    return None if yes is None or no is None else (yes, no)


def has_casting_vote(row: Resolution) -> bool:
    texts = (row.result_as_written, row.name, row.text, *(vote.note for vote in row.votes.all()))
    return any(map(_CASTING.search, texts))


Condition = Callable[[Resolution], Found]
Counts = Callable[[Resolution, int, int], Found]


def with_result(*results: str) -> Callable[[Counts], Condition]:
    """Return what asks a condition of the counts for and against, of a resolution with such a result."""

    def asking(condition: Counts) -> Condition:
        def asked(row: Resolution) -> Found:
            counts = for_and_against(row) if row.result in results else None
            if not counts or not condition(row, *counts):
                return None
            return {"yes": counts[0], "no": counts[1]}

        return asked

    return asking


passed, rejected = with_result(*Resolution.PASSED_RESULTS), with_result(Resolution.Result.REJECTED)
postponed = with_result(Resolution.Result.DEFERRED, Resolution.Result.REFERRED, Resolution.Result.NOTED)


def differs_from_roll_call(column: str) -> Callable[[Resolution], Found]:
    """Doubt a count that the roll call does not bear out; the votes of one kind may not be named at all."""

    def condition(row: Resolution) -> Found:
        declared, votes = getattr(row, column), list(row.votes.all())
        named = [vote for vote in votes if vote.option == COUNTED[column]]
        if declared is None or not votes:
            return None
        if not named and row.decision_method != Resolution.DecisionMethod.ROLL_CALL:
            return None
        casting = sum(bool(_CASTING.search(vote.note)) for vote in named)
        is_borne_out = len(named) <= declared <= len(named) + casting
        return not is_borne_out and {"declared": declared, "called": len(named)}

    return condition


def is_by_proxy(row: Resolution) -> bool:
    is_written = row.decision_method == Resolution.DecisionMethod.WRITTEN
    return is_written or any(_PROXY.search(vote.note) for vote in row.votes.all())


def more_than_present(row: Resolution) -> Found:
    counts = [count_of_votes(row, column) or 0 for column in COUNTED]
    present = row.meeting.present_count
    voted = sum(counts) - has_casting_vote(row)
    return (
        present is not None
        and voted > present
        and not is_by_proxy(row)
        and {"voted": voted, "present": present}
    )


def voter_away(row: Resolution) -> Found:
    """Name those who voted but are not listed as present; None where attendance was not recorded."""
    rows = row.meeting.attendances.all()
    recorded = row.meeting.attendance_status == Meeting.AttendanceStatus.RECORDED
    if not rows or not recorded or row.decision_method == Resolution.DecisionMethod.WRITTEN:
        return None
    present = {
        key
        for one in rows
        if one.status == Attendance.Status.PRESENT
        for key in (one.person_id, one.on_behalf_of_id)
    }
    away = [
        vote
        for vote in row.votes.all()
        if vote.voter_id
        and vote.option != Vote.Option.ABSENT
        and vote.voter_id not in present
        and not _PROXY.search(vote.note)
    ]
    return bool(away) and {"name": ", ".join(str(vote.voter) for vote in away)}


def voter_without_vote(row: Resolution) -> Found:
    barred = {
        one.person_id for one in row.meeting.attendances.all() if one.person_id and one.voting is False
    }
    names = [
        str(vote.voter)
        for vote in row.votes.all()
        if vote.option in COUNTED.values() and vote.voter_id in barred
    ]
    return bool(names) and {"name": ", ".join(names)}


def is_against(row: Resolution) -> bool:
    return bool(row.no_count) or any(vote.option == Vote.Option.NO for vote in row.votes.all())


def has_counts(row: Resolution) -> bool:
    return any(count_of_votes(row, column) for column in COUNTED)


def reads_otherwise(row: Resolution) -> Found:
    meant, passed_ones = result_of_status(row.result_as_written), Resolution.PASSED_RESULTS
    if not meant or row.result in ("", Resolution.Result.NOT_RECORDED, meant):
        return None
    return not (meant in passed_ones and row.result in passed_ones)


def ends_another(row: Resolution) -> bool:
    return any(one.kind in ResolutionRelation.ENDING_KINDS for one in row.relations.all())


OF_RESOLUTION = (
    Contradiction(
        "result",
        _("Resolution %(number)s is adopted, but by %(yes)s to %(no)s."),
        passed(lambda row, yes, no: yes < no or yes == no == 0),
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is adopted by %(yes)s to %(no)s, and no casting vote is noted."),
        passed(lambda row, yes, no: yes == no > 0 and not has_casting_vote(row)),
    ),
    # A majority is not enough everywhere, but nobody against is.
    Contradiction(
        "result",
        _("Resolution %(number)s is rejected, but nobody is counted against it."),
        rejected(lambda row, yes, no: yes > 0 and no == 0 and not count_of_votes(row, "abstain_count")),
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s: more are counted against what was decided than for it."),
        postponed(lambda row, yes, no: yes < no),
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is withdrawn, but was voted on."),
        lambda row: row.result == Resolution.Result.WITHDRAWN and has_counts(row),
    ),
    Contradiction(
        "result_as_written", _("Resolution %(number)s: the result and its words differ."), reads_otherwise
    ),
    Contradiction(
        "result_as_written",
        _("Resolution %(number)s is unanimous, but has votes against it."),
        lambda row: _UNANIMOUS.search(row.result_as_written) and is_against(row),
    ),
    Contradiction(
        "decision_method",
        _("Resolution %(number)s is decided by consensus, but has votes against it."),
        lambda row: row.decision_method == Resolution.DecisionMethod.CONSENSUS and is_against(row),
    ),
    Contradiction(
        "decision_method",
        _("Resolution %(number)s is decided by secret ballot, but names who voted how."),
        lambda row: (
            row.decision_method == Resolution.DecisionMethod.SECRET_BALLOT
            and any(vote.option in COUNTED.values() for vote in row.votes.all())
        ),
    ),
    *(
        Contradiction(
            column,
            _("Resolution %(number)s: the count says %(declared)s, the roll call %(called)s."),
            differs_from_roll_call(column),
        )
        for column in COUNTED
    ),
    Contradiction(
        "yes_count",
        _("Resolution %(number)s: %(voted)s voted, but %(present)s were present."),
        more_than_present,
    ),
    Contradiction(
        "votes", _("Resolution %(number)s: %(name)s voted, but is not listed as present."), voter_away
    ),
    Contradiction(
        "votes", _("Resolution %(number)s: %(name)s voted, but has no vote."), voter_without_vote
    ),
    Contradiction(
        "seconder",
        _("Resolution %(number)s is moved and seconded by one person."),
        lambda row: row.mover_id and row.mover_id == row.seconder_id,
    ),
    Contradiction(
        "expiry_date",
        _("Resolution %(number)s expired before it was decided."),
        lambda row: row.expiry_date and row.meeting.date and row.expiry_date < row.meeting.date,
    ),
    Contradiction(
        "effective_date",
        _("Resolution %(number)s was not adopted, but is in force on some day."),
        lambda row: row.result in Resolution.FAILED_RESULTS and (row.effective_date or row.expiry_date),
    ),
    Contradiction(
        "relations",
        _("Resolution %(number)s was not adopted, but ends another."),
        lambda row: row.result in Resolution.FAILED_RESULTS and ends_another(row),
    ),
    Contradiction(
        "relations",
        _("Resolution %(number)s changes a later one."),
        lambda row: (
            row.meeting.date
            and any(
                one.target.date > row.meeting.date
                for one in row.relations.all()
                if one.kind != "relates_to"
            )
        ),
    ),
)
