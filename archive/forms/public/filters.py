"""Forms for what narrows the lists of meetings and resolutions."""

import calendar
import datetime as dt
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.models import Body, Meeting, Person, Resolution
from archive.models.action import ActionItemQuerySet
from archive.models.meeting import MeetingQuerySet
from archive.models.resolution import ResolutionQuerySet
from archive.search import Filters, SearchQuery, holding, parse
from archive.text.dates import PartialDate, read_partial_date

Rows = TypeVar("Rows", MeetingQuerySet, ResolutionQuerySet, ActionItemQuerySet)

# Django's own message repeats the value, which may be 10,000 characters of anything.
CHOICE_ERRORS = {"invalid_choice": _("Choose one of the list.")}


MOST_NAMESAKES = 5
LONGEST_QUERY = 1000  # characters; what parse() reads


class PageForm(forms.Form):
    """The page of a list."""

    page = forms.IntegerField(min_value=1, max_value=10**9, required=False)


class WrittenDateField(forms.CharField):
    """A day, month or year in any way people write it; gives a date, the first or last one named."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        self.last = last
        super().__init__(max_length=80, required=False, **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        """Return the date, or None if left empty."""
        text = super().clean(value)
        if not text:
            return None
        partial = read_partial_date(text)
        if partial is None:
            message = _("Write a date such as 2023-08-23, 23 August 2023, 2023年8月23日, or a year.")
            raise ValidationError(message, code="invalid")
        return last_day(partial) if self.last else partial[0]


def last_day(partial: PartialDate) -> dt.date:
    """Return the last day of a day, month or year."""
    date, precision = partial
    month = 12 if precision == "year" else date.month
    if precision == "day":
        return date
    return date.replace(month=month, day=calendar.monthrange(date.year, month)[1])


class PersonField(forms.CharField):
    """A person, by the address of the page or by name; gives the person, if the public may know of one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, required=False, **kwargs)

    def clean(self, value: Any) -> Person | None:
        """Return the person, or None if nobody is asked for."""
        text = super().clean(value)
        if not text:
            return None
        people = list(Person.objects.with_public_page().called(text)[: MOST_NAMESAKES + 1])
        if not people:
            raise ValidationError(_("Nobody in this archive has this name or address."), code="invalid")
        if len(people) > 1 and people[0].slug != text:
            raise ValidationError(several(people), code="several")
        return people[0]


def several(people: list[Person]) -> str:
    """Return what asks which of some people is meant."""
    names = "; ".join(f"{person.name} ({person.slug})" for person in people[:MOST_NAMESAKES])
    if len(people) > MOST_NAMESAKES:
        names = f"{names}; …"
    return _("Several people have this name. Write what stands in brackets: %(names)s.") % {"names": names}


class WordsField(forms.CharField):
    """Words to look for; gives what they mean, or None if left empty."""

    widget = forms.TextInput({"type": "search"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_QUERY, required=False, **kwargs)

    def clean(self, value: Any) -> SearchQuery | None:
        """Return the query, or None if left empty."""
        text = super().clean(value)
        if not text:
            return None
        query = parse(text)
        if query.finds_nothing:
            message = _("Give a word or a number: punctuation, and words with a minus alone, find nothing.")
            raise ValidationError(message, code="nothing")
        return query


class BodyFilterForm(forms.Form):
    """What every filter has: the body."""

    body = forms.ChoiceField(label=_("Body"), required=False, error_messages=CHOICE_ERRORS)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter-%s", label_suffix="")
        self.bodies = {body.slug: body for body in Body.objects.known().by_name()}
        choices = [(slug, body.name) for slug, body in self.bodies.items()]
        body_field = self.fields["body"]
        body_field.choices = [("", _("All bodies")), *choices]  # type: ignore[attr-defined]

    def clean_body(self) -> Body | None:
        """Return the body that the address names."""
        return self.bodies.get(self.cleaned_data["body"])

    def narrow(self, rows: Rows) -> Rows:
        """Return the rows that the common filters keep; none if any value could not be read."""
        if not self.is_valid():
            return rows.none()
        body = self.cleaned_data["body"]
        return rows.for_body(body) if body else rows


class FilterForm(BodyFilterForm):
    """What the filters of the lists have in common: body and dates.

    `first_fields` are always seen, all of them unless some are named; the rest can be folded away.
    """

    first_fields: tuple[str, ...] = ()
    since = WrittenDateField(label=_("Since"))
    until = WrittenDateField(label=_("Until"), last=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a span of time that ends before it begins."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the date above."))
        return self.cleaned_data

    def narrow(self, rows: Rows) -> Rows:
        """Return the rows that the common filters keep; none if any value could not be read."""
        rows = super().narrow(rows)
        if self.is_valid() and self.cleaned_data["since"]:
            rows = rows.since(self.cleaned_data["since"])
        if self.is_valid() and self.cleaned_data["until"]:
            rows = rows.until(self.cleaned_data["until"])
        return rows

    @property
    def shown_fields(self) -> list[Any]:
        """The fields that are always seen."""
        return [
            field
            for field in self.visible_fields()
            if not self.first_fields or field.name in self.first_fields
        ]

    @property
    def more_fields(self) -> list[Any]:
        """The fields that are folded away unless one of them is used."""
        return [field for field in self.visible_fields() if field not in self.shown_fields]

    @property
    def uses_more(self) -> bool:
        """Whether a folded field has a value or an error, so that it must be seen."""
        return any(field.data or field.errors for field in self.more_fields)

    @property
    def chips(self) -> list[dict[str, str]]:
        """What narrows the list: each {text, query}, the latter being the address without it."""
        active = [(name, self.cleaned_data.get(name)) for name in self.fields] if self.is_valid() else []
        chips = [
            {"text": self.chip_text(name, value), "query": self.query_without(name)}
            for name, value in active
            if value
        ]
        return [chip for chip in chips if chip["text"]]

    def chip_text(self, name: str, value: Any) -> str:
        """Return how one filter reads; dates as the reader wrote them."""
        if name == "since":
            return _("since %(date)s") % {"date": self[name].value()}
        if name == "until":
            return _("until %(date)s") % {"date": self[name].value()}
        if isinstance(value, str):
            return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]
        return str(value)

    def query_without(self, name: str) -> str:
        """Return the query string without one filter, on the first page; "?" if nothing is left."""
        names = [other for other in self.fields if other != name and self.data.get(other)]
        return "?" + urlencode({other: self.data[other] for other in names})

    def query_with(self, name: str, value: str) -> str:
        """Return the query string with one filter set, on the first page."""
        others = {
            other: self.data[other] for other in self.fields if other != name and self.data.get(other)
        }
        return "?" + urlencode({**others, name: value})


class MeetingFilterForm(FilterForm):
    """What narrows the list of meetings."""

    classification = forms.ChoiceField(
        label=_("Kind of meeting"),
        choices=[("", _("All kinds")), *Meeting.Classification.choices],
        required=False,
        error_messages=CHOICE_ERRORS,
    )
    person = PersonField(label=_("Who was there"), widget=forms.HiddenInput)

    def apply(self, meetings: MeetingQuerySet) -> MeetingQuerySet:
        """Return the meetings that the filters keep."""
        meetings = self.narrow(meetings)
        if self.cleaned_data.get("classification"):
            meetings = meetings.classified(self.cleaned_data["classification"])
        if self.cleaned_data.get("person"):
            meetings = meetings.for_person(self.cleaned_data["person"])
        return meetings


class ResolutionFilterForm(FilterForm):
    """What narrows the register of resolutions."""

    q = WordsField(label=_("Words"))
    in_force = WrittenDateField(label=_("In force on"))
    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("", _("All results")), *Resolution.Result.choices],
        required=False,
        error_messages=CHOICE_ERRORS,
    )
    mover = PersonField(label=_("Moved by"))
    contested = forms.BooleanField(label=_("Only with votes against or abstentions"), required=False)
    seconder = PersonField(label=_("Seconded by"), widget=forms.HiddenInput)

    field_order = ("q", "body", "in_force", "since", "until", "result", "mover", "contested")
    first_fields = ("q", "body", "in_force")

    def apply(self, resolutions: ResolutionQuerySet) -> ResolutionQuerySet:
        """Return the resolutions that the filters keep; words are looked for afterwards."""
        resolutions = self.narrow(resolutions)
        values = self.cleaned_data
        if values.get("result"):
            resolutions = resolutions.with_result(values["result"])
        if values.get("mover"):
            resolutions = resolutions.moved_by(values["mover"])
        if values.get("seconder"):
            resolutions = resolutions.seconded_by(values["seconder"])
        if values.get("contested"):
            resolutions = resolutions.contested()
        if values.get("in_force") and self.is_valid():
            resolutions = resolutions.in_force_on(values["in_force"])
        return resolutions

    def chip_text(self, name: str, value: Any) -> str:
        """Return how one filter reads."""
        texts = {
            "q": _("“%(value)s”") % {"value": self["q"].value()},
            "in_force": _("in force on %(date)s") % {"date": value},
            "mover": _("moved by %(name)s") % {"name": value},
            "seconder": _("seconded by %(name)s") % {"name": value},
            "contested": _("with votes against or abstentions"),
        }
        return str(texts[name]) if name in texts else super().chip_text(name, value)

    def kept(self, resolutions: ResolutionQuerySet) -> ResolutionQuerySet:
        """Return what apply() does, and of that what holds the words, if there are any."""
        kept = self.apply(resolutions)
        return holding(self.words, kept) if self.words else kept

    @property
    def narrowing(self) -> Filters:
        """What the index knows of the filters of a valid form."""
        values = self.cleaned_data
        return Filters(
            bodies=[values["body"].pk] if values["body"] else [],
            since=values["since"],
            until=values["until"],
            results=[values["result"]] if values["result"] else [],
            contested=values["contested"],
        )

    @property
    def is_plain(self) -> bool:
        """Whether the index knows all that narrows the list."""
        unknown = ("in_force", "mover", "seconder")
        return not any(self.cleaned_data[name] for name in unknown)

    @property
    def words(self) -> SearchQuery | None:
        """What to look for in the resolutions, or None if no words are given or a value is bad."""
        return self.cleaned_data.get("q") if self.is_valid() else None
