"""Timeline of a resolution: what it changed, what changed it, and whether it is in force."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from archive.models import Resolution, ResolutionRelation

MOST_STEPS = 20  # of a chain; relations make no circle, but a longer line does not help


class TimelineEntry(NamedTuple):
    resolution: Resolution
    relations: list[ResolutionRelation]


def relations_of(resolution: Resolution) -> list[ResolutionRelation]:
    """Return the relations to and from a resolution along chains; a query for each step of the longest.

    Upwards to what it acts on and what that acted on; downwards to what acts on it and so on.
    "Relates to" has no direction and is not followed further.
    """
    found: dict[int, ResolutionRelation] = {}
    targets, sources = {resolution.pk}, {resolution.pk}
    for _step in range(MOST_STEPS):
        rows = ResolutionRelation.objects.published().touching(targets=targets, sources=sources)
        new = [row for row in rows.with_both().in_order() if row.pk not in found]
        found |= {row.pk: row for row in new}
        directed = [row for row in new if row.kind != ResolutionRelation.Kind.RELATES_TO]
        targets, sources = (
            {row.source_id for row in directed if row.target_id in targets},
            {row.target_id for row in directed if row.source_id in sources},
        )
        if not targets and not sources:
            break
    return list(found.values())


def timeline_of(resolution: Resolution, relations: Iterable[ResolutionRelation]) -> list[TimelineEntry]:
    rows = {resolution.pk: resolution}
    for relation in relations:
        rows.setdefault(relation.source_id, relation.source)
        rows.setdefault(relation.target_id, relation.target)
    ordered = sorted(rows.values(), key=lambda row: (row.date, row.meeting_id, row.sequence, row.pk))
    return [TimelineEntry(row, [each for each in relations if each.source_id == row.pk]) for row in ordered]


class Standing(NamedTuple):
    """Whether a resolution is in force: "yes", "no", or "unchecked" if nothing recorded ends it.

    "yes" needs a body that keeps a register, last `checked_on` a day. Of "no", `reason` is not_yet,
    expired, ended or not_adopted.
    """

    answer: str
    reason: str = ""
    ended_by: ResolutionRelation | None = None
    checked_on: dt.date | None = None


def standing_of(
    resolution: Resolution, relations: Iterable[ResolutionRelation], today: dt.date
) -> Standing | None:
    """Return whether a resolution is in force today; None if it is none that could be, or is not known.

    `relations` of relations_of(). The resolution comes with its body, and is public. Costs
    two queries if one of them could end it.
    """
    if not resolution.is_registrable:
        return None
    if not resolution.is_passed:
        return Standing("no", "not_adopted") if resolution.result in Resolution.FAILED_RESULTS else None
    if resolution.begins > today:
        return Standing("no", "not_yet")
    if resolution.expiry_date and resolution.expiry_date < today:
        return Standing("no", "expired")
    endings = [row for row in relations if row.target_id == resolution.pk and row.is_ending]
    in_force = Resolution.objects.published().in_force_on
    if endings and not in_force(today).with_keys([resolution.pk]).exists():
        return Standing("no", "ended", endings[0])
    body = resolution.meeting.body
    if body.keeps_register:
        return Standing("yes", checked_on=body.register_checked_on)
    return Standing("unchecked")
