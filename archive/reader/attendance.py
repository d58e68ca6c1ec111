"""Read the attendance lists of a text, and a list of names that was pasted."""

import re
from dataclasses import replace
from itertools import dropwhile, takewhile

from archive.reader.attendance_headings import UNDECIDED, Head, group_head, heads_in
from archive.reader.attendance_lists import (
    Gatherer,
    NameList,
    columns_at,
)
from archive.reader.chinese_names import key_within_text
from archive.reader.head_counts import read_counts
from archive.reader.name_lists import UNIT_LABEL, read_name_list
from archive.reader.name_words import POST_WORD, is_latin_post, singular_title
from archive.reader.people import Manner, read_people
from archive.reader.people_tables import people_table
from archive.reader.results import NameEntry, NamesReading, Span
from archive.reader.source import Source, SourceLine
from archive.text.vocabulary import role_in

_TITLE_AND_GAP = re.compile(r"([A-Z]\w{2,20})[ \t]{3,}(?=[A-Z])")
MOST_IN_A_GROUP = 60
_ALL_CAME = re.compile(
    r"\ball\b[^.\n]{0,40}\b(?:present|attended|in attendance)\b(?! (?:and )?(?:vot|agreed))", re.IGNORECASE
)
_ELECTED = re.compile(
    r"\b(?:re-?)?(?:elect(?:ed|ions?)|appoint(?:ed|ments?)|nominat(?:ed|ions?))\b|选举|推选|选出|当选|改选|任命|聘任",
    re.IGNORECASE,
)
LINES_OF_ELECTION = 6
_MEMBERS = re.compile(
    r"(?:board |council |committee |executive |voting )?(?:trustees|directors|members|councill?ors"
    r"|commissioners|governors|supervisors|board|committee)[* ]*:[* ]*(?=[A-Z])",
    re.IGNORECASE,
)
LINES_BESIDE = 8
_LISTED = re.compile(r"\b(?:present|attend\w*|participants|roll call)\b", re.IGNORECASE)
ROLES_WITHIN = 60
AROUND = 200
AWAY = frozenset(["excused", "absent"])
LONGEST_HEAD = 30_000
MOST_PEOPLE = 5_000
MOST_LISTS = 5_000


class AttendanceReader:
    """Reads all attendance lists between two lines of a source."""

    def __init__(self, source: Source, first: int = 0, last: int | None = None) -> None:
        self.source = source
        self.lines = source.lines[first:last]
        self.reading = NamesReading()
        self._latest = -100
        self._seen = 0
        self._chaired: set[str] = set()
        self._lists_others = _LISTED.search(source.plain, 0, LONGEST_HEAD) is not None
        self._all_came = _ALL_CAME.search(source.plain, 0, LONGEST_HEAD) is not None

    def read(self) -> NamesReading:
        index = 0
        while index < len(self.lines) and len(self.reading.heads) <= MOST_LISTS:
            index = self._step(index)
        self.reading.entries = merge_entries(self.reading.entries)
        settle_attendance(self.reading.entries)
        self._read_counts()
        return self.reading

    def _read_counts(self) -> None:
        spans = self.reading.heads or [Span(0, 0)]
        start, end = (
            max(0, spans[0].start - AROUND),
            min(len(self.source.plain), max(span.end for span in spans) + AROUND),
        )
        if end - start < LONGEST_HEAD:
            self.reading.counts = read_counts(self.source, Span(start, end))
        self.reading.not_placed = [
            span for span in self.reading.not_placed if not is_count(span, self.reading)
        ]

    def _step(self, index: int) -> int:
        line = self.lines[index]
        self._seen += not line.is_blank
        if table := people_table(self.source, self.lines, index):
            self._add(table.entries, Span(line.at, self.lines[table.end - 1].stop), [])
            self._latest = table.end
            return table.end
        if columns := columns_at(self.source, self.lines, index):
            for part in columns.parts:
                self._read_list(part)
            self._latest = columns.end
            return columns.end
        near = index - self._latest <= 3
        if near and (post := self._under_post(line)):
            self._add(post, line.span, [])
            self._latest = index
            return index + 1
        heads = heads_in(self.source, line, inside=near)
        of_roles = any(head.kind != "list" for head in heads)
        if of_roles and ((self._seen >= ROLES_WITHIN and not near) or self._is_of_election(index)):
            heads = [head for head in heads if head.kind == "list"]
        if not heads and self._seen < ROLES_WITHIN:
            heads = self._group_heads(index)
        if not heads or len(self.reading.entries) > MOST_PEOPLE:
            return index + 1
        return self._read_heads(index, heads)

    def _is_of_election(self, index: int) -> bool:
        """Say whether a list of officers says who was elected, and not who led this meeting."""
        above = self.lines[max(0, index - LINES_OF_ELECTION) : index]
        blanks = 0
        for line in reversed(above):
            blanks += not line.text
            if blanks > 1 or _ELECTED.search(line.text):
                return blanks <= 1
        return False

    def _group_heads(self, index: int) -> list[Head]:
        """Return the head that the name of a group is: names below it, or all of the group were present."""
        line = self.lines[index]
        title = _TITLE_AND_GAP.match(self.source.plain, line.at, line.stop)
        if title and index - self._latest <= 3 and (one := singular_title(title[1])):
            return [Head("list", "present", "", line.at, title.end(), label=one)]
        if group := self._group_beside(index):
            return [group]
        names_itself = not self._all_came and not self.reading.heads and self._names_members(line)
        group = group_head(self.source, line, inline=self._all_came or names_itself)
        if group and names_itself:
            return [group]
        if group and group.value < line.stop and group.role == "":
            return [replace(group, status="")]
        return [group] if group and group.value == line.stop and self._heads_names(index) else []

    def _group_beside(self, index: int) -> Head | None:
        """Return the head that the members of a body are beside others: Trustees: …; In attendance: …"""
        line = self.lines[index]
        if not _MEMBERS.match(line.text):
            return None
        below = [other for other in self.lines[index + 1 : index + 1 + LINES_BESIDE] if other.text]
        heads = [head for other in below for head in heads_in(self.source, other, inside=True)[:1]]
        if not any(head.status in AWAY or head.role in (UNDECIDED, "in_attendance") for head in heads):
            return None
        return Head("list", "present", "", line.at, line.at + line.text.find(":") + 1)

    def _names_members(self, line: SourceLine) -> bool:
        """Say whether a line in the head of minutes that list nobody else is a group and its members."""
        behind = line.at + line.text.find(":") + 1
        if behind == line.at or line.text.isascii() is False or self._lists_others:
            return False
        found, left = read_people(self.source, self.source.trimmed(behind, line.stop), Manner())
        return len(found) > 1 and not left and all(" " in entry.name for entry in found)

    def _heads_names(self, index: int) -> bool:
        """Say whether a list of names stands below a line: two at least, and nothing else."""
        following = self.lines[index + 1 : index + 1 + MOST_IN_A_GROUP]
        below = dropwhile(lambda line: line.is_blank, following)
        names = list(takewhile(lambda line: line.bullet and not line.heading, below))
        entries = [read_people(self.source, line.span, Manner(one_a_line=True))[0] for line in names]
        return len(names) >= 2 and all(len(found) == 1 and " " in found[0].name for found in entries)

    def _under_post(self, line: SourceLine) -> list[NameEntry]:
        """Return who a line under the lists names by a post alone: 專門委員：劉其昌."""
        match = UNIT_LABEL.match(self.source.plain, line.at, line.stop)
        if (
            match
            and match[1].isascii()
            and is_latin_post(match[1])
            and not heads_in(self.source, line, inside=True)
        ):
            span = self.source.trimmed(match.end(), line.stop)
            return read_people(self.source, span, Manner(label=match[1], one_a_line=True))[0]
        if (
            match is None
            or not POST_WORD.fullmatch(re.sub(r"\s", "", match[1]))
            or role_in(re.sub(r"\s", "", match[1]))
        ):
            return []
        label = self.source.as_spelt(re.sub(r"\s", "", match[1]), line.span)
        span = self.source.trimmed(match.end(), line.stop)
        return read_people(self.source, span, Manner(role="in_attendance", label=label))[0]

    def _read_heads(self, index: int, heads: list[Head]) -> int:
        line = self.lines[index]
        stops = [head.start for head in heads[1:]] + [line.stop]
        following = index + 1
        for head, stop in zip(heads, stops, strict=True):
            part = NameList(head, self.source.trimmed(head.value, max(head.value, stop), strip="|"))
            if head is heads[-1] and head.is_open:
                following = self._gather(part, index)
            if self._read_list(part):
                self._latest = following - 1
        return following

    def _gather(self, part: NameList, index: int) -> int:
        gather = Gatherer(self.source, self.lines[index], part)
        following = index + 1
        while following < len(self.lines):
            line = self.lines[following]
            if people_table(self.source, self.lines, following) or not gather.takes(line):
                break
            following += 1
        while part.lines and part.lines[-1].is_blank:
            part.lines.pop()
        return index + 1 + gather.taken

    def _read_list(self, part: NameList) -> bool:
        entries, left = read_name_list(self.source, part)
        if entries and self._is_under_two_heads(part):
            entries, left = [], [Span(part.head.start, max(part.inline.end, part.lines[-1].stop))]
        if part.head.kind == "chair" and self._is_said_again(part.head):
            return False
        if part.head.kind != "list":
            entries = [
                entry for entry in entries if part.inline.end - part.inline.start < 120 or part.lines
            ]
            if not entries:
                return False
            for entry in entries:
                entry.is_alone = True
        end = part.lines[-1].stop if part.lines else part.inline.end
        whole = Span(part.head.start, max(end, part.head.value))
        # A list of nobody, 出席：如签到表, is left whole.
        self._add(entries, whole, left if entries else [whole] if left else [])
        return True

    def _is_under_two_heads(self, part: NameList) -> bool:
        """Say whether names stand below APOLOGIES: and ABSENT: alone, so that either may be meant."""
        if part.head.status not in AWAY or part.inline.start < part.inline.end or not part.lines:
            return False
        index = self.source.line_at(part.head.start)
        above = self.source.lines[index - 1] if index else None
        heads = heads_in(self.source, above, inside=True) if above else []
        return bool(
            above
            and len(heads) == 1
            and heads[0].status in AWAY - {part.head.status}
            and not self.source.plain[heads[0].value : above.stop].strip()
            and part.lines[0].start == self.source.lines[index].end + 1
        )

    def _is_said_again(self, head: Head) -> bool:
        """Say whether a head has named the chair before: 主席：昨天 is then what the chair said."""
        word = re.sub(r"\W", "", self.source.plain[head.start : head.value])
        again = word in self._chaired and not word.isascii()
        self._chaired.add(word)
        return again

    def _add(self, entries: list[NameEntry], whole: Span, left: list[Span]) -> None:
        self.reading.not_placed.extend(left)
        self.reading.heads.append(whole)
        for entry in entries:
            entry.list_number = len(self.reading.heads)
        self.reading.entries += entries


def merge_entries(entries: list[NameEntry]) -> list[NameEntry]:
    """Return each person once, at the first place, with what the later places add.

    Those whom one list names twice are two people: no list says the same twice, except by a slip that is
    easier to see than a person who is lost.
    """
    known: dict[str, list[NameEntry]] = {}
    for entry in entries:
        namesakes = known.setdefault(key_within_text(entry.name), [])
        if first := same_person(entry, namesakes):
            first.is_alone = first.is_alone and entry.is_alone
            add_to_entry(first, entry)
        else:
            namesakes.append(entry)
    return [entry for entry in entries if any(entry is one for one in known[key_within_text(entry.name)])]


def same_person(entry: NameEntry, namesakes: list[NameEntry]) -> NameEntry | None:
    """Return who of those read before is meant: of several the one with the same post, else the first."""
    possible = [one for one in namesakes if not 0 < one.list_number == entry.list_number]
    fitting = [one for one in possible if entry.label and one.label == entry.label]
    return next(iter(fitting or possible), None)


def add_to_entry(first: NameEntry, again: NameEntry) -> None:
    if again.role in ("chair", "recorder") and first.role in ("", "member"):
        first.role = again.role
    elif first.role in ("chair", "recorder") and again.status != "present":
        first.status = again.status
    first.label = first.label or again.label
    first.on_behalf_of = first.on_behalf_of or again.on_behalf_of


def settle_attendance(entries: list[NameEntry]) -> None:
    """Decide what "In attendance" meant: beside those present, or the only word for them."""
    listed = [entry for entry in entries if entry.status == "present" and not entry.is_alone]
    others = any(entry.role in ("", "member", "chair") for entry in listed)
    for entry in entries:
        if entry.role == UNDECIDED:
            entry.role = "in_attendance" if others else ""


def is_count(span: Span, reading: NamesReading) -> bool:
    return any(count.span.start < span.end and span.start < count.span.end for count in reading.counts)


# A pasted list


def read_names(text: str, *, status: str = "present") -> NamesReading:
    """Return the people that a list as written names, in its order, each once.

    Names may be parted by 、，; commas, semicolons, line breaks, bullets, tabs or table cells, have
    posts before or after them (局长张三, Cllr Jane Smith, Jane Smith (Chair)), be padded (陈　瑩) and
    stand in for others (张三代李四, 李四（张三代）, Ann Lee for Bob Ray). Heads such as 出席：, 列席, 请假,
    Present, Apologies, Guests or Chair hold for what follows them; `status` holds until the first.
    What holds no name is in `not_placed`; head-counts (应到15人, Present: 9) are in `counts`.

    Raises TextTooLongError beyond LONGEST_TEXT characters.
    """
    source = Source(text)
    reading = NamesReading(counts=read_counts(source, Span(0, len(text))))
    entries: list[NameEntry] = []
    for number, part in enumerate(_lists(source, reading, entries, status), start=1):
        found, left = read_name_list(source, part)
        for entry in found:
            entry.list_number = number
        entries += found
        reading.not_placed += [span for span in left if not is_count(span, reading)]
    reading.entries = merge_entries(sorted(entries, key=lambda entry: entry.span))
    settle_attendance(reading.entries)
    reading.not_placed.sort()
    return reading


def _lists(source: Source, reading: NamesReading, entries: list[NameEntry], status: str) -> list[NameList]:
    parts = [NameList(Head("list", status, "", 0, 0), Span(0, 0))]
    lines = source.lines
    index = 0
    while index < len(lines):
        line = lines[index]
        if table := people_table(source, lines, index):
            entries += table.entries
            index = table.end
            continue
        heads = heads_in(source, line, inside=True)
        stops = [head.start for head in heads[1:]] + [line.stop]
        for head, stop in zip(heads, stops, strict=False):
            reading.heads.append(Span(head.start, head.value))
            parts.append(NameList(head, source.trimmed(head.value, max(head.value, stop), strip="|")))
        if not heads and not line.is_blank:
            parts[-1].lines.append(line)
        index += 1
    return parts
