"""Forms for merging people or bodies: which two, and which of two conflicting rows stays."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.forms.desk.attendance_spans import lines_of
from archive.models import Attendance, Body, Person
from archive.operations.bodies import BodyPlan
from archive.operations.people import ABSORBED, KEPT, Plan, RowConflict

CHOOSE_OTHER = {"required": gettext_lazy("Choose the one that goes.")}


class PairForm(forms.Form):
    """Two people, from an address; the first is the one who stays."""

    kept = forms.ModelChoiceField(
        Person.objects.all(),
        label=gettext_lazy("Person who stays"),
        error_messages={"required": gettext_lazy("Choose the person who stays.")},
    )
    absorbed = forms.ModelChoiceField(
        Person.objects.all(), label=gettext_lazy("Entered once more as"), error_messages=CHOOSE_OTHER
    )


class BodyPairForm(forms.Form):
    """Two bodies, from an address; the first is the one that stays."""

    kept = forms.ModelChoiceField(
        Body.objects.all(),
        label=gettext_lazy("Body that stays"),
        error_messages={"required": gettext_lazy("Choose the body that stays.")},
    )
    absorbed = forms.ModelChoiceField(
        Body.objects.all(), label=gettext_lazy("Entered once more as"), error_messages=CHOOSE_OTHER
    )


class MergeForm(forms.Form):
    """Nothing to decide: bodies have no rows of which one must go."""

    def __init__(self, _plan: BodyPlan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class DecisionsForm(forms.Form):
    """Which of two conflicting rows stays; no choice is made beforehand."""

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for conflict in plan.conflicts:
            self.fields[conflict.key] = forms.ChoiceField(
                label=conflict_heading(conflict),
                choices=[(KEPT, row_summary(conflict.kept)), (ABSORBED, row_summary(conflict.absorbed))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose the row that stays.")},
            )


def conflict_heading(conflict: RowConflict) -> str:
    if isinstance(conflict.kept, Attendance):
        return str(conflict.meeting)
    return f"{conflict.meeting} – {conflict.kept.resolution}"


def row_summary(row: Any) -> str:
    if not isinstance(row, Attendance):
        return " · ".join(filter(None, [row.voter.name, row.get_option_display(), row.note]))
    name = row.name_as_written or row.person.name
    parts = [name, row.get_role_display(), row.get_status_display(), row.label, row.note, *in_part(row)]
    return " · ".join(filter(None, parts))


def in_part(row: Attendance) -> list[str]:
    """Return when somebody was out of the room, as it is typed; a query if they were."""
    spans = list(row.spans.all())
    items = list(row.meeting.agenda_items.in_order()) if spans else []
    return lines_of(spans, items).splitlines()
