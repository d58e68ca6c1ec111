"""People, bodies and topics on the desk: what the public reads is changed by those who may correct."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Meeting, PublicChange, Topic
from archive.operations.publish import publish
from tests.admin.pages import filled, notes, save
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_membership,
    make_person,
    make_topic,
)

THINGS = ("person", "body", "topic")
ADD_TOPIC = "/desk/archive/topic/add/"


def make_thing(kind: str, *, is_public: bool) -> Any:
    """Make a person, body or topic that the public reads, or not."""
    if kind == "topic":
        return make_topic("Before", is_public=is_public)
    body, person = make_body("Before"), make_person("Before")
    meeting = make_draft(body=body)
    make_attendance(meeting, person=person)
    if is_public:
        publish(meeting)
    return body if kind == "body" else person


def address(thing: Any) -> str:
    return reverse(f"admin:archive_{thing._meta.model_name}_change", args=[thing.pk])


@pytest.mark.parametrize("kind", THINGS)
def test_clerk_changes_what_the_public_does_not_read(clerk: Client, kind: str):
    thing = make_thing(kind, is_public=False)

    save(clerk, address(thing), filled(clerk, address(thing), alternate_name="After"))

    thing.refresh_from_db()
    assert thing.alternate_name == "After"
    assert not PublicChange.objects.exists()


@pytest.mark.parametrize("kind", THINGS)
def test_clerk_is_told_that_the_public_reads_it(clerk: Client, kind: str):
    thing = make_thing(kind, is_public=True)

    page = clerk.get(address(thing))

    assert [str(message) for message in page.context["messages"]] == [
        "The public reads this. Only a user who may correct published minutes can change it."
    ]
    assert 'name="_save"' not in page.text


@pytest.mark.parametrize("kind", THINGS)
def test_clerk_loses_nothing_where_it_became_public_meanwhile(clerk: Client, kind: str):
    thing = make_thing(kind, is_public=False)
    fields = filled(clerk, address(thing), name="Typed name")
    if kind == "topic":
        Topic.objects.update(is_public=True, was_public=True)
    else:
        publish(Meeting.objects.get())

    response = clerk.post(address(thing), fields)

    assert response.status_code == 403
    assert "Typed name" in response.text
    thing.refresh_from_db()
    assert thing.name == "Before"


@pytest.mark.parametrize("kind", THINGS)
def test_publisher_changes_it_and_the_public_reads_what_changed(
    publisher: Client, client: Client, kind: str
):
    thing = make_thing(kind, is_public=True)

    save(publisher, address(thing), filled(publisher, address(thing), alternate_name="After"))

    assert list(PublicChange.objects.values_list("subject", "what", "before", "after")) == [
        (kind, "alternate_name", "", "After")
    ]
    assert PublicChange.objects.get().created_by is not None


def test_publisher_logs_a_post(publisher: Client):
    person, body = make_thing("person", is_public=True), make_meeting(body=make_body("Council")).body
    post = make_membership(person=person, body=body)
    fields = filled(publisher, address(person)) | {"memberships-0-label": "Dean"}

    save(publisher, address(person), fields)

    change: Any = PublicChange.objects.get()
    assert (change.what, change.before["label"], change.after["label"]) == ("post", "", "Dean")
    assert change.body_key == post.body_id


def test_clerk_gathers_topics_and_makes_none_public(clerk: Client):
    values = {"name": "Walls", "language": "en"}

    response = clerk.post(ADD_TOPIC, values | {"is_public": "on"})
    assert list(response.context["adminform"].form.errors) == ["is_public"]
    assert 'value="Walls"' in response.text

    assert clerk.get(ADD_TOPIC).context["adminform"].form["is_public"].value() is False
    save(clerk, ADD_TOPIC, values)
    assert not Topic.objects.get().was_public


def test_topic_that_was_public_is_withdrawn_where_it_is_deleted(publisher: Client, client: Client):
    public, gathered = make_topic("Walls"), make_topic("Roads", is_public=False)

    for topic in (public, gathered):
        delete = reverse("admin:archive_topic_delete", args=[topic.pk])
        response = publisher.post(delete, {"post": "yes"})
        assert response.status_code == 302

    assert list(Topic.objects.values_list("name", "is_public")) == [("Walls", False)]
    assert client.get("/topics/walls/").status_code == 410
    assert PublicChange.objects.get().what == "is_public"


def test_withdrawal_of_a_topic_by_deleting_says_so(publisher: Client):
    delete = reverse("admin:archive_topic_delete", args=[make_topic("Walls").pk])

    assert "withdrawn and not deleted" in notes(publisher.post(delete, {"post": "yes"}))[0]


def test_clerk_does_not_delete_a_public_topic(clerk: Client):
    topic = make_topic("Walls")

    response = clerk.post(reverse("admin:archive_topic_delete", args=[topic.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert Topic.objects.published().exists()
    assert "delete_selected" not in clerk.get("/desk/archive/topic/").text
