"""The pairs of fields of a resolution and its votes that can contradict each other, one row each.

| fields | doubted | not doubted |
| --- | --- | --- |
| result, counts | adopted by 2 to 5, or 4 to 4 and no casting vote; tied by 5 to 4 | rejected by 5 to 2 |
| casting vote | no tie before it; a result it was not for; "tied" | one row for two votes |
| counts, names | a count that is theirs neither by heads nor by weight | a casting vote not counted |
| no vote taken | withdrawn or not seconded, but voted on or seconded | tabled by a vote |
| method, votes | consent or consensus with votes against; a secret ballot by name | abstentions |
| motion, amendments | adopted as it stood, but one was carried; "as amended", but all lost | rejected so |
| motion, agenda items | an amendment under another item than its motion | one of them under none |
| votes, words | a vote of which the words are not understood | |
| votes, presence | more votes than people; a voter who is not listed | by proxy, in writing |

Two thirds may be asked for, so a majority may lose. A casting vote, a proxy or a vote in writing is a
field, a note, or in the words of the result. What votes add up to stands in vote_tallies.py.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models import Attendance, Meeting, Resolution, Vote
from archive.models.relation import ResolutionRelation
from archive.models.visibility import is_open
from archive.operations.publish.problems import Contradiction, Found
from archive.operations.publish.vote_tallies import (
    COUNTED,
    Number,
    casting_votes,
    count_of_votes,
    for_and_against,
    has_casting_vote,
    is_borne_out,
    is_by_proxy,
    is_cast_by_proxy,
    is_weighed,
    named_votes,
    was_tied,
    weight_of,
)
from archive.text.numerals import plain_decimal
from archive.text.vocabulary import result_of_status

_UNANIMOUS = re.compile(
    r"(?<!not )(?<!non-)unanimous|nem\.? con|一致通[过過]|一致同意|全票|无异议|無異議", re.IGNORECASE
)


def is_decided(row: Resolution) -> bool:
    return row.result in (*Resolution.PASSED_RESULTS, Resolution.Result.REJECTED)


Condition = Callable[[Resolution], Found]
Counts = Callable[[Resolution, Number, Number], Found]


def with_result(*results: str) -> Callable[[Counts], Condition]:
    """Return what asks a condition of the counts for and against, of a resolution with such a result."""

    def asking(condition: Counts) -> Condition:
        def asked(row: Resolution) -> Found:
            counts = for_and_against(row) if row.result in results else None
            if not counts or not condition(row, *counts):
                return None
            told = {name: plain_decimal(Decimal(count)) for name, count in counts._asdict().items()}
            if is_weighed(row.votes.all()):
                told["no"] = gettext("%(count)s by weight") % {"count": told["no"]}
            return told

        return asked

    return asking


passed, rejected = with_result(*Resolution.PASSED_RESULTS), with_result(Resolution.Result.REJECTED)
tied = with_result(Resolution.Result.TIED)
postponed = with_result(
    Resolution.Result.DEFERRED,
    Resolution.Result.REFERRED,
    Resolution.Result.NOTED,
    Resolution.Result.TABLED,
)


def differs_from_roll_call(column: str) -> Callable[[Resolution], Found]:
    """Doubt a count that the roll call does not bear out; the votes of one kind may not be named at all."""

    def condition(row: Resolution) -> Found:
        declared, votes, named = getattr(row, column), list(row.votes.all()), named_votes(row, column)
        if declared is None or not votes:
            return None
        if not named and row.decision_method != Resolution.DecisionMethod.ROLL_CALL:
            return None
        called = plain_decimal(Decimal(weight_of(named)))
        if is_weighed(named):
            called = gettext("%(heads)s, by weight %(weight)s") % {"heads": len(named), "weight": called}
        return not is_borne_out(declared, named, votes) and {"declared": declared, "called": called}

    return condition


def voted_on(*results: str) -> Condition:
    """Doubt what was never put to the vote, but has votes."""
    return lambda row: row.result in results and (has_counts(row) or bool(row.votes.all()))


def cast_against_result(row: Resolution) -> Found:
    """Doubt a casting vote for what was rejected, or against what was adopted."""
    wanted = {
        Vote.Option.YES.value: Resolution.PASSED_RESULTS,
        Vote.Option.NO.value: (Resolution.Result.REJECTED,),
    }
    decided = (*Resolution.PASSED_RESULTS, Resolution.Result.REJECTED)
    options = [vote.option for vote in casting_votes(row) if vote.option in wanted]
    return row.result in decided and bool(options) and not any(row.result in wanted[one] for one in options)


def more_than_present(row: Resolution) -> Found:
    present = row.meeting.present_count
    called = [len(named_votes(row, column)) for column in COUNTED]
    counts = [getattr(row, column) or 0 for column in COUNTED]
    # Heads are meant: where votes have weights, only the names tell how many there were.
    heads = called if is_weighed(row.votes.all()) or not any(counts) else counts
    voted = sum(heads) - has_casting_vote(row)
    return (
        present is not None
        and voted > present
        and not is_by_proxy(row)
        and {"voted": voted, "present": present}
    )


def voter_away(row: Resolution) -> Found:
    """Name those who voted but are not listed as present; None where attendance was not recorded.

    Of a vote cast by another, that one; whether those listed were in the room is asked by voter_out().
    """
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
        and not is_cast_by_proxy(vote)
    ]
    listed = {one.person_id for one in rows}
    proxies = {
        vote.proxy_id: vote.proxy
        for vote in row.votes.all()
        if vote.proxy_id and vote.proxy_id not in listed
    }
    names = [*(str(vote.voter) for vote in away), *map(str, proxies.values())]
    return bool(names) and {"name": ", ".join(names)}


def voter_without_vote(row: Resolution) -> Found:
    barred = {
        one.person_id for one in row.meeting.attendances.all() if one.person_id and one.voting is False
    }
    names = [
        str(vote.voter)
        for vote in row.votes.all()
        if vote.option in COUNTED.values() and vote.voter_id in barred and not vote.is_casting
    ]
    return bool(names) and {"name": ", ".join(names)}


def votes_not_understood(row: Resolution) -> Found:
    """Name the votes that are kept as written: they are counted nowhere."""
    said = [str(vote) for vote in row.votes.all() if not vote.option]
    return bool(said) and {"votes": "; ".join(said)}


def is_against(row: Resolution) -> bool:
    return bool(row.no_count) or any(vote.option == Vote.Option.NO for vote in row.votes.all())


def has_counts(row: Resolution) -> bool:
    return any(count_of_votes(row, column) for column in COUNTED)


# One may stand for the other: not every source tells them apart.
NEAR_RESULTS = (
    (Resolution.Result.DEFERRED, Resolution.Result.TABLED),
    (Resolution.Result.REJECTED, Resolution.Result.TIED, Resolution.Result.LOST_FOR_WANT_OF_SECOND),
)


def reads_otherwise(row: Resolution) -> Found:
    meant, passed_ones = result_of_status(row.result_as_written), Resolution.PASSED_RESULTS
    if not meant or row.result in ("", Resolution.Result.NOT_RECORDED, meant):
        return None
    if meant == Resolution.Result.TIED and has_casting_vote(row):
        return None
    return not any({meant, row.result} <= set(near) for near in (passed_ones, *NEAR_RESULTS))


def ends_another(row: Resolution) -> bool:
    return any(one.kind in ResolutionRelation.ENDING_KINDS for one in row.relations.all())


# Amendments of a motion of the same meeting. No query: all of them are rows of the meeting.


def held_by_resolutions(rows: Sequence[Resolution]) -> Iterator[frozenset[str]]:
    """Yield for each row which of these it has: "votes", named or counted; "amendments", or it is one."""
    motions = {row.amends_motion_id for row in rows}
    for row in rows:
        is_voted = any(getattr(row, column) is not None for column in COUNTED) or row.votes.all()
        is_amended = row.amends_motion_id is not None or (row.pk and row.pk in motions)
        held = {"votes": is_voted, "amendments": is_amended}
        yield frozenset(name for name, is_held in held.items() if is_held)


def amendments_of(row: Resolution) -> list[Resolution]:
    return [one for one in row.meeting.resolutions.all() if row.pk and one.amends_motion_id == row.pk]


def carried_amendments(row: Resolution) -> Found:
    names = [str(one.sequence) for one in amendments_of(row) if one.is_passed]
    return bool(names) and {"amendments": ", ".join(names)}


def adopted_unamended(row: Resolution) -> Found:
    return row.result == Resolution.Result.ADOPTED and carried_amendments(row)


def amended_by_none(row: Resolution) -> Found:
    """Doubt "as amended" where each amendment is said not to have been carried."""
    failed = [one.result in Resolution.FAILED_RESULTS for one in amendments_of(row)]
    return row.result == Resolution.Result.ADOPTED_AS_AMENDED and bool(failed) and all(failed)


def amended_unmoved(row: Resolution) -> Found:
    return row.result == Resolution.Result.LOST_FOR_WANT_OF_SECOND and carried_amendments(row)


def amends_what_is_closed(row: Resolution) -> Found:
    motions = [one for one in row.meeting.resolutions.all() if one.pk == row.amends_motion_id]
    return bool(motions) and is_open(row) and not is_open(motions[0]) and {"motion": motions[0].sequence}


def amends_under_another_item(row: Resolution) -> Found:
    """Doubt an amendment under another agenda item than its motion's; not where one of them is closed."""
    motions = [one for one in row.meeting.resolutions.all() if one.pk == row.amends_motion_id]
    apart = [one for one in motions if one.agenda_item_id and one.agenda_item_id != row.agenda_item_id]
    return (
        bool(apart and row.agenda_item_id)
        and is_open(row) == is_open(apart[0])
        and {"motion": apart[0].sequence}
    )


OF_RESOLUTION = (
    Contradiction(
        "result",
        _("Resolution %(number)s is adopted, but by %(yes)s to %(no)s."),
        passed(lambda row, yes, no: yes < no or yes == no == 0),
        "votes",
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is adopted by %(yes)s to %(no)s, and no casting vote is noted."),
        passed(lambda row, yes, no: yes == no > 0 and not has_casting_vote(row)),
        "votes",
    ),
    # A majority is not enough everywhere, but nobody against is.
    Contradiction(
        "result",
        _("Resolution %(number)s is rejected, but nobody is counted against it."),
        rejected(lambda row, yes, no: yes > 0 and no == 0 and not count_of_votes(row, "abstain_count")),
        "votes",
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s: more are counted against what was decided than for it."),
        postponed(lambda row, yes, no: yes < no),
        "votes",
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is tied, but by %(yes)s to %(no)s."),
        tied(lambda row, yes, no: yes != no and not casting_votes(row)),
        "votes",
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is tied, but a casting vote decided it."),
        lambda row: row.result == Resolution.Result.TIED and casting_votes(row),
        "votes",
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s: the casting vote was not for what became of it."),
        cast_against_result,
        "votes",
    ),
    Contradiction(
        "votes",
        _("Resolution %(number)s has a casting vote, but the votes were not equal without it."),
        lambda row: casting_votes(row) and not was_tied(row),
        "votes",
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is withdrawn, but was voted on."),
        voted_on(Resolution.Result.WITHDRAWN),
        "votes",
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is lost for want of a second, but was voted on."),
        voted_on(Resolution.Result.LOST_FOR_WANT_OF_SECOND),
        "votes",
    ),
    Contradiction(
        "seconder",
        _("Resolution %(number)s is lost for want of a second, but was seconded."),
        lambda row: row.result == Resolution.Result.LOST_FOR_WANT_OF_SECOND and row.seconder_id,
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is adopted as it stood, but an amendment was carried: %(amendments)s."),
        adopted_unamended,
        "amendments",
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is adopted as amended, but no amendment was carried."),
        amended_by_none,
        "amendments",
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s is lost for want of a second, but was amended: %(amendments)s."),
        amended_unmoved,
        "amendments",
    ),
    Contradiction(
        "amends_motion",
        _("Resolution %(number)s would be public, but not resolution %(motion)s, which it amends."),
        amends_what_is_closed,
        "amendments",
    ),
    Contradiction(
        "agenda_item",
        _("Resolution %(number)s amends resolution %(motion)s, but stands under another agenda item."),
        amends_under_another_item,
        "amendments",
    ),
    Contradiction(
        "result_as_written", _("Resolution %(number)s: the result and its words differ."), reads_otherwise
    ),
    Contradiction(
        "result_as_written",
        _("Resolution %(number)s is unanimous, but has votes against it."),
        lambda row: _UNANIMOUS.search(row.result_as_written) and is_against(row),
        "votes",
    ),
    Contradiction(
        "decision_method",
        _("Resolution %(number)s is decided by consensus, but has votes against it."),
        lambda row: row.decision_method == Resolution.DecisionMethod.CONSENSUS and is_against(row),
        "votes",
    ),
    Contradiction(
        "decision_method",
        _("Resolution %(number)s is decided by unanimous consent, but has votes against it."),
        lambda row: row.decision_method == Resolution.DecisionMethod.UNANIMOUS_CONSENT and is_against(row),
        "votes",
    ),
    Contradiction(
        "decision_method",
        _("Resolution %(number)s is decided by unanimous consent, but was not decided."),
        lambda row: (
            row.decision_method == Resolution.DecisionMethod.UNANIMOUS_CONSENT
            and row.result in (Resolution.Result.TIED, Resolution.Result.LOST_FOR_WANT_OF_SECOND)
        ),
    ),
    Contradiction(
        "decision_method",
        _("Resolution %(number)s is decided by secret ballot, but names who voted how."),
        lambda row: (
            row.decision_method == Resolution.DecisionMethod.SECRET_BALLOT
            and any(vote.option in COUNTED.values() for vote in row.votes.all())
        ),
        "votes",
    ),
    *(
        Contradiction(
            column,
            _("Resolution %(number)s: the count says %(declared)s, the roll call %(called)s."),
            differs_from_roll_call(column),
            "votes",
        )
        for column in COUNTED
    ),
    Contradiction(
        "yes_count",
        _("Resolution %(number)s: %(voted)s voted, but %(present)s were present."),
        more_than_present,
        "votes",
    ),
    Contradiction(
        "votes",
        _("Resolution %(number)s: %(name)s voted, but is not listed as present."),
        voter_away,
        "votes",
    ),
    Contradiction(
        "votes",
        _("Resolution %(number)s: %(name)s voted, but has no vote."),
        voter_without_vote,
        "votes",
    ),
    Contradiction(
        "votes",
        _("Resolution %(number)s has a vote that is not understood, and not counted: %(votes)s."),
        votes_not_understood,
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
