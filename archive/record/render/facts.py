"""Facts of a Record: each field with its label and value in words, for plain text and comparisons."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, Field, Model, TextField
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Document,
    Meeting,
    MeetingBody,
    MeetingTranslation,
    Resolution,
    ResolutionRelation,
    Sitting,
    Vote,
)
from archive.record.build import (
    ACTION_FIELDS,
    ATTENDANCE_FIELDS,
    DOCUMENT_FIELDS,
    MEETING_FIELDS,
    OPTIONAL_MEETING_FIELDS,
    RESOLUTION_FIELDS,
    SITTING_FIELDS,
    Record,
)
from archive.record.render.presence_words import hour_words, spans_words
from archive.text.hours import next_days, read_hours

PROSE_LAST = ("summary", "text", "description", "outcome")
CODES = {"language", "media_type", "sha256", "source_url"}  # not prose: compared as a whole


class Fact(NamedTuple):
    """A field of a row, its label and value in words, and whether it is running text.

    `quote` is a value that names a person, a body, or something of another meeting.
    """

    field: str
    label: str
    text: str
    is_prose: bool
    quote: Record | None = None

    def __str__(self) -> str:
        return _("%(label)s: %(text)s") % {"label": self.label, "text": self.text}


@dataclass(frozen=True)
class RowSection:
    """A list of rows in a record.

    `identities` tell which row of another version is the same, the surest first; None says nothing.
    `title` names a row among all rows of the record. `is_ordered` says whether the order has a meaning.
    """

    name: str
    model: type[Model]
    fields: tuple[str, ...]
    identities: tuple[Callable[[Record], Any], ...]
    title: Callable[[Record], str]
    is_ordered: bool = False
    children: tuple["RowSection", ...] = ()

    @property
    def label(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))


def voter_key(row: Record, name: str) -> tuple[str, bool]:
    """Return what tells a vote from others of its resolution: who has a casting vote may vote twice."""
    return row["voter"][name], bool(row.get("is_casting"))


def prose_last(*fields: str) -> tuple[str, ...]:
    return tuple(sorted(fields, key=lambda field: field in PROSE_LAST))


MEETING_FACTS = prose_last(
    *dict.fromkeys(
        ("name", "alternate_name", "body", "number", "classification", "date", "end_date", *MEETING_FIELDS)
    ),
    *OPTIONAL_MEETING_FIELDS,
    "disclosure_basis",
    "approved_at",
    "expected_count",
    "present_count",
    "address",
)

VOTES = RowSection(
    "votes",
    Vote,
    ("voter", "option", "option_as_written", "is_casting", "proxy", "weight", "note"),
    (lambda row: row["voter"]["slug"] and voter_key(row, "slug"), lambda row: voter_key(row, "name")),
    lambda row: _("Vote of %(name)s") % {"name": row["voter"]["name"]},
)
RELATIONS = RowSection(
    "relations",
    ResolutionRelation,
    ("kind", "target", "note"),
    (lambda row: (row["kind"], row["target"]["address"]), lambda row: row["target"]["address"]),
    lambda row: _("Relation to %(name)s") % {"name": row["target"]["name"]},
)
SECTIONS = (
    RowSection(
        "sittings",
        Sitting,
        tuple(field for field in SITTING_FIELDS if field != "position"),
        (lambda row: (row["date"], row["start_time"]), lambda row: row["position"]),
        lambda row: _("Sitting %(number)s") % {"number": row["position"]},
        is_ordered=True,
    ),
    RowSection(
        "other_bodies",
        MeetingBody,
        ("body",),
        (lambda row: row["body"]["slug"], lambda row: row["body"]["name"]),
        lambda row: _("Body %(name)s") % {"name": row["body"]["name"]},
        is_ordered=True,
    ),
    RowSection(
        "translations",
        MeetingTranslation,
        ("language", "name", "summary", "text"),
        (lambda row: row["language"],),
        lambda row: _("Translation (%(language)s)") % {"language": row["language"]},
    ),
    RowSection(
        "attendances",
        Attendance,
        ("person", *ATTENDANCE_FIELDS, "status_as_written", "spans", "on_behalf_of"),
        (lambda row: row["person"]["slug"], lambda row: row["person"]["name"]),
        lambda row: _("Attendance of %(name)s") % {"name": row["person"]["name"]},
        is_ordered=True,
    ),
    RowSection(
        "agenda_items",
        AgendaItem,
        ("position", "number", "name", "presenter", "continued_from", "text"),
        (
            lambda row: (row["number"], row["name"]),
            lambda row: row["name"] or None,
            lambda row: row["number"] or None,
            lambda row: row["position"],
        ),
        lambda row: _("Agenda item %(name)s") % {"name": item_name(row)},
        is_ordered=True,
    ),
    RowSection(
        "resolutions",
        Resolution,
        prose_last(
            "amends_motion",
            *RESOLUTION_FIELDS,
            *(
                "classification_as_written",
                "is_procedural",
                "matter",
                "taken_at",
                "mover",
                "seconder",
                "agenda_item",
                "closed_item",
            ),
        ),
        (lambda row: row["sequence"],),
        lambda row: _("Resolution %(number)s") % {"number": row["sequence"]},
        children=(VOTES, RELATIONS),
    ),
    RowSection(
        "action_items",
        ActionItem,
        prose_last(
            *ACTION_FIELDS,
            "status_as_written",
            "responsible",
            "responsible_body",
            "closed_at",
            "agenda_item",
            "resolution",
        ),
        (lambda row: row["description"], lambda row: row["position"]),
        lambda row: _("Action item %(number)s") % {"number": row["position"]},
        is_ordered=True,
    ),
    RowSection(
        "documents",
        Document,
        ("name", "address", *DOCUMENT_FIELDS, "classification_as_written", "agenda_item", "resolution"),
        (lambda row: row["address"], lambda row: (row["name"], row["sha256"])),
        lambda row: _("Document %(name)s") % {"name": row["name"]},
    ),
)


# Facts


NEXT_DAY: dict[str, Callable[[Record, Record], bool]] = {
    "end_time": lambda row, _record: read_hours(row).ends_next_day,
    "arrived_at": lambda row, record: next_days(row, record)[0],
    "left_at": lambda row, record: next_days(row, record)[1],
    "taken_at": lambda row, record: hour_words(row["taken_at"], record) != row["taken_at"][:5],
}


def meeting_facts(record: Record) -> list[Fact]:
    return facts(Meeting, MEETING_FACTS, record, record)


def row_facts(section: RowSection, row: Record, record: Record) -> list[Fact]:
    return facts(section.model, section.fields, row, record)


def facts(model: type[Model], fields: Iterable[str], row: Record, record: Record) -> list[Fact]:
    """Return the facts of some fields of a row, empty ones left out."""
    found = []
    for name in dict.fromkeys(fields):
        text = words(model, name, row.get(name), record)
        if text and name in NEXT_DAY and NEXT_DAY[name](row, record):
            text = _("%(time)s (next day)") % {"time": text}
        if text:
            value = row.get(name)
            quote = value if isinstance(value, dict) and name != "closed_item" else None
            found.append(Fact(name, field_label(model, name), text, is_prose(model, name), quote))
    return found


def model_field(model: type[Model], name: str) -> "Field[Any, Any] | None":
    is_field = name in {field.name for field in model._meta.concrete_fields}
    return model._meta.get_field(name) if is_field else None  # type: ignore[return-value]


# Keys that build.py computes, or the version adds.
OTHER_LABELS = {
    "address": gettext_lazy("Address"),
    "closed_item": gettext_lazy("Closed agenda item"),
    "spans": gettext_lazy("Presence in part"),
    "author_sha256": gettext_lazy("Fingerprint of the author"),
    "salt": gettext_lazy("Salt"),
}


def field_label(model: type[Model], name: str) -> str:
    field = model_field(model, name)
    return capfirst(str(field.verbose_name)) if field else str(OTHER_LABELS[name])


def is_prose(model: type[Model], name: str) -> bool:
    field = model_field(model, name)
    return isinstance(field, CharField | TextField) and not field.choices and name not in CODES


def words(model: type[Model], name: str, value: Any, record: Record) -> str:
    """Return a value of a record in words; "" for one that is not given."""
    if value is None or value == "":
        return ""
    if name == "closed_item":
        return value["basis"] or _("yes")
    if isinstance(value, dict):
        return reference(value)
    if name == "spans":
        return spans_words(value, record)
    if name in {"agenda_item", "resolution", "amends_motion"}:
        return row_name(name, value, record)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = model_field(model, name)
    choices = dict(field.flatchoices) if field else {}
    return str(choices.get(value, value))


def reference(value: Record) -> str:
    """Return what names a person, a body, or something of another meeting, with its address."""
    if "meeting" in value:  # an agenda item; its meeting is None where it is not public
        meeting = value["meeting"]
        address = f"{meeting['address']}#item-{value['position']}" if meeting else ""
        named = [item_name(value), meeting and meeting["name"], meeting and meeting["date"], address]
    else:
        keys = ("identifier", "name", "alternate_name", "language", "date", "address")
        named = [value.get(key) for key in keys] + [page_address(value)]
    return ", ".join(dict.fromkeys(text for text in named if text))


def page_address(value: Record) -> str:
    if not value.get("slug"):
        return ""
    return reverse("body_detail" if "alternate_name" in value else "person_detail", args=[value["slug"]])


def row_name(name: str, number: int, record: Record) -> str:
    """Return the name of another row of the record by its number: "三 Flood duties", "Resolution 2"."""
    if name != "agenda_item":
        return _("Resolution %(number)s") % {"number": number}
    items = {row["position"]: row for row in record["agenda_items"]}
    return item_name(items[number]) if number in items else str(number)


def item_name(row: Record) -> str:
    return " ".join(filter(None, [row["number"], row["name"]])) or str(row["position"])
