"""Bodies: addresses, parents and what is asked of them."""

import datetime as dt
from operator import attrgetter

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from archive.models import Body
from archive.models.url_prefix import addresses_below
from tests.factories import make_body, make_draft, make_meeting, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "alternate_name", "slug"),
    [
        ("Town Council", "", "town-council"),
        ("应急管理局", "", "ying-ji-guan-li-ju"),
        ("漯河市应急管理局", "Luohe Emergency Management Bureau", "luohe-emergency-management-bureau"),
        ("—", "", "body"),
    ],
)
def test_body_slug_is_made_from_the_name(name: str, alternate_name: str, slug: str):
    assert make_body(name, alternate_name=alternate_name).slug == slug


def test_body_slug_is_numbered_when_taken():
    make_body("Board")

    assert make_body("Board").slug == "board-2"


def test_body_slug_stays_when_renamed():
    body = make_body("Board")
    body.name = "Council"

    body.save(update_fields=["name"])

    body.refresh_from_db()
    assert (body.name, body.slug) == ("Council", "board")


def test_body_slug_is_written_with_other_fields():
    body = make_body("Board")
    body.slug = ""

    body.save(update_fields=["name"])

    assert Body.objects.get(pk=body.pk).slug == "board"


def test_bodies_are_ordered_by_pinyin_and_blind_to_case_and_accents():
    names = ["alderbrook council", "安徽局", "Ångström council", "北京局", "漯河局", "The Zebra"]
    for name in reversed(names):
        make_body(name)

    assert [body.name for body in Body.objects.by_name()] == names


def test_order_of_a_body_follows_a_new_name():
    body = make_body("Zebra")
    make_body("Beech")
    body.name = "Alder"

    body.save(update_fields=["name"])

    assert [one.name for one in Body.objects.by_name()] == ["Alder", "Beech"]


def test_body_address():
    assert make_body("Board").get_absolute_url() == "/bodies/board/"


def test_body_under_its_own_branch_is_refused():
    top = make_body("Top")
    middle = make_body("Middle", parent=top)
    top.parent = make_body("Bottom", parent=middle)

    with pytest.raises(ValidationError) as problem:
        top.full_clean()

    assert problem.value.message_dict == {"parent": ["This body is above itself: choose another parent."]}


def test_body_under_a_circle_of_others_is_checked_to_an_end():
    one = make_body("One")
    two = make_body("Two", parent=one)
    Body.objects.filter(pk=one.pk).update(parent=two)

    Body(name="Three", slug="three", parent=two).full_clean()

    assert two.parent == one


def test_counted_counts_no_draft():
    board = make_body("Board")
    make_meeting(body=board, date=dt.date(2022, 5, 1))
    make_meeting(body=board, date=dt.date(2023, 5, 1))
    make_draft(body=board, date=dt.date(2024, 5, 1))
    make_draft(body=make_body("Silent"))

    [body] = Body.objects.counted()

    found = attrgetter("name", "meeting_count", "first_date", "last_date")(body)
    assert found == ("Board", 2, dt.date(2022, 5, 1), dt.date(2023, 5, 1))


@pytest.mark.parametrize("relation", ["meetings", "children", "memberships"])
def test_body_in_use_cannot_be_deleted(relation: str):
    body = make_body("Board")
    {
        "meetings": lambda: make_draft(body=body),
        "children": lambda: make_body(parent=body),
        "memberships": lambda: body.memberships.create(person=make_person()),
    }[relation]()

    with pytest.raises(ProtectedError):
        body.delete()


@pytest.mark.parametrize(
    ("keeps", "checked_on", "message"),
    [
        (True, None, "Say on which day the register was last checked."),
        (True, dt.date(2999, 1, 1), "This day is yet to come."),
        (True, dt.date(2024, 1, 1), None),
        (False, None, None),
    ],
)
def test_register_that_is_kept_was_checked_on_a_day(keeps, checked_on, message):
    body = Body(name="Council", slug="council", keeps_register=keeps, register_checked_on=checked_on)

    if message is None:
        body.full_clean()
    else:
        with pytest.raises(ValidationError, match=message):
            body.full_clean()


def test_address_that_is_kept_follows_the_prefix():
    body = Body(slug="water")
    with addresses_below("/"):
        assert [body.get_absolute_url(), body.get_absolute_url()] == ["/bodies/water/"] * 2
    with addresses_below("/minutes/"):
        assert body.get_absolute_url() == "/minutes/bodies/water/"
