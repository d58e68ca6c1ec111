"""The members of a body, on the body's page of the desk."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Body, Membership, Person, PublicChange
from archive.operations.publish import publish
from tests.admin.pages import errors, filled, row, save
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
