"""Duplicate people: find them, merge them, undo a merge. What the rest of the archive calls."""

from archive.operations.merge_rows import CannotMerge, Move, Undone
from archive.operations.people.duplicates import Suspects, suspected_pairs, tell_apart, with_people
from archive.operations.people.merge import merge_people
from archive.operations.people.merge_preview import (
    ABSORBED,
    KEPT,
    REFERENCES,
    Plan,
    RowConflict,
    plan_merge,
)
from archive.operations.people.names_to_check import decide_name, meetings_of_name
from archive.operations.people.rename import note_rename
from archive.operations.people.undo_merge import undo_merge

__all__ = [
    "ABSORBED",
    "KEPT",
    "REFERENCES",
    "CannotMerge",
    "Move",
    "Plan",
    "RowConflict",
    "Suspects",
    "Undone",
    "decide_name",
    "meetings_of_name",
    "merge_people",
    "note_rename",
    "plan_merge",
    "suspected_pairs",
    "tell_apart",
    "undo_merge",
    "with_people",
]
