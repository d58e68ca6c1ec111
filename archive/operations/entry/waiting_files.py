"""Files that wait at the desk: stored as they come, read one by one, and made into drafts."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.core.files import File
from django.utils.translation import gettext as _

from archive.documents.extraction import Extracted, FileRefusedError, TextStatus, text_of
from archive.documents.media_types import facts_of, why_refused
from archive.models import Body, Meeting, OtherName, SourceText, StaffAct
from archive.models.fields import key_of
from archive.models.reach import bodies_of, reached
from archive.models.staff_act import note
from archive.models.write_lock import one_writer
from archive.operations.entry.draft_doubts import doubted_fields, doubted_rows
from archive.operations.entry.drafts import ForBodies, Taken, dated_by_name, drafted, name_in_head
from archive.operations.entry.reading_rows import body_named
from archive.operations.entry.source_texts import (
    ReadSource,
    fingerprint_of_words,
    keep_file,
    name_of,
    refusal_of,
)
from archive.operations.importing.build import Directory
from archive.text.dates import possible_days

logger = logging.getLogger(__name__)

UNREAD = Extracted("", "")


class Stored(NamedTuple):
    """What became of a file that was sent: its row, and whether that was there before."""

    source: SourceText
    is_known: bool = False


class WaitingFile(NamedTuple):
    """A file of the table: what is known of it, and what it may repeat.

    `days` are those that its date may mean, `same_day` a meeting of its body on that day, `before` the
    source of the same words that a meeting was made from.
    """

    source: SourceText
    body: Body | None = None
    days: tuple[dt.date, ...] = ()
    same_day: Meeting | None = None
    before: SourceText | None = None

    @property
    def state(self) -> str:
        """Return unread, refused, twice, asked (it lacks an answer), doubtful or ready."""
        if self.source.is_unread:
            return "unread"
        if self.source.refusal:
            return "refused"
        if self.same_day or self.before:
            return "twice"
        if self.body is None or len(self.days) != 1 or not self.source.title:
            return "asked"
        return "doubtful" if self.source.doubt_count or not self.source.has_text else "ready"

    @property
    def note(self) -> str:
        return note_on_text(self.source)

    @property
    def can_be_drafted(self) -> bool:
        return self.state in {"ready", "doubtful"}


# Storing


def store_upload(file: File, by: Any) -> Stored:
    """Store a file to be read later, once; one that is not taken is a row that says why."""
    if reason := why_refused(file) or ("" if file.size else _("The file is empty.")):
        return refused_row(name_of(file), reason, by)
    sha256 = facts_of(file).sha256
    meetings = reached(Meeting.objects.all(), by)
    known = SourceText.objects.with_fingerprint(sha256)
    before = known.taken(meetings).first() or known.filter(pk__in=SourceText.objects.open_to(by)).first()
    return Stored(before, is_known=True) if before else Stored(keep_file(file, UNREAD, by=by))


@one_writer()
def refused_row(name: str, reason: str, by: Any) -> Stored:
    fields = {"name": name, "refusal": reason[:500], "created_by": by, "meeting": None}
    source, is_new = SourceText.objects.get_or_create(**fields)
    return Stored(source, is_known=not is_new)


@one_writer()
def copy_to_read_again(source: SourceText, by: Any) -> SourceText:
    """Return a row that waits with the same file and text as one that a meeting was made from."""
    copied = ("name", "sha256", "words_sha256", "text", "text_status")
    again = SourceText(created_by=by, **{name: getattr(source, name) for name in copied})
    if source.file:
        with source.file.open("rb") as opened:
            again.file.save(source.name or "file", File(opened, name=source.name), save=False)
    again.save()
    return again


# Reading


def read_waiting(source: SourceText) -> None:
    """Read a row that is unread; why it cannot be is kept in the row. Call it outside a transaction."""
    try:
        note_read(source, read_facts(extracted_again(source), source.name))
    except FileRefusedError as refused:
        note_read(source, {"refusal": str(refused)[:500]})
    except OSError as problem:
        note_read(source, {"refusal": _("It cannot be read: %s.") % problem.strerror})
    except Exception:
        logger.exception("Waiting file %s could not be read", source.pk)
        note_read(source, {"refusal": _("It could not be read; the log says why.")})


def extracted_again(source: SourceText) -> Extracted:
    if source.text or not source.file:
        return Extracted(source.text, source.text_status or TextStatus.EXTRACTED)
    with source.file.open("rb") as opened:
        extracted = text_of(File(opened, name=source.name))
    if refusal := refusal_of(extracted.text):
        raise FileRefusedError(refusal)
    return extracted


def read_facts(extracted: Extracted, name: str) -> dict[str, Any]:
    """Return the columns of a source that tell what its text says; two queries."""
    text = extracted.text
    read = ReadSource(SourceText(text=text, name=name))
    dated, sentences = dated_by_name(read.reading, name)
    body = body_named(read.reading, text)
    date, is_sure = dated.date, "date" not in dated.doubts or not sentences
    day = "" if date is None else date.value.isoformat() if is_sure else date.as_written
    told = doubted_fields(read)
    names = read.reading.attendance.disagreements()
    disagreeing = [count for count, _found in names if f"{count.kind}_count" not in told]
    return {
        "text": text,
        "text_status": extracted.status,
        "words_sha256": fingerprint_of_words(text),
        "body_name": body.name if body else name_in_head(read.reading, text),
        "day": " ".join(day.split())[:100],
        "title": " ".join(dated.title.value.split())[:500] if dated.title else "",
        "people_count": len(read.reading.attendance.entries),
        "doubt_count": len(told) + len(list(doubted_rows(read))) + len(disagreeing),
    }


def note_read(source: SourceText, facts: dict[str, Any]) -> None:
    """Keep what was read, unless the row was dropped, or read by another request, meanwhile."""
    with one_writer():
        SourceText.objects.unread().filter(pk=source.pk).update(**facts)
    for name, value in facts.items():
        setattr(source, name, value)


# The table


def waiting_files(sources: Iterable[SourceText], user: Any) -> list[WaitingFile]:
    """Return rows of the table; five queries at most, however many they are."""
    rows = list(sources)
    bodies = bodies_called({row.body_name for row in rows}, user)
    found = [
        WaitingFile(row, bodies.get(row.body_name), tuple(possible_days(row.day)) if row.day else ())
        for row in rows
    ]
    same_day, before = meetings_by_day(found), sources_by_words(rows, user)
    return [
        one._replace(
            same_day=same_day.get((one.body.pk, one.days[0])) if one.body and len(one.days) == 1 else None,
            before=before.get(one.source.words_sha256) or before.get(one.source.sha256),
        )
        for one in found
    ]


def bodies_called(names: Collection[str], user: Any) -> dict[str, Body]:
    """Return {name: the body called so} of those that an account reaches; see BodyQuerySet.known_as()."""
    wanted = {name: key_of(name) for name in names if name}
    others = OtherName.objects.of_bodies().with_keys(wanted.values()).select_related("body").order_by("-pk")
    by_key = {other.name_key: other.body for other in others}
    by_name = {body.name: body for body in Body.objects.filter(name__in=wanted)}
    found = {name: by_name.get(name) or by_key.get(key) for name, key in wanted.items()}
    reach = bodies_of(user)
    return {name: body for name, body in found.items() if body and (reach is None or body.pk in reach)}


def meetings_by_day(rows: Iterable[WaitingFile]) -> dict[tuple[int, dt.date], Meeting]:
    pairs = {(one.body.pk, one.days[0]) for one in rows if one.body and len(one.days) == 1}
    meetings = Meeting.objects.on_known_days().not_withdrawn().select_related("body")
    some = meetings.filter(body__in={key for key, _day in pairs}, date__in={day for _key, day in pairs})
    return {(one.body_id, one.date): one for one in some.defer("text", "summary").order_by("-pk")}


def sources_by_words(rows: Iterable[SourceText], user: Any) -> dict[str, SourceText]:
    """Return {fingerprint of words, or of bytes: the source that a meeting was made from}."""
    prints = {one for row in rows for one in (row.sha256, row.words_sha256) if one}
    taken = SourceText.objects.taken(reached(Meeting.objects.all(), user)).defer("text")
    known = taken.of_prints(prints)
    return {key: one for one in known for key in (one.sha256, one.words_sha256) if key}


def answer(source: SourceText, *, body_name: str, day: str, title: str) -> None:
    """Keep what a clerk typed in the table, as it is: the table asks about what it cannot be."""
    typed = {"body_name": body_name, "day": day, "title": title}
    if changed := {name: value for name, value in typed.items() if getattr(source, name) != value}:
        with one_writer():
            SourceText.objects.filter(pk=source.pk).update(**changed)
        for name, value in changed.items():
            setattr(source, name, value)


def answer_all(sources: Iterable[SourceText], body_name: str, day_order: str) -> None:
    """Give files a body, unless "", and dates of two readings one: "day" first, "month" first, or ""."""
    for source in sources:
        days, day = possible_days(source.day) if source.day else [], source.day
        if day_order and len(days) == 2:
            day = days[day_order == "month"].isoformat()
        answer(source, body_name=body_name or source.body_name, day=day, title=source.title)


@one_writer()
def make_body(name: str, *, by: Any) -> Body:
    """Make a body that minutes name, unless it is there. Raises Refused."""
    known = Body.objects.known_as(name).first()
    body = known or Directory().body(name)
    if known is None:
        note(StaffAct.Kind.ADDED, body, by=by)
    return body


def draft_waiting(row: WaitingFile, by: Any) -> Taken:
    """Make a draft of a row, if it can be one; its body is there, and the account reaches it."""
    if not row.can_be_drafted:
        return Taken("waiting")
    return drafted(row.source, ForBodies(), by=by)


# Sentences


def unread_kind() -> str:
    return _("Files of this kind are not read: save it as .docx, .odt, .rtf, .pdf, .html, .md or .txt.")


def in_part() -> str:
    return _("Only a part of it was read: a page is damaged, or the rest is beyond the limits.")


def why_no_text(extracted: Extracted) -> str:
    if extracted.status == TextStatus.NOT_READABLE:
        return _("Its words can be seen but not read: the fonts in it do not say which letters they hold.")
    return _("No text could be read in it; is it a scan?")


def note_on_text(source: SourceText) -> str:
    """Return what is to be known of the text of a row that was read, or ""."""
    if source.text_status == TextStatus.IN_PART:
        return in_part()
    if source.has_text or source.is_unread or source.refusal:
        return ""
    is_kind = source.text_status == TextStatus.NOT_A_TEXT_FORMAT
    return unread_kind() if is_kind else why_no_text(Extracted("", source.text_status))
