"""Words of a source in the full form of an import: understood, or kept as written."""

from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from archive.models import Attendance, Resolution, Vote
from archive.operations.importing.json_lines import Row
from archive.text.numerals import plain_decimal
from archive.text.vocabulary import (
    method_in,
    method_of,
    presence_of,
    result_of_status,
    role_of_label,
    vote_option_of,
)


def read_result(row: Row) -> None:
    """Replace a word for a result by the stored value; one that is not understood stays as written."""
    if word := other_word(row, "result", Resolution.Result.values):
        row["result"] = result_of_status(word)
        row["result_as_written"] = row.get("result_as_written") or word


def read_presence(row: Row) -> None:
    """Replace words for role and presence; a role that is not understood becomes the label."""
    if word := other_word(row, "role", Attendance.Role.values):
        row["role"] = role_of_label(word)
        row["label"] = row.get("label") or word
    presence = presence_of(other_word(row, "status", Attendance.Status.values))
    if presence:
        row["status"] = presence.status
        row["role"] = row.get("role") or presence.role
        row["mode"] = row.get("mode") or presence.mode


def read_method(row: Row) -> None:
    """Replace a word for how it was decided; one that is not understood is refused later, with the row.

    A result may tell it too: 无异议通过. Call it after read_result().
    """
    if word := other_word(row, "decision_method", Resolution.DecisionMethod.values):
        row["decision_method"] = method_of(word) or word
    elif not row.get("decision_method") and isinstance(row.get("result_as_written"), str):
        row["decision_method"] = method_in(row["result_as_written"])


def read_vote(row: Row) -> None:
    """Replace a word for a vote and a number for its weight; others are refused later, with the row."""
    if word := other_word(row, "option", Vote.Option.values):
        row["option"] = vote_option_of(word) or word
    weight = row.get("weight")
    if isinstance(weight, int | float | str) and not isinstance(weight, bool):
        with suppress(InvalidOperation):
            row["weight"] = plain_decimal(Decimal(str(weight)))


def other_word(row: Row, key: str, stored: list[Any]) -> str:
    """Return the text of a field that is none of the stored values, or ""."""
    word = row.get(key)
    return word if isinstance(word, str) and word not in stored else ""
