"""Steps of a matter around a decision: what was decided before and since, of what the public may read."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from archive.models import Matter, Meeting, Resolution


class Steps(NamedTuple):
    """A decision's matter, the decisions before and after it, and whether the one before is the first.

    `language` is that of the decision's minutes.
    """

    matter: Matter
    language: str
    before: Resolution | None = None
    after: Resolution | None = None
    is_first: bool = False


def steps_of_meeting(meeting: Meeting) -> dict[int, Steps]:
    """Return {sequence: steps} of the decisions of a meeting that belong to a matter; one query."""
    own = Resolution.objects.published().of_matters().for_meeting(meeting)
    rows = Resolution.objects.published().in_matters_of(own).with_meeting().by_matter()
    found: dict[int, Steps] = {}
    for _matter, group in groupby(rows, key=lambda row: row.matter_id):
        steps = list(group)
        for place, row in enumerate(steps):
            if row.meeting_id == meeting.pk:
                found[row.sequence] = steps_at(steps, place)
    return found


def steps_around(row: Resolution) -> Steps | None:
    """Return the steps around a public decision, None if it belongs to no matter; then one query."""
    if row.matter is None:
        return None
    steps = list(row.matter.public_steps())
    place = next((place for place, step in enumerate(steps) if step.pk == row.pk), None)
    return Steps(row.matter, row.meeting.language) if place is None else steps_at(steps, place)


def steps_at(steps: Sequence[Resolution], place: int) -> Steps:
    matter = steps[place].matter
    assert matter is not None  # noqa: S101 - steps have one
    before = steps[place - 1] if place else None
    after = steps[place + 1] if place + 1 < len(steps) else None
    return Steps(matter, steps[place].meeting.language, before, after, is_first=place == 1)
