"""Make archives in several sizes on either engine, and measure how fast they are searched and read.

python -m tests.bench [--engine sqlite|postgresql|both] [--sizes 10000,100000] [--json FILE]
                      [--keep FOLDER] [--rounds N] [--questions N] [--seed N] [--rebuild] [--rows-only]
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.places import database_server, kept_in, place_of
from tests.bench.recipe import TERMS, Recipe
from tests.bench.report import report
from tests.postgresql import NoPostgreSQLError

ROOT = Path(__file__).resolve().parent.parent.parent
ENGINES = ("sqlite", "postgresql")
ONE_LANGUAGE = 5_000  # meetings of the archives whose index is compared with their text
JOB = "import sys, django; django.setup(); from tests.bench.job import main; main(sys.argv[1:])"


def main(arguments: list[str]) -> None:
    """Make, measure and report."""
    options = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no job is left behind
    archives: list[dict[str, Any]] = []
    try:
        with kept_in(options.keep) as kept:
            for archive in archives_of(options, kept):
                archives.append(archive)  # noqa: PERF402 - an hour's figures outlive what stops the next
    except NoPostgreSQLError as problem:  # another bench may be using the same folder
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("Interrupted.")
    finally:
        tell(archives, options.json)


def tell(archives: list[dict[str, Any]], file: Path | None) -> None:
    """Print what was measured, and write it to a file if one is given."""
    sys.stdout.write(report(archives))
    if file:
        file.write_text(json.dumps(archives, indent=1, ensure_ascii=False))


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    made.add_argument("--engine", choices=[*ENGINES, "both"], default="both")
    made.add_argument("--sizes", type=sizes, default=[10_000, 100_000], help="such as 10000,1000000")
    made.add_argument("--json", type=Path, help="write everything measured to this file")
    made.add_argument("--keep", type=Path, help="folder in which archives are kept, and used again")
    made.add_argument("--rounds", type=int, default=3, help="how often each question is asked")
    made.add_argument("--questions", type=int, default=TERMS, help="how many of each class are asked")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--rebuild", action="store_true", help="build the index even if it is there")
    made.add_argument("--rows-only", action="store_true", help="make the archives, and no index yet")
    return made


def sizes(text: str) -> list[int]:
    """Return numbers parted by commas."""
    return [int(part) for part in text.split(",")]


def archives_of(options: argparse.Namespace, kept: Path) -> Iterator[dict[str, Any]]:
    """Yield what is known of each archive; those of one language are not searched."""
    engines = ENGINES if options.engine == "both" else (options.engine,)
    steps = [] if options.rows_only else ["index", *(["rebuild"] if options.rebuild else [])]
    small = min(ONE_LANGUAGE, *options.sizes)
    recipes = [Recipe(size, seed=options.seed) for size in options.sizes]
    alone = [] if options.rows_only else [Recipe(small, share, options.seed) for share in (0.0, 1.0)]
    for engine in engines:
        with database_server(engine, kept) as server:
            for recipe in (*recipes, *alone):
                more = [] if options.rows_only or recipe in alone else ["measure"]
                folder, url = place_of(engine, recipe, kept, server)
                facts = run(folder, url, recipe, options, [*steps, *more])
                facts.pop("counts")
                yield {"engine": engine, **recipe._asdict(), **facts}


def run(
    folder: Path, url: str, recipe: Recipe, options: argparse.Namespace, steps: list[str]
) -> dict[str, Any]:
    """Do some steps with one archive in a process of its own, in the settings of production."""
    numbers = map(str, (*recipe, options.rounds, options.questions))
    command = [sys.executable, "-c", JOB, str(folder), *numbers, *steps]
    environment = os.environ | {
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "DEBUG": "off",
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "HTTPS": "off",
        "SECRET_KEY": "for the bench only, and no secret: 0123456789 abcdefghijklmnopqrstuvwxyz",
    }
    answer = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=False)
    if answer.returncode:
        sys.exit(f"The archive in {folder} could not be measured.")
    facts: dict[str, Any] = json.loads(answer.stdout)
    return facts


if __name__ == "__main__":
    main(sys.argv[1:])
