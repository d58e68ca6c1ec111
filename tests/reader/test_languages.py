"""A language is a file of words: German, beside the archive's own two."""

import re
from pathlib import Path

import pytest

from archive.reader.minutes import read_minutes
from archive.text.language_files import LANGUAGES
from archive.text.vocabulary import result_in, result_of_status, role_in

PROTOKOLL = """Protokoll der Vorstandssitzung

Anwesend: Anna Lindner (Vorsitzende), Bernd Okoro, Carla Weiß
Entschuldigt: Dieter Vance
Abwesend: Eva Orsini
Gäste: Felix Hartmann
Protokollführer: Bernd Okoro
"""


def test_german_minutes_are_read_by_the_words_of_their_file():
    entries = read_minutes(PROTOKOLL).attendance.entries

    assert [(entry.name, entry.role, entry.status) for entry in entries] == [
        ("Anna Lindner", "chair", "present"),
        ("Bernd Okoro", "recorder", "present"),
        ("Carla Weiß", "", "present"),
        ("Dieter Vance", "", "excused"),
        ("Eva Orsini", "", "absent"),
        ("Felix Hartmann", "guest", "present"),
    ]


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("Der Antrag wurde einstimmig angenommen.", "adopted"),
        ("Der Antrag wurde nicht angenommen.", "rejected"),
        ("Der Punkt wird vertagt.", "deferred"),
        ("Der Bericht wurde zur Kenntnis genommen.", "noted"),
    ],
)
def test_german_results(words, result):
    assert result_in(words) == result


def test_german_words_alone():
    assert result_of_status("Zurückgezogen") == "withdrawn"
    assert role_in("stellvertretende Vorsitzende") == ""
    assert role_in("Vorsitzender") == "chair"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_pattern_of_a_file_is_one_and_every_table_known(code):
    tables = LANGUAGES[code]

    assert tables.keys() <= {
        "results",
        "methods",
        "modes",
        "options",
        "presence",
        "roles",
        "consent",
        "heads",
        "decision_columns",
    }
    patterns = [row.get("text", "") for row in tables.get("results", {}).values()]
    patterns += [text for row in tables.get("roles", {}).values() for text in row.values()]
    assert all(re.compile("".join(map(str.strip, pattern.splitlines()))) for pattern in patterns)


def test_files_are_in_the_package():
    settings = (Path(__file__).parents[2] / "pyproject.toml").read_text()

    assert '"text/languages/*.toml"' in settings
