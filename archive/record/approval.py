"""Approval of minutes: whether a reader should be told that it is still to come."""

import datetime as dt

from archive.models import Body, Meeting

# Minutes are approved at the next meeting, or by the chair within weeks (Robert's Rules of Order, 12th
# edition, 41:9). A body that meets once a year does so after a year and some weeks; what has no approval
# by then was not entered here, which says nothing about the minutes.
PLAUSIBLE = dt.timedelta(days=365 + 31)


def awaits_approval(
    meeting: Meeting, *, is_held: bool, approved_on: dt.date | None, today: dt.date
) -> bool:
    """Return whether minutes are plausibly still to be approved; the body comes with the meeting.

    `is_held` and `approved_on` are those of the version that is shown.
    """
    approves = is_held and meeting.body.approval in Body.APPROVING
    return approves and approved_on is None and today <= meeting.date + PLAUSIBLE
