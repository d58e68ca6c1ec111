"""The latest version of a meeting, where a test knows that there is one."""

from archive.models import Meeting, Revision
from archive.record.build import Record
from archive.record.versions import current_snapshot


def latest_record(meeting: Meeting) -> Record:
    """Return the record of the latest version."""
    record = current_snapshot(meeting)
    assert record is not None
    return record


def latest_version(meeting: Meeting) -> Revision:
    """Return the latest version."""
    return meeting.revisions.newest_first()[0]
