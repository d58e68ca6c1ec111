"""The page of a meeting: which button does what, what is saved in which order, and what the page shows.

The order of the steps themselves, the same for every page of the desk, is in archive/admin/form_page.py.
"""

from typing import Any

from archive.admin.carried_form import RESUME
from archive.admin.correction import conflict_context, save_edit
from archive.admin.form_page import Button, FormPage
from archive.admin.meeting_page.autosave import (
    TAKE_BACK,
    autosave_context,
    settle_autosave,
    take_typed_back,
)
from archive.admin.meeting_page.next_meeting import follow_up_context, proposal_context, save_follow_up
from archive.admin.meeting_page.preview import save_for_preview, show_preview
from archive.admin.meeting_page.publication import (
    lead_to_next_draft,
    lead_to_published,
    may_publish,
    publication_context,
    publish_saved,
)
from archive.admin.meeting_page.steps import (
    PASTE_NAMES,
    PLACE,
    attach_source,
    paste_names,
    place_passage,
    step_context,
)


def save_meeting(page: FormPage) -> None:
    save_edit(page)
    save_follow_up(page)
    attach_source(page)
    settle_autosave(page)


def save_and_publish(page: FormPage) -> None:
    save_meeting(page)
    publish_saved(page)


def meeting_context(page: FormPage) -> dict[str, Any]:
    """Return what the template of a meeting's page needs besides Django's context."""
    return {
        **step_context(page),  # first, since it takes away the errors of a step
        **follow_up_context(page),
        **autosave_context(page),
        **proposal_context(page),
        **publication_context(page),
        **conflict_context(page),
    }


# Of several names sent, the first in this table counts.
BUTTONS = {
    PASTE_NAMES: Button(step=paste_names),
    PLACE: Button(step=place_passage),
    TAKE_BACK: Button(step=take_typed_back),
    RESUME: Button(save=save_meeting),  # which DeskForm refuses, so the page is shown as it was typed
    "_preview": Button(save=save_for_preview, answer=show_preview, is_undone=True),
    "_publish": Button(allows=may_publish, save=save_and_publish, answer=lead_to_published),
    "_next": Button(save=save_meeting, answer=lead_to_next_draft),
    "_continue": Button(save=save_meeting),
    "_addanother": Button(save=save_meeting),
    "_save": Button(save=save_meeting),
}
