"""The log of what the public reads of people, bodies, topics and matters."""

import datetime as dt
from typing import Any

import pytest

from archive.models import Body, Meeting, Person, PublicChange
from archive.operations.people import CannotMerge, merge_people, undo_merge
from archive.operations.public_changes import CannotChange, recorded
from archive.operations.publish import publish, withdraw
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_matter,
    make_meeting,
    make_membership,
    make_person,
    make_resolution,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

FIELDS = ("subject", "key", "name", "what", "before", "after")


def make_named(name: str) -> Person:
    """Make a person whom published minutes name."""
    person = make_person(name)
    meeting = make_draft()
    make_attendance(meeting, person=person)
    publish(meeting)
    return person


def log(*fields: str) -> list[tuple]:
    return list(PublicChange.objects.order_by("pk").values_list(*(fields or FIELDS)))


def rename(thing, name: str, **options) -> None:
    with recorded(thing, **options):
        thing.name = name
        thing.save()


def test_name_of_a_person_is_logged_with_who_changed_it():
    person, user = make_named("Grace O'Dwyer"), make_user()

    rename(person, "Grace Dwyer", by=user)

    assert log() == [("person", person.pk, "Grace Dwyer", "name", "Grace O'Dwyer", "Grace Dwyer")]
    assert PublicChange.objects.get().created_by == user


def test_facts_of_a_body_are_logged_but_no_name_of_a_silent_one_above():
    council, silent = make_meeting(body=make_body("Council")).body, make_body("Secret office")
    body = make_meeting(body=make_body("Works", parent=council)).body

    with recorded(body):
        body.description, body.founding_date, body.parent = "Roads.", dt.date(1999, 1, 1), silent
        body.save()

    assert set(log("what", "before", "after")) == {
        ("description", "", "Roads."),
        ("founding_date", None, "1999-01-01"),
        ("parent", "Council", None),
    }


def test_posts_are_logged_for_person_and_body_if_the_public_knows_the_body():
    person, body = make_named("Ann Reed"), make_meeting(body=make_body("Council")).body
    with recorded(person):
        make_membership(person=person, body=body, role="chair", start_date=dt.date(2020, 1, 1))
        make_membership(person=person, body=make_body("Secret panel"))

    assert list(PublicChange.objects.about(body)) == list(PublicChange.objects.about(person))
    [(what, before, after)] = log("what", "before", "after")
    assert (what, before, after["role"], after["body"]) == ("post", None, "chair", "Council")


def test_other_names_are_logged():
    person = make_named("Ann Reed")

    with recorded(person):
        person.other_names.create(name="Ann Lee", end_date=dt.date(2020, 1, 1))

    assert log("what", "before", "after") == [("other_name", None, "Ann Lee ( – 2020-01-01)")]


def test_what_the_public_does_not_read_is_not_logged_and_anybody_changes_it():
    for thing in (make_person("Ann"), make_body("Panel"), make_topic("Wall", is_public=False)):
        rename(thing, "Changed", may_change=False)

    assert log() == []


def test_what_the_public_reads_is_not_changed_without_permission():
    things: list[Any] = [make_named("Ann"), make_meeting().body, make_topic("Wall")]

    for thing in things:
        with pytest.raises(CannotChange, match="may correct"):
            rename(thing, "Changed", may_change=False)

    assert not any(type(thing).objects.filter(name="Changed").exists() for thing in things)
    assert log() == []


def test_nothing_changed_needs_no_permission():
    person = make_named("Ann")

    rename(person, "Ann", may_change=False)

    assert log() == []


def test_topic_logs_what_was_picked_and_is_published():
    shown, draft = make_meeting(name="Shown"), make_draft(name="Secret")
    topic = make_topic("Wall")

    with recorded(topic):
        topic.meetings.set([shown, draft])

    assert log("what", "before", "after") == [("meetings", None, "Shown")]


def test_topic_withdrawn_logs_that_alone_and_hides_what_was_logged_before():
    topic = make_topic("Wall")
    rename(topic, "Flood wall")

    with recorded(topic):
        topic.is_public, topic.description = False, "Secret draft"
        topic.save()
    with recorded(topic):
        topic.description = "Another secret"
        topic.save()

    shown = PublicChange.objects.published().values_list("what", "before", "after")
    assert list(shown) == [("is_public", True, False)]
    assert "ecret" not in str(log())


def test_log_of_what_is_no_longer_public_is_not_shown():
    person = make_named("Ann Reed")
    rename(person, "Ann Lee")

    withdraw(Meeting.objects.get(), reason="Entered twice.")

    assert not PublicChange.objects.published().exists()


# Merging


def test_merge_of_public_people_is_logged_and_undoing_it_too():
    kept, absorbed = make_named("Grace O'Dwyer"), make_named("G. O'Dwyer")
    rename(absorbed, "Gr. O'Dwyer")

    merge = merge_people(kept, absorbed, decisions={})
    undo_merge(merge)

    changes = PublicChange.objects.about(kept).exclude(what="other_name").order_by("pk")
    assert list(changes.values_list("what", "before", "after")) == [
        ("name", "G. O'Dwyer", "Gr. O'Dwyer"),
        ("merged", "Gr. O'Dwyer", "Grace O'Dwyer"),
        ("restored", "Grace O'Dwyer", "Gr. O'Dwyer"),
    ]


@pytest.mark.parametrize("public", [0, 1])
def test_merge_needs_permission_if_the_public_reads_of_either(public: int):
    people = [make_person("One"), make_person("Other")]
    people[public] = make_named("Named")

    with pytest.raises(CannotMerge, match="may correct"):
        merge_people(*people, decisions={}, may_correct=False)

    assert Person.objects.count() == 3


def test_merge_of_people_of_drafts_needs_no_permission_and_is_not_logged():
    merge = merge_people(make_person("One"), make_person("Other"), decisions={}, may_correct=False)
    undo_merge(merge, may_correct=False)

    assert log() == []
    assert Body.objects.count() == 0


def test_title_of_a_matter_is_logged_while_the_public_reads_a_decision_on_it():
    matter, meeting = make_matter("2023-014"), make_draft()
    make_resolution(meeting, matter=matter)

    rename(matter, "Not public yet")
    publish(meeting)
    rename(matter, "Mill Lane")

    assert log("subject", "name", "what", "before", "after") == [
        ("matter", "2023-014 Mill Lane", "name", "Not public yet", "Mill Lane")
    ]
    assert PublicChange.objects.published().count() == 1
    withdraw(meeting, reason="Entered twice.")
    assert not PublicChange.objects.published().exists()


def test_name_in_the_log_of_a_matter_is_cut_where_the_column_ends():
    meeting, matter = make_draft(), make_matter("2023-014")
    make_resolution(meeting, matter=matter)
    publish(meeting)

    rename(matter, "x" * 500)

    assert PublicChange.objects.get().name == ("2023-014 " + "x" * 500)[:200]
