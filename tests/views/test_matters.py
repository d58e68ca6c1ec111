"""Matters: the list, the line of time of one, and its steps on the pages of decisions and meetings."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Matter
from archive.operations.publish import publish, withdraw
from tests.factories import make_body, make_draft, make_item, make_matter, make_resolution

pytestmark = pytest.mark.django_db

MAY, JUNE = dt.date(2023, 5, 2), dt.date(2023, 6, 6)


def step(matter: Matter | None, day: dt.date, *, published: bool = True, **fields):
    meeting = make_draft(body=fields.pop("body", None) or make_body(), date=day, name=f"Meeting of {day}")
    resolution = make_resolution(meeting, matter=matter, **{"name": "Rezoning of Mill Lane"} | fields)
    if published:
        publish(meeting)
        resolution.meeting.refresh_from_db()
    return resolution


def words(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def lane() -> Matter:
    return make_matter("2023-014", body=make_body("Council"))


def test_matter_is_a_line_of_time(client, lane):
    later = step(
        lane, JUNE, result="adopted", text="Resolved, to rezone.", yes_count=5, no_count=2, body=lane.body
    )
    first = step(
        lane, MAY, result="deferred", text="Put off until the traffic study.", body=make_body("Planning")
    )

    response = client.get("/matters/2023-014/")

    assert [one.pk for one in response.context["steps"]] == [first.pk, later.pk]
    head, _sign, page = words(response).partition("In order of time")
    told = ["Planning", "Deferred", "Put off until", "Council", "Adopted", "For 5", "Resolved, to rezone."]
    places = [page.index(one) for one in told]
    assert "Rezoning of Mill Lane 2023-014 2 decisions" in head
    assert places == sorted(places)
    assert f'href="{later.get_absolute_url()}"' in response.content.decode()
    assert '"hasPart"' in response.content.decode()


def test_matter_in_chinese(client, lane):
    step(lane, MAY, result="deferred")

    page = words(client.get("/matters/2023-014/", headers={"accept-language": "zh-Hans"}))

    assert "按时间顺序" in page


@pytest.mark.parametrize("count", [1, 3])
def test_matter_query_count(client, django_assert_num_queries, lane, count: int):
    for number in range(count):
        step(lane, MAY + dt.timedelta(days=number))

    with django_assert_num_queries(2):
        response = client.get("/matters/2023-014/")

    assert len(response.context["steps"]) == count


def test_each_decision_leads_to_the_next(client, lane):
    first, second, third = (step(lane, MAY + dt.timedelta(days=30 * number)) for number in range(3))

    pages = [client.get(one.get_absolute_url()) for one in (first, second, third)]

    assert "first taken up 2 May 2023" in words(pages[1])
    assert "taken up again 1 July 2023" in words(pages[1])
    assert "before: 1 June 2023" in words(pages[2])
    assert "taken up again 1 June 2023" in words(pages[0])
    assert all('href="/matters/2023-014/"' in page.content.decode() for page in pages)


def test_page_of_the_meeting_leads_to_the_steps_of_its_decisions(client, lane):
    first = step(lane, MAY, result="deferred")
    lane.steps.update(matter=lane)
    second = step(lane, JUNE)

    earlier, later = (words(client.get(one.meeting.get_absolute_url())) for one in (first, second))

    assert "taken up again 6 June 2023" in earlier
    assert "first taken up 2 May 2023" in later


def test_decision_joined_after_its_minutes_were_published_shows_its_steps(client, lane):
    first, second = step(None, MAY), step(lane, JUNE)
    type(first).objects.filter(pk=first.pk).update(matter=lane)

    assert "taken up again" in words(client.get(first.get_absolute_url()))
    assert "taken up again" in words(client.get(first.meeting.get_absolute_url()))
    assert "first taken up" in words(client.get(second.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_with_matters_costs_one_query_more(client, lane, count: int):
    meeting = make_draft(body=lane.body, date=MAY)
    for _number in range(count):
        make_resolution(meeting, matter=lane)
    publish(meeting)
    plain = make_draft(body=make_body(), date=MAY, resolutions=1)
    publish(plain)

    costs = []
    for one in (plain, meeting):
        with CaptureQueriesContext(connection) as queries:
            client.get(one.get_absolute_url())
        costs.append(len(queries))

    assert costs[1] == costs[0] + 1


# What is public


def test_only_public_steps_are_shown(client, lane):
    step(lane, MAY)
    step(lane, JUNE, published=False, name="Secret draft")
    meeting = make_draft(body=lane.body, date=JUNE)
    closed = make_item(meeting, is_public=False)
    make_resolution(meeting, agenda_item=closed, matter=lane, name="Secret closed")
    publish(meeting)

    page = client.get("/matters/2023-014/")

    assert len(page.context["steps"]) == 1
    assert "Secret" not in words(page)


@pytest.mark.parametrize("steps", ["none", "a draft", "closed"])
def test_matter_without_public_steps_is_not_found(client, lane, steps: str):
    if steps == "a draft":
        step(lane, MAY, published=False)
    if steps == "closed":
        meeting = make_draft(body=lane.body)
        make_resolution(meeting, agenda_item=make_item(meeting, is_public=False), matter=lane)
        publish(meeting)

    assert client.get("/matters/2023-014/").status_code == 404
    assert client.get("/matters/").context["page"].items == []


def test_matter_of_withdrawn_minutes_says_only_that(client, lane):
    withdraw(step(lane, MAY, name="Rezoning").meeting, reason="Entered twice.")

    response = client.get("/matters/2023-014/")

    assert response.status_code == 410
    assert "were withdrawn" in words(response)
    assert "Rezoning" not in words(response)


# The list


def test_list_of_matters(client, lane):
    step(lane, MAY)
    step(lane, JUNE)
    quay = make_matter("7", name="The quay", body=lane.body)
    step(quay, dt.date(2023, 9, 1))

    page = words(client.get("/matters/"))

    assert page.index("The quay") < page.index("Rezoning of Mill Lane")
    assert "2 decisions last 6 June 2023" in page


def test_two_matters_of_one_number_have_addresses_of_their_own():
    body = make_body()

    slugs = [make_matter("5", body=body).slug for _year in (2022, 2023)]

    assert slugs == ["5", "5-2"]


@pytest.mark.parametrize("words", ["2023-014", "Rezoning"])
def test_search_finds_the_decisions_of_a_matter(client, lane, words: str):
    step(lane, MAY, name="Rezoning")

    page = client.get("/search/", {"q": words}).content.decode()

    assert "/resolutions/1/" in page
