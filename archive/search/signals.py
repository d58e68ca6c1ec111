"""Keep the index right when rows are edited one by one.

Operations index what they publish, once at their end, and `bulk_create` and `update` send no signals.
These receivers are the net below: a body or person renamed, rows of a published meeting edited in the
shell. Each indexes its meeting in the transaction of the edit, at once; a form that saves many rows of
one meeting wraps them in deferred_indexing(). Fixtures (loaddata) are left to rebuild_search_index.
"""

import sys
from typing import Any

from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Body,
    Document,
    Meeting,
    Person,
    Resolution,
    Vote,
)
from archive.search.index import forget, index_soon, is_empty, rebuild

ROWS_OF_MEETINGS = [ActionItem, AgendaItem, Attendance, Document, Resolution]
NAMED = [Body, Person]


@receiver(post_save, sender=Meeting, dispatch_uid="search.meeting_saved")
def meeting_saved(instance: Meeting, *, created: bool, raw: bool, **_signal: Any) -> None:
    """Index a meeting, or forget it if it is not published."""
    if not raw and not (created and not instance.is_published):
        index_soon([instance.pk])


@receiver(post_delete, sender=Meeting, dispatch_uid="search.meeting_deleted")
def meeting_deleted(instance: Meeting, **_signal: Any) -> None:
    """Forget a meeting."""
    forget([instance.pk])


def row_saved(instance: Any, *, raw: bool, **_signal: Any) -> None:
    """Index the meeting of a row."""
    if not raw:
        index_if_published(instance.meeting_id)


def row_deleted(instance: Any, *, origin: Any = None, **_signal: Any) -> None:
    """Index the meeting of a row, unless the row goes because its meeting does."""
    deleted = origin.model if isinstance(origin, models.QuerySet) else type(origin)
    if deleted is not Meeting:
        index_if_published(instance.meeting_id)


@receiver([post_save, post_delete], sender=Vote, dispatch_uid="search.vote_changed")
def vote_changed(instance: Vote, *, raw: bool = False, origin: Any = None, **_signal: Any) -> None:
    """Index the meeting of a vote, which may make a resolution contested, unless it goes with it."""
    if not raw and (origin is None or origin is instance):
        index_if_published(instance.resolution.meeting_id)


def index_if_published(key: int) -> None:
    """Index a meeting if it is published; costs one query if it is not."""
    if Meeting.objects.published().filter(pk=key).exists():
        index_soon([key])


def note_old_names(sender: Any, instance: Any, *, raw: bool, **_signal: Any) -> None:
    """Remember what a body or person was called."""
    names = sender.objects.filter(pk=instance.pk).values_list("name", "alternate_name")
    instance.old_names = None if raw or instance.pk is None else names.first()


def index_renamed(sender: Any, instance: Any, *, created: bool, **_signal: Any) -> None:
    """Index all published meetings that name a body or person which is now called otherwise."""
    if created or instance.old_names in (None, (instance.name, instance.alternate_name)):
        return
    index_soon(meetings_naming(instance).values_list("pk", flat=True))


def meetings_naming(named: Body | Person) -> models.QuerySet[Meeting]:
    """Return the published meetings in which a body or person is found by name."""
    if isinstance(named, Body):
        actions = ActionItem.objects.filter(responsible_body=named)
        return Meeting.objects.published().filter(
            models.Q(body=named) | models.Q(pk__in=actions.values("meeting"))
        )
    resolutions = Resolution.objects.filter(models.Q(mover=named) | models.Q(seconder=named))
    actions = ActionItem.objects.filter(responsible=named)
    attendances = Attendance.objects.filter(person=named)
    return Meeting.objects.published().filter(
        models.Q(pk__in=resolutions.values("meeting"))
        | models.Q(pk__in=actions.values("meeting"))
        | models.Q(pk__in=attendances.values("meeting"))
    )


def fill_index(*, using: str, verbosity: int, **_signal: Any) -> None:
    """Build the index at the end of `migrate` if a migration emptied it, so that nobody has to know.

    Not before the last migration: models and tables do not fit each other until then.
    """
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if is_empty() and Meeting.objects.published().exists():
        if verbosity:
            sys.stdout.write("  Building the search index.\n")
        rebuild()


for model in ROWS_OF_MEETINGS:
    post_save.connect(row_saved, sender=model, dispatch_uid=f"search.{model.__name__}.saved")
    post_delete.connect(row_deleted, sender=model, dispatch_uid=f"search.{model.__name__}.deleted")
for model in NAMED:
    pre_save.connect(note_old_names, sender=model, dispatch_uid=f"search.{model.__name__}.noted")
    post_save.connect(index_renamed, sender=model, dispatch_uid=f"search.{model.__name__}.renamed")
