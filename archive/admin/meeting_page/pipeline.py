"""The page of a meeting: which button does what, what is saved in which order, and what the page shows.

The order of the steps themselves, the same for every page of the desk, is in archive/admin/form_page.py.
"""

from typing import Any

from archive.admin.carried_form import RESUME
from archive.admin.correction import conflict_context, doubts_context, save_edit
from archive.admin.form_page import Button, FormPage
from archive.admin.meeting_page import (
    autosave,
    next_meeting,
    outline,
    publication,
    read_text,
    roll_call,
    same_day,
    submission,
)


def save_meeting(page: FormPage) -> None:
    # Before the edit if the meeting is there: a version that adds the minutes also settles what they say.
    if page.row is not None:
        next_meeting.save_follow_up(page)
    save_edit(page)
    if page.row is None:
        next_meeting.save_follow_up(page)
    read_text.attach_source(page)
    autosave.settle_autosave(page)
    submission.tell_of_remark(page)


def save_and_publish(page: FormPage) -> None:
    save_meeting(page)
    publication.publish_saved(page)


def save_and_submit(page: FormPage) -> None:
    save_meeting(page)
    submission.submit_saved(page)


def meeting_context(page: FormPage) -> dict[str, Any]:
    """Return what the template of a meeting's page needs besides Django's context."""
    return {
        **read_text.step_context(page),  # first, since it takes away the errors of a step
        **next_meeting.follow_up_context(page),
        **next_meeting.amendment_context(page),
        **autosave.autosave_context(page),
        **next_meeting.proposal_context(page),
        **same_day.same_day_context(page),
        **publication.publication_context(page),
        **submission.submission_context(page),
        **roll_call.roll_call_context(page),
        **conflict_context(page),
        **doubts_context(page),
    }


# Of several names sent, the first in this table counts.
BUTTONS = {
    read_text.PASTE_NAMES: Button(step=read_text.paste_names),
    read_text.PLACE: Button(step=read_text.place_passage),
    outline.ADD_ROW: Button(step=outline.add_row),
    roll_call.ROLL_CALL: Button(step=roll_call.begin_roll_call),
    autosave.TAKE_BACK: Button(step=autosave.take_typed_back),
    RESUME: Button(save=save_meeting),  # which DeskForm refuses, so the page is shown as it was typed
    "_preview": Button(save=publication.save_for_preview, answer=publication.show_preview, is_undone=True),
    "_publish": Button(
        allows=publication.may_publish, save=save_and_publish, answer=publication.lead_to_published
    ),
    submission.SUBMIT: Button(save=save_and_submit, answer=submission.lead_on),
    "_next": Button(save=save_meeting, answer=publication.lead_to_next_draft),
    "_continue": Button(save=save_meeting),
    "_addanother": Button(save=save_meeting),
    "_save": Button(save=save_meeting),
}
