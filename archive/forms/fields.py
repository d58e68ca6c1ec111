"""Form fields that read what people write: dates, times, people, search words, long text and files."""

import calendar
import datetime as dt
import logging
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from archive.documents.extraction import FileRefusedError, text_of
from archive.models import Person
from archive.models.fields import is_key
from archive.search.query import SearchQuery, parse
from archive.text.dates import PartialDate, possible_days, read_partial_date, read_time

logger = logging.getLogger(__name__)

# Django's own message repeats the value, which may be 10,000 characters of anything.
CHOICE_ERRORS = {"invalid_choice": _("Choose one of the list.")}

# What to do about a field that was left empty: the sentence of the first kind that fits.
LEFT_EMPTY = (
    (forms.DateField, _("Write the day, for example 2023-08-23.")),
    (forms.FileField, _("Choose a file.")),
    (forms.ChoiceField, _("Choose one of the list.")),
    (forms.BooleanField, _("Tick this to go on.")),
    (forms.IntegerField, _("Write a number.")),
    (forms.Field, _("Fill this in: it cannot stay empty.")),
)

MOST_NAMESAKES = 5
LONGEST_QUERY = 1000  # characters; what parse() reads


def say_if_left_empty(fields: Iterable[forms.Field]) -> None:
    """Let fields say what to do where Django says "This field is required."."""
    for field in fields:
        if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = next(
                sentence for kind, sentence in LEFT_EMPTY if isinstance(field, kind)
            )


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows; what can be no key is no row, also where SQLite has no room for the number."""

    def clean(self, value: Any) -> Any:
        odd = [key for key in value or () if not is_key(str(key))]
        if odd:
            message = self.error_messages["invalid_choice"]
            raise forms.ValidationError(message, code="invalid_choice", params={"value": odd[0]})
        return super().clean(value)


class DateField(forms.DateField):
    """A day in any way people write it, whatever the language of the page.

    Django's own formats of zh_Hans and zh_Hant refuse 2023年5月8日.
    """

    default_error_messages = {
        "invalid": _(
            "No such day. Write it as 2023-08-23, 23 August 2023, 23.8.2023, 2023年8月23日, "
            "二〇二三年八月二十三日 or 民國112年8月23日."
        )
    }

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        days = possible_days(value)
        if not days:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return only_day(days)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored day as 2023-08-23, in every language."""
        return value.isoformat() if hasattr(value, "isoformat") else value


def only_day(days: list[dt.date]) -> dt.date:
    """Return the day that a text names. Raises ValidationError, a question, if it may name two."""
    if len(days) > 1:
        first, second = (format_date(day, pgettext("format of a date", "j F Y")) for day in days)
        raise ValidationError(
            _("This may be %(first)s or %(second)s. Write it as %(example)s, or the month in words."),
            code="ambiguous",
            params={"first": first, "second": second, "example": days[0].isoformat()},
        )
    return days[0]


class TimeField(forms.TimeField):
    """A time of day in any way people write it."""

    default_error_messages = {
        "invalid": _("No such time. Write it as 9:00, 14:30, 2:30 pm, 上午9:00 or 下午2时30分.")
    }

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        if (time := read_time(value)) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time

    def prepare_value(self, value: Any) -> Any:
        """Show a stored time as 09:00, with seconds only if there are any."""
        if not hasattr(value, "isoformat"):
            return value
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")


class TextField(forms.CharField):
    """Long text; browsers send CR LF, it is stored and compared with LF."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Ignore line ends and outer blanks; otherwise every save would count as a correction."""
        return super().has_changed(self.to_python(initial), data)


class FileField(forms.FileField):
    """A file within the upload limits, of the type that its name says, with its text extracted."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None:
            try:
                text_of(file)
            except FileRefusedError as problem:
                ending = PurePath(file.name or "").suffix[:10]
                logger.warning("An upload was refused: %s, %d bytes. %s", ending, file.size, problem)
                raise ValidationError(str(problem), code="refused") from problem
        return file


class WrittenDateField(forms.CharField):
    """A day, month or year in any way people write it; gives its first or its last day."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        self.last = last
        super().__init__(max_length=80, required=False, **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        text = super().clean(value)
        if not text:
            return None
        partial = read_partial_date(text)
        if partial is None and (days := possible_days(text)):
            return only_day(days)
        if partial is None:
            message = _("Write a date such as 2023-08-23, 23 August 2023, 2023年8月23日, or a year.")
            raise ValidationError(message, code="invalid")
        return last_day(partial) if self.last else partial[0]


def last_day(partial: PartialDate) -> dt.date:
    date, precision = partial
    month = 12 if precision == "year" else date.month
    if precision == "day":
        return date
    return date.replace(month=month, day=calendar.monthrange(date.year, month)[1])


class PersonField(forms.CharField):
    """A person with a public page, by the slug of the page or by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, required=False, **kwargs)

    def clean(self, value: Any) -> Person | None:
        text = super().clean(value)
        if not text:
            return None
        people = list(Person.objects.with_public_page().called(text)[: MOST_NAMESAKES + 1])
        if not people:
            raise ValidationError(_("No person in this archive has this name or address."), code="invalid")
        if len(people) > 1 and people[0].slug != text:
            raise ValidationError(several(people), code="several")
        return people[0]


def several(people: list[Person]) -> str:
    names = "; ".join(f"{person.name} ({person.slug})" for person in people[:MOST_NAMESAKES])
    if len(people) > MOST_NAMESAKES:
        names = f"{names}; …"
    return _("Several people have this name. Write what stands in brackets: %(names)s.") % {"names": names}


class WordsField(forms.CharField):
    """Search words; gives the parsed query, or None if empty."""

    widget = forms.TextInput({"type": "search"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_QUERY, required=False, **kwargs)

    def clean(self, value: Any) -> SearchQuery | None:
        text = super().clean(value)
        if not text:
            return None
        query = parse(text)
        if query.finds_nothing:
            message = _("Give a word or a number: punctuation, and words with a minus alone, find nothing.")
            raise ValidationError(message, code="nothing")
        return query


def refuse_reversed_period(form: forms.Form) -> None:
    """Add an error to `until` if it is before `since`; for the clean() of a form with both."""
    since, until = form.cleaned_data.get("since"), form.cleaned_data.get("until")
    if since and until and until < since:
        form.add_error("until", _("This is before the date above."))
