"""The bench measures every class on the engine of the run, and tells what it measured."""

import json
import os
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests import databases
from tests.bench import querying
from tests.bench.__main__ import parser, run, tell
from tests.bench.measuring import WrongCountError, parted, verify
from tests.bench.places import database_server, execute, kept_in, place_of
from tests.bench.planting import Question
from tests.bench.querying import CLASSES
from tests.bench.recipe import MARKER, Recipe
from tests.bench.report import report
from tests.bench.serving import next_query
from tests.bench.timing import Durations, Rounds, summary

RECIPE = Recipe(50, seed=3)


@pytest.fixture(scope="module")
def place(
    engine: str, django_db_setup: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str]]:
    """Return folder and DATABASE_URL of an archive on the engine of the run, migrated already."""
    folder, url = place_of(engine, RECIPE, tmp_path_factory.mktemp("bench"), os.environ["DATABASE_URL"])
    name = urlsplit(url).path
    with databases.copied(django_db_setup, name if engine == "sqlite" else name.strip("/")):
        yield folder, url


@pytest.fixture(scope="module")
def facts(place: tuple[Path, str]) -> dict[str, Any]:
    """Return what the bench tells of a small archive."""
    options = Namespace(rounds=1, questions=1)
    return run(*place, RECIPE, options, ["index", "measure"])


def test_every_class_is_measured_at_every_depth(facts: dict[str, Any]):
    rows = {row["class"]: row for row in facts["rows"]}

    names = [each.name for each in CLASSES]
    assert [
        name for name in names if all(rows[name][level][0] > 0 for level in ("http", "find", "raw"))
    ] == names


def test_pages_and_saves_are_measured(facts: dict[str, Any]):
    rows = {row["class"]: row for row in facts["rows"]}

    assert rows["one meeting"]["http"][0] > 0
    assert rows["resolutions, page 1"]["page_bytes"] > 1_000
    assert rows["one correction"]["find"][1] >= rows["one correction"]["find"][0] > 0


def test_number_found_is_the_one_planted(facts: dict[str, Any]):
    rows = {row["class"]: row for row in facts["rows"]}

    assert rows["rare, Chinese"]["found"] == 5
    assert rows["every document, English"]["found"] == sum(facts["counts"]["en every"][0])
    assert facts["counts"]["en every"][0][1] == RECIPE.size


def test_index_is_measured(facts: dict[str, Any]):
    assert facts["index"]["bytes"] > facts["text_bytes"] * 0.3
    assert facts["index"]["meetings_per_second"] > 1


def test_archive_is_used_again(place: tuple[Path, str], facts: dict[str, Any]):
    again = run(*place, RECIPE, Namespace(rounds=1, questions=1), ["index"])

    assert again["load_seconds"] == facts["load_seconds"]
    assert again["index"] == facts["index"]


def test_report_has_a_line_for_each_class(facts: dict[str, Any]):
    archive = {"engine": connection.vendor, **RECIPE._asdict(), **facts}

    lines = report([archive]).splitlines()

    assert [
        line for line in lines if "phrase of three words" in line and line.startswith(connection.vendor)
    ]
    assert len(lines) == len(facts["rows"]) + 7


def test_wrong_count_is_refused():
    question = Question("flood", ("en rare 0",))

    with pytest.raises(
        WrongCountError, match="flood found 0 resolutions and 4 meetings; planted are 0 and 5"
    ):
        verify(CLASSES[0], question, [0, 4], [0, 5])


@pytest.mark.parametrize(("found", "page"), [(0, 1), (20, 1), (21, 2), (9_981, 500), (30_000, 500)])
def test_deep_page_is_the_last_one_of_shorter_results(found: int, page: int):
    asked = querying.QueryClass("deep", "en common", meetings_only=True, page=500)

    assert querying.page_of(asked, [7, found]) == page


def test_summary_takes_durations_that_occurred():
    durations = [number / 1000 for number in range(100, 0, -1)]

    assert summary(durations) == (50.0, 95.0, 100)
    assert summary([0.002]) == (2.0, 2.0, 1)


def test_rounds_go_through_all_before_any_again():
    names = [name for name, _item in Rounds(2).over([("a", 1), ("b", 2)])]

    assert names == ["a", "b", "a", "b"]


def test_rounds_leave_out_what_took_too_long():
    names = [name for name, _item in Rounds(3, most_seconds=-1).over([("a", 1)])]

    assert names == ["a"]


def test_server_is_warmed_with_other_questions():
    items = [("many", str(number)) for number in range(10)] + [("few", "a")]

    warming, measured = parted(items)

    assert warming == [*items[:4], ("few", "a")]
    assert measured == items[4:]


def test_first_durations_are_summed_up_apart():
    durations = Durations()
    durations.taken["page"] = [0.004, 0.003, 0.001, 0.001]

    assert durations.first("page", 2) == (3.0, 4.0, 2)
    assert durations.first("other", 2) is None


def test_durations_return_what_was_called():
    durations = Durations()

    assert durations.measure("sum", lambda: 3) == 3
    assert durations.summaries()["sum"].number == 1


@pytest.mark.parametrize(
    "link",
    ['<a href="?q=a&amp;page=2" rel="next">', '<a rel="next" class="x" href="/search/?q=a&amp;page=2">'],
)
def test_next_link_is_found(link: str):
    assert next_query(f'<a href="?page=1">1</a> {link}Next</a>') == "?q=a&page=2"


def test_last_page_has_no_next_link():
    with pytest.raises(ValueError, match="no link"):
        next_query('<a href="?page=1" rel="prev">Previous</a>')


def test_options_of_the_command_line():
    options = parser().parse_args(["--sizes", "10,20", "--engine", "sqlite", "--rows-only"])

    assert (options.sizes, options.engine, options.rows_only, options.keep) == (
        [10, 20],
        "sqlite",
        True,
        None,
    )


def test_postgresql_server_keeps_its_data():
    with kept_in(None) as kept:
        with database_server("postgresql", kept) as url:
            execute(url, sql.SQL("CREATE TABLE kept (number integer)"))

        with database_server("postgresql", kept) as url, psycopg.connect(url) as server:
            assert server.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_folder_goes_with_its_archives_unless_it_is_kept(tmp_path: Path):
    with kept_in(None) as passing, kept_in(tmp_path / "kept") as kept:
        (kept / "archive").touch()

    assert (passing.exists(), (kept / "archive").exists()) == (False, True)


def test_archive_of_another_recipe_is_removed(tmp_path: Path):
    folder, _url = place_of("sqlite", RECIPE, tmp_path, "")
    (folder / MARKER).write_text('{"digest": "of another recipe"}')

    place_of("sqlite", RECIPE, tmp_path, "")

    assert list(folder.iterdir()) == []


def test_figures_go_to_a_file_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    archive = {
        "engine": "sqlite",
        **RECIPE._asdict(),
        "text_bytes": 9_000_000,
        "load_seconds": 2.4,
        "index": None,
    }

    tell([archive], tmp_path / "figures.json")

    assert json.loads((tmp_path / "figures.json").read_text()) == [archive]
    assert capsys.readouterr().out.splitlines()[-1].split() == ["sqlite", "50", "both", "9.0", "2"]
