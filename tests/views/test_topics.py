"""Topics: the list, the dossier, its feed and its table."""

import csv
import datetime as dt

import pytest

from archive.models import ResolutionRelation
from archive.operations.publish import publish
from tests.factories import make_draft, make_meeting, make_person, make_resolution, make_topic

pytestmark = pytest.mark.django_db


def decide(name: str, year: int = 2020, **fields):
    meeting = make_draft(date=dt.date(year, 1, 1))
    resolution = make_resolution(meeting, name=name, **fields)
    publish(meeting)
    return resolution


def table(response) -> list[list[str]]:
    """Return the rows of a CSV file without its head."""
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]


# The list


def test_topic_list_names_public_topics_by_name(client):
    make_topic("Roads")
    make_topic("防洪墙", alternate_name="Flood wall", language="zh-Hans", description="沿河而建。")
    make_topic("Zebra", is_public=False)

    response = client.get("/topics/")

    assert [topic.name for topic in response.context["topics"]] == ["防洪墙", "Roads"]
    page = response.content.decode()
    assert '<a href="/topics/flood-wall/" lang="zh-Hans">防洪墙</a>' in page
    assert "Zebra" not in page


def test_topic_list_says_that_there_is_none(client):
    assert "No dossier has been made yet." in client.get("/topics/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_topic_list_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        make_topic()

    with django_assert_num_queries(1):
        response = client.get("/topics/")

    assert response.content.decode().count("/topics/topic-") == count


# One topic


def test_topic_detail_shows_what_was_decided_and_what_changed_it(client):
    wall, height = decide("Wall", text="A *brick* wall."), decide("Height", 2021)
    ResolutionRelation.objects.create(source=height, target=wall, kind="amends")
    make_topic("Flood wall", resolutions=[wall], description="By the river.")

    page = client.get("/topics/flood-wall/").content.decode()

    assert "By the river." in page
    assert "A brick wall." in page
    assert f'Amends <a href="{wall.get_absolute_url()}">Wall</a>' in page
    assert f'<a href="{height.get_absolute_url()}">Height</a>' in page
    assert '<a href="/topics/flood-wall.atom">' in page
    assert '<a href="/topics/flood-wall.csv">' in page


def test_topic_detail_says_that_nothing_is_published(client):
    make_topic("Flood wall", resolutions=[make_resolution(make_draft(), name="Zebra")])

    page = client.get("/topics/flood-wall/").content.decode()

    assert "Nothing on this topic has been published yet." in page
    assert "Zebra" not in page


@pytest.mark.parametrize("ending", ["/", ".csv", ".atom"])
def test_topic_that_is_not_public_is_not_found(client, ending):
    make_topic("Zebra", is_public=False)

    response = client.get(f"/topics/zebra{ending}")

    assert response.status_code == 404
    assert "Zebra" not in response.content.decode()


@pytest.mark.parametrize("address", ["/topics/flood-wall/", "/topics/flood-wall.csv"])
@pytest.mark.parametrize("count", [1, 3])
def test_topic_query_count(client, django_assert_num_queries, engine, count, address):
    rows = [decide(f"Flood {number}", mover=make_person()) for number in range(count)]
    for row in rows:
        later = decide("Later", 2021, mover=make_person())
        ResolutionRelation.objects.create(source=later, target=row, kind="amends")
    meetings = [make_meeting() for _ in range(count)]
    make_topic("Flood wall", query="flood", meetings=meetings, resolutions=[decide("Other")])

    # PostgreSQL is told how to search.
    with django_assert_num_queries(11 if engine == "sqlite" else 12):
        answer = client.get(address)
        content = b"".join(answer).decode()

    assert content.count("Later") == count


# To take along


def test_topic_feed_tells_of_the_newest_first(client):
    old, new = decide("Old"), decide("New \x08rule", 2021, text="In *short*.", result="rejected")
    make_topic("Flood wall", resolutions=[old, new], description="By the river.")

    feed = client.get("/topics/flood-wall.atom").content.decode()

    assert "<title>Flood wall: " in feed
    assert feed.index(": New rule (Rejected)</title>") < feed.index(": Old (Adopted)</title>")
    assert '<summary type="html">In short.</summary>' in feed


def test_topic_table_lists_the_earliest_first(client):
    new, old = decide("New", 2021, mover=make_person("Li Wei"), yes_count=5), decide("=SUM(A1)")
    make_topic("Flood wall", resolutions=[old, new])

    response = client.get("/topics/flood-wall.csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert [(row[0], row[5], row[10], row[15]) for row in table(response)] == [
        ("2020-01-01", "'=SUM(A1)", "", ""),
        ("2021-01-01", "New", "5", "Li Wei"),
    ]
