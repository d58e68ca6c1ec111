"""Decide what a name is that is not shaped like one: a person, several people, or nobody."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from archive.models import Attendance, Meeting, NameToCheck, Person, Revision, Vote
from archive.models.names_as_written import NamesAsWritten
from archive.models.write_lock import one_writer
from archive.operations.publish import correct, locked
from archive.record.render.plain import heading_language

# How many people each decision names; 2 stands for two or more.
COUNTS: dict[str, int] = {
    NameToCheck.Decision.PERSON: 1,
    NameToCheck.Decision.SEVERAL: 2,
    NameToCheck.Decision.NOBODY: 0,
}


# Rows that name one person in one field, and that field.
SINGLE = {
    "substitutions": "on_behalf_of",
    "moved_resolutions": "mover",
    "seconded_resolutions": "seconder",
    "action_items": "responsible",
    "proxy_votes": "proxy",
}
OF_VOTES = {"votes", "proxy_votes"}


def meetings_of_name(name: NameToCheck) -> list[Meeting]:
    """Return the meetings in which the name was read, newest first; two queries."""
    places = [
        getattr(name, rows).values_list("resolution__meeting" if rows in OF_VOTES else "meeting")
        for rows in ("attendances", "votes", *SINGLE)
    ]
    keys = {key for (key,) in places[0].union(*places[1:])}
    return list(Meeting.objects.filter(pk__in=keys).select_related("body").newest_first().defer("text"))


@one_writer()
def decide_name(
    name: NameToCheck,
    decision: str,
    people: Sequence[Person] = (),
    *,
    by: Any = None,
    at: dt.datetime | None = None,
) -> int:
    """Remember who a name stands for and give its rows to them; return how many minutes it was read in.

    `people` are one for a person, two or more for several, none for nobody. Who is listed already is not
    listed twice. Published minutes get a correction. Raises ValueError if people and decision disagree.
    """
    if min(len(people), 2) != COUNTS[decision]:
        raise ValueError("The decision asks for another number of people.")
    at = at or timezone.now()
    keys = [meeting.pk for meeting in meetings_of_name(name)]
    meetings = locked(sorted(keys), Meeting.objects.select_related("body")) if keys else []
    name.decision, name.decided_by, name.decided_at = decision, by, at
    name.save()
    name.people.set(people)
    for attendance in name.attendances.select_related("meeting"):
        give_attendance(attendance, people)
    for vote in name.votes.select_related("resolution"):
        give_vote(vote, people)
    for rows, key in SINGLE.items():
        for row in getattr(name, rows).all():
            give_one(row, key, people)
    for meeting in meetings:
        if meeting.is_published:
            with translation.override(heading_language(meeting.language)):
                reason = reason_of(name, people)
            correct(meeting, kind=Revision.Kind.CORRECTED, reason=reason, by=by, at=at)
        else:
            Meeting.objects.filter(pk=meeting.pk).update(edit_number=meeting.edit_number + 1)
    return len(meetings)


def reason_of(name: NameToCheck, people: Sequence[Person]) -> str:
    if not people:
        return _("“%(name)s” is not a person.") % {"name": name}
    who = _(", ").join(map(str, people))
    return _("“%(name)s” stands for: %(people)s.") % {"name": name, "people": who}


def give_attendance(row: Attendance, people: Sequence[Person]) -> None:
    """Give a row to the first who is not listed yet, copies of it to the others; delete it for nobody."""
    listed = set(row.meeting.attendances.of_people().values_list("person", flat=True))
    free = [person for person in people if person.pk not in listed]
    if not free:
        row.delete()
    for person in free:
        row.person, row.name_to_check = person, None
        if len(people) > 1:
            row.name_as_written = ""
        row.save()
        row.pk = None
        row._state.adding = True


def give_one(row: NamesAsWritten, key: str, people: Sequence[Person]) -> None:
    """Give a field to the one person; of several people the name stays as written, of nobody nothing."""
    if len(people) < 2:
        setattr(row, key, people[0] if people else None)
        setattr(row, row.HELD[key], None)
        row.save()


def give_vote(row: Vote, people: Sequence[Person]) -> None:
    others = row.resolution.votes.exclude(voter=None).filter(is_casting=row.is_casting)
    voted = set(others.values_list("voter", flat=True))
    free = [person for person in people if person.pk not in voted]
    if not free:
        row.delete()
    for person in free:
        row.voter, row.name_to_check = person, None
        row.proxy = None if row.proxy_id == person.pk else row.proxy
        if len(people) > 1:
            row.name_as_written = ""
        row.save()
        row.pk = None
        row._state.adding = True
