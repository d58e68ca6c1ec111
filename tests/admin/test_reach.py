"""A clerk who is limited to some bodies meets no other body's meetings, by any door of the desk."""

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from archive.models import Matter, Meeting, Resolution, StaffAct
from archive.models.staff_act import changed, note
from tests.admin.conftest import logged_in
from tests.admin.pages import ADD, LIST, blank, change, errors, filled, save
from tests.factories import (
    make_action,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_resolution,
)
from tests.models.test_reach import limited

SECRET = "numbat"


class World:
    """A board whose publisher is limited to it, and a council with a secret draft."""

    def __init__(self) -> None:
        self.board, self.council = make_body("Board"), make_body("Council")
        self.user = limited(self.board, username="kate")
        self.client = Client()
        self.client.force_login(self.user)
        self.mine = make_draft(body=self.board, name="Mine", present=1, resolutions=1)
        self.other = make_draft(body=self.council, name=f"About the {SECRET}", text=SECRET)
        make_item(self.other, name=SECRET)
        self.resolution = make_resolution(self.other, name=SECRET, text=SECRET)
        make_action(self.other, description=SECRET, due_date="2020-01-01")
        self.file = make_document(self.other, name=SECRET, file=ContentFile(SECRET.encode(), "a.txt"))


@pytest.fixture
def world(db: None) -> World:
    return World()


LISTS = ("meeting", "resolution", "actionitem", "matter", "body", "person")


@pytest.mark.parametrize("kind", LISTS)
def test_lists_and_searches_hold_only_what_is_reached(world: World, kind: str):
    for query in ("", f"?q={SECRET}", f"?meeting__text__contains={SECRET}"):
        response = world.client.get(f"/desk/archive/{kind}/{query}", follow=True)
        assert response.status_code in {200, 400}  # some filters are refused to all
        assert f"{SECRET}</" not in response.text
        assert f"About the {SECRET}" not in response.text
    if kind == "meeting":
        assert [one.pk for one in world.client.get(LIST).context["cl"].result_list] == [world.mine.pk]


def test_no_link_of_the_desk_leads_to_a_refusal(world: World):
    person = world.mine.attendances.get().person
    pages = ["/desk/", LIST, change(world.mine), *(f"/desk/archive/{kind}/" for kind in LISTS)]
    pages += [f"/desk/archive/person/{person.pk}/change/", f"/desk/archive/body/{world.board.pk}/change/"]
    texts = [world.client.get(page).text for page in pages]
    links = {link for text in texts for link in re.findall(r'href="(/desk/[^"#?]+)', text)}

    refused = [link for link in sorted(links) if world.client.get(link).status_code in {403, 404}]

    assert len(links) > 20
    assert refused == []


def test_pages_of_other_bodies_do_not_open(world: World):
    pages = [
        *(f"/desk/archive/meeting/{world.other.pk}/{way}/" for way in ("change", "history", "delete")),
        *(f"/desk/archive/resolution/{world.resolution.pk}/{way}/" for way in ("change", "history")),
        f"/desk/archive/body/{world.council.pk}/change/",
        world.file.get_absolute_url(),
        f"/preview/{world.other.pk}/",
        "/desk/",
    ]
    for page in pages:
        response = world.client.get(page, follow=True)
        assert SECRET not in response.text, page
    assert world.client.get(change(world.mine)).status_code == 200
    assert world.client.get(world.file.get_absolute_url()).status_code == 404
    assert SECRET in logged_in("Publisher").get(change(world.other)).text


@pytest.mark.parametrize(
    "address",
    [
        "/desk/archive/topic/",
        "/desk/archive/nametocheck/",
        "/desk/archive/personmerge/",
        "/desk/archive/searchmiss/",
        "/desk/archive/topic/add/",
        "/desk/archive/body/add/",
        "/desk/archive/person/merge/",
        "/desk/archive/person/duplicates/",
        "/desk/archive/body/merge/",
    ],
)
def test_what_reaches_over_all_bodies_is_refused(world: World, address: str):
    assert world.client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("meeting", "approved_at"),
        ("agendaitem", "continued_from"),
        ("resolutionrelation", "target"),
        ("actionitem", "closed_at"),
    ],
)
def test_pickers_offer_only_what_is_reached(world: World, model: str, field: str):
    make_meeting(body=world.council, name=SECRET)  # which “approved at” takes, and no draft
    query = {"app_label": "archive", "model_name": model, "field_name": field, "term": SECRET}

    found = world.client.get("/desk/autocomplete/", query).json()["results"]

    assert found == []
    assert logged_in("Publisher").get("/desk/autocomplete/", query).json()["results"] != []


def test_meeting_is_entered_for_an_own_body_only(world: World):
    refused = world.client.post(ADD, blank(body=world.council.pk))
    assert "body" in errors(refused)
    save(world.client, ADD, blank(body=world.board.pk, name="New", date="2023-08-24"))

    assert Meeting.objects.get(name="New").body == world.board
    assert not Meeting.objects.filter(body=world.council).exclude(pk=world.other.pk).exists()
    assert SECRET not in world.client.get(f"{ADD}?next_of={world.council.pk}").text


@pytest.mark.parametrize("way", ["action", "publish", "withdraw", "approve", "delete"])
def test_what_is_sent_for_another_body_changes_nothing(world: World, way: str):
    public = make_meeting(body=world.council, name="Public")
    keys = [world.other.pk, public.pk]
    sent: dict[str, tuple[str, dict[str, Any]]] = {
        "action": (LIST, {"action": "publish_selected", "_selected_action": keys}),
        "publish": ("/desk/archive/meeting/publish/", {"meetings": keys}),
        "withdraw": ("/desk/archive/meeting/withdraw/", {"meetings": keys, "reason": "So."}),
        "approve": ("/desk/archive/meeting/approve/", {"meetings": keys, "approved_on": "2030-01-01"}),
        "delete": (LIST, {"action": "delete_selected", "_selected_action": keys, "post": "yes"}),
    }
    before = list(Meeting.objects.order_by("pk").values("publication", "approved_on"))

    response = world.client.post(*sent[way])

    assert SECRET not in response.text
    assert list(Meeting.objects.order_by("pk").values("publication", "approved_on")) == before


def test_page_of_another_body_is_not_saved(world: World):
    fields = filled(logged_in("Publisher"), change(world.other), name="Taken")

    response = world.client.post(change(world.other), fields)

    assert response.status_code in {302, 404}
    world.other.refresh_from_db()
    assert world.other.name == f"About the {SECRET}"


def test_joint_meeting_is_its_first_bodys(world: World):
    led, joined = make_draft(body=world.board, name="Led"), make_draft(body=world.council, name="Joined")
    led.other_bodies.create(body=world.council, position=1)
    joined.other_bodies.create(body=world.board, position=1)

    found = {one.name for one in world.client.get(LIST).context["cl"].result_list}

    assert found == {"Led", "Mine"}


def test_limited_reader_of_the_log_reads_of_own_bodies_and_own_acts(world: World):
    reader = limited(world.board, username="ada")
    reader.user_permissions.add(*reader.user_permissions.model.objects.filter(codename="view_staffact"))
    client = Client()
    client.force_login(reader)
    note("changed", world.other, [changed("name", "", SECRET)])
    note("changed", world.mine, [changed("name", "", "Mine")])

    page = client.get("/desk/archive/staffact/")

    assert SECRET not in page.text
    assert {(one.act.kind, one.act.who) for one in page.context["entries"]} == {
        ("changed", ""),
        ("logged_in", "ada"),
    }
    assert SECRET.encode() not in client.get("/desk/archive/staffact/csv/").getvalue()


def test_limit_is_set_on_the_page_of_an_account(superuser: Client):
    board = make_body("Board")
    user = limited(username="bob")
    address = f"/desk/auth/user/{user.pk}/change/"
    fields = {
        "username": "bob",
        "is_active": "on",
        "is_staff": "on",
        "bodies": [board.pk],
        "with_below": "on",
    }

    superuser.post(address, fields)

    assert list(user.desk_limit.bodies.all()) == [board]
    [saved] = StaffAct.objects.filter(kind="changed")
    assert {"field": "bodies", "before": [], "after": ["Board"]} in saved.change_list
    assert superuser.get(address).context["adminform"].form.initial["bodies"] == [board.pk]


def test_matter_shows_no_decision_of_another_body(world: World):
    matter = Matter.objects.create(body=world.board, identifier="2023-1", name="Roads")
    Resolution.objects.filter(pk=world.resolution.pk).update(matter=matter, identifier="2023-1")
    mine = world.mine.resolutions.get()
    Resolution.objects.filter(pk=mine.pk).update(identifier="2023-1")

    pages = [f"/desk/archive/matter/{matter.pk}/change/", f"/desk/archive/resolution/{mine.pk}/change/"]

    for page in pages:
        assert SECRET not in world.client.get(page).text
    assert SECRET in logged_in("Publisher").get(pages[0]).text
