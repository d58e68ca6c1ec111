"""Rows and files to import."""

import gzip
import json
from pathlib import Path
from typing import Any

from archive.operations.importing.importer import Counts, Importer
from archive.operations.importing.json_lines import JsonLine

Row = dict[str, Any]
Refusals = list[tuple[int, str]]


def simple_row(number: int = 1, /, **fields: Any) -> Row:
    """Return a row of the simple form with all that is required."""
    row = {
        "source": "town",
        "source_url_or_path": f"minutes/{number}.md",
        "date": "2023-08-23",
        "body": "Town Council",
        "title": f"Meeting {number}",
        "text": "The council met.",
    }
    return row | fields


def full_row(number: int = 1, /, **fields: Any) -> Row:
    """Return a meeting of the full form with all that is required."""
    row = {
        "type": "meeting",
        "source": "town",
        "source_url": f"minutes/{number}.md",
        "date": "2023-08-23",
        "body": "Town Council",
        "name": f"Meeting {number}",
        "text": "The council met.",
    }
    return row | fields


def write_rows(path: Path, *rows: Row | str | bytes) -> Path:
    """Write rows, or lines as they are, to a file, compressed if it ends in .gz."""
    lines = [json.dumps(row, ensure_ascii=False) if isinstance(row, dict) else row for row in rows]
    content = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n"
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def import_file(path: Path, **options: Any) -> tuple[str, Refusals]:
    """Import a file; return the counts as printed and (line number, reason) of what was refused."""
    refusals: Refusals = []

    def note(line: JsonLine, reason: str) -> None:
        refusals.append((line.number, reason))

    counts = Counts()
    Importer(counts=counts, on_refusal=note, **options).import_file(path)
    return str(counts), refusals


def import_rows(folder: Path, *rows: Row | str | bytes, **options: Any) -> tuple[str, Refusals]:
    """Import some rows as one file."""
    return import_file(write_rows(folder / "rows.jsonl", *rows), **options)


def reason_for(folder: Path, row: Row | str | bytes) -> str:
    """Return why a row is refused; nothing of it is kept."""
    counts, refusals = import_rows(folder, row)
    assert counts == "imported 0, unchanged 0, differs 0, refused 1"
    return refusals[0][1]
