"""What a source says otherwise than when it was imported, compared with what the archive says now."""

import difflib
from collections import defaultdict
from typing import Any, NamedTuple

from django.db import models

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpan,
    Document,
    Meeting,
    Person,
    Resolution,
    Vote,
)
from archive.models.fields import key_of
from archive.operations.importing.json_lines import Row
from archive.operations.importing.source_digests import (
    LISTS,
    PART_OF,
    Digests,
    as_stored,
    digest,
    digests_of,
    list_said,
    own_fields,
    source_rows,
    span_said,
)
from archive.text.numerals import plain_decimal

ADDED = {"attendances", "agenda_items", "resolutions"}  # rows that a correction may add
SHOWN = 30  # characters on each side of the first that differs
# References to other rows and files: a change of them is told, and made by a person.
PEOPLE = {"mover", "seconder", "on_behalf_of", "responsible"}
REFERENCES = {"approved_at", "closed_at", "continued_from", "relations", "matter", "file"}
WHOLE = {"body", "other_bodies", "sittings", "translations"}
# What cannot be written one without the other: if one is left, so are the others.
TOGETHER = ({"body", "other_bodies"}, {"date", "end_date", "sittings"})
# How the importer reads a source may change without the source: not compared before digests were kept.
INTERPRETED = (
    {"attendance_status", "role", "mode", "result", "decision_method", "end_date"} | REFERENCES | WHOLE
)
TITLES = {
    "agenda_items": ("name",),
    "resolutions": ("text", "name"),
    "action_items": ("description",),
    "documents": ("url", "file", "name"),
}


class SourceChange(NamedTuple):
    """One difference: `place` ("resolutions 2, "), field ("" for a whole row), old and new value.

    `row` is the row of the archive (the meeting itself, or None for a new one), `number` counts the
    source's rows from 0. A conflict is left alone: the archive was changed too, or a person has to do it.
    `before` is what the digests held: of a field its digest, of a row [primary key, digests], or None.
    """

    place: str
    field: str
    old: Any
    new: Any
    part: str = ""
    row: models.Model | None = None
    number: int | None = None
    is_conflict: bool = False
    before: Any = None

    def __str__(self) -> str:
        what = f"{self.place}{self.field}" if self.field else self.place.rstrip(", ")
        left = (
            " (changed in the archive, or not to be changed by an import: left)" if self.is_conflict else ""
        )
        old, new = around_difference(self.old, self.new)
        return f"{what}: {old} → {new}{left}"


def around_difference(old: Any, new: Any) -> tuple[str, str]:
    """Return two values around the place where they begin to differ."""
    first, second = (
        "—" if value in (None, "", []) else " ".join(str(value).split()) for value in (old, new)
    )
    same = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    start = max(0, (min(len(first), len(second)) if same is None else same) - SHOWN)
    return excerpt(first, start), excerpt(second, start)


def excerpt(text: str, start: int) -> str:
    end = start + 2 * SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


class Comparison:
    """The changes of one meeting; it comes from with_children().

    `base` are the digests of what was imported before, None if none were kept: then the source is compared
    with the archive itself, and whatever was edited since is a conflict. `pairs` holds for each part the
    row of the archive, or None, for each row of the source.
    """

    def __init__(self, meeting: Meeting, row: Row, base: Digests | None) -> None:
        self.meeting = meeting
        self.base = base
        self.was_edited = base is None and meeting.edit_number > meeting.is_published
        self.is_withdrawn = meeting.publication == Meeting.Publication.WITHDRAWN
        self.changes: list[SourceChange] = []
        self.pairs: dict[str, list[Any]] = {}
        own = None if base is None else base["own"]
        self.compare(Meeting, meeting, own_fields(row), own, SourceChange("", "", "", ""))
        self.hold_together()
        for part, rows in source_rows(row).items():
            self.compare_part(part, rows)

    @property
    def is_correctable(self) -> bool:
        return any(not change.is_conflict for change in self.changes)

    @property
    def has_conflicts(self) -> bool:
        return any(change.is_conflict for change in self.changes)

    def compare(
        self,
        model: type[models.Model],
        instance: Any,
        fields: Row,
        base: dict[str, str] | None,
        at: SourceChange,
    ) -> None:
        """Compare the fields of one row; `base` are its digests. `at` says where it stands."""
        new = digests_of(model, fields)
        for key in sorted(new.keys() | (base or {}).keys()):
            if base is None:
                is_same_source = key in INTERPRETED or key not in new
            else:
                is_same_source = new.get(key, "") == base.get(key, "")
            if is_same_source or key == "person":  # rows are paired by it
                continue
            values = [] if key in REFERENCES else current_values(instance, key)
            said = digests_said(model, key, values)
            if fields.get(f"{key}_as_written"):
                said.discard("")  # the source is not silent: its words are not understood
            if new.get(key, "") in said or says_so_too(instance, key, fields, values):
                continue
            is_ours = base is not None and base.get(key, "") not in said
            self.changes.append(
                at._replace(
                    field=key,
                    old=values[0] if values else "",
                    new=fields.get(key, ""),
                    row=instance,
                    is_conflict=is_ours or self.was_edited or self.is_withdrawn or key in REFERENCES,
                    before=(base or {}).get(key),
                )
            )

    def hold_together(self) -> None:
        """Leave what cannot be written because something that belongs to it is left."""
        left = {change.field for change in self.changes if change.is_conflict}
        held = set().union(*(fields for fields in TOGETHER if fields & left))
        self.changes = [
            change._replace(is_conflict=change.is_conflict or change.field in held)
            for change in self.changes
        ]

    def compare_part(self, part: str, rows: list[Row]) -> None:
        model = PART_OF[part]
        current = list(getattr(self.meeting, part).all())
        if self.base is None:
            before: list[tuple[Any, dict[str, str] | None]] = [(row, None) for row in current]
            titles = [title_of_row(part, one) for one in current]
        else:
            known = {row.pk: row for row in current}
            before = [(known.get(key), made) for key, made in self.base.get(part, [])]
            titles = [title_digest(part, made or {}) for _row, made in before]
        matched = self.matches(part, rows, titles, current)
        self.pairs[part] = [None] * len(rows)
        for index, fields in enumerate(rows):
            at = SourceChange(f"{part} {index + 1}, ", "", "", "", part=part, number=index)
            if index in matched:
                instance, base = before[matched[index]]
                self.pairs[part][index] = instance
                if instance is not None:
                    self.compare(model, instance, fields, base, at)
                elif digests_of(model, fields) != base:
                    gone = self.base and self.base[part][matched[index]]
                    self.changes.append(
                        at._replace(new=words_of(part, fields), is_conflict=True, before=gone)
                    )
            elif not self.has_already(part, fields, current):
                hold = part not in ADDED or self.was_edited or self.is_withdrawn
                self.changes.append(at._replace(new=words_of(part, fields), is_conflict=hold))
        for position in sorted(set(range(len(before))) - set(matched.values())):
            instance, base = before[position]
            if instance is not None:
                self.remove(part, instance, base)

    def matches(self, part: str, rows: list[Row], titles: list[str], current: list[Any]) -> dict[int, int]:
        """Return {index in the source: position among those before}; people by name, the rest in order."""
        if part == "attendances":
            return self.same_people(rows, titles, current)
        new = [title_digest(part, digests_of(PART_OF[part], fields)) for fields in rows]
        found: dict[int, int] = {}
        matcher = difflib.SequenceMatcher(None, titles, new, autojunk=False)
        for _tag, first, last, start, end in matcher.get_opcodes():
            found.update(zip(range(start, end), range(first, last), strict=False))
        return found

    def same_people(self, rows: list[Row], titles: list[str], current: list[Any]) -> dict[int, int]:
        places: dict[Any, list[int]] = defaultdict(list)
        known: dict[str, list[Person]] = {}
        if self.base is None:
            known = Person.objects.known_as(name_in(fields.get("person")) for fields in rows)
            for position, one in enumerate(current):
                places[one.person_id].append(position)
        else:
            for position, title in enumerate(titles):
                places[title].append(position)
        found = {}
        for index, fields in enumerate(rows):
            name = fields.get("person")
            wanted: list[Any] = [digest(name)]
            if self.base is None:
                wanted = [person.pk for person in known.get(key_of(name_in(name)), [])]
            if place := next((places[one] for one in wanted if places.get(one)), None):
                found[index] = place.pop(0)
        return found

    def has_already(self, part: str, fields: Row, current: list[Any]) -> bool:
        """Return whether somebody has added the row in the archive already."""
        if part == "attendances":
            key = key_of(name_in(fields.get("person")))
            return any(key in {key_of(name) for name in current_values(row, "person")} for row in current)
        title = title_digest(part, digests_of(PART_OF[part], fields))
        return (
            bool(title) and self.base is not None and title in {title_of_row(part, row) for row in current}
        )

    def remove(self, part: str, instance: Any, base: dict[str, str] | None) -> None:
        """Tell that the source has a row no longer; only attendances that nobody changed are removed."""
        kept = {
            key
            for key, made in (base or {}).items()
            if key not in REFERENCES
            and made not in digests_said(type(instance), key, current_values(instance, key))
        }
        hold = part != "attendances" or bool(kept) or self.was_edited or self.is_withdrawn
        place = f"{part}, "
        was = [instance.pk, base]
        self.changes.append(SourceChange(place, "", str(instance), "", part, instance, None, hold, was))


def name_in(value: Any) -> str:
    """Return the name in a reference to a person: text, or {name, slug}."""
    return str((value.get("name") or value.get("slug") or "") if isinstance(value, dict) else value or "")


def title_of_row(part: str, instance: Any) -> str:
    values = {key: current_values(instance, key)[0] for key in TITLES.get(part, ()) if key != "file"}
    return title_digest(part, digests_of(PART_OF[part], values))


def title_digest(part: str, made: dict[str, str]) -> str:
    """Return the digest by which rows of a part are recognised."""
    if part == "attendances":
        return made.get("person", "")
    return next((made[key] for key in TITLES[part] if key in made), "")


def words_of(part: str, fields: Row) -> str:
    keys = ("person",) if part == "attendances" else TITLES[part]
    return next((str(fields[key]) for key in keys if fields.get(key)), "?")


def digests_said(model: type[models.Model], key: str, values: list[Any]) -> set[str]:
    """Return the digests of values of the archive; a default is also what a source that is silent gives."""
    field = next((field for field in model._meta.concrete_fields if field.name == key), None)
    is_default = field is not None and field.get_default() in values
    return {digest(as_stored(model, key, value)) for value in values} | ({""} if is_default else set())


def says_so_too(instance: Any, key: str, fields: Row, values: list[Any]) -> bool:
    """Return whether another spelling of a name, or a number put into the title, says the same."""
    new = str(fields.get(key) or "")
    if key in PEOPLE:
        return key_of(new) in {key_of(str(value or "")) for value in values}
    return (
        bool(new) and key == "number" and isinstance(instance, Resolution) and instance.name.startswith(new)
    )


def current_values(instance: Any, key: str) -> list[Any]:
    """Return what the archive says now for a key of the full form; of a person also the name of today."""
    if key == "person":
        return [instance.name_as_written or str(instance.person), str(instance.person)]
    if key == "number" and isinstance(instance, Resolution):
        return [instance.identifier, instance.name]
    if key == "spans":
        return [[span_of(span) for span in instance.spans.all()]]
    if key == "votes":
        return [[vote_of(vote) for vote in instance.votes.all()]]
    if key == "other_bodies":
        return [[row.name_as_written or str(row.body) for row in instance.other_bodies.all()]]
    if key in LISTS:
        return [list_said(LISTS[key], [row_of(row) for row in getattr(instance, key).all()])]
    value = getattr(instance, key, None)
    if isinstance(value, AgendaItem | Resolution | ActionItem | Attendance | Document):
        return [getattr(value, "sequence", None) or getattr(value, "position", None)]
    if isinstance(value, models.Model):
        return [getattr(instance, f"{key}_as_written", "") or str(value), str(value)]
    return [value]


def row_of(row: models.Model) -> Row:
    """Return a sitting or a translation as the full form has it."""
    fields = [field.name for field in row._meta.fields if not field.is_relation and not field.primary_key]
    return {name: getattr(row, name) for name in fields if name != "position"}


def span_of(span: AttendanceSpan) -> Row:
    names = ("kind", "reason", "from_time", "to_time", "note")
    items = {"from_item": span.from_item, "to_item": span.to_item}
    said = {name: getattr(span, name) for name in names}
    return span_said(said | {end: item and item.position for end, item in items.items()})


def vote_of(vote: Vote) -> Row:
    row = {
        "voter": vote.name_as_written or str(vote.voter),
        "option": vote.option,
        "option_as_written": vote.option_as_written,
        "is_casting": vote.is_casting,
        "proxy": vote.proxy_as_written or str(vote.proxy or ""),
        "weight": vote.weight and plain_decimal(vote.weight),
        "note": vote.note,
    }
    return {key: value for key, value in row.items() if value}
