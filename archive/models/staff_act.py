"""The staff log: who did what to which row and when, with the values before and after.

Rows are added in the transaction of what they tell of, and never removed. Of words that are redacted or
withdrawn later the log forgets the values, and keeps that there was an act: see StaffActQuerySet.strike().
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.logs import acting
from archive.text.text_diff import Part, compare, shortened

# One change: `field`, perhaps `before` and `after`, and of another row than the one acted on `model`, `row`
# (its name) and `is` ("added", "deleted"). Values are text, numbers, booleans, None or lists of those.
Change = dict[str, Any]

LONGEST = 4000  # characters of one value
CONTEXT = 60  # characters that are kept on both sides of what differs in two long texts
STRUCK = ("before", "after", "row")  # what strike() takes out of a change
NO_WORDS = {"version", "publication", "kind"}  # fields whose values say nothing of the minutes
SAID_IN_PUBLIC = ("redacted", "withdrawn")  # the reason, which the public reads in place of the words
SEARCHED = 100_000  # entries in which one page looks for words; in SQLite 0.1 s
NEVER_REMOVED = _("The log of staff is never removed, and never changed.")


def changed(field: str, before: Any, after: Any, **about: Any) -> Change:
    """Return a change, of two long texts only where they differ."""
    if isinstance(before, str) and isinstance(after, str) and max(len(before), len(after)) > LONGEST // 4:
        before, after = where_they_differ(before, after)
    return {**about, "field": field, "before": cut(before), "after": cut(after)}


def cut(value: Any) -> Any:
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value


def where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Return two texts without the long passages that both have, each of which becomes "…".

    Takes up to half a second for two texts of 214,000 characters.
    """
    start = same_start(before, after)
    end = same_start(before[start:][::-1], after[start:][::-1])
    start, end = max(0, start - CONTEXT), max(0, end - CONTEXT)
    first, last = "…" if start else "", "…" if end else ""
    parts = shortened(compare(before[start : len(before) - end], after[start : len(after) - end]))
    return (
        f"{first}{without_parts(parts, 'inserted')}{last}",
        f"{first}{without_parts(parts, 'deleted')}{last}",
    )


def same_start(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike; halving, since texts are long."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if one[:middle] == other[:middle] else (least, middle - 1)
    return least


def without_parts(parts: Iterable[Part], kind: str) -> str:
    return "".join("…" if part.kind == "skipped" else part.text for part in parts if part.kind != kind)


class StaffActQuerySet(models.QuerySet["StaffAct"]):
    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def of(self, label: str, key: int) -> Self:
        """Keep acts on one row, such as ("archive.meeting", 12); on a meeting also those on its rows."""
        own = Q(row_kind=label, row_key=key)
        return self.filter(own | Q(meeting_key=key) if label == "archive.meeting" else own)

    def between(self, start: dt.date | None, end: dt.date | None) -> Self:
        """Keep acts from a day to another, both included, in the time zone of the archive."""
        acts = self
        if start:
            acts = acts.filter(at__gte=midnight(start))
        return acts.filter(at__lt=midnight(end + dt.timedelta(days=1))) if end else acts

    def page_before(self, key: int, size: int, words: str = "") -> tuple[list[Any], int | None]:
        """Return the newest acts before a primary key, and the key before which the next page begins.

        Words are looked for in the SEARCHED entries before the key, so that one page takes a bounded time
        in a log of any length; the next page may then begin where nothing was found.
        """
        acts = self.filter(pk__lt=key).select_related("user").newest_first()
        if not words:
            rows = list(acts[: size + 1])
            return rows[:size], rows[size - 1].pk if len(rows) > size else None
        last = StaffAct.objects.filter(pk__lt=key).newest_first().values_list("pk", flat=True).first() or 0
        floor = last - SEARCHED
        said = Q(row_name__icontains=words) | Q(changes__icontains=words)
        rows = list(acts.filter(said, pk__gt=floor)[: size + 1])
        if len(rows) > size:
            return rows[:size], rows[size - 1].pk
        return rows, floor + 1 if floor > 0 else None

    def about(self, *, meetings: Iterable[Any] = (), rows: Iterable[tuple[str, int]] = ()) -> Self:
        """Keep acts on some meetings and their rows, and on other rows, each (label, primary key)."""
        wanted = Q(meeting_key__in=[getattr(one, "pk", one) for one in meetings])
        for label, key in rows:
            wanted |= Q(row_kind=label, row_key=key)
        return self.filter(wanted)

    def by(self, who: str) -> Self:
        """Keep the acts of an account, or of a command: "manage.py" are all commands."""
        return self.filter(Q(who=who) | Q(who__startswith=f"{who} "))

    def last_saves(self, meetings: Iterable[int]) -> "dict[int, StaffAct]":
        """Return {primary key of a meeting: the last act that changed it or a row of it}; one query."""
        saves = self.filter(kind__in=StaffAct.SAVES, meeting_key__in=list(meetings)).order_by()
        newest = saves.values("meeting_key").annotate(newest=models.Max("pk")).values("newest")
        acts = self.filter(pk__in=newest).select_related("user").defer("changes")
        return {act.meeting_key: act for act in acts if act.meeting_key}

    def strike(self) -> int:
        """Take the values and names out of these acts for good, but not who did what to which field.

        All of them, and not those that hold a word: nobody can say for certain where a word stands, since
        drafts misspell it and name it in another script. Returns how many acts there were; two queries.
        """
        acts = list(self.filter(struck_at=None).order_by("pk"))
        now = timezone.now()
        for act in acts:
            act.struck_at, act.row_name = now, ""
            if act.kind not in SAID_IN_PUBLIC:
                act.changes = encoded(without_values(act.change_list))
        StaffAct.objects.bulk_update(acts, ["struck_at", "row_name", "changes"], batch_size=200)
        return len(acts)

    def delete(self) -> NoReturn:
        raise models.ProtectedError(str(NEVER_REMOVED), set(self[:1]))


def midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def without_values(changes: Iterable[Change]) -> list[Change]:
    return [
        one if one["field"] in NO_WORDS else {key: one[key] for key in one if key not in STRUCK}
        for one in changes
    ]


def encoded(changes: Sequence[Change]) -> str:
    return json.dumps(list(changes), ensure_ascii=False, default=str) if changes else ""


class StaffAct(models.Model):
    """One act; `who` is the name of the account, or "manage.py" and the command, and stays."""

    class Kind(models.TextChoices):
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        DELETED = "deleted", _("Deleted")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        PUBLISHED = "published", _("Published")
        CORRECTED = "corrected", _("Corrected")
        APPROVED = "approved", _("Approved")
        REDACTED = "redacted", _("Redacted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        MERGED = "merged", _("Merged")
        UNMERGED = "unmerged", _("Merge undone")
        IMPORTED = "imported", _("Imported")
        LOOKED = "looked", _("Read what is withheld")
        EXPORTED = "exported", _("Exported the log")
        PASSWORD = "password", _("Password set")
        LOGGED_IN = "logged_in", _("Logged in")
        LOGGED_OUT = "logged_out", _("Logged out")
        LOGIN_FAILED = "login_failed", _("Log-in refused")

    # What counts as an edit of a meeting, see Meeting.edit_number.
    SAVES = (
        *(Kind.ADDED, Kind.CHANGED, Kind.PUBLISHED, Kind.CORRECTED, Kind.APPROVED),
        *(Kind.REDACTED, Kind.WITHDRAWN, Kind.IMPORTED),
    )

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("account"),
        null=True,
        blank=True,
    )
    who = models.CharField(_("who"), max_length=150, blank=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, db_index=True)
    # No foreign keys: the log outlives what it tells of. `row_kind` is such as "archive.meeting".
    row_kind = models.CharField(_("kind of thing"), max_length=100, blank=True)
    row_key = models.BigIntegerField(_("key"), null=True, blank=True)
    row_name = models.CharField(_("name"), max_length=300, blank=True)
    meeting_key = models.BigIntegerField(_("key of the meeting"), null=True, blank=True, db_index=True)
    body_key = models.BigIntegerField(_("key of the body"), null=True, blank=True, db_index=True)
    changes = models.TextField(_("changes"), blank=True)  # JSON as text, so that Chinese is found in it
    struck_at = models.DateTimeField(_("values removed"), null=True, blank=True)

    objects = StaffActQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the staff log")
        verbose_name_plural = _("staff log")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["row_kind", "row_key"], name="staff_act_of_row")]

    def __str__(self) -> str:
        return f"{self.who}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise models.ProtectedError(str(NEVER_REMOVED), {self})

    @property
    def who_in_full(self) -> str:
        """Return the name of the person, else that of the account or command. Reads `user`."""
        return account_name(self.user) if self.user else self.who

    @property
    def change_list(self) -> list[Change]:
        return json.loads(self.changes) if self.changes else []


def account_name(user: Any) -> str:
    """Return how the desk calls an account: its full name if it has one; "–" if it is gone."""
    return (user.get_full_name() or user.get_username()) if user else "–"


def actor() -> tuple[Any, str]:
    """Return the account that acts in this thread, or None, and its name or that of the command."""
    acts: Any = acting.get()
    if isinstance(acts, str):
        return None, acts
    user = getattr(acts, "user", None)
    return (user, user.get_username()) if user is not None and user.is_authenticated else (None, "")


def new_act(
    kind: str, row: Any = None, changes: Sequence[Change] = (), *, by: Any = None, is_struck: bool = False
) -> StaffAct:
    """Return an entry, not stored yet; costs no query.

    `by` is the account if the caller knows it. `is_struck` leaves the values and the name out.
    """
    user, who = (by, by.get_username()) if by is not None and by.pk else actor()
    meeting = row if is_meeting(row) else cached(row, "meeting")
    body_key = row.pk if row is not None and row._meta.model_name == "body" else None
    return StaffAct(
        user=user,
        who=who,
        kind=kind,
        row_kind=row._meta.label_lower if row is not None else "",
        row_key=row.pk if row is not None else None,
        row_name="" if row is None or is_struck else str(row)[:300],
        meeting_key=meeting.pk if meeting else getattr(row, "meeting_id", None),
        body_key=body_key or getattr(meeting or row, "body_id", None),
        changes=encoded(without_values(changes) if is_struck else changes),
        struck_at=timezone.now() if is_struck else None,
    )


def is_meeting(row: Any) -> bool:
    return row is not None and row._meta.label_lower == "archive.meeting"


def cached(row: Any, name: str) -> Any:
    """Return the row that a foreign key leads to, if it was fetched."""
    return row._state.fields_cache.get(name) if row is not None else None


def note(
    kind: str, row: Any = None, changes: Sequence[Change] = (), *, by: Any = None, is_struck: bool = False
) -> None:
    """Write an entry of the staff log in the open transaction; one query. See new_act()."""
    new_act(kind, row, changes, by=by, is_struck=is_struck).save()
