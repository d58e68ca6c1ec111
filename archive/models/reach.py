"""Which rows may this member of staff reach at the desk? Decided only here, in SQL and in Python.

An account with the permission "limited_to_bodies", its own or of a group, reaches only the bodies that are
named for it, and if so chosen those beneath them: their meetings, all that belongs to these, and matters.
A joint meeting is its first body's. People are everybody's. All other kinds (topics, names to check,
merges, the public log, searches without results) are of all bodies, so a limited account reaches none.
Without the permission, and for a superuser, there is no limit, and no query is made.

Both halves name the same kinds; tests/models/test_reach.py compares them.
"""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.models.body import Body

Bodies = frozenset[int] | None  # primary keys; None is no limit
RowsT = TypeVar("RowsT", bound=models.QuerySet[Any])

# The column that names the body of a row, by kind.
BODY_OF = {
    "Body": "pk",
    "Meeting": "body",
    "Matter": "body",
    "Resolution": "meeting__body",
    "AgendaItem": "meeting__body",
    "ActionItem": "meeting__body",
    "Document": "meeting__body",
    "Revision": "meeting__body",
    "StaffAct": "body_key",
}
OF_ALL_BODIES = {"Person", "Membership", "OtherName", "User", "Group"}


class DeskLimitQuerySet(models.QuerySet["DeskLimit"]):
    def of_user(self, user: Any) -> Self:
        return self.filter(user=user)


class DeskLimit(models.Model):
    """The bodies that a limited account reaches; with the permission and without bodies it reaches none."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_limit", verbose_name=_("account")
    )
    bodies = models.ManyToManyField(Body, related_name="+", verbose_name=_("bodies"), blank=True)
    with_below = models.BooleanField(_("also the bodies beneath them"), default=False)

    objects = DeskLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit to bodies")
        verbose_name_plural = _("limits to bodies")
        default_permissions = ()
        permissions = [("limited_to_bodies", _("Reaches only the bodies named for the account"))]

    def __str__(self) -> str:
        return str(self.user)


def has_limit(user: Any) -> bool:
    return bodies_of(user) is not None


def bodies_of(user: Any) -> Bodies:
    """Return the bodies that an account reaches, None for all.

    Costs no query without a limit, else two, or three with the bodies beneath; once for each request.
    """
    if not hasattr(user, "reached_bodies"):
        user.reached_bodies = find_bodies(user)
    found: Bodies = user.reached_bodies
    return found


def find_bodies(user: Any) -> Bodies:
    if user.is_superuser or not user.has_perm("archive.limited_to_bodies"):
        return None
    limit = DeskLimit.objects.of_user(user).first()
    if limit is None:
        return frozenset()
    named = frozenset(limit.bodies.values_list("pk", flat=True))
    return with_bodies_below(named) if limit.with_below and named else named


def with_bodies_below(named: frozenset[int]) -> frozenset[int]:
    """Return bodies and all beneath them, at any depth; one query."""
    parents = dict(Body.objects.exclude(parent=None).values_list("pk", "parent"))
    found = set(named)
    while more := {key for key, parent in parents.items() if parent in found and key not in found}:
        found |= more
    return frozenset(found)


def reaches_kind(user: Any, model: type[models.Model]) -> bool:
    """Return whether an account may reach rows of a kind at all."""
    name = model.__name__
    return name in OF_ALL_BODIES or name in BODY_OF or not has_limit(user)


def in_reach(model: type[models.Model], bodies: Bodies) -> Q:
    """Return the condition that a row is of one of the bodies."""
    if bodies is None or model.__name__ in OF_ALL_BODIES:
        return Q()
    column = BODY_OF.get(model.__name__)
    return Q(**{f"{column}__in": bodies}) if column else Q(pk__in=())


def is_in_reach(row: Any, bodies: Bodies) -> bool:
    """Return whether a row is of one of the bodies; reads the `meeting` of a row. See also in_reach()."""
    kind = type(row).__name__
    if bodies is None or kind in OF_ALL_BODIES:
        return True
    match BODY_OF.get(kind):
        case "pk":
            return row.pk in bodies
        case "body":
            return row.body_id in bodies
        case "meeting__body":
            return row.meeting.body_id in bodies
        case "body_key":
            return row.body_key in bodies
    return False


def reached(rows: RowsT, user: Any) -> RowsT:
    """Keep the rows that an account reaches; the same query as before where it has no limit."""
    bodies = bodies_of(user)
    return rows if bodies is None else rows.filter(in_reach(rows.model, bodies))
