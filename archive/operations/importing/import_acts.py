"""What the staff log says of an import: what is new, and what it changed, with the values."""

from archive.models import Meeting, StaffAct
from archive.models.staff_act import Change, changed, new_act, note
from archive.operations.importing.other_rows import Outcome
from archive.operations.importing.source_changes import SourceChange


def import_act(meeting: Meeting) -> StaffAct:
    places = [changed(name, None, getattr(meeting, name)) for name in ("source", "source_url")]
    return new_act(StaffAct.Kind.IMPORTED, meeting, places)


def note_other(kind: str, line: int, outcome: Outcome, *, is_written: bool) -> None:
    """Log that a line of another type was imported, or with its values what it changed."""
    if outcome is True:
        note(StaffAct.Kind.IMPORTED, None, [changed("type", None, kind), changed("line", None, line)])
    elif outcome and is_written:
        row = next((change.row for change in outcome if change.row is not None), None)
        note(StaffAct.Kind.IMPORTED, row, logged_changes(outcome))


def logged_changes(changes: list[SourceChange]) -> list[Change]:
    """Return what an import changes; a conflict is left alone."""
    return [
        changed(one.field, one.old, one.new, **({"row": one.place.rstrip(", ")} if one.place else {}))
        for one in changes
        if not one.is_conflict
    ]
