"""The gate before publication: all that blocks it, and all that may be wrong, in one list."""

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Attendance, Meeting
from archive.models.visibility import is_open, is_open_meeting
from archive.operations.entry.reading_rows import NOT_EQUAL
from archive.operations.matters import number_doubts
from archive.operations.publish.contradictions import contradictions
from archive.operations.publish.personal_data import personal_doubts, personal_in
from archive.operations.publish.problems import Accept, Problem, Verdict, accept_all, accept_none, doubt
from archive.text.meeting_numbers import read_meeting_number

Numbers = dict[tuple[int, int, str], dict[int, str]]  # {(body id, year, series): {meeting id: number}}


def judge(meetings: Iterable[Meeting], accept: Accept = accept_none, *, reason: str = "") -> list[Verdict]:
    """Return for each meeting whether it can be published: the decision behind every button.

    What is held has a block, or a doubt that is not accepted. `reason` is why withdrawn minutes are
    published again. One query, and three if a decision has a number without a matter; the meetings must
    come from with_children().
    """
    meetings = list(meetings)
    numbers, today = numbers_of(meetings), timezone.localdate()
    repeated = repeated_numbers(meetings)
    return [
        Verdict(one, problems, any(each.is_block or not accept(one, each) for each in problems))
        for one in meetings
        for problems in [[*problems_found(one, numbers, today, reason), *repeated[one.pk]]]
    ]


def problems_of(meeting: Meeting, *, today: dt.date | None = None) -> list[Problem]:
    """Return all that blocks the publication of a meeting, then all that may be wrong with it.

    One query if the meeting comes from with_children(), otherwise one more for each table.
    """
    found = problems_found(meeting, numbers_of([meeting]), today or timezone.localdate())
    return [*found, *repeated_numbers([meeting])[meeting.pk]]


def problems_found(meeting: Meeting, numbers: Numbers, today: dt.date, reason: str = "-") -> list[Problem]:
    blocks = [*blocks_of(meeting, numbers), *return_blocks(meeting, reason)]
    reasons = personal_in("return_reason", reason)
    return [*blocks, *doubts_of(meeting, numbers, today), *reasons]


def blocks_of(meeting: Meeting, numbers: Numbers) -> list[Problem]:
    """Return what blocks the publication of a meeting; `numbers` come from numbers_of()."""
    checks = (state_blocks, fact_blocks, chair_blocks, resolution_blocks)
    problems = [problem for check in checks for problem in check(meeting)]
    return [*problems, *number_blocks(meeting, numbers)]


def blocks_by_meeting(meetings: Iterable[Meeting]) -> dict[int, list[Problem]]:
    """Return {primary key: what blocks publication}; one query.

    The meetings must come from with_gate_rows().
    """
    meetings = list(meetings)
    numbers = numbers_of(meetings)
    return {meeting.pk: blocks_of(meeting, numbers) for meeting in meetings}


def state_blocks(meeting: Meeting) -> Iterator[Problem]:
    if meeting.publication == Meeting.Publication.PUBLISHED:
        yield Problem("publication", _("It is published already."))
    if shows_nothing(meeting):
        message = _(
            "It is not open: mark a decision as public, or choose what else is shown of it, to publish it."
        )
        yield Problem("disclosure", message)


def shows_nothing(meeting: Meeting) -> bool:
    """Return whether a meeting that is not open has nothing that may be shown."""
    if is_open_meeting(meeting) or meeting.shown_of_closed:
        return False
    return not any(map(is_open, meeting.resolutions.all()))


def return_blocks(meeting: Meeting, reason: str) -> Iterator[Problem]:
    """Ask why withdrawn minutes are published again."""
    if meeting.publication == Meeting.Publication.WITHDRAWN and not reason.strip():
        yield Problem("return_reason", _("Say why it is published again: the public reads the reason."))


def fact_blocks(meeting: Meeting) -> Iterator[Problem]:
    if not meeting.body_id:
        yield Problem("body", _("It has no body."))
    if not meeting.date:
        yield Problem("date", _("It has no date."))
    if not meeting.name.strip():
        yield Problem("name", _("It has no title."))
    if not has_content(meeting):
        yield Problem("text", _("It has no text, agenda item or resolution."))


def has_content(meeting: Meeting) -> bool:
    """Return whether there is anything to read; a meeting that was not held needs only a title."""
    if meeting.status != Meeting.Status.HELD:
        return True
    rows = [*meeting.agenda_items.all(), *meeting.resolutions.all()]
    texts = (meeting.text, meeting.summary, *(row.text for row in meeting.translations.all()))
    return any(text.strip() for text in texts) or any(map(is_open, rows)) or not is_open_meeting(meeting)


def chair_blocks(meeting: Meeting) -> Iterator[Problem]:
    if lacks_chair(meeting, meeting.attendances.all()):
        message = _("Nobody is in the chair: mark who was, or say why nobody is recorded there.")
        yield Problem("chair_note", message)


def lacks_chair(meeting: Meeting, attendances: Iterable[Attendance]) -> bool:
    """Return whether a clerk has yet to say who was in the chair.

    Minutes from elsewhere may be silent about it: then it is not known, and nothing is shown.
    """
    explained = meeting.chair_note.strip() or meeting.attendance_status != Meeting.AttendanceStatus.RECORDED
    if explained or meeting.source or meeting.status != Meeting.Status.HELD:
        return False
    if meeting.attendance_mode == Meeting.Mode.BY_CIRCULATION:
        return False
    return not any(row.role == Attendance.Role.CHAIR for row in attendances)


def resolution_blocks(meeting: Meeting) -> Iterator[Problem]:
    """Ask for the result of each resolution, and for one of two that the text gives."""
    for row in meeting.resolutions.all():
        if says_two_things(row.result_as_written):
            told = {"number": row.sequence, "readings": row.result_as_written}
            message = _(
                "Resolution %(number)s: the text says two things, %(readings)s. Keep the right one."
            )
            yield Problem("resolutions", message % told, row=row.pk, column="result_as_written")
        elif not row.result and not row.result_as_written.strip():
            message = _("Resolution %(number)s has no result.") % {"number": row.sequence}
            yield Problem("resolutions", message, row=row.pk, column="result")


def says_two_things(words: str) -> bool:
    """Return whether the words of a result are two readings, between which somebody has yet to decide."""
    return words.startswith("“") and f"”{NOT_EQUAL}“" in words


# Numbers


def numbers_of(meetings: Iterable[Meeting]) -> Numbers:
    """Return the numbers of all meetings of these bodies in these years; one query."""
    wanted = {series_of_number(meeting) for meeting in meetings if meeting.date}
    bodies, years = {body for body, _year, _series in wanted}, {year for _body, year, _series in wanted}
    rows = Meeting.objects.numbered_in(bodies, years)
    found: Numbers = {place: {} for place in wanted}
    for key, body, year, series, number in rows.values_list(
        "pk", "body_id", "year", "number_series", "number"
    ):
        if (body, year, series) in found:
            found[body, year, series][key] = number
    return found


def series_of_number(meeting: Meeting) -> tuple[int, int, str]:
    return meeting.body_id, meeting.date.year, meeting.number_series


def others_of(meeting: Meeting, numbers: Numbers) -> list[str]:
    if not meeting.date:
        return []
    own = numbers[series_of_number(meeting)]
    return [number for key, number in own.items() if key != meeting.pk]


def number_blocks(meeting: Meeting, numbers: Numbers) -> Iterator[Problem]:
    """Block a number that another meeting has; the database would accept it with other spacing."""
    taken = map(same_number, others_of(meeting, numbers))
    if meeting.number.strip() and same_number(meeting.number) in taken:
        yield Problem("number", _("This body already has a meeting with this number in that year."))


def gaps_before(meeting: Meeting, numbers: Numbers) -> Iterator[Problem]:
    """Doubt a gap between this meeting's number and the one before it in its year and series."""
    own = read_meeting_number(meeting.number)
    if own is None:
        return
    others = map(read_meeting_number, others_of(meeting, numbers))
    lower = [one.value for one in others if one and one.series == own.series and one.value < own.value]
    if lower and max(lower) < own.value - 1:
        message = _("The number before it in that year is %(number)s: is a meeting missing?")
        yield Problem("number", message % {"number": max(lower)}, is_block=False)


def same_number(number: str) -> str:
    """Return a number as it is compared: without blanks, in half-width characters."""
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())


def repeated_numbers(meetings: Iterable[Meeting]) -> dict[int, list[Problem]]:
    """Return {meeting id: doubts} about official numbers that other decisions have: one matter or two?"""
    found: dict[int, list[Problem]] = defaultdict(list)
    for row, other in number_doubts(row for meeting in meetings for row in meeting.resolutions.all()):
        told = {
            "number": row.sequence,
            "identifier": row.identifier,
            "date": other.date,
            "body": other.body,
        }
        message = _(
            "Resolution %(number)s: %(identifier)s is also the number of a decision of %(body)s, %(date)s. "
            "If it is the same matter, say so on the page of the resolution."
        )
        found[row.meeting_id].append(doubt("resolutions", message % told, row, "identifier"))
    return found


# Doubts


def new_doubts(meeting: Meeting, reason: str, accept: Accept) -> list[Problem]:
    """Return the doubts about a correction that are not accepted; its reason is public as well."""
    if accept is accept_all:
        return []
    found = doubts_of(meeting, numbers_of([meeting]), timezone.localdate())
    found += repeated_numbers([meeting])[meeting.pk]
    reasons = personal_in("correction_reason", reason)
    return [one for one in [*found, *reasons] if not accept(meeting, one)]


def doubts_of(meeting: Meeting, numbers: Numbers, today: dt.date) -> list[Problem]:
    """Return all doubts about a meeting; no query if it comes from with_children()."""
    found = [*contradictions(meeting, today), *gaps_before(meeting, numbers)]
    return [*found, *personal_doubts(meeting)]
