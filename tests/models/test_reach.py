"""Which rows a member of staff reaches: the condition in SQL and its twin in Python agree."""

from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User

from archive.models import (
    ActionItem,
    AgendaItem,
    Body,
    DeskLimit,
    Document,
    Meeting,
    Person,
    Resolution,
    Topic,
)
from archive.models.reach import BODY_OF, bodies_of, in_reach, is_in_reach, reached, reaches_kind
from tests.factories import (
    make_action,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_topic,
    make_user,
)


def limited(*bodies: Body, with_below: bool = False, **fields: Any) -> User:
    """Make an account that reaches only some bodies."""
    user = make_user("Publisher", permissions=("limited_to_bodies",), **fields)
    limit = DeskLimit.objects.create(user=user, with_below=with_below)
    limit.bodies.set(bodies)
    return user


@pytest.mark.django_db
def test_condition_and_its_twin_agree_on_every_kind():
    bodies = [make_body(f"Body {number}") for number in range(3)]
    for body in bodies:
        meeting = make_meeting(body=body)
        make_item(meeting)
        make_resolution(meeting)
        make_action(meeting)
        make_document(meeting, url="https://example.org/a.pdf")
    make_person()
    make_topic()

    for chosen in product((False, True), repeat=3):
        keys = frozenset(body.pk for body, is_in in zip(bodies, chosen, strict=True) if is_in)
        for model in (ActionItem, AgendaItem, Body, Document, Meeting, Person, Resolution, Topic):
            rows = list(model.objects.all())
            found = set(model.objects.filter(in_reach(model, keys)))
            assert found == {row for row in rows if is_in_reach(row, keys)}, model
            if model.__name__ in BODY_OF:
                assert len(found) == len(keys)


@pytest.mark.django_db
def test_limit_is_by_permission_and_fails_closed(django_assert_num_queries):
    council, board = make_body("Council"), make_body("Board")
    panel = make_body("Panel", parent=board)
    group = Group.objects.create(name="Planning")
    group.permissions.add(Permission.objects.get(codename="limited_to_bodies"))
    member = make_user("Clerk")
    member.groups.add(group)

    assert bodies_of(make_user("Publisher")) is None
    assert bodies_of(make_user(is_superuser=True, permissions=("limited_to_bodies",))) is None
    assert bodies_of(member) == frozenset()  # nobody said which
    assert bodies_of(limited(council)) == {council.pk}
    assert bodies_of(limited(board, with_below=True)) == {board.pk, panel.pk}
    assert not reaches_kind(limited(council), Topic)
    user = make_user("Publisher")
    user.has_perm("archive.view_meeting")
    with django_assert_num_queries(0):
        assert reached(Meeting.objects.all(), user).query.where.children == []


@pytest.mark.django_db
def test_body_that_is_gone_lifts_no_limit():
    body = make_body("Board")
    user = limited(body)
    body.delete()

    assert bodies_of(User.objects.get(pk=user.pk)) == frozenset()
    make_draft()
    assert not reached(Meeting.objects.all(), User.objects.get(pk=user.pk)).exists()
