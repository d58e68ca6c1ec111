"""The members of a body on its own page: who, as what, from when until when; as of a day, or all terms.

A pasted list is a step: it fills in rows, tells what it changes, and nothing is saved before the page is.
"""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.base import RowInline
from archive.admin.form_page import FormPage, save_row
from archive.admin.meeting_page.read_text import fill_in, forget_errors
from archive.admin.public_things import may_correct
from archive.forms.desk.pasted_members import PastedMembers, PastedMembersForm
from archive.forms.desk.roster import RosterForm
from archive.forms.desk.rows import RowForm
from archive.models import Membership, Person
from archive.models.reach import has_limit
from archive.operations.public_changes import recorded

PASTE_MEMBERS, END_TERM, FILL_SEAT = "_paste_members", "_end_term", "_fill_seat"
MOST_SEATS = 100  # vacant ones that are listed
NOT_TAKEN = gettext_lazy(
    "These names are not in the rows yet: press “Fill in the rows” and choose who they are, or empty "
    "the box."
)


class RosterInline(RowInline):
    """Terms of a body's members: those of a day, at first of today and later."""

    model = Membership
    form = RowForm
    template = "admin/archive/body/roster.html"
    columns = ("person", "label", "role", "start_date", "end_date", "voting_right")
    autocomplete_fields = ("person",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the terms that are asked for; all of them where a page is sent, which names its rows."""
        terms = self.model._default_manager.by_rank()
        return terms if request.method == "POST" else terms_asked_for(request, terms)


def terms_asked_for(request: HttpRequest, terms: Any) -> Any:
    form = RosterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("terms"):
        return terms
    day = asked.get("on")
    return terms.covering(day) if day else terms.not_over_by(timezone.localdate())


def roster_context(page: FormPage) -> dict[str, Any]:
    """Return which terms are listed, how many of them vote, and the box for a list."""
    context: dict[str, Any] = {"paste_form": paste_form(page), "may_paste": page.may_change}
    if page.is_step:
        forget_errors(page)
        context |= {"errors": None, "effects": vars(page.request).get("effects", [])}
    if page.row is None:
        return context
    asked = page.request.GET if "on" in page.request.GET else None
    form = RosterForm(asked)
    day = (form.cleaned_data["on"] if form.is_valid() else None) or timezone.localdate()
    counts = page.row.memberships.counted(day)
    vacant = None if page.row.seats is None else page.row.seats - counts["voting"]
    return context | {
        "roster_form": form,
        "roster_day": day,
        "roster_counts": counts | {"vacant": vacant, "surplus": vacant and -vacant},
        "vacant_seats": range(max(0, min(vacant or 0, MOST_SEATS))),
        "terms_total": page.row.memberships.count(),
    }


def end_term(page: FormPage) -> None:
    """Step: fill in that the term of the row that the button names ends today."""
    fields: Any = page.fields.copy()
    number = str(fields.pop(END_TERM)[-1])
    if f"memberships-{number}-person" in fields:
        fields[f"memberships-{number}-end_date"] = timezone.localdate().isoformat()
    fill_in(page, fields)


def fill_seat(page: FormPage) -> None:
    """Step: add a row for a voting member."""
    fields: Any = page.fields.copy()
    del fields[FILL_SEAT]
    number = fields.get("memberships-TOTAL_FORMS", "")
    if re.fullmatch(r"[0-9]{1,5}", number):
        row = f"memberships-{number}"
        fields.update({f"{row}-role": Membership.Role.MEMBER.value, f"{row}-voting_right": "on"})
        fields["memberships-TOTAL_FORMS"] = str(int(number) + 1)
    fill_in(page, fields)


# A pasted list


def paste_form(page: FormPage) -> PastedMembersForm:
    """Return the box; one that is not empty when the page is saved has an error."""
    form = PastedMembersForm(page.fields if page.is_sent else None)
    if (
        page.is_sent
        and not page.is_step
        and page.fields.get("paste-members", "").strip()
        and form.is_valid()
    ):
        form.add_error("members", NOT_TAKEN)
    return form


def is_list_taken(page: FormPage) -> bool:
    """Return whether nothing waits in the box."""
    return not paste_form(page).errors


def paste_members(page: FormPage) -> None:
    """Step: fill the list into the rows, and leave in the box what must be chosen or could not be read.

    Enter in a field presses the first button of a form, which is this one: with an empty box it saves.
    """
    form = PastedMembersForm(page.fields)
    fields: Any = page.fields.copy()
    del fields[PASTE_MEMBERS]
    if not fields.get("paste-members", "").strip():
        page.fields = fields
        return
    if form.is_valid():
        is_limited = has_limit(page.request.user)
        pasted = PastedMembers(fields, form, timezone.localdate(), in_public=is_limited)
        fields = pasted.fields
        vars(page.request)["effects"] = pasted.effects
        if pasted.left:
            page.tell(_("What is left in the box is not in the rows yet."), messages.WARNING)
    fill_in(page, fields)


def save_body(page: FormPage) -> None:
    """Save the page, and log what changed for the public: of the body, and of the posts of each person."""
    by, day = page.request.user, page.form.cleaned_data.get("end_terms_on")
    ended = list(terms_to_end(page, day)) if day else []
    people = {person.pk: person for person in people_changed(page)}
    people |= {row.person_id: row.person for row in ended}
    with ExitStack() as stack:
        for thing in (page.form.instance, *people.values()):
            stack.enter_context(recorded(thing, by=by, may_change=may_correct(page.request)))
        save_row(page)
        for row in ended:
            row.end_date = day
            row.save(update_fields=["end_date"])


def roster_rows(page: FormPage) -> Any:
    return next((rows for rows in page.formsets if rows.model is Membership), None)


def people_changed(page: FormPage) -> Iterator[Person]:
    """Yield the stored people of rows that were changed, those named before too."""
    rows = roster_rows(page)
    for form in rows.forms if rows else ():
        if form.has_changed() and form.cleaned_data:
            before = Person.objects.filter(pk=form.initial.get("person")).first()
            yield from (one for one in (before, form.cleaned_data.get("person")) if one and one.pk)


def terms_to_end(page: FormPage, day: dt.date) -> Iterator[Membership]:
    """Yield the terms listed on the page that have no end and began by a day."""
    rows = roster_rows(page)
    for form in rows.initial_forms if rows else ():
        term = form.instance
        has_begun = term.start_date is None or term.start_date <= day
        if term.end_date is None and has_begun and form not in rows.deleted_forms:
            yield term
