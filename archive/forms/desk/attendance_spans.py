"""When somebody was out of the room, typed as lines in a row of the attendance: read, checked and saved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.models import AgendaItem, Attendance, AttendanceSpan, Meeting
from archive.text.hours import are_backwards
from archive.text.span_lines import (
    SpanLine,
    UnreadLine,
    name_of_item,
    place_of_item,
    read_span_lines,
    write_span_line,
)

LONGEST = 2000  # characters
NO_ITEM = _("There is no agenda item %(item)s, or there are two.")


class SpansField(forms.CharField):
    """Lines such as "item 4: interest declared"."""

    def __init__(self) -> None:
        super().__init__(
            label=_("out of the room"),
            required=False,
            max_length=LONGEST,
            widget=forms.Textarea(
                attrs={"rows": 2, "cols": 40, "placeholder": _("item 4: interest declared")}
            ),
            help_text=_(
                "A line each: item 4: interest declared; items 4-6; from item 7; 19:30-20:00; from 20:15. "
                "Only item 2: there only then. What else stands after the colon is for staff only."
            ),
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        try:
            lines = read_span_lines(value)
        except UnreadLine as unread:
            message = _("“%(line)s” is not understood. Write for example: item 4: interest declared.")
            raise ValidationError(message, params={"line": str(unread)[:60]}) from None
        longest: Any = AttendanceSpan._meta.get_field("note").max_length
        if any(len(line.note) > longest for line in lines):
            raise ValidationError(_("What stands after a colon is too long."))


def typed_numbers(data: Mapping[str, Any], meeting: Meeting) -> list[str]:
    """Return the numbers of the agenda items as a page sends them, in the order in which it saves them."""
    total = str(data.get("agenda_items-TOTAL_FORMS", ""))
    if not (total.isascii() and total.isdecimal()):
        return list(meeting.agenda_items.in_order().values_list("number", flat=True)) if meeting.pk else []
    places, place = [], 0
    for index in range(min(int(total), 10_000)):
        row = {
            name: data.get(f"agenda_items-{index}-{name}", "") for name in ("id", "name", "number", "order")
        }
        if f"agenda_items-{index}-DELETE" in data or not (row["id"] or row["name"].strip()):
            continue
        place = int(row["order"]) if row["order"].isascii() and row["order"].isdecimal() else place
        places.append((place, index, row["number"]))
    return [number for _place, _index, number in sorted(places)]


def deleted_items(data: Mapping[str, Any]) -> set[str]:
    """Return the primary keys, as text, of the agenda items that a page deletes."""
    ticked = [name for name in data if name.startswith("agenda_items-") and name.endswith("-DELETE")]
    return {str(data.get(f"{name.removesuffix('DELETE')}id", "")) for name in ticked} - {""}


def check_lines(lines: Iterable[SpanLine], numbers: Sequence[str], meeting: Meeting) -> None:
    """Raise ValidationError with the first thing that the agenda or the hours do not allow."""
    for line in lines:
        places = {item: place_of_item(item, numbers) for item in (line.from_item, line.to_item) if item}
        for item, place in places.items():
            if place is None:
                raise ValidationError(NO_ITEM, params={"item": item})
        first, last = places.get(line.from_item), places.get(line.to_item)
        if first is not None and last is not None and last < first:
            raise ValidationError(_("The last agenda item comes before the first."))
        if are_backwards(meeting.hours, line.from_time, line.to_time):
            raise ValidationError(_("It ends before it begins."))


def save_lines(attendance: Attendance, lines: Iterable[SpanLine], items: Sequence[AgendaItem]) -> None:
    """Store what lines say in place of what was stored; `items` are those of the meeting, in order."""
    numbers = [item.number for item in items]
    made = [
        AttendanceSpan(
            attendance=attendance,
            position=position,
            kind=AttendanceSpan.Kind.ABSENT if line.is_out else AttendanceSpan.Kind.PRESENT,
            reason=line.reason,
            from_time=line.from_time,
            to_time=line.to_time,
            from_item=item_meant(line.from_item, numbers, items),
            to_item=item_meant(line.to_item, numbers, items),
            note=line.note,
        )
        for position, line in enumerate(lines, start=1)
    ]
    attendance.spans.all().delete()
    AttendanceSpan.objects.bulk_create(made)


def item_meant(typed: str, numbers: Sequence[str], items: Sequence[AgendaItem]) -> AgendaItem | None:
    place = place_of_item(typed, numbers) if typed else None
    return None if place is None else items[place]


def lines_of(spans: Iterable[AttendanceSpan], items: Sequence[AgendaItem]) -> str:
    """Return stored spans as they are typed, in the reader's language."""
    numbers, places = [item.number for item in items], {item.pk: place for place, item in enumerate(items)}
    named = {None: ""} | {key: name_of_item(place, numbers) for key, place in places.items()}
    lines = [
        SpanLine(
            span.kind == AttendanceSpan.Kind.ABSENT,
            span.reason,
            named.get(span.from_item_id, ""),
            named.get(span.to_item_id, ""),
            span.from_time,
            span.to_time,
            span.note,
        )
        for span in spans
    ]
    is_chinese = (get_language() or "").startswith("zh")
    return "\n".join(write_span_line(line, is_chinese=is_chinese) for line in lines)
