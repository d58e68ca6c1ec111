"""What of those present is not certain: head-counts that the names do not bear out, and who led."""

import re
from dataclasses import replace

from archive.reader.results import Doubt, Doubts, NameEntry, NamesReading, Span, Value

# Several may lead together, or one after another.
_TOGETHER = re.compile(r"\bco-?[ ]?chair|联合|共同|聯合|轮值|輪值", re.IGNORECASE)
LEAST_LISTED = 2


def doubted_counts(names: NamesReading) -> Doubts:
    """Return the declared counts, present_count and expected_count, that the lists do not bear out.

    Of one who is only named for a role, and of nobody, no list says how many there were.
    """
    if sum(not entry.is_alone for entry in names.entries) < LEAST_LISTED:
        return {}
    listed = replace(names, entries=[entry for entry in names.entries if not entry.is_alone]).tally()
    return {
        f"{count.kind}_count": Doubt(
            (Value(count.number, count.as_written, count.span), Value(found, str(found), _place(names)))
        )
        for count, found in names.disagreements()
        # Whether those named for a role alone are among them is not said.
        if count.kind in ("present", "expected") and not listed[count.kind] <= count.number <= found
    }


def _place(names: NamesReading) -> Span:
    spans = [entry.whole for entry in names.entries]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def doubt_chairs(entries: list[NameEntry]) -> None:
    """Doubt the role of each chair where two places name another."""
    chairs = [entry for entry in entries if entry.role == "chair"]
    places = {entry.list_number for entry in chairs}
    if len(places) < 2 or any(_TOGETHER.search(entry.label) for entry in chairs):
        return
    readings = tuple(Value(entry.name, entry.name_as_written, entry.span) for entry in chairs)
    for entry in chairs:
        entry.doubts["role"] = Doubt(readings)
