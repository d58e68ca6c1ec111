"""The first page after the log-in: the work queue, each entry one click away."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.admin.blocker_labels import blocker_labels
from archive.admin.public_things import may_correct
from archive.models import ActionItem, Body, Meeting, NameToCheck, SearchMiss, Submission
from archive.models.reach import bodies_of, reached
from archive.operations.minutes_approvals import with_changes_owed
from archive.operations.publish import blocks_by_meeting
from archive.record.history import Correction, corrections, with_headings
from archive.record.render.display import written_date
from archive.text.redaction import show_redactions

SHOWN = 6  # of each kind; the heading leads to all
LONGEST_SHOWN = 160  # characters of a remark


class Note(NamedTuple):
    """A few words beneath a line: kind is "ok", "warn", "stop" or ""; perhaps a place of its own."""

    text: str
    kind: str = ""
    address: str = ""


class WorkLine(NamedTuple):
    """One thing to do: `text` links to `address`, `date` is its day."""

    text: str
    address: str
    notes: list[Note]
    date: dt.date | None = None
    precision: str = "day"
    key: int | None = None  # for a line that can be ticked, see WorkSection.act


class Act(NamedTuple):
    """What can be done with the meetings ticked in a card: the page that asks about it, and the button."""

    address: str
    label: str


class WorkSection(NamedTuple):
    """Things to do of one kind: `address` lists all `total`, `nothing` is said where there are none."""

    heading: str
    lines: list[WorkLine]
    nothing: str
    total: int | None = None
    address: str = ""
    act: Act | None = None


def sections_for(request: HttpRequest) -> list[WorkSection]:
    if not request.user.has_perm("archive.view_meeting"):
        return []
    today = timezone.localdate()
    meetings, actions = (
        reached(Meeting.objects.all(), request.user),
        reached(ActionItem.objects.all(), request.user),
    )
    to_approve = unapproved(meetings, today)
    if may_correct(request):
        act = Act(reverse("admin:archive_meeting_approve"), _("Approve…"))
        to_approve = to_approve._replace(act=act)
    found = [*handed_over(meetings, request), drafts(meetings, today)]
    found += [without_minutes(meetings, today), to_approve]
    found += [overdue(actions, today), corrected()]
    is_limited = bodies_of(request.user) is not None
    return found if is_limited else [*found, *names_to_check(request), *missed(request)]


def desk_address(meeting: Meeting, place: str = "") -> str:
    return reverse("admin:archive_meeting_change", args=[meeting.pk]) + (place and f"#{place}")


def list_address(waiting: str) -> str:
    """Return the address of the list of meetings that wait for one kind of work; see WaitingFilter."""
    return f"{reverse('admin:archive_meeting_changelist')}?waiting={waiting}"


def meeting_line(meeting: Meeting, notes: list[Note], place: str = "") -> WorkLine:
    name = meeting.number or meeting.name
    address = desk_address(meeting, place)
    return WorkLine(f"{meeting.body} · {name}", address, notes, meeting.date, meeting.date_precision)


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


def handed_over(meetings: Any, request: HttpRequest) -> list[WorkSection]:
    """Return what was submitted, always to those who publish, and what was returned, where there is any."""
    may_publish = request.user.has_perm("archive.publish_meeting")
    act = Act(reverse("admin:archive_meeting_return"), _("Return with a remark…")) if may_publish else None
    queue = submission_lines(meetings.submitted(), with_lacks=True)
    back = submission_lines(meetings.returned(), with_lacks=False)
    found = [
        WorkSection(
            _("Submitted for publication"),
            queue.lines,
            _("No draft waits for publication."),
            queue.total,
            list_address("submitted"),
            act,
        ),
        WorkSection(_("Returned with a remark"), back.lines, "", back.total, list_address("returned")),
    ]
    return [one for one in found if one.lines or (one.nothing and may_publish)]


class Handed(NamedTuple):
    lines: list[WorkLine]
    total: int


def submission_lines(waiting: Any, *, with_lacks: bool) -> Handed:
    """Return the last ones handed over with who did it and what was said, and how many there are in all."""
    rows = waiting.with_gate_rows() if with_lacks else waiting.select_related("body")
    shown = list(rows.with_submission().last_handed_over()[:SHOWN])
    problems = blocks_by_meeting(shown) if with_lacks else {}
    lines = []
    for one in shown:
        notes = handed_notes(one.handed_over)
        if with_lacks:
            preview = Note(_("Preview"), address=reverse("meeting_preview", args=[one.pk]))
            notes += [*draft_notes(one, problems[one.pk]), preview]
        lines.append(meeting_line(one, notes)._replace(key=one.pk))
    return Handed(lines, full_count(waiting, lines))


def handed_notes(submission: Submission) -> list[Note]:
    """Return by whom and when; the remark; and whether the draft was changed since."""
    if not submission.is_waiting:
        who, remark, at = submission.returner, submission.return_remark, submission.returned_at
    else:
        who, remark, at = submission.submitter, submission.remark, submission.submitted_at
    day = written_date(timezone.localdate(at), style="short")
    notes = [Note(_("by %(who)s, %(day)s") % {"who": who, "day": day})]
    if remark:
        notes.append(Note(f"“{Truncator(remark).chars(LONGEST_SHOWN)}”"))
    if submission.is_waiting and submission.edit_number != submission.meeting.edit_number:
        notes.append(Note(_("Changed since then"), "warn"))
    return notes


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
