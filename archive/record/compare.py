"""Compare two versions of a Record: a diff in words, as the public reads it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from archive.record.build import Record
from archive.record.render.facts import SECTIONS, Fact, RowSection, meeting_facts, row_facts
from archive.text.text_diff import LINES, Part, compare, shortened

# Their numbers shift when a row is added before them; only their order says something.
PLACES = {"position", "sequence"}

Pair = tuple[Record | None, Record | None]


class Change(NamedTuple):
    """One thing that differs: what it is, its text in parts, and whether that is running text.

    Running text is in the language of the record, anything else in that of the reader.
    """

    heading: str
    parts: list[Part]
    is_prose: bool = False


def differences(old: Record, new: Record) -> list[Change]:
    """Return the differences of a newer version, in the order of the page, in the active language.

    The block `version` and the `format` are no difference. Long unchanged text is left out; the parts
    of a change that is only a new order are the lines moved. Takes half a second at most for a text of
    214,000 characters.
    """
    changes = list(changed_facts("", meeting_facts(old), meeting_facts(new)))
    for section in SECTIONS:
        changes += section_changes(section, "", (old, new), old.get(section.name), new.get(section.name))
    return changes


def section_changes(
    section: RowSection,
    prefix: str,
    records: tuple[Record, Record],
    olds: list[Record] | None,
    news: list[Record] | None,
) -> Iterator[Change]:
    """Yield what changed in the rows of one section; `prefix` names the row they belong to, or is ""."""
    pairs = matched(olds or [], news or [], section.identities)
    for old, new in pairs:
        title = under(prefix, section.title(new or old or {}))
        if old and new:
            yield from row_changes(section, title, records, old, new)
        elif new:
            yield Change(title, [Part("inserted", "\n".join(lines_of_row(section, new, records[1])))])
        elif old:
            yield Change(title, [Part("deleted", "\n".join(lines_of_row(section, old, records[0])))])
    if section.is_ordered:
        yield from changed_order(section, olds or [], pairs)


def row_changes(
    section: RowSection, title: str, records: tuple[Record, Record], old: Record, new: Record
) -> Iterator[Change]:
    olds, news = row_facts(section, old, records[0]), row_facts(section, new, records[1])
    yield from changed_facts(title, olds, news)
    for child in section.children:
        yield from section_changes(child, title, records, old[child.name], new[child.name])


def changed_facts(title: str, olds: list[Fact], news: list[Fact]) -> Iterator[Change]:
    """Yield the facts that differ, in the order of the newer ones; facts of the older alone come last."""
    before = {fact.field: fact for fact in olds}
    after = {fact.field: fact for fact in news}
    for field in [name for name in {**after, **before} if name not in PLACES]:
        old, new = before.get(field), after.get(field)
        fact = new or before[field]
        if old and new and (old.text == new.text or is_same_name(old.quote, new.quote)):
            continue
        if old and new and fact.is_prose:
            parts = shortened(compare(old.text, new.text))
        else:
            parts = replaced(old, new)
        yield Change(under(title, fact.label), parts, fact.is_prose)


def is_same_name(old: Record | None, new: Record | None) -> bool:
    """Return whether two quotes name one person or body by one name.

    The alternate name and language of a body, and whether a person has a page, are those of today: a
    correction of something else may find them changed.
    """
    if not old or not new or not ({"slug"} <= old.keys() & new.keys()):
        return False
    is_other = old["slug"] and new["slug"] and old["slug"] != new["slug"]
    return bool(old["name"] == new["name"] and not is_other)


def replaced(old: Fact | None, new: Fact | None) -> list[Part]:
    deleted = [Part("deleted", old.text)] if old else []
    return deleted + ([Part("inserted", new.text)] if new else [])


def changed_order(section: RowSection, olds: list[Record], pairs: list[Pair]) -> Iterator[Change]:
    """Yield the new order of the rows that both versions have, if it differs."""
    places = {id(row): place for place, row in enumerate(olds)}
    both = [(old, new) for old, new in pairs if old and new]
    before = sorted(both, key=lambda pair: places[id(pair[0])])
    if before != both:
        titles = ["".join(f"{section.title(new)}\n" for _old, new in order) for order in (before, both)]
        heading = _("%(rows)s, order") % {"rows": section.label}
        yield Change(heading, compare(titles[0], titles[1], [LINES]))


def lines_of_row(section: RowSection, row: Record, record: Record) -> list[str]:
    lines = [str(fact) for fact in row_facts(section, row, record) if fact.field not in PLACES]
    for child in section.children:
        lines += ["; ".join(lines_of_row(child, beneath, record)) for beneath in row[child.name]]
    return lines


def under(prefix: str, title: str) -> str:
    return _("%(row)s, %(part)s") % {"row": prefix, "part": title} if prefix else title


def matched(
    olds: list[Record], news: list[Record], identities: Sequence[Callable[[Record], Any]]
) -> list[Pair]:
    """Return rows of both versions that are the same, in the newer order; None where one lacks it.

    A row that only the older has comes after the one it followed.
    """
    found = same_rows(olds, news, identities)
    new_places = {old: new for new, old in found.items()}
    gone: dict[int, list[Pair]] = {}
    last = -1
    for place, row in enumerate(olds):
        if place in new_places:
            last = new_places[place]
        else:
            gone.setdefault(last, []).append((row, None))
    pairs = gone.get(-1, [])
    for place, row in enumerate(news):
        pairs += [(olds[found[place]] if place in found else None, row), *gone.get(place, [])]
    return pairs


def same_rows(
    olds: list[Record], news: list[Record], identities: Sequence[Callable[[Record], Any]]
) -> dict[int, int]:
    """Return {place in the newer rows: place in the older ones} of rows that are the same."""
    found: dict[int, int] = {}
    free = dict(enumerate(olds))
    for identity in identities:
        places: dict[Any, list[int]] = {}
        for place, row in free.items():
            places.setdefault(identity(row), []).append(place)
        places.pop(None, None)
        for place, row in enumerate(news):
            if place not in found and places.get(identity(row)):
                found[place] = places[identity(row)].pop(0)
                del free[found[place]]
    return found
