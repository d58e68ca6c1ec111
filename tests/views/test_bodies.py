"""Bodies: the tree, the roster of a day, and what stays hidden."""

import datetime as dt

import pytest

from archive.models import Body
from archive.operations.publish import publish
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_membership,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db


def shape(branches):
    """Return a tree as nested tuples: (name, (children…))."""
    return tuple((branch.body.name, shape(branch.children)) for branch in branches)


def named(name, **fields):
    """Make a person whom published minutes name, of another body: only those stand on a roster."""
    person = make_person(name, **fields)
    meeting = make_draft()
    make_attendance(meeting, person=person)
    publish(meeting)
    return person


# The list


def test_body_list_is_a_tree_by_parent(client):
    council = make_meeting(body=make_body("Council")).body
    make_meeting(body=make_body("Works", parent=council))
    make_meeting(body=make_body("Finance", parent=council))
    make_meeting(body=make_body("Board"))

    response = client.get("/bodies/")

    finance, works = ("Finance", ()), ("Works", ())
    assert shape(response.context["tree"]) == (("Board", ()), ("Council", (finance, works)))
    assert "Finance" in response.content.decode()


def test_body_list_does_not_name_a_parent_that_published_nothing(client):
    council = make_meeting(body=make_body("Council")).body
    bureau = make_body("Secret numbat", parent=council)
    make_meeting(body=make_body("Committee", parent=make_body("Secret office", parent=bureau)))
    make_meeting(body=make_body("Panel", parent=make_body("Secret house")))

    response = client.get("/bodies/")

    tree = shape(response.context["tree"])
    assert tree == (("Council", (("Committee", ()),)), ("Panel", ()))
    assert "Secret" not in response.text


def test_body_list_ends_where_silent_bodies_stand_under_each_other(client):
    first = make_body("First")
    second = make_body("Second", parent=first)
    Body.objects.filter(pk=first.pk).update(parent=second)
    make_meeting(body=make_body("Panel", parent=second))

    assert shape(client.get("/bodies/").context["tree"]) == (("Panel", ()),)


def test_body_list_hides_bodies_with_drafts_only(client):
    make_meeting(body=make_body("Open council"))
    make_draft(body=make_body("Secret numbat"))

    response = client.get("/bodies/")

    assert shape(response.context["tree"]) == (("Open council", ()),)
    assert b"numbat" not in response.content


def test_body_list_counts_published_meetings_and_their_years(client):
    body = make_body("Council")
    for year in (2011, 2013):
        make_meeting(body=body, date=dt.date(year, 5, 1))
    make_draft(body=body, date=dt.date(2024, 5, 1))

    response = client.get("/bodies/")

    [branch] = response.context["tree"]
    assert branch.body.meeting_count == 2
    assert "<span>2011–2013</span>" in response.content.decode()


def test_body_list_leaves_out_bodies_that_stand_under_themselves(client):
    first = make_meeting(body=make_body("First")).body
    second = make_meeting(body=make_body("Second", parent=first)).body
    Body.objects.filter(pk=first.pk).update(parent=second)

    response = client.get("/bodies/")

    assert response.context["tree"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_body_list_query_count(client, django_assert_num_queries, count):
    parent = make_meeting().body
    for _ in range(count):
        make_meeting(body=make_body(parent=parent))

    with django_assert_num_queries(2):
        response = client.get("/bodies/")

    assert len(response.context["tree"][0].children) == count


# One body


def test_body_detail_tells_facts(client):
    parent = make_meeting(body=make_body("Council")).body
    body = make_body(
        "Finance", parent=parent, founding_date=dt.date(1974, 4, 1), description="Looks at money."
    )
    make_meeting(body=body)
    make_meeting(body=make_body("Audit", parent=body))

    content = client.get("/bodies/finance/").content.decode()

    assert '<a href="/bodies/council/">Council</a>' in content
    assert '<a href="/bodies/audit/">Audit</a>' in content
    assert '<time datetime="1974-04-01">1 April 1974</time>' in content
    assert "Looks at money." in content


def test_body_detail_hides_relatives_without_published_meetings(client):
    body = make_meeting(body=make_body("Finance", parent=make_body("Upper numbat"))).body
    make_draft(body=make_body("Lower wombat", parent=body))

    response = client.get("/bodies/finance/")

    assert response.context["parent"] is None
    assert b"numbat" not in response.content
    assert b"wombat" not in response.content


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2013-06-30", ["Early Bird", "Steady Hand"]),
        ("30 June 2013", ["Early Bird", "Steady Hand"]),
        ("二〇一九年一月一日", ["Late Comer", "Steady Hand"]),
        ("2018年5月7日", ["Early Bird", "Steady Hand"]),
        ("8.5.2018", ["Late Comer", "Steady Hand"]),
        ("2020", ["Late Comer", "Steady Hand"]),
        ("民國100年1月1日", ["Early Bird", "Steady Hand"]),
    ],
)
def test_body_detail_lists_members_on_a_day(client, on, expected):
    body = make_meeting(body=make_body("Council")).body
    make_membership(person=named("Steady Hand"), body=body, role="member")
    make_membership(person=named("Early Bird"), body=body, role="chair", end_date=dt.date(2018, 5, 7))
    make_membership(person=named("Late Comer"), body=body, role="chair", start_date=dt.date(2018, 5, 8))

    response = client.get("/bodies/council/", {"on": on})

    assert [membership.person.name for membership in response.context["roster"]] == expected


@pytest.mark.parametrize("on", ["someday", "2023-02-30", "x" * 10_000, "a\0b"])
def test_body_detail_shows_an_error_and_nobody_for_a_bad_day(client, on):
    body = make_meeting(body=make_body("Council")).body
    make_membership(person=named("Steady Hand"), body=body)

    response = client.get("/bodies/council/", {"on": on})

    assert response.status_code == 200
    assert list(response.context["roster"]) == []
    assert 'class="errorlist"' in response.content.decode()
    assert b"Steady Hand" not in response.content


def test_body_detail_says_that_no_members_are_recorded(client):
    make_meeting(body=make_body("Council"))

    content = client.get("/bodies/council/", {"on": "1999-01-01"}).content.decode()

    assert "No members are recorded for this day:" in content
    assert '<time datetime="1999-01-01">1 January 1999</time>' in content


def test_body_detail_lists_members_of_today_without_being_asked(client):
    body = make_meeting(body=make_body("Council")).body
    make_membership(person=named("Steady Hand"), body=body)
    make_membership(person=named("Long Gone"), body=body, end_date=dt.date(1999, 1, 1))

    response = client.get("/bodies/council/")

    assert [membership.person.name for membership in response.context["roster"]] == ["Steady Hand"]


def test_body_detail_links_members_with_a_page_only(client):
    meeting = make_meeting(body=make_body("Council"), present=1)
    present = meeting.attendances.get().person
    make_membership(person=present, body=meeting.body)
    make_membership(person=named("No Page", has_public_page=False), body=meeting.body)

    content = client.get("/bodies/council/").content.decode()

    assert f'href="/people/{present.slug}/"' in content
    assert "<span>No Page</span>" in content


def test_body_detail_draws_meetings_by_year_and_links_to_the_filtered_lists(client):
    meeting = make_meeting(body=make_body("Council"), date=dt.date(2012, 5, 1), resolutions=1)

    response = client.get("/bodies/council/")

    content = response.content.decode()
    assert response.context["years"] == [(2012, 1)]
    assert "/meetings/?body=council&amp;since=2012&amp;until=2012" in content
    assert 'href="/meetings/?body=council"' in content
    assert 'href="/resolutions/?body=council"' in content
    assert meeting.get_absolute_url() in content


def test_body_detail_hides_drafts_and_what_hangs_on_closed_items(client):
    body = make_body("Council")
    meeting = make_draft(body=body, name="Open wallaby")
    make_resolution(meeting, name="Closed quoll", agenda_item=make_item(meeting, is_public=False))
    publish(meeting)
    make_resolution(make_draft(body=body, name="Drafted wombat"), name="Drafted bilby")

    content = client.get("/bodies/council/").content

    assert b"Open wallaby" in content
    for hidden in (b"quoll", b"wombat", b"bilby"):
        assert hidden not in content


def test_body_detail_answers_404_for_a_body_with_drafts_only(client):
    make_draft(body=make_body("Secret numbat", slug="hidden"))

    response = client.get("/bodies/hidden/")

    assert response.status_code == 404
    assert b"numbat" not in response.content


def test_body_detail_tells_which_numbers_are_missing(client):
    body = make_body("Council")
    for number in ("第1次", "第4次", "第5次"):
        make_meeting(body=body, number=number)
    make_draft(body=body, number="第2次")
    make_meeting(number="9")

    content = client.get("/bodies/council/").content.decode()

    assert "第2–3次</span>" in content
    assert 'href="/gaps/?body=council#numbers"' in content


def test_body_detail_leads_to_its_follow_up(client):
    body = make_body("Council")
    make_action(make_meeting(body=body), due_date=dt.date(2023, 9, 1))
    make_action(make_meeting(), responsible_body=body, status="done")
    make_action(make_draft(body=body), responsible_body=body)

    content = client.get("/bodies/council/").content.decode()

    assert '<a href="/actions/?body=council">Given by this body, open</a> <span class="soft">1<' in content
    assert '<a href="/actions/?body=council&amp;state=overdue">' in content
    assert '<a href="/actions/?responsible_body=council&amp;state=done">' in content
    assert '"/actions/?responsible_body=council"' not in content


@pytest.mark.parametrize("count", [1, 3])
def test_body_detail_query_count(client, django_assert_num_queries, count):
    body = make_body("Council", parent=make_meeting().body)
    for number in range(count):
        make_meeting(body=body, resolutions=1, present=2)
        make_membership(person=named(f"Member {number}"), body=body)
        make_meeting(body=make_body(parent=body))

    with django_assert_num_queries(13):
        response = client.get("/bodies/council/", {"on": "2023-01-01"})

    assert len(response.context["meetings"]) == count
    assert len(response.context["roster"]) == count
