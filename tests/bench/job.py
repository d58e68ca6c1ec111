"""Make and measure one archive in the database of the environment; runs in a process of its own."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from tests.bench import querying
from tests.bench.loading import load
from tests.bench.measuring import Bench
from tests.bench.planting import Plan
from tests.bench.progress import Progress, say
from tests.bench.recipe import MARKER, Recipe
from tests.bench.rows import digest_of
from tests.bench.serving import serving
from tests.bench.sizes import database_bytes, index_bytes

Facts = dict[str, Any]


def main(arguments: Sequence[str]) -> None:
    """Do the steps named, and print what is known of the archive as JSON.

    Arguments: its folder, size, share of Chinese, seed, rounds, questions a class, and of the steps
    "index", "rebuild" and "measure" those that are wanted. What has a marker has its rows already.
    """
    folder, numbers, steps = Path(arguments[0]), arguments[1:6], arguments[6:]
    recipe = Recipe(int(numbers[0]), float(numbers[1]), int(numbers[2]))
    call_command("migrate", verbosity=0)
    facts = read_facts(folder) or made(folder, recipe)
    plan = Plan(recipe.seed, recipe.languages)
    if "index" in steps:
        build_index(folder, facts, plan, recipe.size, afresh="rebuild" in steps)
    if "measure" in steps:
        facts |= {"rows": measured(Bench(plan, facts["counts"], *map(int, numbers[3:])), folder)}
    sys.stdout.write(json.dumps(facts))


def read_facts(folder: Path) -> Facts | None:
    """Return what the marker says, or None if there is none."""
    marker = folder / MARKER
    return json.loads(marker.read_text()) if marker.exists() else None


def write_facts(folder: Path, facts: Facts) -> None:
    """Keep what is known of the archive, all or nothing."""
    passing = folder / f"{MARKER}.new"
    passing.write_text(json.dumps(facts))
    passing.rename(folder / MARKER)


def made(folder: Path, recipe: Recipe) -> Facts:
    """Fill the database, and return what is known of it."""
    progress = Progress(f"{connection.vendor}: {recipe.size:,} meetings")
    facts = load(recipe, progress)
    facts |= {"digest": digest_of(recipe), "load_seconds": progress.seconds, "index": None}
    settle()
    write_facts(folder, facts)
    return facts


def build_index(folder: Path, facts: Facts, plan: Plan, size: int, *, afresh: bool) -> None:
    """Build the index and note how long that took, unless it is there."""
    if facts["index"] and not afresh and querying.is_indexed(plan, size):
        return
    progress = Progress(f"{connection.vendor}: index of {size:,}")
    querying.rebuild(progress)
    seconds = progress.seconds
    settle()
    facts["index"] = {
        "seconds": seconds,
        "meetings_per_second": size / seconds,
        "bytes": index_bytes(),
        "database_bytes": database_bytes(),
    }
    write_facts(folder, facts)


def settle() -> None:
    """Do at once what the engine does in time: clean up, count for the planner, empty the log."""
    statements = {"sqlite": ["ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"]}
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, ["VACUUM ANALYZE", "CHECKPOINT"]):
            cursor.execute(statement)


def measured(bench: Bench, folder: Path) -> list[Facts]:
    """Measure everything and return the rows of the table."""
    call_command("collectstatic", interactive=False, verbosity=0)
    step(f"{connection.vendor}: find() and its statements", bench.measure_calls)
    with serving(folder / "server.log") as reader:
        step(f"{connection.vendor}: pages", lambda: bench.measure_pages(reader))
    step(f"{connection.vendor}: saves", bench.measure_saves)
    return bench.rows()


def step(name: str, call: Callable[[], None]) -> None:
    """Make a call and say how long it took."""
    progress = Progress(name)
    call()
    say(f"{name}: {progress.seconds:.0f} s")
