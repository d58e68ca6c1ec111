"""What a resolution asks of somebody, as it is typed beside the resolution: who, and until when."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from archive.models import ActionItem, Meeting, Resolution
from archive.models.fields import key_of


class Asked(NamedTuple):
    resolution: Resolution
    responsible: str
    due: dt.date | None


def add_actions(meeting: Meeting, asked: Sequence[Asked]) -> None:
    """Add an action item for each, after those the meeting has: what is to be done is the resolution.

    A name that one person in the attendance has becomes that person, any other stays as it is typed.
    """
    if not asked:
        return
    listed = attendees(meeting)
    last = meeting.action_items.order_by("position").values_list("position", flat=True).last()
    for position, (resolution, responsible, due) in enumerate(asked, start=(last or 0) + 1):
        person = listed.get(key_of(responsible))
        ActionItem.objects.create(
            meeting=meeting,
            resolution=resolution,
            position=position,
            description=resolution.name or resolution.text,
            responsible_id=person,
            responsible_text="" if person else responsible,
            due_date=due,
        )


def attendees(meeting: Meeting) -> dict[str, int | None]:
    """Return {key of a name: primary key of the person}, None for a name that several have."""
    found: dict[str, int | None] = {}
    for row in meeting.attendances.of_people().select_related("person"):
        for key in {key_of(row.person.name), key_of(row.name_as_written)} - {""}:
            is_other = key in found and found[key] != row.person_id
            found[key] = None if is_other else row.person_id
    return found
