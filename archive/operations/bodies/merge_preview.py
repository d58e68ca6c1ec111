"""Preview of merging two bodies: what moves, what blocks it, what speaks against it."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.models import (
    ActionItem,
    Body,
    BodyMerge,
    Matter,
    Meeting,
    MeetingBody,
    Membership,
    OtherName,
    Resolution,
)
from archive.operations.merge_rows import Move, Reference, clashes, moves_of

BODY_REFERENCES = (
    Reference(Meeting, "body", gettext_lazy("Meetings"), "pk"),
    Reference(MeetingBody, "body", gettext_lazy("Joint meetings")),
    Reference(Resolution, "body", gettext_lazy("Resolutions")),
    Reference(Matter, "body", gettext_lazy("Matters"), ""),
    Reference(ActionItem, "responsible_body", gettext_lazy("Action items")),
    Reference(Membership, "body", gettext_lazy("Posts held"), ""),
    Reference(Body, "parent", gettext_lazy("Bodies below it"), ""),
    Reference(OtherName, "body", gettext_lazy("Other names"), ""),
    Reference(BodyMerge, "kept", gettext_lazy("Earlier merges"), ""),
)
# Meetings of one day get new addresses, see move_addresses().
SOLVED = ("meeting_address_once",)


class BodyPlan(NamedTuple):
    """All that a merge would do; `blocks` say why it cannot be done, `doubts` what speaks against it.

    `same_posts` are memberships of the body absorbed that the body kept has too.
    """

    kept: Body
    absorbed: Body
    moves: list[Move]
    same_posts: list[Membership]
    blocks: list[str]
    doubts: list[str]

    @property
    def published(self) -> list[Meeting]:
        """The published meetings whose pages name the body that would be merged."""
        found = {one.pk: one for move in self.moves for one in move.meetings if one.is_published}
        return list(found.values())


def plan_body_merge(kept: Body, absorbed: Body) -> BodyPlan:
    """Return what merging one body into another would do; changes nothing.

    Costs the same number of queries however many rows would move, and one for each body above the two.
    """
    return BodyPlan(
        kept,
        absorbed,
        moves_of(BODY_REFERENCES, absorbed),
        posts_in_both(kept, absorbed),
        blocks_of(kept, absorbed),
        doubts_of(kept, absorbed),
    )


def posts_in_both(kept: Body, absorbed: Body) -> list[Membership]:
    """Return the memberships of the body absorbed that the body kept has too; two queries."""
    names = ("person_id", "role", "label", "voting_right", "start_date", "end_date")
    known = set(kept.memberships.values_list(*names))
    rows = absorbed.memberships.select_related("person")
    return [row for row in rows if tuple(getattr(row, name) for name in names) in known]


def blocks_of(kept: Body, absorbed: Body) -> list[str]:
    if kept.pk == absorbed.pk:
        return [_("These are not two bodies, but one: choose another.")]
    blocks = []
    if absorbed in kept.ancestors():
        message = _("“%(kept)s” is below “%(absorbed)s” and cannot take its place: keep the other one.")
        blocks.append(message % {"kept": kept, "absorbed": absorbed})
    for reference in BODY_REFERENCES:
        blocks += clashes(reference, kept, absorbed, solved=SOLVED)
    message = _("“%s” is a joint meeting of both: if they are one, correct it first.")
    return [*blocks, *(message % row.meeting for row in MeetingBody.objects.joining(kept, absorbed))]


def doubts_of(kept: Body, absorbed: Body) -> list[str]:
    doubts = []
    days = set(kept.meetings.values_list("date", flat=True))
    if count := len(days & set(absorbed.meetings.values_list("date", flat=True))):
        message = ngettext(
            "Both met on %d day: perhaps they are two.", "Both met on %d days: perhaps they are two.", count
        )
        doubts.append(message % count)
    if kept in absorbed.ancestors():
        doubts.append(_("One is below the other: perhaps they are two."))
    if kept.keeps_register != absorbed.keeps_register:
        doubts.append(
            _("Only one of them keeps a register: nothing will be called in force until that is checked.")
        )
    return doubts
