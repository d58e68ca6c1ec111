"""Reading JSON Lines: one row at a time, whatever the size of the file."""

import gzip
import json
import os
import re
import tempfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

Row = dict[str, Any]

MARKS = ("refused_line", "refused_reason")  # what a refusal adds to a row
LONGEST_LINE = 32 * 1024 * 1024  # bytes; the longest of 5,897 real meetings has 1


class Refused(Exception):  # noqa: N818 - reads as what it says: "raise Refused(reason)"
    """A row that cannot be taken; the message is the reason, for a person."""


class UnreadableFileError(OSError):
    """The file of an import cannot be read to its end; any other OSError is not its fault."""


class JsonLine(NamedTuple):
    """One line of a file: its number from 1, its bytes, and how much of the file was read by then."""

    number: int
    raw: bytes
    bytes_read: int


def read_lines(path: Path) -> Iterator[JsonLine]:
    """Yield the lines of a file, plain or .gz, that are not blank; a too long one is cut at the limit.

    Raises UnreadableFileError if the file cannot be read or is not what its name says.
    """
    with path.open("rb") as file:
        source = gzip.GzipFile(fileobj=file) if path.suffix == ".gz" else file
        try:
            for number, raw in enumerate(limited_lines(source), start=1):
                if raw.strip():
                    yield JsonLine(number, raw, file.tell())
        except (EOFError, zlib.error) as problem:
            raise UnreadableFileError(f"the file is damaged ({problem})") from problem
        except OSError as problem:
            raise UnreadableFileError(problem.strerror or str(problem)) from problem


def limited_lines(source: BinaryIO | gzip.GzipFile) -> Iterator[bytes]:
    """Yield lines, never more than LONGEST_LINE + 1 bytes of one."""
    while raw := source.readline(LONGEST_LINE + 1):
        rest = raw
        while rest and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST_LINE)
        yield raw


def parse_line(raw: bytes) -> Row:
    """Return the object that a line holds. Raises Refused."""
    if len(raw) > LONGEST_LINE:
        raise Refused(f"The line is longer than {LONGEST_LINE // 1024 // 1024} MiB.")
    try:
        row = json.loads(raw.decode("utf-8-sig"), parse_constant=refuse_constant)
        row = storable(row) if ESCAPED.search(raw) else row
    except UnicodeDecodeError as problem:
        raise Refused("The line is not UTF-8 text.") from problem
    except RecursionError as problem:
        raise Refused("The line nests lists and objects too deeply.") from problem
    except ValueError as problem:
        raise Refused(f"The line is not JSON: {problem}.") from problem
    if not isinstance(row, dict):
        raise Refused("The line is not a JSON object.")
    if set(row) == {*MARKS, "raw"}:
        return parse_line(str(row["raw"]).encode())
    return row


def refuse_constant(name: str) -> NoReturn:
    """Raise ValueError for NaN and Infinity, which Python's json reads though they are not JSON."""
    raise ValueError(f"{name} is no JSON value")


# NUL and halves of surrogate pairs can only come from escapes.
ESCAPED = re.compile(rb"\\u(0000|[dD][89a-fA-F])")


def storable(value: Any) -> Any:
    """Return a JSON value with U+FFFD for what no database can store.

    Source: CommonMark 0.31, section 2.3, which asks the same for NUL.
    """
    if isinstance(value, str):
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\0", "\ufffd")
    if isinstance(value, list):
        return [storable(part) for part in value]
    if isinstance(value, dict):
        return {storable(key): storable(part) for key, part in value.items()}
    return value


def refusal(line: JsonLine, reason: str) -> str:
    """Return a refused line with its number and the reason, as JSON.

    Once corrected it can be imported as it is: the importer ignores these two keys. A line that is not
    a JSON object is kept whole as text under "raw", to be corrected there.
    """
    marks = {"refused_line": line.number, "refused_reason": reason}
    try:
        return json.dumps(marks | without_marks(parse_line(line.raw)), ensure_ascii=False)
    except (Refused, RecursionError):
        raw = line.raw.decode(errors="backslashreplace").rstrip("\n")
        return json.dumps(marks | {"raw": raw}, ensure_ascii=False)


def refuse_unknown(row: Row, known: Collection[str] = (), place: str = "") -> None:
    """Raise Refused if a row has fields that nothing reads; `place` is as in " of an attendee"."""
    if unknown := sorted(set(row) - set(known)):
        raise Refused(f"Unknown field{place}: {', '.join(unknown)}.")


def without_marks(row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in MARKS}


class RefusalFile:
    """`<file>.refused.jsonl` beside a file; in the current or a temporary folder if that is read-only.

    Made with the first refusal; one of an earlier run is removed.
    """

    def __init__(self, path: Path) -> None:
        folders = [path.parent, Path.cwd(), Path(tempfile.gettempdir())]
        folder = next((folder for folder in folders if os.access(folder, os.W_OK)), folders[-1])
        self.path = folder / f"{path.name}.refused.jsonl"
        self.path.unlink(missing_ok=True)

    def add(self, line: JsonLine, reason: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(refusal(line, reason) + "\n")
