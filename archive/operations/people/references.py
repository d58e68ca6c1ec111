"""Where rows name a person: all that moves when two people become one."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models import (
    ActionItem,
    Attendance,
    Meeting,
    Membership,
    Person,
    PersonMerge,
    Resolution,
    Vote,
)


class Reference(NamedTuple):
    """A foreign key to a person; `meeting` is the way from its row to a meeting, "" if there is none."""

    model: Any
    field: str
    label: Any
    meeting: str = "meeting"

    @property
    def name(self) -> str:
        """What the reference is called in a stored merge: Attendance.person."""
        return f"{self.model.__name__}.{self.field}"

    def rows(self, person: Person | int) -> models.QuerySet[Any]:
        """Return the rows that name a person here."""
        return self.model.objects.filter(**{self.field: person})

    def meetings(self, person: Person) -> set[int]:
        """Return the primary keys of the meetings whose rows name a person here; one query."""
        return set(self.rows(person).values_list(self.meeting, flat=True)) if self.meeting else set()


REFERENCES = (
    Reference(Attendance, "person", _("Attendance")),
    Reference(Attendance, "on_behalf_of", _("Represented by a substitute")),
    Reference(Resolution, "mover", _("Resolutions moved")),
    Reference(Resolution, "seconder", _("Resolutions seconded")),
    Reference(Vote, "voter", _("Votes"), "resolution__meeting"),
    Reference(ActionItem, "responsible", _("Action items")),
    Reference(Membership, "person", _("Posts held"), ""),
    Reference(PersonMerge, "kept", _("Earlier merges"), ""),
)


def meetings_naming(person: Person) -> set[int]:
    """Return the primary keys of all meetings with a row that names a person."""
    return set().union(*(reference.meetings(person) for reference in REFERENCES))


def dates_of(keys: Iterable[int]) -> list[Meeting]:
    """Return meetings with what names them, the latest first; one query."""
    return list(Meeting.objects.filter(pk__in=keys).select_related("body").defer("text").newest_first())
