"""The test command counts and reports truthfully."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import __main__ as command
from tests.__main__ import clean_environment, outcomes, parse, passes, process, report, run_at_once, slowest
from tests.conftest import (
    ANY_ENGINE,
    CASE,
    EACH_CASE_MEASURED,
    EACH_CASE_ON_BOTH,
    EACH_ENGINE,
    MEASURED_ON_BOTH,
    MEASURED_ON_POSTGRESQL,
    NEVER_MEASURED,
    ONLY_ON_POSTGRESQL,
    engine_matters,
    has_share_in,
    is_measured,
    number_cases,
)

JUNIT = """
<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase name="c"><failure/></testcase><testcase name="d"><error/></testcase>
<testcase name="e"><skipped/></testcase>
</testsuite></testsuites>
"""


def test_outcomes_counts_errors_as_failures(tmp_path: Path):
    file = tmp_path / "report.xml"
    file.write_text(JUNIT)

    assert outcomes(file) == {"passed": 2, "failed": 2, "skipped": 1}


def test_outcomes_counts_a_crash_as_one_failure(tmp_path: Path):
    assert outcomes(tmp_path / "missing.xml")["failed"] == 1


def test_report_ends_with_the_sum_of_all_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    files = [tmp_path / "sqlite.xml", tmp_path / "postgresql.xml"]
    for file in files:
        file.write_text(JUNIT)

    report({"format": True, "types": False}, files, 479.6)

    lines = capsys.readouterr().out.splitlines()
    assert lines[-3:] == ["passed  format", "FAILED  types", "4 passed, 4 failed, 2 skipped in 480 s"]


def test_slowest_are_of_all_runs(tmp_path: Path):
    files = [tmp_path / "sqlite.xml", tmp_path / "postgresql.xml"]
    for number, file in enumerate(files):
        cases = "".join(f'<testcase classname="a.b" name="t{n}" time="{n}.{number}"/>' for n in range(9))
        file.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")

    lines = slowest([*files, tmp_path / "missing.xml"], 3)

    assert lines == [
        "   8.1 s  a.b::t8 on postgresql",
        "   8.0 s  a.b::t8 on sqlite",
        "   7.1 s  a.b::t7 on postgresql",
    ]


@pytest.mark.parametrize(("code", "expected"), [("0", True), ("3", False)])
def test_passes_is_the_exit_code(code: str, expected: bool):
    command = [sys.executable, "-c", f"raise SystemExit({code})"]

    assert passes("exit", command, dict(os.environ)) is expected


def test_process_is_ended_on_an_error(tmp_path: Path):
    command = [sys.executable, "-c", "import time; time.sleep(60)"]

    with pytest.raises(KeyboardInterrupt), process(command, clean_environment()) as running:
        raise KeyboardInterrupt

    assert running.returncode is not None


def test_parse_leaves_the_rest_to_pytest():
    options, rest = parse(["--engine", "sqlite", "-k", "search", "tests/text"])

    assert options.engine == "sqlite"
    assert rest == ["-k", "search", "tests/text"]


@pytest.mark.parametrize(("cores", "options"), [(1, []), (3, []), (4, ["-n2", "--dist=loadfile"])])
def test_parallel_divides_the_cores_among_the_engines(
    cores: int, options: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(cores)))

    assert command.parallel(("sqlite", "postgresql")) == options


def test_run_at_once_tells_each_result_and_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    calls = {
        name: (
            [sys.executable, "-c", f"print('{name} {code}'); raise SystemExit({code})"],
            dict(os.environ),
        )
        for name, code in {"good": 0, "bad": 3}.items()
    }

    results = run_at_once(tmp_path, calls)

    assert results == {"good": True, "bad": False}
    assert {"good 0", "bad 3"} <= set(capfd.readouterr().out.splitlines())


# What need not be run, or measured, twice


def test_engine_does_not_matter_without_a_database(request: pytest.FixtureRequest):
    assert not engine_matters(request.node)


def test_engine_matters_with_a_database(request: pytest.FixtureRequest, db):
    assert engine_matters(request.node)


@pytest.mark.any_engine
def test_engine_does_not_matter_where_the_database_is_only_looked_at(request: pytest.FixtureRequest, db):
    assert not engine_matters(request.node)


def test_shares_of_the_engines_are_all_tests(request: pytest.FixtureRequest):
    shares = {vendor: has_share_in(request.node, vendor) for vendor in ("sqlite", "postgresql")}

    assert shares == {"sqlite": True, "postgresql": False}


@pytest.mark.parametrize(
    ("file", "vendor"), [("text/test_dates.py", "postgresql"), ("browser/test_desk.py", "sqlite")]
)
def test_share_is_that_of_one_engine_where_both_show_the_same(file: str, vendor: str):
    item = stand_in(file)

    assert [each for each in ("sqlite", "postgresql") if has_share_in(item, each)] == [vendor]


def test_shares_of_both_engines_hold_what_touches_the_database(request: pytest.FixtureRequest, db):
    assert has_share_in(request.node, "sqlite")
    assert has_share_in(request.node, "postgresql")


def stand_in(file: str, **fields: Any) -> Any:
    """Return what stands for a test of a file."""
    nothing: dict[str, Any] = {
        "name": "test_it",
        "fixturenames": [],
        "stash": pytest.Stash(),
        "get_closest_marker": lambda _name: None,
    }
    return SimpleNamespace(path=Path(__file__).parent / file, **nothing | fields)


@pytest.mark.parametrize(
    ("file", "engines"),
    [
        ("admin/test_votes.py", ["postgresql"]),
        ("admin/test_concurrent_edits.py", ["sqlite", "postgresql"]),
        ("operations/publish/test_gate.py", ["sqlite"]),
    ],
)
def test_pages_of_the_desk_run_on_one_engine_but_for_locks_and_constraints(file: str, engines: list[str]):
    item = stand_in(file, fixturenames=["db"])

    assert [each for each in ("sqlite", "postgresql") if has_share_in(item, each)] == engines


@pytest.mark.parametrize(
    ("file", "shares"),
    [
        ("views/test_pages.py", [2, 1, 1, 1]),
        ("search/test_contract.py", [2, 2, 2, 2]),
    ],
)
def test_further_cases_run_on_one_engine_except_where_values_reach_it(file: str, shares: list[int]):
    cases = [stand_in(file, fixturenames=["db"], stash=pytest.Stash()) for _ in shares]
    number_cases(cases)

    engines = [
        [vendor for vendor in ("sqlite", "postgresql") if has_share_in(case, vendor)] for case in cases
    ]

    assert [case.stash[CASE] for case in cases] == [0, 1, 2, 3]
    assert [len(each) for each in engines] == shares
    assert set().union(*engines[1:]) == {"sqlite", "postgresql"}


def test_tables_of_files_name_files_that_are_there():
    tables = (ANY_ENGINE, EACH_CASE_MEASURED, EACH_CASE_ON_BOTH, EACH_ENGINE, MEASURED_ON_BOTH)
    more = (MEASURED_ON_POSTGRESQL, NEVER_MEASURED, ONLY_ON_POSTGRESQL)
    named = {path for table in (*tables, *more) for path in table}

    assert [path for path in sorted(named) if not (Path(__file__).parent / path).exists()] == []


@pytest.mark.parametrize(
    ("file", "engines"),
    [
        ("models/test_body.py", {"sqlite"}),
        ("views/test_home.py", {"postgresql"}),
        ("search/test_contract.py", {"sqlite", "postgresql"}),
        ("browser/test_desk.py", set()),
    ],
)
def test_each_test_is_measured_once_and_the_search_on_both(engine: str, file: str, engines: set[str]):
    assert is_measured(file) is (engine in engines)


def test_what_runs_on_one_engine_is_measured_there():
    alone = [path for path in ONLY_ON_POSTGRESQL if not path.startswith(NEVER_MEASURED)]

    assert all(path.startswith(MEASURED_ON_POSTGRESQL) for path in alone)
