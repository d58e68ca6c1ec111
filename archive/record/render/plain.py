"""Plain text of a whole Record (record.txt)."""

import unicodedata
from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.models import Revision
from archive.record.build import Record
from archive.record.render.facts import (
    PROSE_LAST,
    SECTIONS,
    Fact,
    RowSection,
    facts,
    meeting_facts,
    row_facts,
)
from archive.text.redaction import show_redactions_in
from archive.text.traditional_chinese import is_traditional

VERSION_FACTS = ("number", "kind", "reason", "created_at", "previous_sha256", "author_sha256", "salt")


def plain_text(record: Record) -> str:
    """Return a record as plain text, every public value of it, with headings in its own language.

    Lines end with a line feed; texts stay as written, in Markdown.
    """
    with translation.override(heading_language(record["language"])):
        record = show_redactions_in(record)
        return "\n".join(lines_of(record)) + "\n"


def heading_language(tag: str) -> str:
    """Return the interface language nearest to a record's: its own, the same in another script, or English.

    Whether a deployment offers that language to readers does not matter: the text of one record is
    the same on every site.
    """
    known = list(settings.KNOWN_LANGUAGES)
    if is_traditional(tag):
        return "zh-hant"
    sisters = [code for code in known if code.partition("-")[0] == tag.partition("-")[0]]
    return tag.lower() if tag.lower() in known else (sisters or ["en"])[0]


def lines_of(record: Record) -> Iterator[str]:
    yield from underlined(record["name"], "=")
    yield from fact_lines(meeting_facts(record))
    for section in SECTIONS:
        if rows := record.get(section.name):
            yield from ["", *underlined(section.label, "=")]
            yield from section_lines(section, rows, record)
    if version := record.get("version"):
        yield from ["", *underlined(capfirst(_("version")), "=")]
        yield from fact_lines(facts(Revision, VERSION_FACTS, version, record))


def section_lines(section: RowSection, rows: list[Record], record: Record) -> Iterator[str]:
    """Yield each row as a line, or as a block with the rows beneath it if it holds long texts."""
    for row in rows:
        found = row_facts(section, row, record)
        if not set(section.fields) & set(PROSE_LAST):
            yield "- " + "; ".join(map(str, found))
            continue
        yield from ["", *underlined(section.title(row), "-")]
        yield from fact_lines(found)
        for child in section.children:
            yield from section_lines(child, row[child.name], record)


def fact_lines(found: list[Fact]) -> Iterator[str]:
    """Yield facts a line each; a long text stands under its label, after a blank line."""
    for fact in found:
        if fact.field in PROSE_LAST or "\n" in fact.text:
            yield from ["", _("%(label)s: %(text)s") % {"label": fact.label, "text": ""}, ""]
            yield from [*fact.text.replace("\r\n", "\n").strip("\n").split("\n"), ""]
        else:
            yield str(fact)


def underlined(text: str, line: str) -> list[str]:
    """Return a heading and its line; Chinese characters are twice as wide as others."""
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return [text, line * width]
