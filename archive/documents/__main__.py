"""`python -m archive.documents KIND <FILE`: read one file within limits of time, memory and output.

The file is not trusted, so its parser runs in this process, which knows no secrets, writes nothing but
its output and is killed without harm. It answers with lines of JSON: {"refused": reason}; or
{"checked": true}, pieces of the text as strings, and {"end": true} if that was all of it. An answer
without an end is what could be read before a limit was reached or the file turned out to be damaged.
"""

import importlib
import json
import re
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from archive.documents import BROKEN, DEMANDING, RefusedFileError

CPU_SECONDS = 20
MEMORY_BYTES = 500 * 1024 * 1024
MOST_CHARACTERS = 5_000_000
OUTPUT_BYTES = 12 * MOST_CHARACTERS + 1024 * 1024  # JSON writes a character as at most 12 bytes
OPEN_FILES = 64

KINDS = ("containers", "html", "open_document", "pdf", "plain_text", "rich_text", "word")

# Neither database takes NUL, no encoding a lone surrogate, and no reader wants the others.
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAK = re.compile(r"\r\n?|[\x0c\u2028\u2029]")

Reader = Callable[[BinaryIO], Iterator[str]]


def main(kind: str, stream: BinaryIO) -> None:
    try:
        pieces = reader_of(kind)(stream)
    except RefusedFileError as problem:
        say({"refused": problem.reason})
    except MemoryError:
        say({"refused": DEMANDING})
    except Exception:  # parsers raise whatever a damaged file makes them
        say({"refused": BROKEN})
    else:
        say({"checked": True})
        try:
            say_all(pieces)
        except Exception as problem:  # what was read so far stands
            sys.exit(f"{type(problem).__name__}: {problem}")


def reader_of(kind: str) -> Reader:
    """Return what reads a kind; its parser is imported under the limits, and no other one at all."""
    if kind not in KINDS:
        raise ValueError(f"No reader is called {kind}.")
    reader: Reader = importlib.import_module(f"archive.documents.{kind}").read
    return reader


def say_all(pieces: Iterator[str]) -> None:
    left = MOST_CHARACTERS
    for piece in pieces:
        text = clean(piece)
        say(text[:left])
        left -= len(text)
        if left < 0:
            return
    say({"end": True})


def clean(text: str) -> str:
    """Return a text with plain line ends and without characters that nothing can store."""
    return _UNWANTED.sub("", _BREAK.sub("\n", text))


def say(answer: Any) -> None:
    """Write one line at once, so that it stands should this process be killed."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def limit() -> None:
    """Take away from this process what no honest file needs."""
    for name, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (most, most))


if __name__ == "__main__":
    limit()
    main(sys.argv[1], sys.stdin.buffer)
