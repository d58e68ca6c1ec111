"""Undo a merge of bodies: all that moved goes back, except what was changed since."""

import datetime as dt
from typing import Any

from django.core import serializers
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Body, BodyMerge, Meeting, OtherName, Redirect
from archive.models.write_lock import one_writer
from archive.operations.bodies.merge_preview import BODY_REFERENCES
from archive.operations.merge_rows import (
    CannotMerge,
    Undone,
    contradicted,
    correct_rows,
    count_edits,
    lock_both,
    locked_merge,
    meetings_naming,
    move_rows_back,
    note_undone,
    redirect_back,
    restore_fields,
    restore_rows,
    rewritten_since,
)
from archive.operations.public_changes import CannotChange, is_read, note_restored, recorded
from archive.operations.publish.addresses import folder_of, move_addresses_back


@one_writer()
def undo_body_merge(
    merge: BodyMerge, *, may_correct: bool = True, by: Any = None, at: dt.datetime | None = None
) -> Undone:
    """Undo a merge, whatever was merged before or after it.

    The body is restored under the old address, and rows that moved and still name the body kept move
    back, meetings under their old addresses. A published meeting that was corrected since gets a new
    version. Needs `may_correct` if the public reads of the body kept. Raises CannotMerge.
    """
    at = at or timezone.now()
    merge = locked_merge(merge)
    rewritten = rewritten_since(merge, lock_both(BODY_REFERENCES, merge.kept))
    if not may_correct and is_read(merge.kept):
        raise CannotMerge([str(CannotChange())])
    with recorded(merge.kept, by=by, at=at):
        OtherName.objects.filter(pk=merge.moved["other_name"], body=merge.kept).delete()
        body = restore_body(merge)
        moved = Meeting.objects.with_keys(merge.moved["references"]["Meeting.body"])
        back = list(moved.for_body(merge.kept).values_list("pk", flat=True))
        left = move_rows_back(BODY_REFERENCES, merge, body)
        rows = restore_rows(merge)
    move_addresses_back(merge.moved["addresses"], back, kept=merge.kept, restored=body)
    note_restored(merge.kept, body, by=by, at=at)
    note_undone(merge, by=by, at=at)
    count_edits(meetings_naming(BODY_REFERENCES, body))
    for meeting in contradicted(rewritten):
        correct_rows(meeting, lambda: _("Two bodies were taken for one."), by=by, at=at)
    return Undone(body, left + len(merge.moved["removed"]) - len(rows))


def restore_body(merge: BodyMerge) -> Body:
    """Return the body as before the merge, with the old key, and the old address if it is free."""
    [found] = serializers.deserialize("python", merge.moved["body"], ignorenonexistent=True)
    body: Any = found.object
    before, kept = [body.get_absolute_url(), folder_of(body.slug)], merge.kept
    Redirect.objects.filter(old_path__in=before).delete()
    if Body.objects.filter(slug=body.slug).exists():
        body.slug = ""
    body.parent = Body.objects.filter(pk=body.parent_id or 0).first()
    if stands_below(body.parent, merge):
        body.parent = None
    body.save(force_insert=True)
    paths = merge.moved["redirects"]
    redirect_back(paths["body"], kept=kept.get_absolute_url(), restored=body.get_absolute_url())
    redirect_back(paths["meetings"], kept=folder_of(kept.slug), restored=folder_of(body.slug))
    restore_fields(kept, merge.moved["kept"])
    return body


def stands_below(parent: Body | None, merge: BodyMerge) -> bool:
    """Return whether a parent now stands below a body that goes back: that body would be above itself."""
    keys = merge.moved["references"]["Body.parent"]
    return parent is not None and any(one.pk in keys for one in (parent, *parent.ancestors()))
