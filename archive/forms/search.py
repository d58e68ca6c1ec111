"""The form of the search page: what was typed, and what narrows it."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.forms.filters import CHOICE_ERRORS, WrittenDateField
from archive.models import Body
from archive.search import Kind

KINDS = {"resolutions": Kind.RESOLUTION, "meetings": Kind.MEETING}


class SearchForm(forms.Form):
    """Words, bodies, dates, kind and order; all optional."""

    q = forms.CharField(label=_("Search the minutes"), required=False)
    kind = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("All")), ("resolutions", _("Resolutions")), ("meetings", _("Meetings"))],
        required=False,
        error_messages=CHOICE_ERRORS,
    )
    body = forms.MultipleChoiceField(label=_("Body"), required=False, error_messages=CHOICE_ERRORS)
    since = WrittenDateField(label=_("Since"))
    until = WrittenDateField(label=_("Until"), last=True)
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("", _("Newest first")), ("best", _("Best match"))],
        required=False,
        error_messages=CHOICE_ERRORS,
    )
    page = forms.IntegerField(label=_("Page"), min_value=1, max_value=10**9, required=False)

    def __init__(self, data: QueryDict) -> None:
        self.values = without_nul(data)
        super().__init__(self.values, auto_id="search-%s", label_suffix="")
        self.bodies = {body.slug: body for body in Body.objects.by_name()}
        self.fields["body"].choices = [(slug, body.name) for slug, body in self.bodies.items()]  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """Return the name of a field in the address: "in" reads best, and is no name in Python."""
        return "in" if field_name == "kind" else field_name

    def clean_kind(self) -> Kind | None:
        """Return the kind that the address names."""
        return KINDS.get(self.cleaned_data["kind"])

    def clean_body(self) -> list[Body]:
        """Return the bodies that the address names."""
        return [self.bodies[slug] for slug in self.cleaned_data["body"]]

    def clean(self) -> dict[str, Any]:
        """Refuse a span of time that ends before it begins."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the date above."))
        return self.cleaned_data

    @property
    def narrowing(self) -> dict[str, Any]:
        """The arguments of search.find() that narrow and order it; for a valid form."""
        values = self.cleaned_data
        return {
            "bodies": [body.pk for body in values["body"]],
            "since": values["since"],
            "until": values["until"],
            "order": values["order"] or "newest",
        }

    @property
    def chips(self) -> list[dict[str, str]]:
        """What narrows the search: each {text, query}, the latter being the address without it."""
        if not self.is_valid():
            return []
        kind, bodies = self.values.get("in"), self.cleaned_data["body"]
        chips = [{"text": body.name, "query": self.query_without("body", body.slug)} for body in bodies]
        for name, text in (("since", _("since %(date)s")), ("until", _("until %(date)s"))):
            if self.cleaned_data[name]:
                date = self[name].value()
                chips.append({"text": str(text) % {"date": date}, "query": self.query_without(name, date)})
        if kind:
            label = dict(self.fields["kind"].choices)[kind]  # type: ignore[attr-defined]
            chips.append({"text": str(label), "query": self.query_without("in", kind)})
        return chips

    def query_without(self, name: str, value: str) -> str:
        """Return the query string without one filter, on the first page."""
        pairs = [(key, each) for key, values in self.values.lists() for each in values]
        return "?" + urlencode([pair for pair in pairs if pair != (name, value) and pair[0] != "page"])

    def query_for_year(self, year: int) -> str:
        """Return the query string for one year instead of the dates asked for."""
        data = self.values.copy()
        data["since"] = data["until"] = f"{dt.date(year, 1, 1):%Y}"
        data.pop("page", None)
        return "?" + data.urlencode()


def without_nul(data: QueryDict) -> QueryDict:
    """Return the values without NUL, which parts words like any sign but which Django's fields refuse."""
    cleaned = data.copy()
    for name, values in data.lists():
        cleaned.setlist(name, [value.replace("\0", " ") for value in values])
    return cleaned
