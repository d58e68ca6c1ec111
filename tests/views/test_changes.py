"""The public log of changes."""

import datetime as dt

import pytest

from archive.models import PublicChange
from archive.operations.public_changes import recorded
from tests.factories import make_body, make_meeting, make_membership, make_topic

pytestmark = pytest.mark.django_db


def make_council():
    return make_meeting(body=make_body("Council", slug="council"), present=1)


def rename(thing, name: str) -> None:
    with recorded(thing):
        thing.name = name
        thing.save()


def test_public_changes_lists_before_and_after_newest_first(client):
    meeting = make_council()
    rename(meeting.body, "Town council")
    person = meeting.attendances.get().person
    before = person.name
    rename(person, "Ann Reed")
    make_topic("Unchanged")

    page = client.get("/changes/").text

    assert page.index(f"{before}</del>") < page.index("Council</del>")
    assert "Town council</ins>" in page


def test_public_changes_of_one_thing_are_linked_from_its_page(client):
    meeting = make_council()
    person, topic = meeting.attendances.get().person, make_topic("Wall")
    rename(meeting.body, "Town council")
    rename(person, "Ann Reed")
    rename(topic, "Flood wall")

    for thing, kind, name in ((person, "person", "Ann Reed"), (meeting.body, "body", "Town council")):
        link = f"/changes/?{kind}={thing.slug}"
        assert f'href="{link}"' in client.get(thing.get_absolute_url()).text
        lines = client.get(link).context["lines"]
        assert [line.after for line in lines] == [name]
    assert f'href="/changes/?topic={topic.slug}"' in client.get(topic.get_absolute_url()).text


def test_public_changes_say_posts_in_words(client):
    meeting = make_council()
    person = meeting.attendances.get().person
    with recorded(person):
        make_membership(
            person=person,
            body=meeting.body,
            role="chair",
            start_date=dt.date(2020, 1, 1),
            voting_right=False,
        )

    for address in ("/changes/", "/changes/?body=council", f"/changes/?person={person.slug}"):
        assert "Chair, Council, no vote, 2020-01-01 – </ins>" in client.get(address).text


def test_public_changes_do_not_show_who_or_what_is_withheld(client):
    rename(make_council().body, "Town council")
    PublicChange.objects.update(
        is_withheld=True, before="Secret", withheld_basis="An address.", name="numbat"
    )

    page = client.get("/changes/").text

    assert "Withheld" in page
    assert "An address." in page
    assert "Secret" not in page
    assert "numbat" not in page


@pytest.mark.parametrize("kind", ["person", "body", "topic"])
@pytest.mark.parametrize("slug", ["none", "a b", "a\0b", "x" * 1000, "中"])
def test_public_changes_of_what_is_not_there_say_so(client, kind, slug):
    rename(make_council().body, "Town council")

    response = client.get("/changes/", {kind: slug})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [kind]
    assert response.context["lines"] == []
    assert 'role="alert"' in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_public_changes_query_count(client, django_assert_num_queries, count):
    body = make_council().body
    for number in range(count):
        rename(body, f"Council {number}")

    with django_assert_num_queries(3):
        response = client.get("/changes/")

    assert len(response.context["lines"]) == count


# A topic withdrawn


@pytest.mark.parametrize("ending", ["/", ".csv", ".atom"])
def test_withdrawn_topic_says_so_and_no_more(client, ending):
    topic = make_topic("Flood wall", description="numbat", query="numbat")
    topic.is_public, topic.withdrawal_reason = False, "It mixed two matters."
    topic.save()

    response = client.get(f"/topics/flood-wall{ending}")

    assert response.status_code == 410
    assert "Flood wall" in response.text
    assert "It mixed two matters." in response.text
    assert "numbat" not in response.text
    assert "Flood wall" not in client.get("/topics/").text


def test_topic_that_never_was_public_is_not_there(client):
    make_topic("Flood wall", is_public=False)

    assert client.get("/topics/flood-wall/").status_code == 404


def test_topic_deleted_is_withdrawn_and_comes_back(client):
    topic = make_topic("Flood wall")

    topic.delete()

    assert client.get("/topics/flood-wall/").status_code == 410
    topic.is_public = True
    topic.save()
    assert client.get("/topics/flood-wall/").status_code == 200
    assert topic.withdrawn_at is None
