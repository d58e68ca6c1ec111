"""Read a pasted list of names: every line is taken to name people until a head says whom."""

from archive.reader.attendance import is_count, merged, read_list, settle_attendance
from archive.reader.attendance_blocks import NameList
from archive.reader.attendance_headings import Head, heads_in
from archive.reader.counts import read_counts
from archive.reader.results import NameEntry, NamesReading, Span
from archive.reader.source import Source
from archive.reader.tables import people_table


def read_names(text: str, *, status: str = "present") -> NamesReading:
    """Return the people that a list as written names, in its order, each once.

    Names may be parted by 、，; commas, semicolons, line breaks, bullets, tabs or table cells, have
    posts before or after them (局长张三, Cllr Jane Smith, Jane Smith (Chair)), be padded (陈　瑩) and
    stand in for others (张三代李四, 李四（张三代）, Ann Lee for Bob Ray). Heads such as 出席：, 列席, 请假,
    Present, Apologies, Guests or Chair hold for what follows them; `status` holds until the first.
    What names nobody is in `not_placed`; head-counts (应到15人, Present: 9) are in `counts`.

    Raises TextTooLongError beyond LONGEST_TEXT characters.
    """
    source = Source(text)
    reading = NamesReading(counts=read_counts(source, Span(0, len(text))))
    entries: list[NameEntry] = []
    for part in _lists(source, reading, entries, status):
        found, left = read_list(source, part)
        entries += found
        reading.not_placed += [span for span in left if not is_count(span, reading)]
    reading.entries = merged(sorted(entries, key=lambda entry: entry.span))
    settle_attendance(reading.entries)
    reading.not_placed.sort()
    return reading


def _lists(source: Source, reading: NamesReading, entries: list[NameEntry], status: str) -> list[NameList]:
    """Return each head with its lines; tables are read at once into `entries`."""
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
