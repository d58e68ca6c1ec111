"""Words by language, from languages/: a new language is one more file there, and no code.

A file may have these tables: `results` (`words` that stand for one alone, and `text`, a pattern for running
text, `decided` one for what a decision itself does), `methods`, `modes`, `options`, `presence`, `roles`
(`label`, `beside`), `consent`, `heads` of the lists of those who were there, `decision_columns`, the heads
of a table of decisions, `decisions`, their labels and the words for what became of them, and `votes`, the
words for votes in running text. Keys are the values that the archive stores.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "languages"
_OWN = ("en", "zh")  # whose order is everybody's
LANGUAGES: dict[str, dict[str, Any]] = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(_FOLDER.glob("*.toml"), key=lambda path: (path.stem not in _OWN, path.stem))
}


def keys_of(table: str) -> list[str]:
    """Return the values that any language has words for, in order."""
    return list(dict.fromkeys(key for language in LANGUAGES.values() for key in language.get(table, ())))


def words_of(*keys: str) -> str:
    """Return the words of all languages at a place in their files, parted by commas."""
    return ", ".join(_values(keys))


def pattern_of(*keys: str) -> str:
    """Return one pattern for what stands at a place in the files, "" if no language has one."""
    return "|".join(patterns_of(*keys))


def patterns_of(*keys: str) -> list[str]:
    """Return the pattern of each language that has one at a place in the files."""
    return ["".join(map(str.strip, value.splitlines())) for value in _values(keys)]


def _values(keys: tuple[str, ...]) -> Iterator[str]:
    for language in LANGUAGES.values():
        value: Any = language
        for key in keys:
            value = value.get(key, {})
        if value:
            yield value
