"""Citations of a meeting or a resolution, pinned to one version: footnote, GB/T 7714 and BibTeX."""

import datetime as dt
import re
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from archive.models.url_prefix import stored_address
from archive.record.build import Record
from archive.record.render.display import bodies_of, body_names, iso_date
from archive.record.render.plain import heading_language
from archive.record.versions import canonical, fingerprint
from archive.text.redaction import show_redactions

SHORT = 12  # characters of the fingerprint: enough to tell versions apart, short enough to print
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Not \{ and \}: BibTeX counts braces even after a backslash, so one alone would end the field or
# swallow the next. Source: Oren Patashnik, "BibTeXing", section 4.
TEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}


class Citation(NamedTuple):
    plain: str
    gbt7714: str
    bibtex: str


def citation_of(
    record: Record, *, address: str, today: dt.date, resolution: Record | None = None, sha256: str = ""
) -> Citation:
    """Return how to cite a version of a meeting, or one resolution of it.

    `address` is the absolute address of the version; `resolution` a row of the record's resolutions.
    All words are in the record's language, not the reader's. Without `sha256` the fingerprint is
    computed from the record with its version, which takes 40 ms for the largest.
    """
    with translation.override(heading_language(record["language"])):
        facts = citation_facts(record, address, today, resolution)
        facts["fingerprint"] = (sha256 or fingerprint(canonical(record)))[:SHORT]
        return Citation(footnote(facts), gbt7714(facts), bibtex(facts))


def citation_facts(
    record: Record, address: str, today: dt.date, resolution: Record | None
) -> dict[str, Any]:
    """Return the values of all three forms: text on one line, dates in ISO 8601."""
    title, anchor = record["name"], ""
    if resolution:
        own = resolution["name"] or resolution["identifier"]
        title = own or _("Resolution %(number)s") % {"number": resolution["sequence"]}
        anchor = f"#resolution-{resolution['sequence']}"
    version = record["version"]
    return {
        "author": one_line(body_names(record)),
        "authors": [one_line(body["name"]) for body in bodies_of(record)],
        "title": one_line(show_redactions(title)),
        "meeting": one_line(show_redactions(record["name"])) if resolution else "",
        "date": iso_date(record),
        "version": version["number"],
        "updated": version["created_at"][:10],
        "url": address + anchor,
        "today": today.isoformat(),
        "key": bibtex_key(record, resolution),
    }


def one_line(text: str) -> str:
    """Return a text without line breaks and its final full stop, which the citation adds itself."""
    return " ".join(text.split()).rstrip(".。")


def bibtex_key(record: Record, resolution: Record | None) -> str:
    """Return the key of a BibTeX entry, the same for the same version: council-2023-08-23-v2-r3."""
    path = "-".join(
        part for part in stored_address(record["address"]).split("/") if part and part != "meetings"
    )
    suffix = f"-r{resolution['sequence']}" if resolution else ""
    return re.sub(r"[^A-Za-z0-9-]", "", path) + f"-v{record['version']['number']}{suffix}"


def footnote(facts: dict[str, Any]) -> str:
    facts = facts | {"title": described(facts)}
    return (
        _(
            "%(author)s. %(title)s. Minutes of %(date)s, version %(version)s (SHA-256 %(fingerprint)s…). "
            "%(url)s, accessed %(today)s."
        )
        % facts
    )


def gbt7714(facts: dict[str, Any]) -> str:
    """Return a citation of an electronic document as China's national standard writes it.

    Source: GB/T 7714—2015, 8.8 and 4.6: author. title: other title information[EB/OL]. (updated)[cited].
    address. Date and version of the minutes are the other title information.
    """
    version = _("minutes of %(date)s, version %(version)s, SHA-256 %(fingerprint)s") % facts
    title = f"{described(facts)}: {version}"
    return f"{facts['author']}. {title}[EB/OL]. ({facts['updated']})[{facts['today']}]. {facts['url']}."


def described(facts: dict[str, Any]) -> str:
    if not facts["meeting"]:
        return facts["title"]
    return _("%(title)s, in: %(meeting)s") % facts


def bibtex(facts: dict[str, Any]) -> str:
    """Return an entry for BibTeX and biblatex; UTF-8, names and titles kept as written."""
    year, month, day = [*facts["date"].split("-"), "", ""][:3]
    note = _(
        "Minutes of %(date)s, version %(version)s of %(updated)s, "
        "SHA-256 %(fingerprint)s, accessed %(today)s"
    )
    fields = {
        # Twice braced: a body has no first name.
        "author": f"{{{' and '.join(f'{{{escaped(name)}}}' for name in facts['authors'])}}}",
        "title": f"{{{{{escaped(described(facts))}}}}}",
        "year": f"{{{year}}}",
        "month": MONTHS[int(month) - 1] if month else "",
        "day": f"{{{int(day)}}}" if day else "",
        "url": f"{{{facts['url']}}}",
        "version": f"{{{facts['version']}}}",
        "note": f"{{{escaped(note % facts)}}}",
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{facts['key']},", *lines, "}"])


def escaped(text: str) -> str:
    return "".join(TEX_SIGNS.get(character, character) for character in text)
