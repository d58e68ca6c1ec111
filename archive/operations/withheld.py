"""What was redacted or withdrawn: who among staff may read it, and the log of each look."""

from typing import Any

from archive.models import StaffAct
from archive.models.staff_act import note


def may_read_withheld(user: Any) -> bool:
    return bool(user.has_perm("archive.view_withheld"))


def note_look(user: Any, row: Any) -> None:
    """Log for staff that a user read what is withheld of a row; the entry holds none of it."""
    note(StaffAct.Kind.LOOKED, row, by=user, is_struck=True)
