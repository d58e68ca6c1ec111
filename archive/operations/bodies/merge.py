"""Merge two bodies in one transaction, so that it can be undone."""

import datetime as dt
import json
from typing import Any

from django.core import serializers
from django.utils import timezone

from archive.models import Body, BodyMerge, Redirect
from archive.models.write_lock import one_writer
from archive.operations.bodies.merge_preview import BODY_REFERENCES, BodyPlan, plan_body_merge
from archive.operations.merge_rows import (
    CannotMerge,
    count_edits,
    delete_rows,
    lock_both,
    move_references,
    name_in_other_script,
    note_merged,
    remember_name,
)
from archive.operations.public_changes import CannotChange, is_read, note_merge, recorded
from archive.operations.publish.addresses import folder_of, move_addresses

FILLED = ("classification", "approval", "seats", "description")  # from the body absorbed, where not known


@one_writer()
def merge_bodies(
    kept: Body,
    absorbed: Body,
    *,
    may_correct: bool = True,
    by: Any = None,
    at: dt.datetime | None = None,
) -> BodyMerge:
    """Move all rows of one body to another, delete the first and redirect its addresses to the second.

    The versions of published meetings do not change: their rows keep the name of the body as written. A
    meeting has the same last part of its address as before, unless another meeting of the body kept has
    or had it. Needs `may_correct` if the public reads of either body. Raises CannotMerge.
    """
    at = at or timezone.now()
    meetings = lock_both(BODY_REFERENCES, absorbed, kept)
    plan = plan_body_merge(kept, absorbed)
    if plan.blocks:
        raise CannotMerge(plan.blocks)
    if not may_correct and (is_read(kept) or is_read(absorbed)):
        raise CannotMerge([str(CannotChange())])
    note_merge(kept, absorbed, by=by, at=at)
    with recorded(kept, by=by, at=at):
        moved = move_body_rows(plan)
    merge = BodyMerge.objects.create(
        kept=kept,
        absorbed_key=absorbed.pk,
        absorbed_name=absorbed.name,
        moved=moved,
        created_at=at,
        created_by=by,
    )
    note_merged(merge)
    absorbed.delete()
    Redirect.objects.lead(absorbed.get_absolute_url(), kept.get_absolute_url())
    Redirect.objects.lead(folder_of(absorbed.slug), folder_of(kept.slug))
    count_edits(meetings)
    return merge


def move_body_rows(plan: BodyPlan) -> dict[str, Any]:
    """Move the rows and delete the posts that would be there twice; return what undo_body_merge() needs."""
    kept, absorbed = plan.kept, plan.absorbed
    is_known = Body.objects.known_as(absorbed.name).filter(pk=kept.pk).exists()
    return {
        "body": json.loads(serializers.serialize("json", [absorbed])),
        "redirects": {
            "body": list(Redirect.objects.to(absorbed.get_absolute_url())),
            "meetings": list(Redirect.objects.to(folder_of(absorbed.slug))),
        },
        "addresses": move_addresses(absorbed, kept),
        "removed": delete_rows(plan.same_posts),
        "references": move_references(BODY_REFERENCES, kept, absorbed),
        "other_name": remember_name(kept, absorbed.name, is_known=is_known),
        "kept": fill_in_facts(kept, absorbed),
    }


def fill_in_facts(kept: Body, absorbed: Body) -> dict[str, list[Any]]:
    """Fill in what only the other body had, and save; return {field: [before, after]}.

    A register that only one of them keeps says nothing of the decisions of both.
    """
    after = {name: getattr(kept, name) or getattr(absorbed, name) for name in FILLED}
    after["alternate_name"] = name_in_other_script(kept, absorbed)
    checked = [one.register_checked_on for one in (kept, absorbed) if one.register_checked_on]
    after["keeps_register"] = kept.keeps_register and absorbed.keeps_register
    after["register_checked_on"] = min(checked) if after["keeps_register"] else kept.register_checked_on
    changes = {name: [getattr(kept, name), value] for name, value in after.items()}
    for name, value in after.items():
        setattr(kept, name, value)
    kept.save()
    return {name: [iso_value(old), iso_value(new)] for name, (old, new) in changes.items() if old != new}


def iso_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
