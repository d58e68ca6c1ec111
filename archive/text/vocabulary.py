"""Words for results, roles, presence and votes, a table of each for all readers, from languages/*.toml.

The importer, the search box and the reader of minutes use these tables. Words are compared as search
compares them (case, width, script), without blanks and punctuation: 通　過 and 通过 are one.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from archive.text.folding import fold, one_script
from archive.text.language_files import LANGUAGES, keys_of, pattern_of, patterns_of, words_of
from archive.text.pinyin import HAN
from archive.text.result_phrases import BESIDE_RESULTS

MOST_WORDS = 10_000  # whose meaning is kept: an import asks for the same few again and again

_MARKS = re.compile(r"[\W_]+")


def _bare(words: str) -> str:
    """Return words as they are compared, with a blank for whatever is neither letter nor digit."""
    return _MARKS.sub(" ", fold(words)).strip()


def bare_key(words: str) -> str:
    """Return words as two of them are compared: without case, width, script, blanks and punctuation."""
    return _bare(words).replace(" ", "")


class ResultWords(NamedTuple):
    """One of Resolution.Result's values and the words for it.

    `words` are phrases that stand for it alone: in a column of a table, or after "result:" in a search.
    `text` is a pattern for running text, where neighbours decide.
    """

    result: str
    words: str
    text: str


_NO_SECOND = ", ".join(
    f"{verb} {cause} {what}"
    for verb in ("lost", "died", "dies", "dead", "failed", "fails", "fell")
    for cause in ("for want of", "for lack of", "due to lack of", "because of lack of", "through lack of")
    for what in ("a second", "second", "a seconder", "seconder")
)
# The first that fits a text: "not approved" before "approved", 不同意 before 同意; "tied" after whatever
# became of it, as by a casting vote.
RESULT_WORDS = [
    ResultWords(result, words_of("results", result, "words"), pattern_of("results", result, "text"))
    for result in keys_of("results")
]
RESULT_WORDS[0] = RESULT_WORDS[0]._replace(words=f"{_NO_SECOND}, {RESULT_WORDS[0].words}")
NOT_RECORDED = "not_recorded"
ALSO = {"adopted": ("adopted", "adopted_as_amended")}  # who searches for what was adopted means both
UNRECORDED = "unrecorded, not recorded, 未记录"
_RESULTS = {bare_key(word): row.result for row in RESULT_WORDS for word in row.words.split(",")}
# Stored values are typed too: result:adopted_as_amended.
_TYPED = (
    {bare_key(row.result): row.result for row in RESULT_WORDS}
    | _RESULTS
    | {bare_key(word): NOT_RECORDED for word in UNRECORDED.split(",")}
)
_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile("[A-Za-z]")


def _result_patterns(*, han: bool) -> list[tuple[str, re.Pattern[str]]]:
    """Return the patterns of the languages written in Chinese characters, or of the others."""
    rows = {row.result: patterns_of("results", row.result, "text") for row in RESULT_WORDS}
    fitting = {
        result: "|".join(text for text in texts if bool(_HAN.search(text)) == han)
        for result, texts in rows.items()
    }
    return [(result, re.compile(text, re.IGNORECASE)) for result, text in fitting.items() if text]


# A text in one script is not searched for the words of the other.
_IN_HAN, _IN_LETTERS = _result_patterns(han=True), _result_patterns(han=False)
_IN_BOTH = [(row.result, re.compile(row.text, re.IGNORECASE)) for row in RESULT_WORDS]


def results_meant(words: str) -> tuple[str, ...]:
    """Return the results that somebody who searches means by a word, () if it is none."""
    result = _TYPED.get(bare_key(words))
    return ALSO.get(result, (result,)) if result else ()


@lru_cache(MOST_WORDS)
def result_of_status(words: str) -> str:
    """Return the result that words alone stand for, as in a column of a table, or "" if that is not sure.

    How it was voted may stand beside it: "Motion carried 5-2", 一致通过, by the casting vote of the chair.
    Other words make it unsure: "passed first reading", 拟通过 (is to be passed).
    """
    if result := _RESULTS.get(bare_key(words)):
        return result
    bare = _bare(words)
    for beside in BESIDE_RESULTS:
        rest = bare_key(beside.pattern.sub(" ", bare))
        result = _RESULTS.get(rest, "") if rest else beside.result_alone(bare)
        if result and (not beside.results or result in beside.results):
            return result
    return ""


def result_in(words: str, default: str = "") -> str:
    """Return the result that running text states, or the default."""
    plain = one_script(words)
    spelt = _IN_LETTERS
    if _HAN.search(plain):
        spelt = _IN_BOTH if _LETTER.search(plain) else _IN_HAN
    return next((result for result, pattern in spelt if pattern.search(plain)), default)


# Resolution.DecisionMethod's values and the words for them, in a column of their own.
METHOD_WORDS = {method: words_of("methods", method) for method in keys_of("methods")}
_METHODS = {bare_key(word): method for method, words in METHOD_WORDS.items() for word in words.split(",")}
_UNANIMOUS_CONSENT = re.compile(pattern_of("consent", "text"), re.IGNORECASE)


def method_of(words: str) -> str:
    """Return how it was decided, as words alone say, or ""."""
    return _METHODS.get(bare_key(words), "")


def method_in(words: str) -> str:
    """Return "unanimous_consent" if a result or running text states it, otherwise "".

    一致同意 in a text may be a vote: only in a column of its own does it stand for consent.
    """
    return "unanimous_consent" if _UNANIMOUS_CONSENT.search(one_script(words)) else ""


class RoleWords(NamedTuple):
    """One of Attendance.Role's values, and patterns for it.

    `label` is sure wherever it stands; `beside` only beside a name in a list, as "moderator" or "guest" may
    also tell what a person does elsewhere.
    """

    role: str
    label: str
    beside: str


# The first that fits. 副局长主持, "Vice-Chair, presiding": who presides is in the chair, whatever the post.
ROLE_WORDS = [
    RoleWords(role, pattern_of("roles", role, "label"), pattern_of("roles", role, "beside"))
    for role in keys_of("roles")
]
_IN_LABEL = [(row.role, re.compile(row.label, re.IGNORECASE)) for row in ROLE_WORDS if row.label]
_BESIDE = [(row.role, re.compile("|".join(filter(None, row[1:])), re.IGNORECASE)) for row in ROLE_WORDS]


@lru_cache(MOST_WORDS)
def role_in(words: str) -> str:
    """Return the role that words beside a name in a list state, or ""."""
    plain = one_script(words)
    return next((role for role, pattern in _BESIDE if pattern.search(plain)), "")


@lru_cache(MOST_WORDS)
def role_of_label(label: str) -> str:
    """Return the role that a post or unit tells by itself, or ""."""
    single = " ".join(one_script(label).split())
    return next((role for role, pattern in _IN_LABEL if pattern.search(single)), "")


class PresenceWords(NamedTuple):
    """Phrases for one kind of presence: a Status, Role and Mode of Attendance."""

    words: str
    status: str
    role: str = ""
    mode: str = ""


def _presence_words() -> list[PresenceWords]:
    rows: dict[tuple[str, str, str], list[str]] = {}
    for language in LANGUAGES.values():
        for row in language.get("presence", ()):
            kind = (row["status"], row.get("role", ""), row.get("mode", ""))
            rows.setdefault(kind, []).append(row["words"])
    return [PresenceWords(", ".join(words), *kind) for kind, words in rows.items()]


PRESENCE_WORDS = _presence_words()
_PRESENCE = {bare_key(word): row for row in PRESENCE_WORDS for word in row.words.split(",")}


@lru_cache(MOST_WORDS)
def presence_of(words: str) -> PresenceWords | None:
    """Return what a word for presence says, or None if it is not known."""
    return _PRESENCE.get(bare_key(words))


# Meeting.Mode's values and the words for them.
MODE_WORDS = {mode: words_of("modes", mode) for mode in keys_of("modes")}
_MODES = {bare_key(word): mode for mode, words in MODE_WORDS.items() for word in words.split(",")}


@lru_cache(MOST_WORDS)
def mode_of(words: str) -> str:
    """Return the way of meeting that words stand for, one of Meeting.Mode, or ""."""
    return _MODES.get(bare_key(words), "")


# Vote.Option's values and the words for them.
OPTION_WORDS = {option: words_of("options", option) for option in keys_of("options")}
_OPTIONS = {bare_key(word): option for option, words in OPTION_WORDS.items() for word in words.split(",")}


@lru_cache(MOST_WORDS)
def vote_option_of(words: str) -> str:
    """Return the vote that a word stands for, or ""."""
    return _OPTIONS.get(bare_key(words), "")
