"""Print what was measured: a row for each class, engine and size, then a row for each archive."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Facts = dict[str, Any]
LEVELS = ("http", "find", "raw")
DURATIONS = [f"{level} {part}" for level in LEVELS for part in ("p50", "p95")]
HEAD = ["engine", "meetings", "class", "found", *DURATIONS, "find/raw", "http/find"]
ARCHIVE_HEAD = ["engine", "meetings", "language", "text MB", "index MB", "index/text", "database MB",
                "load s", "rebuild s", "meetings/s"]  # fmt: skip
LANGUAGES = {0.0: "English", 1.0: "Chinese"}


def report(archives: Sequence[Facts]) -> str:
    """Return both tables; durations are milliseconds."""
    rows = [cells_of(archive, row) for archive in archives for row in archive.get("rows", ())]
    return "\n".join([
        "Milliseconds, warm, one client: through HTTP, through find(), and of the SQL beneath.",
            "Saves are measured in process and stand under find.", "",
        *table(HEAD, rows), "",
        *table(ARCHIVE_HEAD, map(archive_cells, archives)), "",
    ])  # fmt: skip


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield lines of columns; words are set left, numbers right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = (cell.ljust(width) if head[place] in ("engine", "class", "language") else cell.rjust(width)
                 for place, (cell, width) in enumerate(zip(line, widths, strict=True)))  # fmt: skip
        yield "  ".join(cells).rstrip()


def cells_of(archive: Facts, row: Facts) -> list[str]:
    """Return the cells of one class."""
    found = "" if row["found"] is None else f"{row['found']:.0f}"
    return [
        archive["engine"],
        str(archive["size"]),
        row["class"],
        found,
        *(cell for level in LEVELS for cell in pair(row[level])),
        ratio(row["find"], row["raw"]),
        ratio(row["http"], row["find"]),
    ]


def pair(durations: Sequence[float] | None) -> list[str]:
    """Return median and 95th percentile, blank where nothing was measured."""
    return [f"{value:.1f}" for value in durations[:2]] if durations else ["", ""]


def ratio(above: Sequence[float] | None, below: Sequence[float] | None) -> str:
    """Return how many times one median is another, blank where one is missing."""
    return f"{above[0] / below[0]:.2f}" if above and below else ""


def archive_cells(archive: Facts) -> list[str]:
    """Return the cells of one archive; an index that was not built leaves blanks."""
    index, text = archive["index"], archive["text_bytes"]
    cells = [
        archive["engine"],
        str(archive["size"]),
        LANGUAGES.get(archive["chinese"], "both"),
        megabytes(text),
    ]
    if index is None:
        return [*cells, "", "", "", f"{archive['load_seconds']:.0f}", "", ""]
    return [
        *cells,
        megabytes(index["bytes"]),
        f"{index['bytes'] / text:.2f}",
        megabytes(index["database_bytes"]),
        f"{archive['load_seconds']:.0f}",
        f"{index['seconds']:.0f}",
        f"{index['meetings_per_second']:.0f}",
    ]


def megabytes(size: int) -> str:
    """Return a number of bytes in millions."""
    return f"{size / 1e6:.1f}"
