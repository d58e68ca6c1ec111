"""The members of a body, on the body's page of the desk."""

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.forms.desk.pasted_members import PastedMembers, PastedMembersForm
from archive.models import Body, Membership, Person, PublicChange
from archive.operations.publish import publish
from tests.admin.pages import errors, filled, row, save, values
from tests.factories import make_attendance, make_body, make_draft, make_membership, make_person

ELECTION = dt.date(2023, 5, 9)


@pytest.fixture
def body(db: None) -> Body:
    return make_body("Council")


def page_of(body: Body) -> str:
    return reverse("admin:archive_body_change", args=[body.pk])


def listed(client: Client, body: Body, **asked: str) -> list[str]:
    rows = client.get(page_of(body), asked).context["inline_admin_formsets"][1].formset
    return [str(form.instance.person) for form in rows.initial_forms]


def term(body: Body, name: str, **fields: Any) -> Membership:
    return make_membership(body=body, person=make_person(name), **fields)


def test_page_lists_members_of_today_of_a_day_or_all_terms(clerk: Client, body: Body):
    term(body, "Now")
    term(body, "Chair", role="chair")
    term(body, "To come", start_date=dt.date(2999, 1, 1))
    term(body, "Before", start_date=dt.date(2001, 1, 1), end_date=dt.date(2004, 1, 1))
    make_membership()

    assert sorted(listed(clerk, body)) == ["Chair", "Now", "To come"]
    assert sorted(listed(clerk, body, on="1 June 2002")) == ["Before", "Chair", "Now"]
    assert sorted(listed(clerk, body, terms="all")) == ["Before", "Chair", "Now", "To come"]
    assert sorted(listed(clerk, body, on="nonsense\x00")) == ["Chair", "Now", "To come"]


def test_member_is_added_also_one_who_is_new(publisher: Client, body: Body):
    known = make_person("Ruth Ellery")
    fields = filled(publisher, page_of(body)) | {"memberships-TOTAL_FORMS": 2}
    fields |= row(
        "memberships", 0, person=known.pk, role="member", label="Mill ward", start_date="9 May 2023"
    )
    fields |= row("memberships", 1, person="new:Lionel Crane", role="chair", voting_right="on")

    save(publisher, page_of(body), fields)

    terms = list(body.memberships.by_rank().values_list("person__name", "role", "label", "start_date"))
    assert terms == [
        ("Lionel Crane", "chair", "", None),
        ("Ruth Ellery", "member", "Mill ward", ELECTION),
    ]


def test_all_terms_listed_end_after_an_election(publisher: Client, body: Body):
    term(body, "Old")
    term(body, "Late", start_date=dt.date(2024, 1, 1))
    fixed = term(body, "Fixed", end_date=dt.date(2999, 1, 1))
    fields = filled(publisher, page_of(body), end_terms_on="9 May 2023") | {"memberships-TOTAL_FORMS": 4}
    fields |= row(
        "memberships", 3, person=make_person("Elected").pk, role="member", start_date="2023-05-09"
    )

    save(publisher, page_of(body), fields)

    ends = dict(body.memberships.values_list("person__name", "end_date"))
    assert ends == {"Old": ELECTION, "Late": None, "Fixed": fixed.end_date, "Elected": None}


def test_day_that_is_none_is_told_beside_its_field(publisher: Client, body: Body):
    old = term(body, "Old")

    page = publisher.post(page_of(body), filled(publisher, page_of(body), end_terms_on="after supper"))

    assert list(errors(page)) == ["end_terms_on"]
    old.refresh_from_db()
    assert old.end_date is None


def test_term_that_ends_before_it_begins_is_refused(publisher: Client, body: Body):
    term(body, "Old", start_date=ELECTION)
    fields = filled(publisher, page_of(body)) | row("memberships", 0, end_date="2001-01-01")

    assert publisher.post(page_of(body), fields).status_code == 200
    assert body.memberships.get().end_date is None


def test_term_of_one_row_ends_today_once_the_page_is_saved(publisher: Client, body: Body):
    first, second = term(body, "Leaving"), term(body, "Staying", label="Typed")
    fields = filled(publisher, page_of(body)) | {"memberships-1-label": "Typed on"}
    assert 'name="_end_term" value="0"' in publisher.get(page_of(body)).text

    page = publisher.post(page_of(body), fields | {"_end_term": "0"})

    assert not body.memberships.exclude(end_date=None).exists()
    save(publisher, page_of(body), resend(page))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.end_date, second.end_date, second.label) == (timezone.localdate(), None, "Typed on")


def test_vacant_seats_are_rows_that_are_filled(publisher: Client):
    body = make_body("Council", seats=3)
    term(body, "Now")
    page = publisher.get(page_of(body))

    filling = publisher.post(page_of(body), filled(publisher, page_of(body), _fill_seat="1"))
    fields = resend(filling) | row("memberships", 1, person="new:Lionel Crane")
    save(publisher, page_of(body), fields)

    assert page.text.count("Vacant seat</td>") == 2
    terms = body.memberships.by_rank().values_list("person__name", "role", "voting_right")
    assert sorted(terms) == [("Lionel Crane", "member", True), ("Now", "member", True)]
    assert publisher.get(page_of(body)).text.count("Vacant seat</td>") == 1


@pytest.mark.parametrize("sent", [{"_end_term": "9"}, {"_end_term": "x\0"}, {"_fill_seat": "x"}])
def test_row_that_is_not_there_ends_nothing(publisher: Client, body: Body, sent: dict[str, str]):
    term(body, "Now")
    fields = filled(publisher, page_of(body)) | sent

    assert publisher.post(page_of(body), fields).status_code == 200
    assert body.memberships.get().end_date is None


# A pasted list


def paste(client: Client, body: Body, text: str, **fields: Any) -> Any:
    """Press “Fill in the rows”, and return the page."""
    sent = filled(client, page_of(body), **{"paste-members": text, "_paste_members": "1"})
    return client.post(page_of(body), sent | {f"paste-{name}": value for name, value in fields.items()})


def effects(page: Any) -> dict[str, str]:
    return {effect.name: effect.what for effect in page.context["effects"]}


def resend(page: Any, **changes: Any) -> dict[str, Any]:
    """Return what a browser would send of a page that a step filled in."""
    fields: dict[str, Any] = values(page.context["adminform"].form) | values(page.context["paste_form"])
    for inline in page.context["inline_admin_formsets"]:
        fields |= values(inline.formset.management_form)
        for form in inline.formset.forms:
            fields |= values(form)
    return fields | changes


def test_list_tells_what_it_changes_before_anything_is_saved(publisher: Client, body: Body):
    term(body, "David Okafor", role="chair", label="Mayor")
    term(body, "Elena Vasquez", label="Mill ward")
    term(body, "Lionel Marsh")
    make_person("Noor Haddad")
    text = "Okafor, David – Mayor\nElena Vasquez, Deputy mayor\nNoor Haddad\nLionel Crane, South ward"

    page = paste(publisher, body, text, day="9 May 2023", ends_others="on")

    assert effects(page) == {
        "David Okafor": "no change",
        "Elena Vasquez": "was “Mill ward”",
        "Noor Haddad": "known, becomes a member",
        "Lionel Crane": "new person",
        "Lionel Marsh": "the term ends on 8 May 2023",
    }
    assert body.memberships.count() == 3
    assert not Person.objects.filter(name="Lionel Crane").exists()
    assert errors(page) == {}

    save(publisher, page_of(body), resend(page))

    terms = set(body.memberships.values_list("person__name", "label", "start_date", "end_date"))
    day_before = dt.date(2023, 5, 8)
    assert terms == {
        ("David Okafor", "Mayor", None, None),
        ("Elena Vasquez", "Mill ward", None, day_before),
        ("Elena Vasquez", "Deputy mayor", ELECTION, None),
        ("Noor Haddad", "", ELECTION, None),
        ("Lionel Crane", "South ward", ELECTION, None),
        ("Lionel Marsh", "", None, day_before),
    }


def test_near_name_is_chosen_and_its_term_does_not_end(publisher: Client, body: Body):
    ruth = term(body, "Ruth Ellery").person
    marsh = term(body, "Lionel Marsh").person

    page = paste(publisher, body, "Ruth Elery\nLionel Crane", day="2023-05-09", ends_others="on")

    [asked, *_others] = [effect for effect in page.context["effects"] if effect.choices]
    assert (asked.name, [value for value, _label in asked.choices]) == (
        "Ruth Elery",
        ["", str(ruth.pk), "new2:Ruth Elery"],
    )
    assert page.context["paste_form"]["members"].value() == "Ruth Elery"
    assert effects(page)["Lionel Marsh"] == "the term ends on 8 May 2023"

    refused = publisher.post(page_of(body), resend(page))

    assert "These names are not in the rows yet" in refused.text
    assert not body.memberships.filter(person=marsh, end_date__isnull=False).exists()

    chosen = publisher.post(page_of(body), resend(page, _paste_members="1") | {asked.field: str(ruth.pk)})

    assert effects(chosen) == {"Ruth Ellery": "no change"}
    save(publisher, page_of(body), resend(chosen))
    assert body.memberships.get(person=ruth).end_date is None
    assert body.memberships.get(person=marsh).end_date == dt.date(2023, 5, 8)


def test_near_name_can_be_somebody_new(publisher: Client, body: Body):
    ruth = term(body, "Ruth Ellery").person
    asked = next(one for one in paste(publisher, body, "Ruth Elery").context["effects"] if one.choices)

    sent = filled(publisher, page_of(body), **{"paste-members": "Ruth Elery", "_paste_members": "1"})
    page = publisher.post(page_of(body), sent | {asked.field: "new2:Ruth Elery"})
    save(publisher, page_of(body), resend(page))

    assert {one.person.name for one in body.memberships.all()} == {"Ruth Ellery", "Ruth Elery"}
    assert body.memberships.filter(person=ruth).count() == 1


def test_errors_of_a_list_stand_beside_its_fields_and_nothing_is_lost(publisher: Client, body: Body):
    term(body, "Lionel Marsh")

    page = paste(publisher, body, "Lionel Crane", ends_others="on")
    odd = paste(publisher, body, "Lionel Crane", day="after supper")

    assert list(page.context["paste_form"].errors) == ["day"]
    assert list(odd.context["paste_form"].errors) == ["day"]
    assert page.context["paste_form"]["members"].value() == "Lionel Crane"


def test_chinese_list_is_read(publisher: Client, body: Body):
    page = paste(publisher, body, "张伟，主任\n李娜、王强")

    assert [(one.name, one.label) for one in page.context["effects"]] == [
        ("张伟", "主任"),
        ("李娜", ""),
        ("王强", ""),
    ]


def test_enter_in_a_field_saves_where_no_list_is_pasted(publisher: Client, body: Body):
    save(publisher, page_of(body), filled(publisher, page_of(body), _paste_members="1", seats="9"))

    body.refresh_from_db()
    assert body.seats == 9


def test_roster_counts_votes_and_vacant_seats_of_a_day(clerk: Client, body: Body):
    body.seats = 3
    body.save()
    term(body, "Voter", end_date=dt.date(2023, 6, 1))
    term(body, "Chair", role="chair", start_date=ELECTION)
    term(body, "Clerk", role="secretary", voting_right=False)
    term(body, "Observer", role="observer")

    page = clerk.get(page_of(body), {"on": "2023-05-10"})
    before = clerk.get(page_of(body), {"on": "2023-05-08"})

    counts = {"voting": 2, "without_vote": 2, "ending": 1, "vacant": 1, "surplus": -1}
    assert page.context["roster_counts"] == counts
    assert before.context["roster_counts"]["vacant"] == 2
    assert "On 10 May 2023" in page.text


def test_vacant_seats_are_not_told_where_seats_are_not_known(clerk: Client, body: Body):
    assert "Vacant seats" not in clerk.get(page_of(body)).text


@pytest.mark.parametrize("count", [1, 3])
def test_pasted_list_costs_no_query_a_line(django_assert_num_queries, body: Body, count: int):
    names = [f"{first} Known" for first in ("Ann", "Bob", "Cy")[:count]]
    for name in names:
        term(body, name)
    form = PastedMembersForm({"paste-members": "\n".join(names)})
    assert form.is_valid()

    with django_assert_num_queries(4):
        pasted = PastedMembers(QueryDict("memberships-TOTAL_FORMS=0"), form, ELECTION)

    assert [one.what for one in pasted.effects] == ["known, becomes a member"] * count
    assert pasted.fields["memberships-TOTAL_FORMS"] == str(count)


def read_member(body: Body) -> Person:
    """Return a member whom the public reads of."""
    meeting = make_draft(body=body)
    person = make_attendance(meeting, person=make_person("Public")).person
    publish(meeting)
    make_membership(body=body, person=person)
    return person


def test_public_log_tells_what_became_of_the_terms(publisher: Client, body: Body):
    person = read_member(body)

    save(publisher, page_of(body), filled(publisher, page_of(body), end_terms_on="2023-05-09"))

    [change] = PublicChange.objects.filter(subject="person", key=person.pk)
    assert change.what == "post"
    assert change.before is not None
    assert change.after is not None
    assert (change.before["end"], change.after["end"]) == (None, "2023-05-09")


def test_clerk_does_not_change_what_the_public_reads(clerk: Client, body: Body):
    read_member(body)

    response = clerk.post(page_of(body), {"end_terms_on": "2023-05-09"})

    assert body.memberships.get().end_date is None
    assert response.status_code != 500


@pytest.mark.parametrize("count", [1, 3])
def test_roster_query_count(superuser: Client, django_assert_max_num_queries, body: Body, count: int):
    for number in range(count):
        term(body, f"Member {number}")
    superuser.get(page_of(body))

    with django_assert_max_num_queries(16):
        assert len(listed(superuser, body)) == count
