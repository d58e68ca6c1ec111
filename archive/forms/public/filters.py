"""Forms that filter the lists of meetings, resolutions, actions, people and members."""

import datetime as dt
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.forms.fields import (
    CHOICE_ERRORS,
    PersonField,
    WordsField,
    WrittenDateField,
    refuse_reversed_period,
)
from archive.models import Body, Meeting, Membership, Resolution
from archive.models.action import ActionItemQuerySet
from archive.models.meeting import MeetingQuerySet
from archive.models.person import MembershipQuerySet, PersonQuerySet
from archive.models.resolution import ResolutionQuerySet
from archive.search.filters import Filters
from archive.search.find import matching
from archive.search.query import SearchQuery

Rows = TypeVar("Rows", MeetingQuerySet, ResolutionQuerySet, ActionItemQuerySet)


class BodyFilterForm(forms.Form):
    """The filter that every list has: the body."""

    body = forms.ChoiceField(label=_("Body"), required=False, error_messages=CHOICE_ERRORS)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter-%s", label_suffix="")
        self.bodies = {body.slug: body for body in Body.objects.known().with_joint().by_name()}
        choices = [(slug, body.name) for slug, body in self.bodies.items()]
        body_field = self.fields["body"]
        body_field.choices = [("", _("All bodies")), *choices]  # type: ignore[attr-defined]

    def clean_body(self) -> Body | None:
        return self.bodies.get(self.cleaned_data["body"])

    def narrow(self, rows: Rows) -> Rows:
        if not self.is_valid():
            return rows.none()
        body = self.cleaned_data["body"]
        return rows.for_body(body) if body else rows


class FilterForm(BodyFilterForm):
    """The filters that lists share: body and dates.

    `first_fields` are always visible (all fields, if none are named); the others fold away.
    """

    first_fields: tuple[str, ...] = ()
    since = WrittenDateField(label=_("Since"))
    until = WrittenDateField(label=_("Until"), last=True)

    def clean(self) -> dict[str, Any]:
        refuse_reversed_period(self)
        return self.cleaned_data

    def narrow(self, rows: Rows) -> Rows:
        rows = super().narrow(rows)
        if self.is_valid() and self.cleaned_data["since"]:
            rows = rows.since(self.cleaned_data["since"])
        if self.is_valid() and self.cleaned_data["until"]:
            rows = rows.until(self.cleaned_data["until"])
        return rows

    @property
    def shown_fields(self) -> list[Any]:
        first = self.first_fields or tuple(self.fields)
        return [field for field in self.visible_fields() if field.name in first]

    @property
    def more_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field not in self.shown_fields]

    @property
    def uses_more(self) -> bool:
        return any(field.data or field.errors for field in self.more_fields)

    @property
    def chips(self) -> list[dict[str, str]]:
        """The active filters as {text, query}; the query string is the one without that filter."""
        active = [(name, self.cleaned_data.get(name)) for name in self.fields] if self.is_valid() else []
        chips = [
            {"text": self.chip_text(name, value), "query": self.query_string(name)}
            for name, value in active
            if value
        ]
        return [chip for chip in chips if chip["text"]]

    def chip_text(self, name: str, value: Any) -> str:
        if name == "since":
            return _("since %(date)s") % {"date": self[name].value()}
        if name == "until":
            return _("until %(date)s") % {"date": self[name].value()}
        if isinstance(value, str):
            return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]
        return str(value)

    def query_string(self, name: str, value: str = "") -> str:
        """Return the query string with one filter changed or left out, on the first page; at least "?"."""
        names = [other for other in self.fields if other != name and self.data.get(other)]
        changed = {name: value} if value else {}
        return "?" + urlencode({other: self.data[other] for other in names} | changed)


class MeetingFilterForm(FilterForm):
    """Filters of the list of meetings."""

    classification = forms.ChoiceField(
        label=_("Kind of meeting"),
        choices=[("", _("All kinds")), *Meeting.Classification.choices[1:]],
        required=False,
        error_messages=CHOICE_ERRORS,
    )
    person = PersonField(label=_("Who was there"), widget=forms.HiddenInput)

    def apply(self, meetings: MeetingQuerySet) -> MeetingQuerySet:
        meetings = self.narrow(meetings)
        if self.cleaned_data.get("classification"):
            meetings = meetings.classified(self.cleaned_data["classification"])
        if self.cleaned_data.get("person"):
            meetings = meetings.for_person(self.cleaned_data["person"])
        return meetings


class ResolutionFilterForm(FilterForm):
    """Filters and search words of the register of resolutions."""

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
        texts = {
            "q": _("“%(value)s”") % {"value": self["q"].value()},
            "in_force": _("in force on %(date)s") % {"date": value},
            "mover": _("moved by %(name)s") % {"name": value},
            "seconder": _("seconded by %(name)s") % {"name": value},
            "contested": _("with votes against or abstentions"),
        }
        return str(texts[name]) if name in texts else super().chip_text(name, value)

    def kept(self, resolutions: ResolutionQuerySet) -> ResolutionQuerySet:
        kept = self.apply(resolutions)
        return matching(self.words, kept) if self.words else kept

    @property
    def narrowing(self) -> Filters:
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
        unknown = ("in_force", "mover", "seconder")
        return not any(self.cleaned_data[name] for name in unknown)

    @property
    def words(self) -> SearchQuery | None:
        return self.cleaned_data.get("q") if self.is_valid() else None


STATES = {
    "open": pgettext_lazy("follow-up", "Open"),
    "overdue": _("Overdue"),
    "done": _("Done"),
    "dropped": _("Dropped"),
    "all": _("All"),
}


class ActionFilterForm(FilterForm):
    """Filters of follow-up: state (open by default), who is responsible, body and date of the meeting."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=list(STATES.items()),
        required=False,
        error_messages=CHOICE_ERRORS,
        widget=forms.HiddenInput,
    )
    by = forms.CharField(
        label=_("Who is responsible"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"type": "search"}),
    )
    responsible = PersonField(label=_("Responsible person"), widget=forms.HiddenInput)
    responsible_body = forms.CharField(
        label=_("Responsible body"), max_length=80, required=False, widget=forms.HiddenInput
    )

    field_order = ("by", "body", "since", "until")

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["body"].label = _("Given by")

    def clean_state(self) -> str:
        return self.cleaned_data["state"] or "open"

    def clean_responsible_body(self) -> Body | None:
        slug = self.cleaned_data["responsible_body"]
        body = Body.objects.answerable().at(slug).first() if slug else None
        if slug and body is None:
            raise forms.ValidationError(_("No body in this archive has this address."), code="invalid")
        return body

    def apply(self, actions: ActionItemQuerySet) -> ActionItemQuerySet:
        actions = self.narrow(actions)
        if self.cleaned_data.get("responsible"):
            actions = actions.of_person(self.cleaned_data["responsible"])
        if self.cleaned_data.get("responsible_body"):
            actions = actions.of_body(self.cleaned_data["responsible_body"])
        if self.cleaned_data.get("by"):
            actions = actions.of_anyone_called(self.cleaned_data["by"])
        return actions

    def in_state(self, actions: ActionItemQuerySet, today: dt.date) -> ActionItemQuerySet:
        states = {
            "open": lambda: actions.open().most_urgent_first(),
            "overdue": lambda: actions.overdue(today).most_urgent_first(),
            "done": lambda: actions.done().newest_first(),
            "dropped": lambda: actions.dropped().newest_first(),
            "all": actions.newest_first,
        }
        return states[self.cleaned_data.get("state") or "open"]()

    def states(self, counts: dict[str, int]) -> list[dict[str, Any]]:
        """Return each state as {name, label, count, query}; the last has no count."""
        return [
            {
                "name": name,
                "label": label,
                "count": counts.get(name),
                "query": self.query_string("state", name),
            }
            for name, label in STATES.items()
        ]

    def chip_text(self, name: str, value: Any) -> str:
        """Return the text of one filter; "" for the state, which has links above the list."""
        if name == "state":
            return ""
        if name == "by":
            return _("“%(value)s”") % {"value": value}
        if name in ("responsible", "responsible_body"):
            return _("by %(name)s") % {"name": value}
        return super().chip_text(name, value)


class PersonFilterForm(forms.Form):
    """Name and order of the list of people."""

    q = forms.CharField(
        label=_("Name"), max_length=100, required=False, widget=forms.TextInput({"type": "search"})
    )

    order = forms.ChoiceField(
        label=_("Order of names"),
        choices=[("pinyin", _("Alphabet and pinyin")), ("strokes", _("Number of strokes"))],
        required=False,
        error_messages=CHOICE_ERRORS,
    )

    @property
    def is_by_strokes(self) -> bool:
        return self.is_valid() and self.cleaned_data["order"] == "strokes"

    def apply(self, people: PersonQuerySet) -> PersonQuerySet:
        if not self.is_valid():
            return people.none()
        name = self.cleaned_data["q"]
        return people.matching(name) if name else people


class RosterForm(forms.Form):
    """The day whose members a body's page lists; today by default."""

    on = WrittenDateField(label=_("Members on"))

    def day(self, today: dt.date) -> dt.date | None:
        if not self.is_valid():
            return None
        return self.cleaned_data["on"] or today

    def apply(self, memberships: MembershipQuerySet, today: dt.date) -> MembershipQuerySet:
        day = self.day(today)
        return memberships.covering(day) if day else Membership.objects.none()
