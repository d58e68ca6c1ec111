"""What the gate tells the clerk."""

from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong with a meeting, and where it is put right.

    `field` is a field of the meeting, or what its rows are called there ("attendances"): then `row` is
    the primary key of the row, None for one that was not saved or for all, and `column` its field.
    A problem that is no block may be as it should be.
    """

    field: str
    message: str
    is_block: bool = True
    row: int | None = None
    column: str = ""
