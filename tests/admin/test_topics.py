"""Topics on the desk."""

import pytest

from archive.models import Topic
from archive.operations.groups import CLERK
from tests.factories import make_meeting, make_resolution, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """Return a client of a clerk."""
    client.force_login(make_user(CLERK))
    return client


def test_clerk_makes_a_topic(desk):
    resolution = make_resolution(make_meeting())
    values = {"name": "防洪墙", "alternate_name": "Flood wall", "language": "zh-Hans"}

    response = desk.post(
        "/desk/archive/topic/add/", {**values, "query": "flood", "resolutions": [resolution.pk]}
    )

    assert response.status_code == 302
    topic = Topic.objects.get()
    assert (topic.slug, topic.query, list(topic.resolutions.all())) == ("flood-wall", "flood", [resolution])


def test_desk_leads_to_the_topics(desk):
    make_topic("Flood wall")

    assert 'href="/desk/archive/topic/"' in desk.get("/desk/").content.decode()
    assert "Flood wall" in desk.get("/desk/archive/topic/").content.decode()


@pytest.mark.parametrize("query", ["!!!", "-flood"])
def test_clerk_is_told_that_words_find_nothing(desk, query):
    response = desk.post("/desk/archive/topic/add/", {"name": "Walls", "language": "en", "query": query})

    assert list(response.context["adminform"].form.errors) == ["query"]
    assert 'value="Walls"' in response.content.decode()
    assert not Topic.objects.exists()


def test_address_of_a_topic_stays(desk):
    topic = make_topic("Flood wall", is_public=False)

    desk.post(f"/desk/archive/topic/{topic.pk}/change/", {"name": "Wall", "language": "en", "slug": "wall"})

    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("Wall", "flood-wall")


def test_topics_of_one_name_have_addresses_of_their_own():
    assert [make_topic("Roads").slug, make_topic("Roads").slug] == ["roads", "roads-2"]


@pytest.mark.parametrize("count", [1, 3])
def test_topic_page_query_count(desk, django_assert_num_queries, count):
    meetings = [make_meeting(resolutions=2) for _ in range(count)]
    topic = make_topic(
        is_public=False,
        meetings=meetings,
        resolutions=[meeting.resolutions.first() for meeting in meetings],
        left_out=[meeting.resolutions.last() for meeting in meetings],
    )

    with django_assert_num_queries(12):
        response = desk.get(f"/desk/archive/topic/{topic.pk}/change/")

    assert response.content.decode().count("selected") >= 3 * count
