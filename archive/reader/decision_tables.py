"""Tables of motions and decisions: Item | Motion | Moved | Seconded | Vote; 案由 | 贊成 | 反對 | 結果."""

import re
from functools import lru_cache

from archive.reader.action_tables import is_table_row
from archive.reader.outcomes import result_of, settle_result
from archive.reader.results import ResolutionRead, Span, VotesRead
from archive.reader.source import Source, SourceLine
from archive.reader.votes import COUNTS, read_tally, read_voters
from archive.text.language_files import keys_of, words_of
from archive.text.vocabulary import bare_key, result_of_status

_COLUMNS = {
    bare_key(head): column
    for column in reversed(keys_of("decision_columns"))
    for head in words_of("decision_columns", column).split(",")
}
_EMPTY = re.compile(r"[-–—−/.\s]*|n/?a|none|nil|无|没有", re.IGNORECASE)
_NUMBERS = re.compile(r"#?[0-9]{1,4}(?:[./-][0-9A-Z]{1,6})*[.)]?")
_TELLING = {"mover", "votes", "result", "yes"}  # of a table that does not only list matters
LONGEST_HEADS = 400
MOST_HEADS = 4_000  # whose meaning is kept: the cells of a table repeat the same few
LONGEST_NAME = 40


def decision_columns(source: Source, line: SourceLine) -> dict[str, int]:
    """Return which columns of a table of decisions hold what, if a line holds its heads, otherwise {}."""
    if not is_table_row(line) or len(line.text) > LONGEST_HEADS:
        return {}
    heads = [_column(source.words(cell)) for cell in source.cells(line)]
    columns = {column: heads.index(column) for column in reversed(heads) if column}
    if "matter" not in columns and "subject" in columns and {"mover", "result"} <= columns.keys():
        columns["matter"] = columns.pop("subject")
    return columns if "matter" in columns and _TELLING & columns.keys() else {}


@lru_cache(MOST_HEADS)
def _column(head: str) -> str | None:
    return _COLUMNS.get(bare_key(head))


def read_decision_table(
    source: Source, index: int, columns: dict[str, int]
) -> tuple[list[ResolutionRead], int]:
    """Return the decisions of the table whose heads a line holds, and the line behind it."""
    found = []
    following = index + 1
    while following < len(source.lines) and is_table_row(source.lines[following]):
        line = source.lines[following]
        row = [] if line.is_blank else source.cells(line)
        told = {column: row[place] for column, place in columns.items() if place < len(row)}
        told = {column: cell for column, cell in told.items() if not _EMPTY.fullmatch(source.words(cell))}
        if resolution := _row(source, told):
            found.append(resolution)
        following += 1
    return found, following


def _row(source: Source, told: dict[str, Span]) -> ResolutionRead | None:
    matter, subject = told.get("matter"), told.get("subject")
    number = told.get("number")
    if subject and _NUMBERS.fullmatch(source.words(subject)):
        number, subject = number or subject, None
    if matter and subject and result_of_status(source.words(matter)):  # Item | Decision: Fees | Approved
        told, matter, subject = {"result": matter, **told}, subject, None
    if matter is None:
        return None
    resolution = ResolutionRead(source.value(matter), source.clean(number) if number else "")
    resolution.subject = source.value(subject) if subject else None
    for name in ("mover", "seconder"):
        if (cell := told.get(name)) and len(words := source.words(cell)) <= LONGEST_NAME:
            if result_of_status(words) == "lost_for_want_of_second":
                told.setdefault("result", cell)
            else:
                setattr(resolution, name, source.value(cell))
    resolution.classification = "motion" if resolution.mover else ""
    _take_outcome(source, resolution, told)
    return resolution


def _take_outcome(source: Source, resolution: ResolutionRead, told: dict[str, Span]) -> None:
    resolution.votes = _votes(source, told)
    for cell in (told.get("result"), told.get("votes")):
        if cell and (result := result_of_status(source.words(cell)) or result_of(source.words(cell))):
            resolution.result, resolution.result_as_written = result, source.value(cell)
            break
    settle_result(resolution, [resolution.result_as_written] if resolution.result_as_written else [])


def _votes(source: Source, told: dict[str, Span]) -> VotesRead | None:
    """Return the vote of a row: its counts or names by column, or what one cell says of all."""
    sides = {option: told[option] for option in COUNTS if option in told}
    if sides:
        return read_voters(source, sides)
    return read_tally(source, told["votes"]) if "votes" in told else None
