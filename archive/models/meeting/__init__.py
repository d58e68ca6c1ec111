"""Meetings: the record around which everything else hangs."""

from archive.models.meeting.model import Meeting
from archive.models.meeting.queryset import BEHIND_TEXT, MeetingQuerySet

__all__ = ["BEHIND_TEXT", "Meeting", "MeetingQuerySet"]
