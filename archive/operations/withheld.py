"""What was redacted or withdrawn: who among staff may read it, and the log of each look."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.translation import gettext as _


def may_read_withheld(user: Any) -> bool:
    return bool(user.has_perm("archive.view_withheld"))


def note_look(user: Any, row: Any) -> None:
    """Log for staff, in the history of a row, that a user read what is withheld of it."""
    LogEntry.objects.log_actions(user.pk, [row], CHANGE, _("Read what is withheld."), single_object=True)
