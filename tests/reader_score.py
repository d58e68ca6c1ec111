"""Score the reader of minutes: python -m tests.reader_score FILE.jsonl[.gz]…

Each record's `text` alone is given to the reader; the other fields are what it is held against.

date          right or wrong, of the records whose text states their date in any of its forms
              (a web address does not state it)
title         right or wrong, of the records whose title stands in their text (by letters and digits)
chair         right or wrong, of the records that name one; any of several named is right
names         precision, recall and F1 of attendees by name_key, over the records that name any.
              Of a source that never marks guests, those away, chairs or recorders, who was read
              as such is not counted against it: nothing says whether it is right.
status        share right, of the names found: present, guest (or in attendance), excused, absent.
resolutions   precision, recall and F1 over the records that mark any. A read resolution answers a
              marked one if their texts share runs of four characters with a Dice coefficient of at
              least 0.6 (letters and digits only; the matter it was about may count as text or not).
              Each answers one; a proposal adopted in the same words is one resolution; of a source that
              marks no proposals, those read are not counted against it. `more` counts those read in
              records that mark none.
certain       share right, of the results and counts of votes in answered resolutions that were read
              without a doubt and that the source marks too; `of` counts these.
doubted       resolutions of which something is read with a doubt; `contrad.`: the text contradicts itself.

A source that marks a field nowhere shows "–" and is left out of the sum in the row `all`.
"""

import argparse
import datetime
import gzip
import io
import json
import multiprocessing
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.reader.minutes import read_minutes
from archive.reader.results import NameEntry, Reading, ResolutionRead
from archive.text.names import name_key
from tests.reader_dates import squeezed, states

ALIKE = 0.6
SAME = 0.8
RUN = 4
# The words of the sources for a result, and what may be read for each.
RESULTS = {
    # The sources have no word of their own for what was only noted, 同意備查.
    "passed": frozenset(["adopted", "adopted_as_amended", "agreed_in_principle", "noted"]),
    "rejected": frozenset(["rejected", "tied", "lost_for_want_of_second"]),
    "deferred": frozenset(["deferred", "tabled"]),
    "referred": frozenset(["referred"]),
    "withdrawn": frozenset(["withdrawn"]),
}
AWAY = {"excused", "absent"}
Record = dict[str, Any]
_CHAIR = re.compile(r"chair|主席|主持|召集人", re.IGNORECASE)
_RECORDER = re.compile(r"scribe|record|minute|notes|記錄|记录|紀錄", re.IGNORECASE)
_NOT_CHAIR = re.compile(r"vice|deputy|副", re.IGNORECASE)


@dataclass
class Tally:
    """Counts of one source: right and asked of each field, and sets for names and resolutions."""

    records: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    more: int = 0
    doubtful: int = 0
    contradicted: int = 0

    def add(self, other: "Tally") -> None:
        self.records += other.records
        self.more += other.more
        self.doubtful += other.doubtful
        self.contradicted += other.contradicted
        for mine, theirs in ((self.asked, other.asked), (self.right, other.right), (self.read, other.read)):
            mine.update(theirs)

    def share(self, name: str) -> str:
        return f"{self.right[name] / self.asked[name]:.3f}" if self.asked[name] else "–"

    def trio(self, name: str) -> list[str]:
        """Return precision, recall and F1."""
        if not self.asked[name]:
            return ["–"] * 3
        precision = self.right[name] / self.read[name] if self.read[name] else 0.0
        recall = self.right[name] / self.asked[name]
        both = precision + recall
        return [
            f"{value:.3f}" for value in (precision, recall, 2 * precision * recall / both if both else 0.0)
        ]


def score(record: Record, kinds: frozenset[str]) -> Tally:
    """Return the counts of one record; `kinds` are the standings that its source marks anywhere."""
    reading = read_minutes(record["text"])
    tally = Tally(records=1)
    date = datetime.date.fromisoformat(record["date"])
    if states(record["text"], date):
        mark(tally, "date", right=reading.date is not None and reading.date.value == date)
    title = squeezed(record["title"])
    if title and title in squeezed(record["text"]):
        mark(tally, "title", right=reading.title is not None and squeezed(reading.title.value) == title)
    if record["attendees"]:
        score_names(tally, record, reading, kinds)
    score_resolutions(tally, record, reading, kinds)
    return tally


def mark(tally: Tally, name: str, *, right: bool) -> None:
    tally.asked[name] += 1
    tally.right[name] += right


def score_names(tally: Tally, record: Record, reading: Reading, kinds: frozenset[str]) -> None:
    marked = {name_key(attendee["name"]): attendee["status"] for attendee in record["attendees"]}
    read = {name_key(entry.name): entry for entry in reading.attendance.entries}
    found = marked.keys() & read.keys()
    tally.asked["names"] += len(marked)
    tally.right["names"] += len(found)
    tally.read["names"] += sum(key in marked or asked(entry, kinds) for key, entry in read.items())
    tally.asked["status"] += len(found)
    tally.right["status"] += sum(marked[key] == standing_of(read[key]) for key in found)
    chairs = {name_key(attendee["name"]) for attendee in record["attendees"] if is_chair(attendee)}
    if chairs:
        mark(tally, "chair", right=any(name_key(entry.name) in chairs for entry in reading.chairs))


def is_chair(attendee: Record) -> bool:
    role = attendee.get("role", "")
    return bool(_CHAIR.search(role)) and not _NOT_CHAIR.search(role)


def standing_of(entry: NameEntry) -> str:
    if entry.status == "present" and entry.role in ("guest", "in_attendance"):
        return "guest"
    return entry.status


def asked(entry: NameEntry, kinds: frozenset[str]) -> bool:
    """Say whether a source marks such people at all: there, beside, away, chair, recorder."""
    kind = standing_of(entry)
    if kind == "present" and entry.role in ("chair", "recorder"):
        return entry.role in kinds
    return bool(kinds & AWAY) if kind in AWAY else kind in kinds


def score_resolutions(tally: Tally, record: Record, reading: Reading, kinds: frozenset[str]) -> None:
    marked = once(record["resolutions"])
    read = [
        resolution
        for resolution in reading.resolutions
        if "proposed" in kinds or not resolution.is_proposal
    ]
    for resolution in reading.resolutions:
        tally.doubtful += any(not doubt.is_contradiction for doubt in resolution.doubts.values())
        tally.contradicted += any(doubt.is_contradiction for doubt in resolution.doubts.values())
    if not marked:
        tally.more += len(read)
        return
    pairs = answered(marked, read)
    tally.asked["resolutions"] += len(marked)
    tally.read["resolutions"] += len(read)
    tally.right["resolutions"] += len(pairs)
    for mark_of, resolution in pairs:
        score_certain(tally, mark_of, resolution)


def score_certain(tally: Tally, marked: Record, read: ResolutionRead) -> None:
    """Count the result and the votes that were called certain, where the source marks them."""
    results = RESULTS.get(marked.get("status") or "", frozenset())
    if results and read.result not in {"", "not_recorded"} and "result" not in read.doubts:
        mark(tally, "certain", right=read.result in results)
    votes = marked.get("votes") or {}
    counts = [("for", "yes_count"), ("against", "no_count"), ("abstain", "abstain_count")]
    if read.votes is None or "votes" in read.doubts:
        return
    for name, column in counts:
        told, found = votes.get(name), getattr(read.votes, column)
        if told is not None and found is not None:
            mark(tally, "certain", right=told == found)


def once(marked: list[Record]) -> list[Record]:
    """Return the marked resolutions, a proposal that was adopted in the same words only once."""
    adopted = [runs(resolution["text"]) for resolution in marked if resolution.get("status") != "proposed"]
    return [
        resolution
        for resolution in marked
        if resolution.get("status") != "proposed"
        or all(likeness(runs(resolution["text"]), [text]) < SAME for text in adopted)
    ]


def answered(marked: list[Record], read: list[ResolutionRead]) -> list[tuple[Record, ResolutionRead]]:
    """Return the marked resolutions with the read one that answers each, each answering one."""
    free = [[runs(text) for text in wordings(resolution)] for resolution in read]
    pairs = []
    for resolution in marked:
        wanted = runs(resolution["text"])
        best = max(range(len(free)), key=lambda index: likeness(wanted, free[index]), default=None)
        if best is not None and likeness(wanted, free[best]) >= ALIKE:
            pairs.append((resolution, read[best]))
            free[best] = []
    return pairs


def wordings(resolution: ResolutionRead) -> set[str]:
    """Return what may count as the text of a resolution."""
    subject = resolution.subject.value if resolution.subject else ""
    return {resolution.text.value, f"{subject} {resolution.text.value}", subject} - {""}


def runs(text: str) -> frozenset[str]:
    plain = squeezed(text)
    return frozenset(plain[index : index + RUN] for index in range(max(1, len(plain) - RUN + 1)))


def likeness(wanted: frozenset[str], wordings: list[frozenset[str]]) -> float:
    return max((2 * len(wanted & text) / (len(wanted) + len(text)) for text in wordings), default=0.0)


def records(path: Path) -> Iterator[Record]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    with io.TextIOWrapper(io.BytesIO(content), encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def marked_kinds(paths: list[Path]) -> dict[str, frozenset[str]]:
    """Return the standings that each source marks anywhere."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        for record in records(path):
            found = kinds[record["source"]]
            for attendee in record["attendees"]:
                found |= {attendee["status"]}
                found |= {"chair"} if is_chair(attendee) else set()
                found |= {"recorder"} if _RECORDER.search(attendee.get("role", "")) else set()
            found |= {
                resolution["status"] for resolution in record["resolutions"] if resolution.get("status")
            }
    return {source: frozenset(found) for source, found in kinds.items()}


def _scored(task: tuple[Record, frozenset[str]]) -> tuple[str, Tally]:
    record, kinds = task
    return record["source"], score(record, kinds)


def score_files(paths: list[Path], processes: int) -> dict[str, Tally]:
    """Return the counts of each source."""
    kinds = marked_kinds(paths)
    tasks = ((record, kinds[record["source"]]) for path in paths for record in records(path))
    tallies: dict[str, Tally] = defaultdict(Tally)
    with multiprocessing.Pool(processes) as pool:
        for source, tally in pool.imap_unordered(_scored, tasks, chunksize=8):
            tallies[source].add(tally)
    return dict(sorted(tallies.items()))


HEADS = [
    "source",
    "records",
    "date",
    "title",
    "chair",
    "names P",
    "R",
    "F1",
    "status",
    "resol. P",
    "R",
    "F1",
    "more",
    "certain",
    "of",
    "doubted",
    "contrad.",
]


def table(tallies: dict[str, Tally]) -> str:
    """Return the table, with the sum of all in its last row."""
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    rows = [HEADS, *(row(source, tally) for source, tally in [*tallies.items(), ("all", total)])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if not index else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        for cells in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:-1], "-" * len(lines[0]), lines[-1]])


def row(source: str, tally: Tally) -> list[str]:
    shares = [tally.share(name) for name in ("date", "title", "chair")]
    names, resolutions = tally.trio("names"), tally.trio("resolutions")
    return [
        source,
        str(tally.records),
        *shares,
        *names,
        tally.share("status"),
        *resolutions,
        str(tally.more),
        tally.share("certain"),
        str(tally.asked["certain"]),
        str(tally.doubtful),
        str(tally.contradicted),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl[.gz]")
    parser.add_argument(
        "--processes", type=int, default=None, help="how many at once (default: one a core)"
    )
    options = parser.parse_args()
    sys.stdout.write(table(score_files(options.files, options.processes)) + "\n")


if __name__ == "__main__":
    main()
