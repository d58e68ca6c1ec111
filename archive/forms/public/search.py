"""The form of the search page: words, filters, order and place in the results."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.forms.fields import CHOICE_ERRORS, WrittenDateField, refuse_reversed_period
from archive.models import Body, Meeting, Resolution
from archive.search.entries import Kind
from archive.search.filters import Filters, asks_nothing
from archive.search.query import Field, SearchQuery, parse
from archive.text.tokens import tokens

KINDS = {"resolutions": Kind.RESOLUTION, "meetings": Kind.MEETING, "documents": Kind.DOCUMENT}
KIND_LABELS = {
    "resolutions": gettext_lazy("Resolutions"),
    "meetings": gettext_lazy("Meetings"),
    "documents": gettext_lazy("Documents"),
}
PLACES = ("before", "after", "page")  # where in the results: dropped whenever these change
MORE = ("person", "classification", "contested", "phrase", "any", "without")  # folded away
LARGEST_ID = 2**63 - 1
MOST_PAGES = 10  # of the best matches; the rest is listed by date

_QUOTES = str.maketrans(dict.fromkeys('"“”„＂「」『』', " "))


class Chip(NamedTuple):
    """An active filter, and the query string without it."""

    text: str
    query: str


class SearchForm(forms.Form):
    """Words, bodies, results, dates, people, kind and order; all optional."""

    q = forms.CharField(label=gettext_lazy("Search the minutes"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[("", gettext_lazy("All")), *KIND_LABELS.items()],
        required=False,
        error_messages=CHOICE_ERRORS,
    )
    body = forms.MultipleChoiceField(
        label=gettext_lazy("Body"), required=False, error_messages=CHOICE_ERRORS
    )
    result = forms.MultipleChoiceField(
        label=gettext_lazy("Result"),
        choices=Resolution.Result.choices,
        required=False,
        error_messages=CHOICE_ERRORS,
    )
    since = WrittenDateField(label=gettext_lazy("Since"))
    until = WrittenDateField(label=gettext_lazy("Until"), last=True)
    person = forms.CharField(label=gettext_lazy("Who was there"), max_length=200, required=False)
    classification = forms.ChoiceField(
        label=gettext_lazy("Kind of meeting"),
        choices=[("", gettext_lazy("All kinds")), *Meeting.Classification.choices[1:]],
        required=False,
        error_messages=CHOICE_ERRORS,
    )
    contested = forms.BooleanField(label=gettext_lazy("Contested votes only"), required=False)
    phrase = forms.CharField(label=gettext_lazy("Exactly these words"), required=False)
    any = forms.CharField(label=gettext_lazy("Any of these words"), required=False)
    without = forms.CharField(label=gettext_lazy("None of these words"), required=False)
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        choices=[("", gettext_lazy("Newest first")), ("best", gettext_lazy("Best match"))],
        required=False,
        error_messages=CHOICE_ERRORS,
    )
    before = forms.IntegerField(
        label=gettext_lazy("Page"), min_value=0, max_value=LARGEST_ID, required=False
    )
    after = forms.IntegerField(
        label=gettext_lazy("Page"), min_value=0, max_value=LARGEST_ID, required=False
    )
    page = forms.IntegerField(label=gettext_lazy("Page"), min_value=1, max_value=MOST_PAGES, required=False)

    def __init__(self, data: QueryDict, bodies: dict[str, Any] | None = None) -> None:
        self.values: Any = without_nul(data)
        super().__init__(self.values, auto_id="search-%s", label_suffix="")
        if bodies is None:
            bodies = {body.slug: body for body in Body.objects.known().by_name().names()}
        self.bodies = bodies
        self.fields["body"].choices = [(slug, body.name) for slug, body in bodies.items()]  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """Return the name in the address: `in` for the kind, which is no name in Python."""
        return "in" if field_name == "kind" else field_name

    def clean_kind(self) -> Kind | None:
        return KINDS.get(self.cleaned_data["kind"])

    def clean_body(self) -> list[Any]:
        return [self.bodies[slug] for slug in self.cleaned_data["body"]]

    def clean_person(self) -> str:
        name: str = self.cleaned_data["person"].translate(_QUOTES).strip()
        if self.cleaned_data["person"] and not tokens(name):
            raise forms.ValidationError(_("Write a name, or a part of it."), code="invalid")
        return name

    def clean(self) -> dict[str, Any]:
        refuse_reversed_period(self)
        return self.cleaned_data

    # What is asked; for a valid form

    @cached_property
    def query(self) -> SearchQuery:
        return self.query_for(self.cleaned_data["q"])

    def query_for(self, text: str) -> SearchQuery:
        values = self.cleaned_data
        query, phrase = parse(text), parse(f'"{values["phrase"].translate(_QUOTES)}"')
        either, none = parse(values["any"]), parse(values["without"])
        terms = tuple(term for clause in either.clauses for term in clause)
        unwanted = (*(term for clause in none.clauses for term in clause), *none.without)
        person = (Field("person", values["person"]),) if values["person"] else ()
        return replace(
            query,
            clauses=(*query.clauses, *phrase.clauses, *([terms] if terms else [])),
            without=(*query.without, *unwanted),
            fields=(*query.fields, *person),
            is_cut=True in {part.is_cut for part in (query, phrase, either, none)},
        )

    @cached_property
    def filters(self) -> Filters:
        values = self.cleaned_data
        return Filters(
            bodies=tuple(body.pk for body in values["body"]),
            since=values["since"],
            until=values["until"],
            results=tuple(values["result"]),
            classifications=tuple(filter(None, [values["classification"]])),
            contested=values["contested"],
        )

    @property
    def asks_nothing(self) -> bool:
        return asks_nothing(self.query, self.filters)

    @property
    def is_blank(self) -> bool:
        kept = {"in", "order", *PLACES}
        return not any(
            value for name, values in self.values.lists() if name not in kept for value in values
        )

    # Addresses

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The query string as pairs, without empty values and the place in the results."""
        return [
            (name, value)
            for name, values in self.values.lists()
            for value in values
            if value and name not in PLACES
        ]

    def address(self, *dropped: str, **changed: Any) -> str:
        """Return the query string without some names, with others changed, on the first page."""
        gone = {*dropped, *changed}
        pairs = [pair for pair in self.pairs if pair[0] not in gone]
        return "?" + urlencode([*pairs, *changed.items()])

    @property
    def newest_address(self) -> str:
        return self.address("order")

    @property
    def without_order(self) -> str:
        return self.newest_address.rstrip("?")

    @property
    def best_address(self) -> str:
        return self.address(order="best")

    @property
    def only_words(self) -> str:
        return urlencode([pair for pair in self.pairs if pair[0] in ("q", "order")])

    @property
    def uses_more(self) -> bool:
        return any(self.values.get(name) for name in MORE)

    @property
    def classifications(self) -> list[tuple[str, str]]:
        return self.fields["classification"].choices  # type: ignore[attr-defined]

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(text, "?" + urlencode([pair for pair in self.pairs if pair != (name, value)]))
            for text, name, value in self.active()
        ]

    def active(self) -> Iterator[tuple[str, str, str]]:
        if not self.is_valid():
            return
        values = self.cleaned_data
        if values["kind"]:
            name = self.values["in"]
            yield str(KIND_LABELS[name]), "in", name
        yield from ((body.name, "body", body.slug) for body in values["body"])
        results = dict(Resolution.Result.choices)
        yield from ((str(results[result]), "result", result) for result in values["result"])
        if values["classification"]:
            label = Meeting.Classification(values["classification"]).label
            yield str(label), "classification", values["classification"]
        if values["contested"]:
            yield _("Contested votes only"), "contested", self.values["contested"]
        for name, pattern in self.typed():
            if values[name]:
                value = self.values[name].strip()
                yield pattern % {"value": value, "date": value}, name, self.values[name]

    def typed(self) -> list[tuple[str, str]]:
        return [
            ("since", _("since %(date)s")),
            ("until", _("until %(date)s")),
            ("person", _("with %(value)s")),
            ("phrase", _("exactly “%(value)s”")),
            ("any", _("any of: %(value)s")),
            ("without", _("none of: %(value)s")),
        ]

    def relaxed(self) -> Iterator[tuple[Chip, Self]]:
        """Yield each chip and the form without that filter; of several chips, last the form without any."""
        bare = [Chip("", f"?{self.only_words}")] if len(self.chips) > 1 else []
        for chip in [*self.chips, *bare]:
            form = type(self)(QueryDict(chip.query[1:]), self.bodies)
            if form.is_valid() and not form.asks_nothing:
                yield chip, form


def without_nul(data: QueryDict) -> QueryDict:
    """Return the values with NUL replaced by a blank: Django's fields refuse it, and words end at it."""
    cleaned = data.copy()
    for name, values in data.lists():
        if any("\0" in value for value in values):
            cleaned.setlist(name, [value.replace("\0", " ") for value in values])
    return cleaned
