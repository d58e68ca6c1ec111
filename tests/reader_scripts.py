"""Look for minutes that are read otherwise in the other Chinese script.

python -m tests.reader_scripts FILE.jsonl[.gz]…

Each record's `text` is read as it stands, in simplified and in traditional Chinese. All readings must be
the same, places too, but for the script that names and words are in. Prints each record that is not so
read, and ends with 1 if there is one.
"""

import argparse
import json
import multiprocessing
import sys
from pathlib import Path

from archive.reader.__main__ import to_json
from archive.reader.minutes import read_minutes
from archive.text.folding import in_both_scripts, one_script, simplified
from archive.text.pinyin import HAN_RUN
from tests.reader_score import Record, records


def read_in_one_script(text: str) -> str:
    """Return the reading of a text as JSON in which nothing shows the script that it was written in."""
    reading = json.loads(one_script(to_json(read_minutes(text))))
    del reading["language"]
    return json.dumps(reading, ensure_ascii=False, indent=1)


def in_scripts(text: str) -> list[str]:
    """Return a text as it is, in simplified and in traditional Chinese, character by character."""
    return list(dict.fromkeys([text, simplified(text), text.translate(_TRADITIONAL)]))


class _Traditional(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = in_both_scripts(chr(code))[-1]
        return self[code]


_TRADITIONAL = _Traditional()


def difference(record: Record) -> str:
    """Return the first lines in which the readings of a record differ, "" if they do not."""
    if not HAN_RUN.search(record["text"]):
        return ""
    first, *others = map(read_in_one_script, in_scripts(record["text"]))
    for other in others:
        for one, two in zip(first.split("\n"), other.split("\n"), strict=False):
            if one != two:
                return f"{record['source']} {record.get('date')}: {one.strip()} / {two.strip()}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl[.gz]")
    parser.add_argument("--processes", type=int, default=None, help="default: one a core")
    options = parser.parse_args()
    tasks = (record for path in options.files for record in records(path))
    read = different = 0
    with multiprocessing.Pool(options.processes) as pool:
        for found in pool.imap_unordered(difference, tasks, chunksize=4):
            read += 1
            different += bool(found)
            sys.stdout.write(f"{found}\n" if found else "")
    sys.stdout.write(f"{read} texts, {different} read otherwise in another script\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
