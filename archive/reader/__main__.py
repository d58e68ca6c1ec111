"""Print the reading of a text of minutes as JSON: python -m archive.reader FILE (- for standard input)."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from archive.reader.minutes import read_minutes
from archive.reader.results import Reading


def to_json(reading: Reading) -> str:
    """Return a reading with all its places, [first character, character after the last], as JSON."""
    return json.dumps(asdict(reading), default=str, ensure_ascii=False, indent=1)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    text = sys.stdin.read() if arguments == ["-"] else Path(arguments[0]).read_text(encoding="utf-8")
    sys.stdout.write(f"{to_json(read_minutes(text))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
