"""The roll call on a meeting's page: a cell for each motion and each voter, a field of the motion's row.

A cell is called `resolutions-3-vote-17` after the row and the person in the attendance; somebody new there
is `resolutions-3-vote-new:陈洁`. Being fields of the row, cells are merged, kept and logged with it. A cell
that is not sent changes nothing, so votes of which the page shows none stay as they are.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.resolution_rows import ResolutionFormSet
from archive.models import Attendance, Resolution, Vote
from archive.models.fields import is_key

CELL = "vote-"
MOST_CELLS = 400  # on one page; the motions after it have their votes on their own page only
# The first letters are the keys, and N is never somebody who did not vote.
OPTIONS = [
    ("", "–"),
    (Vote.Option.YES.value, Vote.Option.YES.label),
    (Vote.Option.NO.value, _("Nay")),
    (Vote.Option.ABSTAIN.value, Vote.Option.ABSTAIN.label),
    (Vote.Option.RECUSED.value, Vote.Option.RECUSED.label),
    (Vote.Option.NOT_VOTING.value, _("Did not vote")),
    (Vote.Option.ABSENT.value, Vote.Option.ABSENT.label),
]


class VoteField(forms.ChoiceField):
    """One vote; the label is the voter's name."""

    def __init__(self, vote: Vote | None = None) -> None:
        blank = vote.option_as_written if vote and not vote.option else ""
        choices = [("", blank), *OPTIONS[1:]] if blank else OPTIONS
        super().__init__(choices=choices, required=False, label=str(vote.voter) if vote else "")
        self.vote = vote


class RollCallFormSet(ResolutionFormSet):
    """Resolutions, with the votes of those by name who may be chosen in the attendance."""

    takes_votes = True

    @cached_property
    def all_votes(self) -> dict[int, list[Vote]]:
        """{key of a resolution: votes}; a query if there are any."""
        if not any(getattr(row, "has_votes", True) for row in self.get_queryset()):
            return {}
        votes = Vote.objects.filter(resolution__meeting=self.instance).select_related("voter").in_order()
        found: dict[int, list[Vote]] = {}
        for vote in votes:
            found.setdefault(vote.resolution_id, []).append(vote)
        return found

    @cached_property
    def stored_votes(self) -> dict[int, dict[str, Vote]]:
        """{key of a resolution: {key of a voter: vote}} of what may have a cell: no casting vote."""
        return {
            key: {str(vote.voter_id): vote for vote in votes if vote.voter_id and not vote.is_casting}
            for key, votes in self.all_votes.items()
        }

    @cached_property
    def sent_cells(self) -> dict[int, list[str]]:
        """Which cells were sent: {row: voters}."""
        found: dict[int, list[str]] = {}
        for name in self.data if self.is_bound else ():
            if match := re.fullmatch(rf"{re.escape(str(self.prefix))}-(\d{{1,6}})-{CELL}(.+)", name):
                found.setdefault(int(match[1]), []).append(match[2])
        return found

    @cached_property
    def shown_cells(self) -> dict[int, list[str]]:
        """Which stored votes have a cell: {row: voters}, whole motions up to MOST_CELLS."""
        found, total = {}, 0
        for index, row in enumerate(self.get_queryset()):
            voters = list(self.stored_votes.get(row.pk, ()))
            total += len(voters)
            if total > MOST_CELLS:
                break
            found[index] = voters
        return found

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if index is None or not self.takes_votes:
            return
        cells = self.sent_cells if self.is_bound else self.shown_cells
        stored = self.stored_votes.get(form.instance.pk, {}) if cells.get(index) else {}
        for voter in cells.get(index, ()):
            vote = stored.get(voter)
            form.fields[CELL + voter] = VoteField(vote)
            form.initial[CELL + voter] = vote.option if vote else ""

    def check_voters(self, listed: Iterable[str]) -> bool:
        """Add an error to each vote of somebody who is not listed; return whether there is none."""
        known, is_right = set(listed), True
        for form in self.forms:
            for voter in changed_cells(form) if form not in self.deleted_forms else ():
                if voter not in known and stored_vote(form, voter) is None:
                    form.add_error(CELL + voter, _("Who votes is listed in the attendance."))
                    is_right = False
        return is_right

    def save_votes(self, listed: Mapping[str, Attendance]) -> None:
        """Save the cells that were changed, after the attendance: one statement for each kind of change."""
        new: dict[Any, Vote] = {}
        moved, gone = [], []
        for form in self.forms:
            if form in self.deleted_forms or not form.instance.pk:
                continue
            for voter in changed_cells(form):
                option, vote = form.cleaned_data[CELL + voter], stored_vote(form, voter)
                if vote is None:  # somebody new here may turn out to be known, and to have voted
                    person = str(listed[voter].person_id)
                    vote = self.stored_votes.get(form.instance.pk, {}).get(person)
                if vote is None and option:
                    new[form.instance.pk, person] = vote_of(form.instance, listed[voter], option)
                elif vote is not None and not option:
                    gone.append(vote.pk)
                elif vote is not None:
                    vote.option = option
                    moved.append(vote)
        Vote.objects.bulk_create(new.values())
        Vote.objects.bulk_update(moved, ["option"])
        if gone:
            Vote.objects.filter(pk__in=gone).delete()
        for resolution in {vote.resolution for vote in new.values()}:
            note_roll_call(resolution)


def changed_cells(form: Any) -> list[str]:
    changed = (name for name in form.changed_data if name.startswith(CELL))
    return [name.removeprefix(CELL) for name in changed if name in form.fields]


def stored_vote(form: Any, voter: str) -> Vote | None:
    found: Vote | None = form.fields[CELL + voter].vote
    return found


def vote_of(resolution: Resolution, voter: Attendance, option: str) -> Vote:
    """Return a new vote, with the name that the attendance gives the voter."""
    return Vote(
        resolution=resolution,
        voter_id=voter.person_id,
        name_as_written=voter.name_as_written,
        option=option,
    )


def note_roll_call(resolution: Resolution) -> None:
    if resolution.decision_method == Resolution.DecisionMethod.NOT_RECORDED:
        resolution.decision_method = Resolution.DecisionMethod.ROLL_CALL
        resolution.save(update_fields=["decision_method"])


# Who may vote


def voters_sent(data: Mapping[str, Any], prefix: str) -> list[str]:
    """Return the people of attendance rows who are there and vote, as the page names them."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = int(total) if total.isascii() and total.isdecimal() and len(total) < 6 else 0
    rows = [f"{prefix}-{number}" for number in range(count)]
    return [data[f"{row}-person"] for row in rows if data.get(f"{row}-person") and is_voter(row, data)]


def is_voter(row: str, data: Mapping[str, Any]) -> bool:
    is_there = data.get(f"{row}-status") == Attendance.Status.PRESENT
    is_guest = data.get(f"{row}-role") == Attendance.Role.IN_ATTENDANCE
    return is_there and not is_guest and f"{row}-DELETE" not in data


def listed_rows(formset: Any) -> dict[str, Any]:
    """Return {person as the page names them: row} of a valid attendance."""
    kept = [form for form in formset.forms if form not in formset.deleted_forms]
    named = [(form["person"].value(), form.instance) for form in kept if "person" in form.fields]
    return {str(value): row for value, row in named if value}


# The grid


class Motion(NamedTuple):
    """A column: the row's prefix, how it is called, and how many voted which way.

    `beside` are votes without a cell, {option: number}; weighed ones are not compared with counts.
    """

    prefix: str
    name: str
    beside: str
    is_weighed: bool
    tally: list[tuple[str, Any, int]]


class Voter(NamedTuple):
    key: str
    name: str
    cells: list[Any]  # bound fields, None where somebody has no cell


def grid(attendance: Any, resolutions: RollCallFormSet) -> dict[str, Any]:
    """Return the columns and rows of the roll call: `motions`, `voters`, and the `options` of a cell.

    `elsewhere` are the forms of motions with votes by name of which the page shows none.
    """
    columns = [form for form in resolutions.forms if any(name.startswith(CELL) for name in form.fields)]
    listed = names_listed(attendance)
    names = listed | {key: name for key, name in names_of(columns).items() if key not in listed}
    voters = [
        Voter(key, name, [cell_of(form, key, name) for form in columns]) for key, name in names.items()
    ]
    return {
        "motions": [motion_of(form, resolutions.all_votes.get(form.instance.pk, [])) for form in columns],
        "voters": [voter for voter in voters if any(voter.cells)],
        "elsewhere": [form for form in resolutions.initial_forms if has_votes_elsewhere(form, resolutions)],
        "options": OPTIONS[1:],
        "no_votes": tally_of([]),
    }


def has_votes_elsewhere(form: Any, resolutions: RollCallFormSet) -> bool:
    has_cells = any(name.startswith(CELL) for name in form.fields)
    return form.instance.pk in resolutions.all_votes and not has_cells


def names_listed(attendance: Any) -> dict[str, str]:
    found = {}
    for form in attendance.forms:
        field = form.fields.get("person")
        key = str(form["person"].value() or "") if field else ""
        if key and (person := getattr(field, "known", {}).get(key)):
            found[key] = str(person)
    return found


def names_of(columns: Iterable[Any]) -> dict[str, str]:
    cells = ((name, form.fields[name]) for form in columns for name in form.fields if name.startswith(CELL))
    return {name.removeprefix(CELL): field.label or said(name) for name, field in cells}


def said(name: str) -> str:
    voter = name.removeprefix(CELL)
    return "" if is_key(voter) else voter.partition(":")[2]


def cell_of(form: Any, voter: str, name: str) -> Any:
    if CELL + voter not in form.fields:
        return None
    form.fields[CELL + voter].label = name
    cell = form[CELL + voter]
    cell.field.widget.attrs["aria-label"] = f"{name}, {name_of_motion(form)}"
    return cell


def name_of_motion(form: Any) -> str:
    values = [str(form.value_of(name) or "") for name in ("identifier", "name", "text")]
    return " · ".join(filter(None, [values[0], (values[1] or values[2])[:60]]))


def motion_of(form: Any, stored: list[Vote]) -> Motion:
    shown = [form[name].value() for name in form.fields if name.startswith(CELL)]
    beside = [
        vote.option for vote in stored if vote.option and CELL + str(vote.voter_id) not in form.fields
    ]
    beside += [
        vote.option for vote in stored if vote.is_casting and CELL + str(vote.voter_id) in form.fields
    ]
    is_weighed = any(vote.weight is not None for vote in stored)
    return Motion(
        form.prefix, name_of_motion(form), json.dumps(Counter(beside)), is_weighed, tally_of(shown + beside)
    )


def tally_of(votes: list[Any]) -> list[tuple[str, Any, int]]:
    return [(option, label, votes.count(option)) for option, label in OPTIONS[1:]]
