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


WORDS_OF_VOTES = {"numbers", "noughts", "line"}  # what else stands there is a pattern
BESCHLUESSE = """Protokoll der Gemeinderatssitzung

1. Spielplatz
Beschluss: Der Spielplatz am Anger wird saniert.
Abstimmung: 7 Ja, 2 Nein, 1 Enthaltung

2. Buswartehaus
Beschluss Nr. 14/2024: Das Wartehaus wird versetzt.
Der Antrag wird einstimmig angenommen.

3. Gebühren
Antrag: Die Gebühren werden um drei Prozent erhöht.
Ja: Lindner, Okoro
Nein: Vance, Orsini, Weiß
Enthaltung: Hartmann
Abgelehnt.

4. Haushalt
Beschluss: vertagt
"""


def test_german_decisions_and_votes_are_read_by_the_words_of_their_file():
    read = read_minutes(BESCHLUESSE).resolutions

    assert [(one.text.value, one.identifier, one.result) for one in read] == [
        ("Der Spielplatz am Anger wird saniert.", "", "adopted"),
        ("Das Wartehaus wird versetzt.", "14/2024", "adopted"),
        ("Die Gebühren werden um drei Prozent erhöht.", "", "rejected"),
        ("vertagt", "", "deferred"),
    ]
    assert [(v.yes_count, v.no_count, v.abstain_count) for one in read if (v := one.votes)] == [
        (7, 2, 1),
        (None, None, None),
        (2, 3, 1),
    ]
    assert [v.unanimous for one in read if (v := one.votes)] == [False, True, False]


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
        "votes",
        "decisions",
    }
    patterns = [row.get("text", "") for row in tables.get("results", {}).values()]
    patterns += [text for row in tables.get("roles", {}).values() for text in row.values()]
    patterns += [text for key, text in tables.get("votes", {}).items() if key not in WORDS_OF_VOTES]
    patterns += [
        tables.get("decisions", {}).get(key, "") for key in ("heads", "status", "became", "course")
    ]
    assert all(re.compile("".join(map(str.strip, pattern.splitlines()))) for pattern in patterns)


def test_files_are_in_the_package():
    settings = (Path(__file__).parents[2] / "pyproject.toml").read_text()

    assert '"text/languages/*.toml"' in settings
