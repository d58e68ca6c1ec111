"""What the archive stores. Names are those of Popolo, Open Civic Data and OParl."""

from archive.models.action import ActionClosure, ActionItem
from archive.models.agenda import AgendaItem
from archive.models.attendance import Attendance
from archive.models.attendance_span import AttendanceSpan
from archive.models.body import Body
from archive.models.cache_entry import CacheEntry
from archive.models.chain_entry import ChainEntry
from archive.models.document import Document
from archive.models.imported_record import ImportedRecord, ImportedRow
from archive.models.matter import Matter
from archive.models.meeting import Meeting
from archive.models.meeting_body import MeetingBody
from archive.models.meeting_translation import MeetingTranslation
from archive.models.merge import BodyMerge, DistinctPeople, PersonMerge
from archive.models.minutes_approval import MinutesApproval
from archive.models.name_to_check import NameToCheck
from archive.models.other_name import OtherName
from archive.models.person import Membership, Person
from archive.models.public_change import PublicChange
from archive.models.reach import DeskLimit
from archive.models.relation import ResolutionRelation
from archive.models.resolution import Resolution
from archive.models.revision import Redirect, Revision
from archive.models.search_miss import SearchMiss
from archive.models.sitting import Sitting
from archive.models.source_text import SourceText
from archive.models.staff_act import StaffAct
from archive.models.submission import Submission
from archive.models.topic import Topic
from archive.models.unsaved import UnsavedEntry
from archive.models.vote import Vote

__all__ = [
    "ActionClosure",
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "AttendanceSpan",
    "Body",
    "BodyMerge",
    "CacheEntry",
    "ChainEntry",
    "DeskLimit",
    "DistinctPeople",
    "Document",
    "ImportedRecord",
    "ImportedRow",
    "Matter",
    "Meeting",
    "MeetingBody",
    "MeetingTranslation",
    "Membership",
    "MinutesApproval",
    "NameToCheck",
    "OtherName",
    "Person",
    "PersonMerge",
    "PublicChange",
    "Redirect",
    "Resolution",
    "ResolutionRelation",
    "Revision",
    "SearchMiss",
    "Sitting",
    "SourceText",
    "StaffAct",
    "Submission",
    "Topic",
    "UnsavedEntry",
    "Vote",
]
