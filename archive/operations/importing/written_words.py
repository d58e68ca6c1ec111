"""Words of a source in the full form of an import: understood, or kept as written.

Each reader returns (field, word) of the words that are not understood, for the report of the import.
"""

from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from archive.models import Attendance, Meeting, Resolution, Vote
from archive.operations.importing.json_lines import Row
from archive.text.numerals import plain_decimal
from archive.text.vocabulary import (
    method_in,
    method_of,
    mode_of,
    presence_of,
    result_of_status,
    role_of_label,
    vote_option_of,
)

LONGEST_WORDS = 200  # characters, as the columns are
Words = list[tuple[str, str]]


def read_result(row: Row) -> Words:
    """Replace a word for a result by the stored value; one that is not understood stays as written."""
    if word := other_word(row, "result", Resolution.Result.values):
        row["result"] = result_of_status(word)
        row["result_as_written"] = row.get("result_as_written") or beginning(word)
    written = row.get("result_as_written")
    return [("result", written)] if isinstance(written, str) and written and not row.get("result") else []


def read_presence(row: Row) -> Words:
    """Replace words for role and presence; a role that is not understood joins the label."""
    unknown = []
    if word := other_word(row, "role", Attendance.Role.values):
        row["role"] = role_of_label(word)
        row["label"] = joined_label(row.get("label"), word)
        unknown += [] if row["role"] else [("role", word)]
    if word := other_word(row, "status", Attendance.Status.values):
        presence = presence_of(word)
        if presence:
            row["status"] = presence.status
            row["role"] = row.get("role") or presence.role
            row["mode"] = row.get("mode") or presence.mode
        else:
            del row["status"]
            row["status_as_written"] = row.get("status_as_written") or beginning(word)
            unknown.append(("status", word))
    return unknown


def joined_label(label: Any, word: str) -> Any:
    """Return a post with the word for a role beside it, if both fit; what is no text is refused later."""
    if not label:
        return beginning(word)
    both = f"{label}; {word}"
    return both if isinstance(label, str) and word not in label and len(both) <= LONGEST_WORDS else label


def read_mode(row: Row) -> None:
    """Replace a word for how people attended a meeting; one that is not understood is refused later."""
    if word := other_word(row, "attendance_mode", Meeting.Mode.values):
        row["attendance_mode"] = mode_of(word) or word


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


def beginning(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}…"
