"""Merging people on the desk."""

import pytest
from django.test import Client

from archive.models import DistinctPeople, Person, PersonMerge
from archive.operations.people import merge_people
from archive.operations.publish import publish
from tests.admin.conftest import logged_in
from tests.admin.pages import change, errors, filled, notes
from tests.factories import (
    make_attendance,
    make_draft,
    make_item,
    make_membership,
    make_person,
    make_span,
)

DUPLICATES = "/desk/archive/person/duplicates/"
MERGE = "/desk/archive/person/merge/"


def pair(kept: Person, absorbed: Person) -> str:
    return f"{MERGE}?kept={kept.pk}&absorbed={absorbed.pk}"


def make_two() -> tuple[Person, Person]:
    return make_person("Kate Stewart"), make_person("Kate Stewarz")


# Suspicions


def test_duplicates_are_listed_with_what_tells_them_apart(clerk: Client):
    kept, suspect = make_two()
    make_person("John Meyer")
    make_attendance(meeting := make_draft(), person=kept)
    make_attendance(meeting, person=suspect)
    make_attendance(make_draft(), person=suspect)

    [(found, why)] = clerk.get(DUPLICATES).context["pairs"]

    assert [found.first, found.second] == [kept, suspect]
    assert (found.first_count, found.second_count, found.both_count) == (1, 2, 1)
    assert why == "Nearly the same spelling or sound"


def test_person_with_more_meetings_is_offered_to_stay(clerk: Client):
    seldom, often = make_two()
    make_attendance(make_draft(), person=often)

    assert f"{MERGE}?kept={often.pk}&amp;absorbed={seldom.pk}" in clerk.get(DUPLICATES).text


def test_rows_to_choose_between_say_who_was_out_of_the_room(clerk: Client):
    kept, absorbed = make_two()
    item = make_item(meeting := make_draft(), number="4")
    for person in (kept, absorbed):
        row = make_attendance(meeting, person=person)
    make_span(row, from_item=item, to_item=item, reason="interest_declared")

    page = clerk.get(pair(kept, absorbed)).text

    assert page.count("item 4: interest declared") == 1


def test_two_people_are_not_listed_again(clerk: Client):
    first, second = make_two()

    for kept, absorbed in ((first, second), (second, first)):
        clerk.post("/desk/archive/person/distinct/", {"kept": kept.pk, "absorbed": absorbed.pk})

    assert DistinctPeople.objects.pairs() == {(first.pk, second.pk)}
    assert "No two names are so alike" in clerk.get(DUPLICATES).text


@pytest.mark.parametrize(("page", "status"), [("1", 200), ("2", 200), ("3", 404), ("x", 404)])
def test_duplicates_come_in_pages(clerk: Client, page: str, status: int):
    for _ in range(30):
        make_person("Kate Stewart")
    Person.objects.filter(pk=Person.objects.earliest("pk").pk).update(name="Other", name_key="other")

    assert clerk.get(DUPLICATES, {"page": page}).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_duplicates_query_count(superuser: Client, django_assert_num_queries, count: int):
    for number in range(count):
        for _ in range(2):
            make_attendance(make_draft(), person=make_person(f"{number}"))

    with django_assert_num_queries(6):
        page = superuser.get(DUPLICATES)

    assert len(page.context["pairs"]) == count


# Merging


def test_merge_is_shown_before_it_is_done(clerk: Client):
    kept, absorbed = make_two()
    make_attendance(make_draft(name="Floods"), person=absorbed)

    page = clerk.get(pair(kept, absorbed))

    assert [(move.reference.name, move.total) for move in page.context["plan"].moves] == [
        ("Attendance.person", 1)
    ]
    assert "Floods" in page.text
    assert Person.objects.count() == 2


def test_merge_leads_to_the_person_who_stays_and_to_the_way_back(clerk: Client):
    kept, absorbed = make_two()

    response = clerk.post(pair(kept, absorbed))

    merge = PersonMerge.objects.get()
    assert response.headers["Location"] == f"/desk/archive/person/{kept.pk}/change/"
    assert f'<a href="/desk/archive/personmerge/{merge.pk}/change/">' in notes(response)[0]
    assert (merge.kept, merge.absorbed_name) == (kept, "Kate Stewarz")
    assert merge.created_by is not None


def test_conflict_must_be_decided_and_is(clerk: Client):
    kept, absorbed = make_two()
    meeting = make_draft()
    make_attendance(meeting, person=kept, status="excused")
    row = make_attendance(meeting, person=absorbed)

    refused = clerk.post(pair(kept, absorbed))
    assert refused.context["form"].errors == {f"attendance-{row.pk}": ["Choose the row that stays."]}

    clerk.post(pair(kept, absorbed), {f"attendance-{row.pk}": "absorbed"})
    assert list(meeting.attendances.values_list("person", "status")) == [(kept.pk, "present")]


@pytest.mark.parametrize(("group", "merged"), [("Clerk", False), ("Publisher", True)])
def test_rows_of_published_minutes_go_only_by_who_may_correct(db, group: str, merged: bool):
    kept, absorbed = make_two()
    make_attendance(meeting := make_draft(), person=kept)
    row = make_attendance(meeting, person=absorbed)
    publish(meeting)

    page = logged_in(group).post(pair(kept, absorbed), {f"attendance-{row.pk}": "kept"}, follow=True)

    assert PersonMerge.objects.exists() is merged
    assert ("only a user who may correct them can do this" in page.text) is not merged


@pytest.mark.parametrize(
    "query", ["", "?kept=1", "?kept=x&absorbed=y", "?kept=0&absorbed=99999999999999999999999", "?absorbed="]
)
def test_address_that_names_no_pair_asks_for_one(clerk: Client, query: str):
    page = clerk.get(MERGE + query)

    assert page.status_code == 200
    assert [name for name in ("kept", "absorbed") if f'<select name="{name}"' in page.text] == [
        "kept",
        "absorbed",
    ]


def test_one_person_is_no_pair(clerk: Client):
    kept, _absorbed = make_two()

    assert "These are not two people" in clerk.get(pair(kept, kept)).text


def test_meeting_opened_before_a_merge_is_saved_after_it(clerk: Client):
    kept, absorbed = make_two()
    meeting = make_draft()
    make_attendance(meeting, person=absorbed, name_as_written="K. Stewarz")
    opened = filled(clerk, change(meeting), name="Floods")
    merge_people(kept, absorbed, decisions={})

    shown = clerk.post(change(meeting), opened)
    assert list(errors(shown)) == ["__all__"]
    row = shown.context["inline_admin_formsets"][0].formset.forms[0]
    assert (row["person"].value(), shown.context["adminform"].form["name"].value()) == (
        str(kept.pk),
        "Floods",
    )


# Undoing


def test_merge_is_undone_once_it_is_confirmed(clerk: Client):
    kept, absorbed = make_two()
    make_membership(person=absorbed)
    merge = merge_people(kept, absorbed, decisions={})
    address = f"/desk/archive/personmerge/{merge.pk}/undo/"

    assert f'href="{address}"' in clerk.get(f"/desk/archive/personmerge/{merge.pk}/change/").text
    assert "Posts held: 1" in clerk.get(address).text
    response = clerk.post(address)

    back = Person.objects.get(name="Kate Stewarz")
    assert response.headers["Location"] == f"/desk/archive/person/{back.pk}/change/"
    assert notes(response) == ["“Kate Stewarz” is there again."]
    assert back.memberships.count() == 1


def test_merge_undone_twice_says_so(clerk: Client):
    merge = merge_people(*make_two(), decisions={})
    address = f"/desk/archive/personmerge/{merge.pk}/undo/"
    clerk.post(address)

    assert "This merge was undone already." in clerk.post(address).text
    assert 'href="undo' not in clerk.get(f"/desk/archive/personmerge/{merge.pk}/change/").text


@pytest.mark.parametrize("address", [DUPLICATES, MERGE, "/desk/archive/personmerge/1/undo/"])
def test_who_may_not_merge_is_refused(db, address: str):
    client = logged_in(permissions=("view_person", "change_person"))

    assert client.get(address).status_code == 403


def test_what_is_only_sent_is_not_opened(clerk: Client):
    assert clerk.get("/desk/archive/person/distinct/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_merges_query_count(superuser: Client, django_assert_num_queries, count: int):
    for _ in range(count):
        merge_people(*make_two(), decisions={})

    with django_assert_num_queries(5):
        page = superuser.get("/desk/archive/personmerge/")

    assert len(page.context["cl"].result_list) == count
