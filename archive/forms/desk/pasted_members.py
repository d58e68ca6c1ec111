"""A pasted list of members: what it would change in the rows of a body's page, which nothing saves yet."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from archive.forms.fields import DateField, TextField
from archive.models import Membership, Person
from archive.models.fields import key_of
from archive.operations.entry.name_lookup import NEW_PERSON, Choice, chosen, new_value
from archive.reader.member_list import Member, read_members
from archive.reader.results import LONGEST_TEXT
from archive.text.choice_words import choice_of
from archive.text.dates import possible_days

ROWS = "memberships"
WHO = "paste-who-"  # and the key of a name: whom it means


class PastedMembersForm(forms.Form):
    """The list, from when it is true, and whether it is whole."""

    prefix = "paste"

    members = TextField(
        label=gettext_lazy("One person a line: name, post, from, until"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6, "cols": 60}),
    )
    day = DateField(
        label=gettext_lazy("The list is true from"),
        required=False,
        widget=forms.TextInput({"size": 16}),
        help_text=gettext_lazy("New terms begin on this day, unless a line says otherwise."),
    )
    ends_others = forms.BooleanField(
        label=gettext_lazy("End the terms of those not in the list on the day before"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ends_others") and not cleaned.get("day") and "day" not in self.errors:
            self.add_error(
                "day", _("Say from when the list is true: the other terms end on the day before.")
            )
        return cleaned


class Effect(NamedTuple):
    """What becomes of one person; `choices` are (value, label) where it must be chosen who is meant."""

    name: str
    label: str
    what: str
    is_changed: bool = True
    field: str = ""
    choices: tuple[tuple[str, str], ...] = ()


class PastedMembers:
    """Fills a list into the fields of a page; `effects` tell what changes, `left` what waits in the box.

    With `in_public`, people are told apart by what the public knows of them.
    """

    def __init__(
        self, fields: QueryDict, form: PastedMembersForm, today: dt.date, *, in_public: bool = False
    ) -> None:
        self.in_public = in_public
        self.fields: Any = fields.copy()
        self.day: dt.date | None = form.cleaned_data["day"]
        self.open_on = self.day or today
        listed = read_members(form.cleaned_data["members"])
        self.effects: list[Effect] = []
        self.left = listed.left
        self.kept: set[str] = set()  # values of people whose terms do not end
        self.take(listed.members)
        if form.cleaned_data["ends_others"]:
            self.end_others()
        self.fields["paste-members"] = "\n".join(self.left)

    def take(self, members: list[Member]) -> None:
        choices = dict(
            zip([one.name for one in members], chosen([one.name for one in members]), strict=True)
        )
        people = Person.objects.with_posts(in_public=self.in_public).in_bulk(
            {key for one in choices.values() for key in one.possible}
        )
        for member in members:
            choice = choices[member.name]
            value = self.value_of(member, choice)
            if not value:
                self.kept |= {str(key) for key in choice.possible}
                self.left = list(dict.fromkeys([*self.left, member.line]))
                self.effects.append(question(member, [people[key] for key in choice.near if key in people]))
                continue
            self.kept.add(value)
            person = people.get(int(value)) if value.isdecimal() else None
            what = self.note(member, value)
            self.effects.append(
                Effect(
                    person.name if person else member.name, member.label, what or _("no change"), bool(what)
                )
            )

    def value_of(self, member: Member, choice: Choice) -> str:
        """Return whom a line means: as chosen on the page, else as the archive knows; "" to be chosen."""
        answer = str(self.fields.pop(WHO + key_of(member.name), [""])[-1])
        allowed = {str(key) for key in choice.near} | {new_value(member.name, 2)}
        return answer if answer in allowed else choice.value

    def note(self, member: Member, value: str) -> str:
        """Write a line into the rows; return what it changes, "" for nothing."""
        row = next((row for row in self.open_rows() if self.fields.get(f"{row}-person") == value), "")
        if not row:
            self.add(member, value)
            return _("new person") if NEW_PERSON.match(value) else _("known, becomes a member")
        said = []
        before, first = self.fields.get(f"{row}-label", ""), member.first or self.day
        if member.label and member.label != before:
            said.append(_("was “%(post)s”") % {"post": before} if before else _("the title is added"))
            if first and self.begins_before(row, first):
                self.fields[f"{row}-end_date"] = (first - dt.timedelta(days=1)).isoformat()
                self.add(member, value)
                return said[0]
            self.fields[f"{row}-label"] = member.label
        if member.last and not self.fields.get(f"{row}-end_date"):
            self.fields[f"{row}-end_date"] = member.last.isoformat()
            said.append(_("the term ends on %s") % in_words(member.last))
        return "; ".join(said)

    def add(self, member: Member, value: str) -> None:
        total = self.total()
        self.fields[f"{ROWS}-TOTAL_FORMS"] = str(total + 1)
        first = member.first or self.day
        role = choice_of("membership.role", member.label) if member.label else ""
        row = {
            "person": value,
            "role": role or Membership.Role.MEMBER.value,
            "label": member.label,
            "start_date": first.isoformat() if first else "",
            "end_date": member.last.isoformat() if member.last else "",
            "voting_right": "on",
        }
        for name, field in row.items():
            self.fields[f"{ROWS}-{total}-{name}"] = field

    def end_others(self) -> None:
        """End the open terms of those whom the list does not name, if they began before its day."""
        if self.day is None:
            return
        last, ended = self.day - dt.timedelta(days=1), []
        for row in self.open_rows():
            value = self.fields.get(f"{row}-person", "")
            if value and value not in self.kept and self.begins_before(row, self.day):
                self.fields[f"{row}-end_date"] = last.isoformat()
                ended.append((row, value))
        names = Person.objects.in_bulk([int(value) for _row, value in ended if value.isdecimal()])
        for row, value in ended:
            name = names[int(value)].name if value.isdecimal() else NEW_PERSON.sub(r"\2", value)
            label = self.fields.get(f"{row}-label", "")
            self.effects.append(Effect(name, label, _("the term ends on %s") % in_words(last)))

    # Rows as the page sends them

    def total(self) -> int:
        typed = self.fields.get(f"{ROWS}-TOTAL_FORMS", "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0

    def open_rows(self) -> Iterable[str]:
        """Yield the prefixes of rows whose term is not over; one whose last day cannot be read is not."""
        for number in range(self.total()):
            row = f"{ROWS}-{number}"
            last = possible_days(self.fields.get(f"{row}-end_date", ""))
            if f"{row}-DELETE" not in self.fields and (not last or last[0] >= self.open_on):
                yield row

    def begins_before(self, row: str, day: dt.date) -> bool:
        first = possible_days(self.fields.get(f"{row}-start_date", ""))
        return not first or first[0] < day


def question(member: Member, near: list[Person]) -> Effect:
    """Return the question who is meant by a name that may be one of some people, or somebody new."""
    known = ((str(one.pk), " · ".join(filter(None, [one.name, one.post_text]))) for one in near)
    new = (new_value(member.name, 2), _("A new person: %s") % member.name)
    return Effect(
        member.name,
        member.label,
        _("choose who this is"),
        field=WHO + key_of(member.name),
        choices=(("", _("Who is it?")), *known, new),
    )


def in_words(day: dt.date) -> str:
    return format_date(day, pgettext("format of a date", "j F Y"))
