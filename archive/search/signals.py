"""Keep the index right when what no version holds changes: names of today, texts of documents, deletions.

A version is indexed by the operation that writes it, so that rows edited one by one change nothing until
there is a version of them. Fixtures (loaddata) are left to rebuild_search_index.
"""

import sys
from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from archive.models import (
    ActionItem,
    Attendance,
    Body,
    Document,
    Matter,
    Meeting,
    MeetingBody,
    Person,
    Resolution,
)
from archive.place import missing_migrations
from archive.record.render.search_entry import MATTER_NAMES
from archive.search.index import forget, index_keys_once, is_empty, rebuild

NAMES = {Body: ("name", "alternate_name"), Person: ("name", "alternate_name"), Matter: MATTER_NAMES}


@receiver(post_delete, sender=Meeting, dispatch_uid="search.meeting_deleted")
def meeting_deleted(instance: Meeting, **_signal: Any) -> None:
    forget([instance.pk])


@receiver(post_save, sender=Document, dispatch_uid="search.document_saved")
def document_saved(instance: Document, *, raw: bool, **_signal: Any) -> None:
    """Index the text of a document if it is on record; costs one query if its meeting is not published."""
    if not raw and Meeting.objects.published().filter(pk=instance.meeting_id).exists():
        index_keys_once([instance.meeting_id])


def note_old_names(sender: Any, instance: Any, *, raw: bool, **_signal: Any) -> None:
    names = sender.objects.filter(pk=instance.pk).values_list(*NAMES[sender])
    instance.old_names = None if raw or instance.pk is None else names.first()


def index_renamed(sender: Any, instance: Any, *, created: bool, **_signal: Any) -> None:
    if created or instance.old_names in (None, tuple(getattr(instance, name) for name in NAMES[sender])):
        return
    index_keys_once(meetings_naming(instance).values_list("pk", flat=True))


def meetings_naming(named: Body | Person | Matter) -> models.QuerySet[Meeting]:
    if isinstance(named, Matter):
        return Meeting.objects.published().filter(pk__in=named.steps.values("meeting"))
    if isinstance(named, Body):
        actions = ActionItem.objects.filter(responsible_body=named)
        joint = MeetingBody.objects.of_body(named)
        return Meeting.objects.published().filter(
            models.Q(body=named)
            | models.Q(pk__in=actions.values("meeting"))
            | models.Q(pk__in=joint.values("meeting"))
        )
    resolutions = Resolution.objects.filter(models.Q(mover=named) | models.Q(seconder=named))
    actions = ActionItem.objects.filter(responsible=named)
    attendances = Attendance.objects.filter(person=named)
    return Meeting.objects.published().filter(
        models.Q(pk__in=resolutions.values("meeting"))
        | models.Q(pk__in=actions.values("meeting"))
        | models.Q(pk__in=attendances.values("meeting"))
    )


def fill_index(*, verbosity: int, **_signal: Any) -> None:
    """Build the index at the end of `migrate` if a migration emptied it, so that nobody has to know.

    Not before the last migration: models and tables do not fit each other until then.
    """
    if missing_migrations():
        return
    if is_empty() and Meeting.objects.published().exists():
        if verbosity:
            sys.stdout.write("  Building the search index.\n")
        rebuild()


for model in NAMES:
    pre_save.connect(note_old_names, sender=model, dispatch_uid=f"search.{model.__name__}.noted")
    post_save.connect(index_renamed, sender=model, dispatch_uid=f"search.{model.__name__}.renamed")
