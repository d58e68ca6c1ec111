"""The first page after the log-in: the work queue, each entry one click away."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.admin.blocker_labels import blocker_labels
from archive.admin.public_things import may_correct
from archive.models import (
    ActionItem,
    Body,
    Meeting,
    NameToCheck,
    SearchMiss,
    SourceText,
    Submission,
    UnsavedEntry,
)
from archive.models.reach import has_limit, reached
from archive.operations.autosave import Kept, kept_of
from archive.operations.entry.next_meeting import Proposal, propose_facts
from archive.operations.minutes_approvals import with_changes_owed
from archive.operations.publish import blocks_by_meeting
from archive.record.history import Correction, corrections, with_headings
from archive.record.render.display import written_date
from archive.text.redaction import show_redactions

SHOWN = 6  # of each kind; a link leads to all
STARTS = 3  # bodies whose next meeting is begun by one click
LONGEST_SHOWN = 160  # characters of a remark


class Note(NamedTuple):
    """A few words beneath a line: kind is "ok", "warn", "stop" or ""; perhaps a place of its own."""

    text: str
    kind: str = ""
    address: str = ""


class Tool(NamedTuple):
    """What is done with a line: a link, or with `fields` a button that sends them."""

    label: str
    address: str
    fields: dict[str, Any] | None = None


class WorkLine(NamedTuple):
    """One thing to do: `text` links to `address`, `date` is its day, `quote` was typed or said."""

    text: str
    address: str
    notes: list[Note]
    date: dt.date | None = None
    precision: str = "day"
    key: int | None = None  # for a line that can be ticked, see WorkSection.act
    quote: str = ""
    tools: tuple[Tool, ...] = ()


class Act(NamedTuple):
    """What can be done with the meetings ticked in a card: the page that asks about it, and the button.

    `keys` is the shortcut that ticks the first of them, such as "Alt+A".
    """

    address: str
    label: str
    keys: str = ""


class WorkSection(NamedTuple):
    """Things to do of one kind: `address` lists all `total`, `nothing` is said where there are none."""

    heading: str
    lines: list[WorkLine]
    nothing: str
    total: int | None = None
    address: str = ""
    act: Act | None = None

    @property
    def leads_to_all(self) -> bool:
        """Return whether the list has more than what is shown; also where nobody counted it."""
        return bool(self.address) and (self.total is None or self.total > len(self.lines))


def today_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the first page shows: how to begin, and what waits, in columns."""
    if not request.user.has_perm("archive.view_meeting"):
        return {"columns": [], "starts": None}
    return {"columns": columns_for(request), "starts": starts_for(request)}


def starts_for(request: HttpRequest) -> dict[str, Any] | None:
    """Return the bodies that met, and of the latest their next meetings; None for who enters none."""
    if not request.user.has_perm("archive.add_meeting"):
        return None
    bodies: list[Any] = list(reached(Body.objects.that_met(), request.user))
    proposals: list[Proposal] = [propose_facts(body) for body in bodies[:STARTS]]
    return {"bodies": bodies, "proposals": proposals}


def columns_for(request: HttpRequest) -> list[list[WorkSection]]:
    """Return the columns: what is being entered, what is to be published and approved, what is missing."""
    today = timezone.localdate()
    meetings, actions = (
        reached(Meeting.objects.all(), request.user),
        reached(ActionItem.objects.all(), request.user),
    )
    to_approve = unapproved(meetings, today)
    if may_correct(request):
        act = Act(reverse("admin:archive_meeting_approve"), _("Approve…"), "Alt+A")
        to_approve = to_approve._replace(act=act)
    is_limited = has_limit(request.user)
    of_all = [] if is_limited else [*names_to_check(request), *missed(request)]
    return [
        [*kept(request), *returned(meetings), drafts(meetings, today)],
        [*submitted(meetings, request), to_approve],
        [
            without_minutes(meetings, today),
            *files(request),
            overdue(actions, today),
            corrected(),
            *of_all,
        ],
    ]


def desk_address(meeting: Meeting, place: str = "") -> str:
    return reverse("admin:archive_meeting_change", args=[meeting.pk]) + (place and f"#{place}")


def list_address(waiting: str) -> str:
    """Return the address of the list of meetings that wait for one kind of work; see WaitingFilter."""
    return f"{reverse('admin:archive_meeting_changelist')}?waiting={waiting}"


def meeting_line(meeting: Meeting, notes: list[Note], place: str = "") -> WorkLine:
    name = meeting.number or meeting.name
    address = desk_address(meeting, place)
    return WorkLine(f"{meeting.body} · {name}", address, notes, meeting.date, meeting.date_precision)


def kept(request: HttpRequest) -> list[WorkSection]:
    """Return what this user typed and did not save, where there is any."""
    lines = [kept_line(one) for one in kept_of(request.user, SHOWN)]
    total = full_count(UnsavedEntry.objects.of_user(request.user).unsettled(), lines)
    return [WorkSection(_("Kept but not saved"), lines, "", total)] if lines else []


def kept_line(one: Kept) -> WorkLine:
    key, path = one.entry.key, one.entry.path
    tools = (
        Tool(_("Take it up"), path, {"_take_back": key}),
        Tool(
            _("Drop it"),
            reverse("admin:archive_unsaved_forget"),
            {"path": path, "key": key, "from_today": 1},
        ),
    )
    notes = (
        [Note(one.title), Note(typed_at(one.entry.saved_at))]
        if one.title
        else [Note(typed_at(one.entry.saved_at))]
    )
    text = one.body or _("No body yet")
    if one.date is None:
        text = _("%(body)s, %(day)s") % {"body": text, "day": one.day or _("no date")}
    return WorkLine(text, "", notes, one.date, quote=one.first_words, tools=tools)


def typed_at(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    time = time_format(local, "H:i")
    if local.date() == timezone.localdate():
        return _("typed today, %(time)s") % {"time": time}
    return _("typed %(day)s, %(time)s") % {"day": written_date(local.date(), style="short"), "time": time}


def drafts(meetings: Any, today: dt.date) -> WorkSection:
    waiting = meetings.being_entered(today).not_handed_over()
    shown = list(waiting.with_gate_rows().newest_first()[:SHOWN])
    problems = blocks_by_meeting(shown)
    lines = [meeting_line(one, draft_notes(one, problems[one.pk])) for one in shown]
    total = full_count(waiting, lines)
    return WorkSection(_("Drafts waiting"), lines, _("No draft waits."), total, list_address("drafts"))


def draft_notes(meeting: Meeting, problems: Iterable[Any]) -> list[Note]:
    notes = [
        Note(lack.text, "warn", desk_address(meeting, lack.place)) for lack in blocker_labels(problems)
    ]
    return notes or [Note(_("Ready to publish"), "ok")]


def returned(meetings: Any) -> list[WorkSection]:
    waiting = meetings.returned()
    shown = list(waiting.select_related("body").with_submission().last_handed_over()[:SHOWN])
    lines = [handed_line(one) for one in shown]
    heading, address = _("Returned with a remark"), list_address("returned")
    return [WorkSection(heading, lines, "", full_count(waiting, lines), address)] if lines else []


def submitted(meetings: Any, request: HttpRequest) -> list[WorkSection]:
    """Return the queue, always to those who publish, to others where something is in it."""
    may_publish = request.user.has_perm("archive.publish_meeting")
    waiting = meetings.submitted()
    shown = list(waiting.with_gate_rows().with_submission().last_handed_over()[:SHOWN])
    problems = blocks_by_meeting(shown)
    lines = [queue_line(one, problems[one.pk], may_publish=may_publish) for one in shown]
    heading, nothing = _("Submitted for publication"), _("No draft waits for publication.")
    total, address = full_count(waiting, lines), list_address("submitted")
    return [WorkSection(heading, lines, nothing, total, address)] if lines or may_publish else []


def handed_line(meeting: Meeting) -> WorkLine:
    """Return a draft with by whom and when it was handed over, and what was said."""
    submission: Submission = meeting.handed_over
    remark = submission.remark if submission.is_waiting else submission.return_remark
    quote = Truncator(remark).chars(LONGEST_SHOWN)
    return meeting_line(meeting, handed_notes(submission))._replace(quote=quote)


def queue_line(meeting: Meeting, problems: Any, *, may_publish: bool) -> WorkLine:
    """Return a draft of the queue with what it lacks, and what can be done with it at once."""
    line, blocks = handed_line(meeting), list(problems)
    tools = [Tool(_("Preview"), reverse("meeting_preview", args=[meeting.pk]))]
    if may_publish and not blocks:
        fields = {"meetings": meeting.pk, "from_today": 1}
        tools.append(Tool(_("Publish"), reverse("admin:archive_meeting_publish"), fields))
    if may_publish:
        address = f"{reverse('admin:archive_meeting_return')}?{urlencode({'meetings': meeting.pk})}"
        tools.append(Tool(_("Return with a remark"), address))
    return line._replace(notes=[*line.notes, *draft_notes(meeting, blocks)], tools=tuple(tools))


def handed_notes(submission: Submission) -> list[Note]:
    """Return by whom and when, and whether the draft was changed since."""
    if not submission.is_waiting:
        who, at = submission.returner, submission.returned_at
    else:
        who, at = submission.submitter, submission.submitted_at
    day = written_date(timezone.localdate(at), style="short")
    notes = [Note(_("by %(who)s, %(day)s") % {"who": who, "day": day})]
    if submission.is_waiting and submission.edit_number != submission.meeting.edit_number:
        notes.append(Note(_("Changed since then"), "warn"))
    return notes


def files(request: HttpRequest) -> list[WorkSection]:
    """Return the files and texts that wait to become drafts, where there are any."""
    if not request.user.has_perm("archive.add_meeting"):
        return []
    counts = SourceText.objects.open_to(request.user).counted()
    total, unread, refused = counts["total"], counts["unread"], counts["refused"]
    notes = []
    if unread:
        notes.append(Note(ngettext("%d is not read yet", "%d are not read yet", unread) % unread, "warn"))
    if refused:
        notes.append(Note(ngettext("%d is not taken", "%d are not taken", refused) % refused, "stop"))
    text = ngettext("%d file or text to check", "%d files and texts to check", total) % total
    line = WorkLine(text, reverse("admin:archive_meeting_files"), notes)
    return [WorkSection(_("Files that wait"), [line], "", total)] if total else []


def without_minutes(meetings: Any, today: dt.date) -> WorkSection:
    waiting = meetings.due_for_entry(today)
    shown = waiting.select_related("body").newest_first()[:SHOWN]
    lines = [meeting_line(one, [Note(days_ago(today - one.date), "stop")], "id_text") for one in shown]
    nothing, total = _("Every meeting that was held has its minutes."), full_count(waiting, lines)
    return WorkSection(_("Meetings without minutes"), lines, nothing, total, list_address("minutes"))


def days_ago(age: dt.timedelta) -> str:
    return ngettext("%d day ago", "%d days ago", age.days) % age.days


def unapproved(meetings: Any, today: dt.date) -> WorkSection:
    waiting = meetings.unapproved()
    listed = with_changes_owed(waiting.select_related("body").with_next_date().defer("text", "summary"))
    shown = listed.newest_first()[:SHOWN]
    lines = [
        meeting_line(one, approval_notes(one, today), "id_approved_on")._replace(key=one.pk)
        for one in shown
    ]
    nothing, total = _("All published minutes are approved."), full_count(waiting, lines)
    return WorkSection(_("Not yet approved"), lines, nothing, total, list_address("approval"))


def approval_notes(meeting: Any, today: dt.date) -> list[Note]:
    if meeting.changed_on:
        day = written_date(meeting.changed_on, style="short")
        return [Note(_("Approved with changes %s: enter them") % day, "warn", desk_address(meeting))]
    if meeting.body.approval == Body.Approval.BY_CHAIR:
        return [Note(_("To be approved by the chair"))]
    if meeting.next_date is None:
        return []
    day = written_date(meeting.next_date, style="short")
    return [Note((_("Next meeting %s") if meeting.next_date >= today else _("Next met %s")) % day)]


def overdue(actions: Any, today: dt.date) -> WorkSection:
    waiting = actions.overdue(today)
    shown = waiting.with_meeting().most_urgent_first()[:SHOWN]
    lines = [
        WorkLine(str(one), desk_address(one.meeting, "action_items-group"), action_notes(one))
        for one in shown
    ]
    nothing, total = _("No action item is overdue."), full_count(waiting, lines)
    address = f"{reverse('admin:archive_actionitem_changelist')}?due=overdue"
    return WorkSection(_("Actions overdue"), lines, nothing, total, address)


def action_notes(action: ActionItem) -> list[Note]:
    who = action.responsible or action.responsible_body or action.responsible_text or action.meeting.body
    due = written_date(action.due_date, style="short") if action.due_date else ""
    return [Note(str(who)), Note(_("due %s") % due, "stop")]


def corrected() -> WorkSection:
    lines = [correction_line(one) for one in with_headings(corrections()[:SHOWN])]
    nothing, address = _("Nothing has been corrected yet."), reverse("correction_list")
    return WorkSection(_("Corrections lately"), lines, nothing, address=address)


def correction_line(correction: Correction) -> WorkLine:
    version, heading = correction.version, correction.heading
    made = written_date(timezone.localdate(version.created_at), style="short")
    texts = (version.get_kind_display(), _("Version %d") % version.number, made, version.reason)
    notes = [Note(text) for text in texts if text]
    title = f"{heading.body} · {show_redactions(heading.name)}"
    return WorkLine(title, correction.get_absolute_url(), notes, heading.day, heading.date_precision)


def full_count(rows: Any, lines: list[WorkLine]) -> int:
    """Return how many rows there are. One query, and only if some of them are not shown."""
    return rows.count() if len(lines) == SHOWN else len(lines)


def names_to_check(request: HttpRequest) -> list[WorkSection]:
    if not request.user.has_perm("archive.view_nametocheck"):
        return []
    waiting = NameToCheck.objects.waiting()
    lines = [
        WorkLine(str(one), reverse("admin:archive_nametocheck_change", args=[one.pk]), [])
        for one in waiting.oldest_first()[:SHOWN]
    ]
    page = f"{reverse('admin:archive_nametocheck_changelist')}?decision__exact="
    nothing, total = _("No name waits to be checked."), full_count(waiting, lines)
    return [WorkSection(_("Names to check"), lines, nothing, total, page)]


def missed(request: HttpRequest) -> list[WorkSection]:
    if not request.user.has_perm("archive.view_searchmiss"):
        return []
    page = reverse("admin:archive_searchmiss_changelist")
    misses = SearchMiss.objects.commonest_first()
    lines = [
        WorkLine(one.term, f"{page}?{urlencode({'q': one.term})}", [Note(times(one.count))], one.last_on)
        for one in misses[:SHOWN]
    ]
    nothing = _("Every word that was searched for was found.")
    return [WorkSection(_("Searched for and not found"), lines, nothing, full_count(misses, lines), page)]


def times(count: int) -> str:
    return ngettext("%(count)s search", "%(count)s searches", count) % {"count": count}
