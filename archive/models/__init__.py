"""What the archive stores. Names are those of Popolo, Open Civic Data and OParl."""

from archive.models.action import ActionItem
from archive.models.agenda import AgendaItem
from archive.models.attendance import Attendance
from archive.models.body import Body
from archive.models.closure import ActionClosure
from archive.models.document import Document
from archive.models.meeting import Meeting
from archive.models.person import Membership, Person
from archive.models.relation import ResolutionRelation
from archive.models.resolution import Resolution, Vote
from archive.models.revision import Redirect, Revision
from archive.models.source import SourceText
from archive.models.unsaved import UnsavedEntry

__all__ = [
    "ActionClosure",
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "Body",
    "Document",
    "Meeting",
    "Membership",
    "Person",
    "Redirect",
    "Resolution",
    "ResolutionRelation",
    "Revision",
    "SourceText",
    "UnsavedEntry",
    "Vote",
]
