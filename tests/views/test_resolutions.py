import datetime as dt
import itertools

import pytest
from django.utils.html import strip_tags

from archive.models import ResolutionRelation
from archive.operations.publish import publish, withdraw
from archive.search.engines.base import SearchTimeoutError, engine
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


def names(response) -> list[str]:
    """Return the titles on a page of the register, which holds rows, or hits where words are looked for."""
    items = response.context["page"].items
    return [strip_tags(item["title"]) if isinstance(item, dict) else item.name for item in items]


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
        {"mover": "LI WEI"},
        {"mover": "李伟"},
        {"seconder": "li-wei"},
        {"contested": "on"},
        {"q": "sandbags"},
        {"q": "sandbags", "result": "rejected", "until": "2023"},
    ],
)
def test_resolution_list_filters(client, query):
    meeting = make_draft(body=make_body("Council"), date=dt.date(2023, 8, 23))
    person = make_person("Li Wei", alternate_name="李伟")
    make_attendance(meeting, person=person)
    make_decided(
        meeting=meeting,
        name="Found",
        text="Buy sandbags.",
        result="rejected",
        mover=person,
        seconder=person,
        no_count=1,
    )
    make_decided(meeting=make_draft(date=dt.date(2022, 1, 1)), name="Other")

    response = client.get("/resolutions/", query)

    assert names(response) == ["Found"]


@pytest.mark.parametrize("value", ["nonsense", "a\0b", "x" * 10_000, "😀"])
@pytest.mark.parametrize("field", ["body", "result", "since", "until", "mover", "seconder", "in_force"])
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
    make_decided(name="Zebra decision")

    response = client.get("/resolutions/", {"page": "2"})

    assert response.status_code == 404
    assert "Zebra" not in response.content.decode()


def test_resolution_list_shows_what_was_in_force_on_a_day(client):
    old = make_decided(name="Old", meeting=make_draft(date=dt.date(2021, 5, 1)))
    new = make_decided(name="New", meeting=make_draft(date=dt.date(2023, 5, 1)))
    ResolutionRelation.objects.create(source=new, target=old, kind="replaces")

    found = {day: names(client.get("/resolutions/", {"in_force": day})) for day in ("2022", "2023-06")}

    assert found == {"2022": ["Old"], "2023-06": ["New"]}


def test_resolution_list_asks_which_of_two_namesakes_is_meant(client):
    meeting = make_draft()
    for slug in ("li-wei", "li-wei-2"):
        make_attendance(meeting, person=make_person("Li Wei", slug=slug))
    publish(meeting)

    response = client.get("/resolutions/", {"mover": "Li Wei"})

    assert "Li Wei (li-wei); Li Wei (li-wei-2)." in response.content.decode()
    assert not client.get("/resolutions/", {"mover": "li-wei"}).context["form"].errors


@pytest.mark.parametrize("words", ["!!!", "-flood", "x" * 1001])
def test_resolution_list_says_that_words_find_nothing(client, words):
    make_decided(name="Zebra")

    response = client.get("/resolutions/", {"q": words})

    assert list(response.context["form"].errors) == ["q"]
    assert "Zebra" not in response.content.decode()


def test_resolution_list_finds_no_words_of_drafts_or_closed_items(client):
    make_resolution(make_draft(), name="Zebra")
    meeting = make_draft()
    make_resolution(meeting, agenda_item=make_item(meeting, is_public=False), name="Zebra")
    publish(meeting)

    assert names(client.get("/resolutions/", {"q": "zebra"})) == []


def test_resolution_list_pages_through_what_holds_the_words(client):
    meeting = make_draft()
    for number in range(21):
        make_resolution(meeting, name=f"Flood {number}")
    publish(meeting)

    page = client.get("/resolutions/", {"q": "flood", "page": "2"}).context["page"]

    assert (page.count, len(page.items)) == (21, 1)
    assert client.get("/resolutions/", {"q": "flood", "page": "3"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_resolution_list_query_count_with_all_filters(client, django_assert_num_queries, engine, count):
    person = make_person("Li Wei")
    meeting = make_draft()
    make_attendance(meeting, person=person)
    for _ in range(count):
        make_resolution(meeting, text="flood", mover=person, no_count=1)
    publish(meeting)
    query = {"q": "flood", "mover": "li-wei", "contested": "on", "in_force": "2024", "result": "adopted"}

    # PostgreSQL is told how to search, and within a test's transaction to forget it.
    with django_assert_num_queries(9 if engine == "sqlite" else 11):
        response = client.get("/resolutions/", query)

    assert len(response.context["page"].items) == count


@pytest.mark.parametrize("query", [{"q": "flood"}, {"q": "flood", "in_force": "2024"}])
@pytest.mark.parametrize("path", ["/resolutions/", "/resolutions.atom", "/resolutions.csv"])
def test_register_says_that_words_took_too_long(client, monkeypatch, path: str, query: dict[str, str]):
    def stop(*_arguments: object) -> None:
        raise SearchTimeoutError

    monkeypatch.setattr(engine(), "reading", stop)

    response = client.get(path, query)

    assert response.status_code == 503
    assert "This search took too long, so it was stopped." in response.content.decode()


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


def test_resolution_detail_is_silent_on_what_is_not_known(client):
    resolution = make_decided()

    page = read(client, resolution.get_absolute_url())

    assert "Decided by" not in page
    assert "<dt>Vote</dt>" not in page
    assert "recorded" not in page.partition("<main")[2].partition("</main")[0]


def test_resolution_detail_shows_votes_attendance_and_follow_up(client):
    meeting = make_draft()
    make_attendance(meeting, person=make_person("Sun Quanzhong"))
    resolution = make_resolution(meeting)
    make_vote(resolution, "no", voter=make_person("Zhao Min"))
    make_action(meeting, resolution=resolution, description="Ask for offers.")
    make_document(meeting, resolution=resolution, name="The offer")
    publish(meeting)

    page = read(client, resolution.get_absolute_url())

    parts = ["Present (1)", "Sun Quanzhong", "Zhao Min</a> <small>Against", "Ask for offers.", "The offer"]
    assert [part for part in parts if part not in page] == []


def test_resolution_detail_shows_both_sides_of_a_relation(client):
    old = make_decided(name="Old rule", meeting=make_draft(date=dt.date(2022, 1, 1)))
    meeting = make_draft()
    new = make_resolution(meeting, name="New rule")
    ResolutionRelation.objects.create(source=new, target=old, kind="amends", note="in part")
    publish(meeting)

    page_of_new, page_of_old = (read(client, row.get_absolute_url()) for row in (new, old))

    assert f'Amends <a href="{old.get_absolute_url()}">Old rule</a>' in page_of_new
    assert f'<a href="{new.get_absolute_url()}">New rule</a>' in page_of_old
    assert "Amends this resolution (<span>in part</span>)" in page_of_old


def test_resolution_detail_follows_chains_in_order_of_time(client):
    rules = [
        make_decided(name=f"Rule {year}", meeting=make_draft(date=dt.date(year, 1, 1)))
        for year in (2021, 2022, 2023)
    ]
    for later, earlier in itertools.pairwise(reversed(rules)):
        ResolutionRelation.objects.create(source=later, target=earlier, kind="replaces")

    line = client.get(rules[0].get_absolute_url()).context["line"]

    assert [entry.resolution.name for entry in line] == ["Rule 2021", "Rule 2022", "Rule 2023"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Nothing in this archive ends it; nobody has checked."),
        ({"result": "rejected"}, "No: it was not adopted"),
        ({"effective_date": dt.date(2999, 1, 1)}, "Not yet"),
        ({"expiry_date": dt.date(2023, 9, 1)}, "No: its time has run out"),
    ],
)
def test_resolution_detail_says_whether_it_is_in_force(client, fields, said):
    resolution = make_decided(**fields)

    page = read(client, resolution.get_absolute_url())

    assert said in page


def test_resolution_detail_vouches_only_for_a_register_that_is_kept(client):
    body = make_body(keeps_register=True, register_checked_on=dt.date(2024, 2, 1))
    resolution = make_decided(meeting=make_draft(body=body))

    page = read(client, resolution.get_absolute_url())

    assert "Yes; the register of this body was last checked on" in page
    assert "1 February 2024" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"classification": "amendment"},
        {"classification": "appointment"},
        {"classification": "approval_of_minutes"},
        {"name": "To adjourn"},
        {"name": "散会"},
        {"name": "Paint the door", "is_procedural": True},
    ],
)
def test_register_of_what_is_in_force_leaves_out_what_never_was(client, fields):
    body = make_body(keeps_register=True, register_checked_on=dt.date(2024, 2, 1))
    meeting = make_draft(body=body, date=dt.date(2023, 5, 10))
    other = make_resolution(meeting, **fields)
    make_decided(name="Dogs on a lead", meeting=meeting)

    listed = client.get("/resolutions/", {"in_force": "2024"})

    assert names(listed) == ["Dogs on a lead"]
    assert "In force: 1 of 1." in listed.text
    other.refresh_from_db()
    assert "In force today" not in read(client, other.get_absolute_url())


def test_register_says_what_it_cannot_vouch_for(client):
    kept = make_body("Kept", keeps_register=True, register_checked_on=dt.date(2024, 2, 1))
    make_decided(name="Checked", meeting=make_draft(body=kept))
    make_decided(name="Open", meeting=make_draft(body=make_body("Other", slug="other")))

    both = client.get("/resolutions/", {"in_force": "2024"}).text
    other = client.get("/resolutions/", {"in_force": "2024", "body": "other"}).text

    assert "In force: 1 of 2." in both
    assert "Nothing in this archive ends the others; nobody has checked." in both
    assert "nobody has checked whether they are in force" in other
    assert "<span>In force</span>" not in other


def test_resolution_detail_says_what_ended_it(client):
    old = make_decided(name="Old rule")
    new = make_decided(name="New rule", meeting=make_draft(date=dt.date(2023, 9, 1)))
    ResolutionRelation.objects.create(source=new, target=old, kind="repeals")

    page = read(client, old.get_absolute_url())

    assert f'No: repealed by <a href="{new.get_absolute_url()}">New rule</a>' in page


@pytest.mark.parametrize("result", ["noted", "referred", "not_recorded"])
def test_resolution_detail_does_not_ask_whether_what_never_began_is_in_force(client, result):
    resolution = make_decided(result=result)

    assert "In force today" not in read(client, resolution.get_absolute_url())


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

    with django_assert_num_queries(5):
        response = client.get(address)

    assert response.content.decode().count("Amends this resolution") == count
