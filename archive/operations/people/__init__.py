"""People entered twice: find them, merge them, undo that."""

from archive.operations.people.duplicates import Suspects, suspected_pairs, tell_apart, with_people
from archive.operations.people.merge import merge_people
from archive.operations.people.merge_preview import (
    ABSORBED,
    KEPT,
    CannotMerge,
    Conflict,
    Move,
    Plan,
    plan_merge,
)
from archive.operations.people.undo_merge import Undone, undo_merge

__all__ = [
    "ABSORBED",
    "KEPT",
    "CannotMerge",
    "Conflict",
    "Move",
    "Plan",
    "Suspects",
    "Undone",
    "merge_people",
    "plan_merge",
    "suspected_pairs",
    "tell_apart",
    "undo_merge",
    "with_people",
]
