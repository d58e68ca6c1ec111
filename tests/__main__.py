"""Everything a change must pass: checks of the code, then the tests on both engines side by side.

python -m tests [--engine sqlite|postgresql|both] [arguments for pytest]
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("sqlite", "postgresql")
LEAST_COVERAGE = 95  # per cent of lines and branches, both engines together

Results = dict[str, bool]
Call = tuple[list[str], dict[str, str]]  # a command and its environment


def main(arguments: list[str]) -> int:
    """Run all steps, report one line for each, and return the exit code."""
    begun = time.monotonic()
    options, pytest_arguments = parse(arguments)
    engines = ENGINES if options.engine == "both" else (options.engine,)
    # SIGINT too: a shell starts background jobs with SIGINT ignored, and their children inherit that.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="minutebook-run-") as name:
        folder = Path(name)
        try:
            results = check_code(folder)
            results |= run_tests(folder, engines, pytest_arguments)
            if engines == ENGINES and not pytest_arguments:
                results |= check_coverage(folder)
        except KeyboardInterrupt:
            say("\nInterrupted.")
            return 130
        report(results, [folder / f"{engine}.xml" for engine in engines], time.monotonic() - begun)
    return 0 if all(results.values()) else 1


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return our options, and what is left for pytest."""
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__, allow_abbrev=False)
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both")
    return parser.parse_known_args(arguments)


def say(text: str) -> None:
    """Print immediately, so that the order with the output of the steps is kept."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


# Checks of the code


def check_code(folder: Path) -> Results:
    """Run formatting, lint and Django's own checks, the latter in production settings."""
    data = folder / "data"
    data.mkdir(mode=0o700)  # as `check --deploy` asks
    environment = clean_environment() | {
        "ALLOWED_HOSTS": "archive.example.org",
        "DATA_DIR": str(data),
        "SECRET_KEY": "for this run only, and no secret: 0123456789 abcdefghijklmnopqrstuvwxyz",
    }
    results = {name: passes(name, command, environment) for name, command in code_checks().items()}
    if not (data / "static" / "staticfiles.json").exists():
        say("\ncollectstatic wrote no manifest of hashed files.")
        results["static files"] = False
    return results


def code_checks() -> dict[str, list[str]]:
    """Return the commands by name, quick ones first; mypy, which is slow, runs beside the tests."""
    python, manage = sys.executable, str(ROOT / "manage.py")
    templates = sorted(str(path) for path in (ROOT / "templates").rglob("*.html"))
    # Neither has a module to run with -m.
    djade, biome = (str(Path(python).with_name(name)) for name in ("djade", "biome"))
    return {
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "lint": [python, "-m", "ruff", "check", "."],
        "templates": [djade, "--target-version", "5.2", "--check", *templates],
        "styles and scripts": [biome, "check", "--error-on-warnings"],
        "migrations": [python, manage, "makemigrations", "--check", "--dry-run"],
        # Before the next one, so that it sees the settings of a finished deployment.
        "static files": [python, manage, "collectstatic", "--no-input", "--verbosity=0"],
        "deployment": [python, manage, "check", "--deploy", "--fail-level=WARNING"],
    }


def clean_environment() -> dict[str, str]:
    """Return the environment without what a developer may have set for the archive itself."""
    ours = {"DATABASE_URL", "DATA_DIR", "DEBUG", "DJANGO_SETTINGS_MODULE", "HTTPS"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one command and return whether it succeeded."""
    say(f"\n=== {name}")
    with process(command, environment) as running:
        return running.wait() == 0


@contextlib.contextmanager
def process(
    command: list[str], environment: dict[str, str], output: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command, and make sure that it has ended when the block is left."""
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        # Ctrl-C reaches only this process, which sends it on once: a second would stop pytest's cleanup.
        start_new_session=True,
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            stop(running)


def stop(running: subprocess.Popen[bytes], *, patience: int = 20) -> None:
    """Ask a process to end; after `patience` seconds kill it with its children."""
    running.send_signal(signal.SIGINT)
    try:
        running.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


# Types and tests


def run_tests(folder: Path, engines: tuple[str, ...], arguments: list[str]) -> Results:
    """Check the types and run the tests on all engines at once; show the first engine's output as it comes.

    Together they keep all cores busy. What does not depend on the engine is tested on one of the two only.
    """
    shared = ["--share"] if len(engines) > 1 else []
    calls = {
        f"tests on {engine}": pytest_call(folder, engine, [*parallel(engines), *shared, *arguments])
        for engine in engines
    }
    calls["types"] = ([sys.executable, "-m", "mypy"], clean_environment())
    return run_at_once(folder, calls)


def parallel(engines: tuple[str, ...]) -> list[str]:
    """Return pytest's options that divide the cores among the engines; none where each has one."""
    processes = len(os.sched_getaffinity(0)) // len(engines)
    # By file, since many files make a fixture once for all their tests.
    return [f"-n{processes}", "--dist=loadfile"] if processes > 1 else []


def run_at_once(folder: Path, calls: dict[str, Call]) -> Results:
    """Run commands side by side, and return by name which succeeded; the first one's output comes live."""
    first, *others = calls
    with contextlib.ExitStack() as stack:
        logs, started = {}, {}
        for name in [*others, first]:
            if name != first:
                logs[name] = folder / f"{name}.log"
            output = stack.enter_context(logs[name].open("wb")) if name in logs else None
            started[name] = stack.enter_context(process(*calls[name], output))
        results = {}
        for name in calls:
            say(f"\n=== {name}")
            results[name] = started[name].wait() == 0
            if name in logs:
                say(logs[name].read_text(errors="replace"))
    return results


def pytest_call(folder: Path, engine: str, arguments: list[str]) -> Call:
    """Return command and environment of pytest on one engine."""
    options = [f"--engine={engine}", f"--junit-xml={folder / engine}.xml"]
    # Each run remembers its own failures for --last-failed.
    options += ["-o", f"cache_dir=.pytest_cache/{engine}"]
    measured = folder / "coverage" / engine
    measured.mkdir(parents=True)
    options.append(f"--measure={measured / '.coverage'}")
    return [sys.executable, "-m", "pytest", *options, *arguments], clean_environment()


def check_coverage(folder: Path) -> Results:
    """Combine the measurements of both runs and compare them with LEAST_COVERAGE."""
    coverage = [sys.executable, "-m", "coverage"]
    measured = [str(folder / "coverage" / engine) for engine in ENGINES]
    environment = clean_environment() | {"COVERAGE_FILE": str(folder / ".coverage")}
    combined = passes("coverage", [*coverage, "combine", "--quiet", *measured], environment)
    limit = f"--fail-under={LEAST_COVERAGE}"
    return {"coverage": combined and passes("report", [*coverage, "report", limit], environment)}


# Report


def report(results: Results, files: list[Path], seconds: float) -> None:
    """Print the slowest tests and what passed; the last line counts the tests of all runs."""
    say("\n=== slowest tests")
    for line in slowest(files):
        say(line)
    say("")
    for name, passed in results.items():
        say(f"{'passed' if passed else 'FAILED'}  {name}")
    total = sum((outcomes(file) for file in files), Counter())
    say("{passed} passed, {failed} failed, {skipped} skipped".format_map(total) + f" in {seconds:.0f} s")


def slowest(files: list[Path], count: int = 10) -> list[str]:
    """Return a line about each of the slowest tests of all runs, the slowest first."""
    found = [
        (float(case.get("time", 0)), f"{case.get('classname')}::{case.get('name')} on {file.stem}")
        for file in files
        if file.exists()
        for case in ElementTree.parse(file).iter("testcase")
    ]
    return [f"{seconds:6.1f} s  {name}" for seconds, name in sorted(found, reverse=True)[:count]]


def outcomes(file: Path) -> Counter[str]:
    """Count the tests of a JUnit report by outcome; a missing report counts as one failure."""
    counts = Counter({"passed": 0, "failed": 0, "skipped": 0})
    if not file.exists():
        return counts + Counter(failed=1)
    for case in ElementTree.parse(file).iter("testcase"):
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            counts["failed"] += 1
        else:
            counts["skipped" if "skipped" in kinds else "passed"] += 1
    return counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
