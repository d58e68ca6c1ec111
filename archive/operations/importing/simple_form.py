"""The simple form of an import, converted into the full form.

Format: FORMAT.md beside this module. What the row does not say stays not known. What does not fit
the format raises Refused.
"""

import re
from collections import Counter, defaultdict
from typing import Any

from archive.models import Attendance, Resolution, Vote
from archive.operations.importing.json_lines import Refused, Row, refuse_unknown
from archive.operations.importing.written_words import beginning
from archive.text.names import name_key, tidy_name
from archive.text.vocabulary import (
    PresenceWords,
    presence_of,
    result_of_status,
    role_of_label,
    vote_option_of,
)

PLAIN_NUMBER = re.compile(r"#?\d{1,6}(\.\d+)*\Z")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
FIELDS = {
    "source", "source_url_or_path", "licence", "date", "body", "title", "language", "location",
    "other_bodies", "attendees", "agenda", "resolutions", "text", "refused_line", "refused_reason",
}  # fmt: skip
ATTENDEE_FIELDS = {"name", "role", "status"}
RESOLUTION_FIELDS = {"number", "text", "status", "votes"}
NAMES = "names_"  # before any word for a vote: names_for, names_abstain, names_弃权
COUNTED = {"yes": "yes_count", "no": "no_count", "abstain": "abstain_count"}


def full_form(row: Row) -> Row:
    refuse_unknown(row, FIELDS)
    attendances = attendee_rows(list_field(row, "attendees"))
    names = Counter(name_key(attendance["person"]) for attendance in attendances)
    others = list_field(row, "other_bodies", str)
    return ({"other_bodies": others} if others else {}) | {
        "type": "meeting",
        "source": text_field(row, "source"),
        "source_url": text_field(row, "source_url_or_path"),
        "licence": text_field(row, "licence", required=False),
        "body": text_field(row, "body"),
        "date": text_field(row, "date"),
        "name": COMMENT.sub("", text_field(row, "title")).strip(),
        "language": text_field(row, "language", required=False) or "en",
        "location": text_field(row, "location", required=False),
        "text": text_field(row, "text"),
        "attendances": attendances,
        "agenda_items": [agenda_row(item) for item in list_field(row, "agenda", str)],
        "resolutions": [
            decision_row(resolution, sequence, names)
            for sequence, resolution in enumerate(list_field(row, "resolutions"), start=1)
        ],
    }


def text_field(row: Row, key: str, *, required: bool = True) -> str:
    value = row.get(key)
    if value is None or value == "":
        if required:
            raise Refused(f"The field {key} is missing or empty.")
        return ""
    if not isinstance(value, str):
        raise Refused(f"The field {key} is not text.")
    return value


def list_field(row: Row, key: str, kind: type = dict) -> list[Any]:
    """Return a field that holds a list of objects, or of texts; an absent one is empty. Raises Refused."""
    rows = row.get(key)
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(part, kind) for part in rows):
        raise Refused(f"The field {key} is not a list of {'texts' if kind is str else 'objects'}.")
    return rows


def attendee_rows(attendees: list[Row]) -> list[Row]:
    """Return the attendance in the order recorded; who is named twice, once with a role, is one row."""
    rows: list[Row] = []
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in map(attendee_row, attendees):
        namesakes = by_name[name_key(row["person"])]
        if first := next((one for one in namesakes if may_be_one(one, row)), None):
            merge_attendee(first, row)
        else:
            namesakes.append(row)
            rows.append(row)
    return rows


def may_be_one(one: Row, other: Row) -> bool:
    """Return whether two entries of a name say different things of one person, not of two namesakes.

    One of them has no post or tells a role (Chair), or both tell the same post.
    """
    labels = [one["label"], other["label"]]
    if not any(labels):
        return False
    return labels[0] == labels[1] or "" in labels or any(map(role_of_label, labels))


def attendee_row(attendee: Row) -> Row:
    refuse_unknown(attendee, ATTENDEE_FIELDS, " of an attendee")
    written = text_field(attendee, "name")
    label = text_field(attendee, "role", required=False)
    said = text_field(attendee, "status", required=False)
    presence = presence_of(said) if said else PresenceWords("", Attendance.Status.PRESENT)
    row = {
        "person": tidy_name(written),
        "name_as_written": "" if tidy_name(written) == written else written,
        "label": label,
        "role": role_of_label(label) or Attendance.Role.MEMBER,
        "status": said,
    }
    if presence:
        row |= {"status": presence.status, "role": presence.role or row["role"], "mode": presence.mode}
    return row


def merge_attendee(first: Row, again: Row) -> None:
    if first["role"] == Attendance.Role.MEMBER:
        first["role"] = again["role"]
    first["label"] = "; ".join(dict.fromkeys(filter(None, (first["label"], again["label"]))))
    spellings = (first.get("note"), again["name_as_written"] or again["person"])
    first["note"] = "; ".join(filter(None, spellings))


def agenda_row(name: str) -> Row:
    """Return an agenda item; a title that is too long is kept whole as its text."""
    name = name.strip() or "…"
    return {"name": name} if len(name) <= 500 else {"name": f"{name[:499]}…", "text": name}


def decision_row(resolution: Row, sequence: int, attending: Counter[str]) -> Row:
    refuse_unknown(resolution, RESOLUTION_FIELDS, " of a resolution")
    status = text_field(resolution, "status", required=False)
    votes = votes_of(resolution)
    text = text_field(resolution, "text")
    if said := text_field(votes, "text", required=False):
        text = f"{text}\n\n{said}"
    return {
        **numbering(resolution.get("number"), sequence),
        "text": text,
        # A word that is not understood is shown as written, instead of a result.
        "result": result_of_status(status) if status else Resolution.Result.NOT_RECORDED,
        "result_as_written": beginning(status),
        **{COUNTED[option]: votes[key] for key, option in counts_in(votes)},
        **roll_call(votes, attending),
    }


def votes_of(resolution: Row) -> Row:
    votes = resolution.get("votes")
    if votes is None:
        return {}
    if not isinstance(votes, dict):
        raise Refused("The field votes is not an object.")
    known = {key for key, _option in [*counts_in(votes), *keys_of_names(votes)]}
    refuse_unknown(votes, {"text", *known}, " of votes")
    for key, _option in counts_in(votes):
        if votes[key] is not None and type(votes[key]) is not int:
            raise Refused(f"The field {key} of votes is not a whole number.")
    return votes


def counts_in(votes: Row) -> list[tuple[str, str]]:
    """Return (key, option) of the keys that hold a number of votes: for, against, abstain, 反对."""
    return [(key, option) for key in votes if (option := vote_option_of(key)) in COUNTED]


def keys_of_names(votes: Row) -> list[tuple[str, str]]:
    """Return (key, option, or the word as it is) of the keys that hold names: names_for, names_弃权."""
    named = [(key, key.removeprefix(NAMES)) for key in votes if key.startswith(NAMES)]
    return [(key, vote_option_of(word) or word) for key, word in named if word]


def numbering(number: Any, sequence: int) -> Row:
    """Return a number as written, or as a title if it only counts within its own meeting."""
    if number is not None and type(number) not in {int, str}:
        raise Refused("The field number of a resolution is neither a number nor text.")
    written = "" if number is None else str(number)
    if written in {"", str(sequence)}:
        return {}
    return {"name": written} if PLAIN_NUMBER.match(written) else {"number": written}


def roll_call(votes: Row, attending: Counter[str]) -> Row:
    """Return the votes by name. Where a person is named twice, the first counts and a note says so.

    `attending` says how many people of each name_key() attended: namesakes have a vote each.
    """
    found: list[Row] = []
    by_name: dict[str, list[Row]] = defaultdict(list)
    for key, option in keys_of_names(votes):
        for name in list_field(votes, key, str):
            given = by_name[name_key(name)]
            if len(given) < max(1, attending[name_key(name)]):
                given.append({"voter": tidy_name(name), "option": option})
                found.append(given[-1])
            elif given[0]["option"] != option:
                given[0]["note"] = f"{given[0]['option']}; {option}"
    if not found:
        return {}
    is_roll_call = any(vote["option"] != Vote.Option.ABSENT for vote in found)
    return {"votes": found} | ({"decision_method": "roll_call"} if is_roll_call else {})
