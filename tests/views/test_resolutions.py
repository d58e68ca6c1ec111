import datetime as dt

import pytest

from archive.models import ResolutionRelation
from archive.operations.publishing import publish, withdraw
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_vote,
)

pytestmark = pytest.mark.django_db


def make_decided(**fields):
    """Make one resolution of a published meeting."""
    meeting = fields.pop("meeting", None) or make_draft()
    resolution = make_resolution(meeting, **fields)
    publish(meeting)
    resolution.meeting.refresh_from_db()
    return resolution


def read(client, address: str, **query: str) -> str:
    """Return the page at an address as text."""
    return client.get(address, query).content.decode()


# The register


def test_resolution_list_shows_the_newest_first(client):
    old = make_decided(meeting=make_draft(date=dt.date(2021, 5, 1)), name="Old")
    new = make_decided(meeting=make_draft(date=dt.date(2023, 5, 1)), name="New", text="In *short*.")

    response = client.get("/resolutions/")

    assert response.context["page"].items == [new, old]
    assert f'<a href="{new.get_absolute_url()}">New</a>' in response.content.decode()
    assert "In short." in response.content.decode()


def test_resolution_list_names_what_has_no_title_by_its_text(client):
    make_decided(name="", text="The depot is closed.")

    assert ">The depot is closed.</a>" in read(client, "/resolutions/")


@pytest.mark.parametrize(
    "query",
    [
        {"body": "council"},
        {"result": "rejected"},
        {"since": "2023"},
        {"since": "2022-12", "until": "2023"},
        {"mover": "li-wei"},
    ],
)
def test_resolution_list_filters(client, query):
    meeting = make_draft(body=make_body("Council"), date=dt.date(2023, 8, 23))
    person = make_person("Li Wei")
    make_attendance(meeting, person=person)
    make_decided(meeting=meeting, name="Found", result="rejected", mover=person)
    make_decided(meeting=make_draft(date=dt.date(2022, 1, 1)), name="Other")

    response = client.get("/resolutions/", query)

    assert [resolution.name for resolution in response.context["page"].items] == ["Found"]


@pytest.mark.parametrize("value", ["nonsense", "a\0b", "x" * 10_000, "😀"])
@pytest.mark.parametrize("field", ["body", "result", "since", "until", "mover"])
def test_resolution_list_with_a_bad_value_says_so_and_lists_nothing(client, field, value):
    make_decided(name="Zebra")

    response = client.get("/resolutions/", {field: value})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Zebra" not in response.content.decode()


def test_resolution_list_hides_drafts_and_closed_items(client):
    make_draft(resolutions=0)
    make_resolution(make_draft(), name="Zebra")
    withdraw(make_decided(name="Okapi").meeting, reason="By mistake.")
    meeting = make_draft()
    make_resolution(meeting, agenda_item=make_item(meeting, is_public=False), name="Quagga")
    make_decided(meeting=meeting, name="Shown")

    page = read(client, "/resolutions/")

    assert "Shown" in page
    assert [word for word in ("Zebra", "Okapi", "Quagga") if word in page] == []


@pytest.mark.parametrize("count", [1, 3])
def test_resolution_list_query_count(client, django_assert_num_queries, count):
    make_meeting(resolutions=count)

    with django_assert_num_queries(4):
        response = client.get("/resolutions/")

    assert len(response.context["page"].items) == count


def test_resolution_list_of_a_page_that_is_none_is_not_found(client):
    make_decided()

    assert client.get("/resolutions/", {"page": "2"}).status_code == 404


# One resolution


def test_resolution_detail_shows_how_it_was_decided(client):
    person = make_person("Li Wei")
    resolution = make_decided(
        name="Buy a pump",
        text="One *large* pump.",
        result="adopted_as_amended",
        decision_method="roll_call",
        yes_count=7,
        no_count=0,
        mover=person,
        seconder=make_person("Wang Fang"),
        effective_date=dt.date(2023, 9, 1),
    )

    page = read(client, resolution.get_absolute_url())

    facts = [
        "<h1>Buy a pump</h1>",
        "<em>large</em>",
        "Adopted as amended",
        "Roll call",
        "For 7 · Against 0<",
    ]
    facts += ["Li Wei", "Wang Fang", "1 September 2023", resolution.meeting.name]
    assert [fact for fact in facts if fact not in page] == []
    assert "Abstained" not in page


def test_resolution_detail_says_what_was_not_recorded(client):
    resolution = make_decided()

    page = read(client, resolution.get_absolute_url())

    assert "How it was decided was not recorded." in page
    assert "No count was recorded." in page


def test_resolution_detail_shows_votes_attendance_and_follow_up(client):
    meeting = make_draft()
    make_attendance(meeting, person=make_person("Sun Quanzhong"))
    resolution = make_resolution(meeting)
    make_vote(resolution, "no", voter=make_person("Zhao Min"))
    make_action(meeting, resolution=resolution, description="Ask for offers.")
    make_document(meeting, resolution=resolution, name="The offer")
    publish(meeting)

    page = read(client, resolution.get_absolute_url())

    parts = ["Present (1)", "Sun Quanzhong", "Zhao Min</a><small>Against", "Ask for offers.", "The offer"]
    assert [part for part in parts if part not in page] == []


def test_resolution_detail_shows_both_sides_of_a_relation(client):
    old = make_decided(name="Old rule")
    meeting = make_draft()
    new = make_resolution(meeting, name="New rule")
    ResolutionRelation.objects.create(source=new, target=old, kind="amends", note="in part")
    publish(meeting)

    page_of_new, page_of_old = (read(client, row.get_absolute_url()) for row in (new, old))

    assert f'Amends <a href="{old.get_absolute_url()}">Old rule</a>' in page_of_new
    assert f'Amended by <a href="{new.get_absolute_url()}">New rule</a>' in page_of_old


def test_resolution_detail_does_not_show_what_drafts_do_to_it(client):
    old = make_decided(name="Old rule")
    draft = make_draft()
    new = make_resolution(draft, name="Zebra rule")
    ResolutionRelation.objects.create(source=new, target=old, kind="repeals")

    assert "Zebra" not in read(client, old.get_absolute_url())


def test_resolution_detail_links_to_its_neighbours(client):
    meeting = make_meeting(resolutions=3)
    address = meeting.get_absolute_url()

    page = read(client, f"{address}resolutions/2/")

    assert f'<a href="{address}resolutions/1/" rel="prev">' in page
    assert f'<a href="{address}resolutions/3/" rel="next">' in page


def test_resolution_detail_marks_its_language(client):
    meeting = make_draft(language="zh-Hant", name="會議")
    resolution = make_decided(meeting=meeting, name="防汛值班", text="各單位值班。")

    page = read(client, resolution.get_absolute_url())

    assert '<h1 lang="zh-Hant">防汛值班</h1>' in page
    assert '<div class="minutes" lang="zh-Hant">' in page


def test_resolution_detail_of_a_closed_item_is_not_found(client):
    meeting = make_draft()
    make_resolution(meeting, agenda_item=make_item(meeting, is_public=False), name="Zebra")
    publish(meeting)

    response = client.get(f"{meeting.get_absolute_url()}resolutions/1/")

    assert response.status_code == 404
    assert "Zebra" not in response.content.decode()


@pytest.mark.parametrize("sequence", ["0", "2", "9" * 40])
def test_resolution_detail_of_nothing_is_not_found(client, sequence):
    meeting = make_meeting(resolutions=1)

    assert client.get(f"{meeting.get_absolute_url()}resolutions/{sequence}/").status_code == 404


def test_resolution_detail_of_a_withdrawn_meeting_is_gone(client):
    resolution = make_decided(name="Zebra")
    withdraw(resolution.meeting, reason="Published by mistake.")

    response = client.get(resolution.get_absolute_url())

    assert response.status_code == 410
    assert "Zebra" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_resolution_detail_query_count(client, django_assert_num_queries, count):
    resolution = make_decided(name="Old rule")
    for _ in range(count):
        meeting = make_draft()
        later = make_resolution(meeting)
        ResolutionRelation.objects.create(source=later, target=resolution, kind="amends")
        publish(meeting)
    address = resolution.get_absolute_url()

    with django_assert_num_queries(3):
        response = client.get(address)

    assert response.content.decode().count("Amended by") == count
