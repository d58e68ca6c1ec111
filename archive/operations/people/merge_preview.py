"""Preview of merging two people: what moves, which rows conflict, and what blocks it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.models import (
    ActionItem,
    Attendance,
    AttendanceSpan,
    Meeting,
    Membership,
    OtherName,
    Person,
    PersonMerge,
    Resolution,
    Vote,
)
from archive.models.visibility import is_public
from archive.operations.merge_rows import Move, Reference, moves_of

KEPT, ABSORBED = "kept", "absorbed"  # decisions: whose row stays


REFERENCES = (
    Reference(Attendance, "person", gettext_lazy("Attendance")),
    Reference(Attendance, "on_behalf_of", gettext_lazy("Represented by a substitute")),
    Reference(Resolution, "mover", gettext_lazy("Resolutions moved")),
    Reference(Resolution, "seconder", gettext_lazy("Resolutions seconded")),
    Reference(Vote, "voter", gettext_lazy("Votes"), "resolution__meeting"),
    Reference(Vote, "proxy", gettext_lazy("Votes cast by proxy"), "resolution__meeting"),
    Reference(ActionItem, "responsible", gettext_lazy("Action items")),
    Reference(Membership, "person", gettext_lazy("Posts held"), ""),
    Reference(OtherName, "person", gettext_lazy("Other names"), ""),
    Reference(PersonMerge, "kept", gettext_lazy("Earlier merges"), ""),
)


class RowConflict(NamedTuple):
    """Two rows, only one of them can stay: both people attended a meeting, or voted on a resolution.

    `is_public` says whether the public reads both now.
    """

    key: str
    kept: Any
    absorbed: Any
    meeting: Meeting
    is_public: bool

    def loser(self, decision: str) -> Any:
        return self.absorbed if decision == KEPT else self.kept


class Plan(NamedTuple):
    """All that a merge would do; `blocks` say why it cannot be done, `doubts` what speaks against it.

    `same_posts` are memberships of the person absorbed that the person kept has too.
    """

    kept: Person
    absorbed: Person
    moves: list[Move]
    conflicts: list[RowConflict]
    same_posts: list[Membership]
    blocks: list[str]
    doubts: list[str]

    @property
    def corrected(self) -> list[Meeting]:
        """The published meetings whose record loses a row, so that each gets a new version."""
        return list({one.meeting.pk: one.meeting for one in self.conflicts if one.is_public}.values())

    @property
    def published(self) -> list[Meeting]:
        """The published meetings whose pages name the person that would be merged."""
        found = {one.pk: one for move in self.moves for one in move.meetings if one.is_published}
        return list(found.values())

    def undecided(self, decisions: Mapping[str, str]) -> list[RowConflict]:
        return [one for one in self.conflicts if decisions.get(one.key) not in {KEPT, ABSORBED}]


def plan_merge(kept: Person, absorbed: Person) -> Plan:
    """Return what merging one person into another would do; changes nothing.

    Costs the same number of queries however many rows would move.
    """
    conflicts = [*attendance_conflicts(kept, absorbed), *vote_conflicts(kept, absorbed)]
    return Plan(
        kept,
        absorbed,
        moves_of(REFERENCES, absorbed),
        conflicts,
        same_posts(kept, absorbed),
        merge_blocks(kept, absorbed),
        merge_doubts(kept, absorbed, conflicts),
    )


def attendance_conflicts(kept: Person, absorbed: Person) -> list[RowConflict]:
    """Return the meetings that both attended, the latest first, with their spans; four queries at most."""
    rows = Attendance.objects.with_meeting().select_related("meeting__body", "person").newest_first()
    rows = rows.prefetch_related(Prefetch("spans", AttendanceSpan.objects.in_order()))
    own = {
        row.meeting_id: row for row in rows.for_person(kept).filter(meeting__attendances__person=absorbed)
    }
    others = rows.for_person(absorbed).filter(meeting__in=own)
    return [
        RowConflict(f"attendance-{row.pk}", own[row.meeting_id], row, row.meeting, is_public(row))
        for row in others
    ]


def vote_conflicts(kept: Person, absorbed: Person) -> list[RowConflict]:
    """Return the resolutions on which both voted, or both had the casting vote; three queries."""
    votes = Vote.objects.select_related("voter", "resolution__meeting__body").defer(
        "resolution__meeting__text"
    )
    votes = votes.order_by("-resolution__date", "-pk")
    both = votes.for_voter(kept).filter(resolution__votes__voter=absorbed)
    own = {(vote.resolution_id, vote.is_casting): vote for vote in both}
    shared = {resolution for resolution, _is_casting in own}
    public = set(Resolution.objects.published().filter(pk__in=shared).values_list("pk", flat=True))
    return [
        RowConflict(
            f"vote-{vote.pk}",
            own[vote.resolution_id, vote.is_casting],
            vote,
            vote.resolution.meeting,
            vote.resolution_id in public,
        )
        for vote in votes.for_voter(absorbed).filter(resolution__in=shared)
        if (vote.resolution_id, vote.is_casting) in own
    ]


def same_posts(kept: Person, absorbed: Person) -> list[Membership]:
    """Return the memberships of the person absorbed that the person kept has too; two queries."""
    known = {post_of(one) for one in kept.memberships.all()}
    return [one for one in absorbed.memberships.select_related("body") if post_of(one) in known]


def post_of(membership: Membership) -> tuple[Any, ...]:
    names = ("body_id", "role", "label", "voting_right", "start_date", "end_date")
    return tuple(getattr(membership, name) for name in names)


def merge_blocks(kept: Person, absorbed: Person) -> list[str]:
    if kept.pk == absorbed.pk:
        return [_("These are not two people, but one: choose another.")]
    stood_in = Q(person=kept, on_behalf_of=absorbed) | Q(person=absorbed, on_behalf_of=kept)
    message = _("In “%s” one stood in for the other: if that is wrong, correct the meeting first.")
    rows = Attendance.objects.with_meeting().filter(stood_in)
    proxies = Q(voter=kept, proxy=absorbed) | Q(voter=absorbed, proxy=kept)
    votes = Vote.objects.with_resolution().filter(proxies)
    meetings = [*(row.meeting for row in rows), *(vote.resolution.meeting for vote in votes)]
    return [message % meeting for meeting in dict.fromkeys(meetings)]


def merge_doubts(kept: Person, absorbed: Person, conflicts: list[RowConflict]) -> list[str]:
    doubts = []
    together = sum(isinstance(one.kept, Attendance) for one in conflicts)
    if together:
        message = ngettext(
            "Both are listed at %d meeting: perhaps they are two.",
            "Both are listed at %d meetings: perhaps they are two.",
            together,
        )
        doubts.append(message % together)
    moved = Q(mover=kept, seconder=absorbed) | Q(mover=absorbed, seconder=kept)
    if count := Resolution.objects.filter(moved).count():
        message = ngettext(
            "One moved %d resolution that the other seconded.",
            "One moved %d resolutions that the other seconded.",
            count,
        )
        doubts.append(message % count)
    if kept.has_public_page != absorbed.has_public_page:
        doubts.append(_("Only one of them has a public page: there will be none."))
    return doubts
