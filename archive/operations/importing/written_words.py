"""Words of a source in the full form of an import: understood, or kept as written.

One rule for every field that holds one of a few values: a word that is understood becomes the value; any
other stays as it is written, in the field that CHOICES names beside it, is shown there, counted nowhere
and told in the report of the import. FORMS_OWN are the exception: they say what the archive is to do.
"""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.db import models

from archive.models import (
    ActionItem,
    Attendance,
    AttendanceSpan,
    Body,
    Document,
    Meeting,
    Membership,
    Resolution,
    ResolutionRelation,
    Vote,
)
from archive.operations.importing.json_lines import Row
from archive.text.choice_words import choice_of
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


class Choice(NamedTuple):
    """A field that holds one of a few values: what reads a word, and where other words are kept.

    `instead` is the value beside words that are not understood. A post keeps the words that are, too:
    副局长，主持.
    """

    read: Callable[[str], str]
    kept: str
    instead: str = ""
    is_post: bool = False


def words_of_choice(field: str) -> Callable[[str], str]:
    return lambda word: choice_of(field, word)


CHOICES: dict[type[models.Model], dict[str, Choice]] = {
    Meeting: {
        "classification": Choice(words_of_choice("meeting.classification"), "classification_as_written"),
        "attendance_mode": Choice(mode_of, "attendance_mode_as_written"),
    },
    Attendance: {
        "role": Choice(role_of_label, "label", Attendance.Role.MEMBER, is_post=True),
        "mode": Choice(lambda word: getattr(presence_of(word), "mode", ""), "status_as_written"),
    },
    AttendanceSpan: {"reason": Choice(words_of_choice("attendancespan.reason"), "note")},
    Resolution: {
        "classification": Choice(
            words_of_choice("resolution.classification"),
            "classification_as_written",
            Resolution.Classification.RESOLUTION,
        ),
        "decision_method": Choice(method_of, "result_as_written", Resolution.DecisionMethod.NOT_RECORDED),
    },
    Vote: {"option": Choice(vote_option_of, "option_as_written")},
    ResolutionRelation: {
        "kind": Choice(
            words_of_choice("resolutionrelation.kind"), "note", ResolutionRelation.Kind.RELATES_TO
        )
    },
    ActionItem: {"status": Choice(words_of_choice("actionitem.status"), "status_as_written")},
    Document: {
        "classification": Choice(
            words_of_choice("document.classification"),
            "classification_as_written",
            Document.Classification.ATTACHMENT,
        )
    },
    Body: {"classification": Choice(words_of_choice("body.classification"), "classification_as_written")},
    Membership: {"role": Choice(words_of_choice("membership.role"), "label", is_post=True)},
}
# Words of the format itself, which decide what the public sees, when an event was and whose it is: another
# word refuses the row. A meeting's own status is understood in both languages first.
FORMS_OWN = {
    Meeting: {
        *("status", "date_precision", "attendance_status", "disclosure", "shown_of_closed"),
        "publication",
    },
    AttendanceSpan: {"kind"},
    Body: {"approval"},
}


def read_choices(model: type[models.Model], row: Row) -> Words:
    """Replace the words for choices of a row by stored values; return those that stay as written."""
    unknown = []
    for field, choice in CHOICES.get(model, {}).items():
        if word := other_word(row, field, stored_values(model, field)):
            meant = choice.read(word)
            row[field] = meant or choice.instead
            if choice.is_post or not meant:
                row[choice.kept] = joined(row.get(choice.kept), word)
            unknown += [] if meant else [(field, word)]
    return unknown


def stored_values(model: type[models.Model], field: str) -> list[Any]:
    return [value for value, _label in model._meta.get_field(field).flatchoices]  # type: ignore[union-attr]


def read_result(row: Row) -> Words:
    """Replace a word for a result by the stored value; one that is not understood stays as written."""
    if word := other_word(row, "result", Resolution.Result.values):
        row["result"] = result_of_status(word)
        row["result_as_written"] = row.get("result_as_written") or beginning(word)
    written = row.get("result_as_written")
    return [("result", written)] if isinstance(written, str) and written and not row.get("result") else []


def read_resolution(row: Row) -> Words:
    """Replace the words of a resolution; its result may tell how it was decided: 无异议通过."""
    unknown = read_result(row)
    written = row.get("result_as_written")
    if not row.get("decision_method") and isinstance(written, str) and (method := method_in(written)):
        row["decision_method"] = method
    return unknown + read_choices(Resolution, row)


def read_presence(row: Row) -> Words:
    """Replace words for role and presence."""
    unknown = read_choices(Attendance, row)
    if word := other_word(row, "status", Attendance.Status.values):
        presence = presence_of(word)
        if presence:
            row["status"] = presence.status
            row["role"] = row.get("role") or presence.role
            row["mode"] = row.get("mode") or presence.mode
        else:
            row["status"] = ""
            row["status_as_written"] = joined(row.get("status_as_written"), word)
            unknown.append(("status", word))
    return unknown


def read_meeting(row: Row) -> Words:
    """Replace the words of a meeting itself; one for its status that is not understood is refused later."""
    if word := other_word(row, "status", Meeting.Status.values):
        row["status"] = choice_of("meeting.status", word) or word
    return read_choices(Meeting, row)


def read_vote(row: Row) -> Words:
    """Replace a word for a vote and a number for its weight; another weight is refused later."""
    weight = row.get("weight")
    if isinstance(weight, int | float | str) and not isinstance(weight, bool):
        with suppress(InvalidOperation):
            row["weight"] = plain_decimal(Decimal(str(weight)))
    return read_choices(Vote, row)


def read_row(model: type[models.Model], row: Row) -> Words:
    """Replace the words for choices of a row of any model, as an import does."""
    return READERS[model](row) if model in READERS else read_choices(model, row)


READERS: dict[type[models.Model], Callable[[Row], Words]] = {
    Meeting: read_meeting,
    Attendance: read_presence,
    Resolution: read_resolution,
    Vote: read_vote,
}


def emptied(model: type[models.Model], row: Row) -> Row:
    """Return the choices that stay empty beside their words: a default would say something."""
    return {field: "" for field, kept in kept_beside(model) if row.get(field) == "" and row.get(kept)}


def kept_beside(model: type[models.Model]) -> list[tuple[str, str]]:
    """Return (field of a choice, field of the words that stand instead)."""
    choices = [(field, choice.kept) for field, choice in CHOICES.get(model, {}).items()]
    return choices + ([("status", "status_as_written")] if model is Attendance else [])


def joined(said: Any, word: str) -> Any:
    """Return words with one more, if both fit; what is no text is refused later."""
    if not said:
        return beginning(word)
    both = f"{said}; {word}"
    return both if isinstance(said, str) and word not in said and len(both) <= LONGEST_WORDS else said


def other_word(row: Row, key: str, stored: list[Any]) -> str:
    """Return the text of a field that is none of the stored values, or ""."""
    word = row.get(key)
    return word if isinstance(word, str) and word.strip() and word not in stored else ""


def beginning(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}…"
