"""What the index finds of a record: the titles and the texts of a meeting, a resolution and a document.

Pure functions, without a query and without a rule of visibility: what is not in the record cannot be
found. Change here what is findable; both engines and the passages of a hit follow.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

from archive.models import AttendanceSpan, Vote
from archive.record.build import Record
from archive.record.render.display import bodies_of

# A link shows its words and not its address, so only the words are found. What stands in brackets
# after brackets is an address only if it looks like one: [2023](附件) is read as it stands.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?=[^()\s]*[/#.:@])[^()\s]+\)")


MATTER_NAMES = ("identifier", "name", "alternate_name")


class Attendee(NamedTuple):
    """What the record does not say of somebody at a meeting: primary key, and the names of today."""

    key: int
    names: tuple[str, ...]


def meeting_titles(record: Record) -> list[str]:
    """Return the titles of a meeting, in all languages that it has."""
    return [record["name"], record["alternate_name"], *(row["name"] for row in translations_in(record))]


def translations_in(record: Record) -> list[Record]:
    return list(record.get("translations", ()))


def meeting_texts(record: Record, attendees: Iterable[Attendee], names: Iterable[str] = ()) -> list[str]:
    """Return everything else that is findable of a meeting, what a passage is best taken from first.

    `names` are those of today of its body and of those responsible for action items.
    """
    body = record["body"]
    return [
        record["summary"],
        record["text"],
        *(row[field] for row in translations_in(record) for field in ("summary", "text")),
        *_item_texts(record),
        *_action_texts(record),
        record["number"],
        record.get("number_series", ""),
        record["document_number"],
        body["name"],
        body["alternate_name"],
        *(other.get(key, "") for other in bodies_of(record)[1:] for key in ("name", "alternate_name")),
        *_names_unsaid(record, names),
        record["location"],
        *_attendance_texts(record, attendees),
    ]


def _item_texts(record: Record) -> Iterator[str]:
    for item in record["agenda_items"]:
        yield from (item["number"], item["name"], item["text"], item["presenter"])


def _action_texts(record: Record) -> Iterator[str]:
    for action in record["action_items"]:
        yield from (action["description"], action["outcome"], action["responsible_text"])
        yield from _names(action["responsible"], action["responsible_body"])


def _names_unsaid(record: Record, names: Iterable[str]) -> list[str]:
    """Return those names that a record does not have for its body and those responsible."""
    responsible = [
        row[field] for row in record["action_items"] for field in ("responsible", "responsible_body")
    ]
    said = {*_names(*responsible, *bodies_of(record))}
    said |= {one.get("alternate_name", "") for one in bodies_of(record)}
    return [name for name in dict.fromkeys(names) if name not in said]


def _attendance_texts(record: Record, attendees: Iterable[Attendee]) -> Iterator[str]:
    for row, attendee in zip(record["attendances"], attendees, strict=False):
        yield from dict.fromkeys((row["person"]["name"], *attendee.names, row["label"], row["note"]))
        yield from _declared_interests(row.get("spans", []))


def _declared_interests(spans: list[Record]) -> Iterator[str]:
    """Yield the words of an interest declared, in every language in which a page may say it."""
    if any(span["reason"] == AttendanceSpan.Reason.INTEREST_DECLARED for span in spans):
        for language in settings.KNOWN_LANGUAGES:
            with translation.override(language):
                yield str(AttendanceSpan.Reason.INTEREST_DECLARED.label)


def _names(*named: Record | None) -> list[str]:
    return [one["name"] for one in named if one]


def resolution_titles(resolution: Record) -> list[str]:
    """Return the title and the number of a resolution."""
    return [resolution["name"], resolution["identifier"]]


def resolution_texts(resolution: Record, names: Iterable[str] = ()) -> list[str]:
    """Return everything else that is findable of a resolution.

    `names` are those of today, of its people and of its matter.
    """
    people = _names(resolution["mover"], resolution["seconder"])
    matter = resolution.get("matter") or {}
    said = [matter.get(key, "") for key in MATTER_NAMES]
    titles = resolution_titles(resolution)
    unsaid = [name for name in dict.fromkeys((*said, *people, *names)) if name and name not in titles]
    return [resolution["text"], resolution["result_as_written"], *unsaid]


def is_contested(resolution: Record) -> bool:
    """Return whether a resolution has votes against it or abstentions.

    See also Resolution.is_contested.
    """
    votes = (vote["option"] for vote in resolution["votes"])
    counted = resolution["no_count"] or resolution["abstain_count"]
    return bool(counted) or any(option in Vote.DISSENTING for option in votes)


def present_people(record: Record, attendees: Iterable[Attendee]) -> list[int]:
    """Return the primary keys of those who were present."""
    rows = zip(record["attendances"], attendees, strict=False)
    return [attendee.key for row, attendee in rows if row["status"] == "present"]


def without_addresses(text: str) -> str:
    """Return Markdown without the addresses of its links."""
    return _LINK.sub(r"\1", text) if "](" in text else text
