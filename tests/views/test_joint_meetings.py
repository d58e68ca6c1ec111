"""What readers see of a joint meeting: one meeting, found under each of its bodies."""

import csv
import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client

from archive.models import Body, Meeting
from archive.operations.publish import correct, publish
from archive.record.render.citation import citation_of
from archive.record.verify import problems_of_record
from archive.record.versions import current_snapshot
from archive.search.entries import Kind
from archive.search.filters import Filters
from archive.search.find import find
from archive.search.query import parse
from tests.factories import (
    make_body,
    make_draft,
    make_joint,
    make_meeting,
    make_resolution,
    make_translation,
)

pytestmark = pytest.mark.django_db

FINANCE, HOUSING = "Finance Committee", "Housing Committee"
NAMES = f"{FINANCE}, {HOUSING}"


@pytest.fixture
def meeting() -> Meeting:
    draft = make_draft(name="Joint budget", body=make_body(FINANCE), number="7")
    make_joint(draft, make_body(HOUSING))
    make_resolution(draft, name="Adopt the budget")
    publish(draft)
    return draft


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize("slug", ["finance-committee", "housing-committee"])
@pytest.mark.parametrize(
    "address",
    [
        "/bodies/{}/",
        "/bodies/{}/meetings.atom",
        "/bodies/{}/calendar.ics",
        "/meetings/?body={}",
        "/meetings.csv?body={}",
        "/resolutions/?body={}",
        "/resolutions.csv?body={}",
        "/search/?q=budget&body={}",
    ],
)
def test_joint_meeting_is_in_everything_of_each_body(client: Client, address: str, slug: str):
    make_meeting(name="Somebody else’s budget")

    page = client.get(address.format(slug)).getvalue().decode().replace("\\,", ",").replace("\r\n ", "")

    assert "budget</" in page.lower() or "budget" in page
    assert NAMES in page or address in {"/bodies/{}/"}
    assert "Somebody else" not in page


@pytest.mark.usefixtures("meeting")
def test_joint_meeting_is_once_in_lists_of_all(client: Client):
    pages = [client.get(address).getvalue().decode() for address in ("/meetings/", "/meetings/2023/")]
    table = list(csv.DictReader(client.get("/meetings.csv").getvalue().decode("utf-8-sig").splitlines()))

    assert [page.count(">Joint budget<") for page in pages] == [1, 1]
    assert [row["Body"] for row in table] == [NAMES]
    assert client.get("/calendar.ics").getvalue().count(b"BEGIN:VEVENT") == 1
    assert client.get("/meetings.atom").getvalue().count(b"<entry") == 1
    assert client.get("/sitemap-bodies.xml").getvalue().count(b"<loc>") == 2


def titles(words: str, **filters: Any) -> list[str]:
    """Return the titles of the hits among meetings, without marks."""
    meetings = Meeting.objects.published()
    found = find(parse(words), meetings, Filters(**filters), kind=Kind.MEETING).hits
    return [re.sub("</?mark>", "", hit.title) for hit in found]


@pytest.mark.usefixtures("meeting")
def test_search_counts_a_joint_meeting_for_each_body_and_once_in_all():
    make_meeting(name="Another budget", body=Body.objects.get(name=HOUSING))

    found = find(parse("budget"), Meeting.objects.published(), kind=Kind.MEETING)

    counts = {Body.objects.get(pk=key).name: number for key, number in found.bodies.items()}
    assert (counts, found.total) == ({FINANCE: 1, HOUSING: 2}, 2)
    assert titles("body:housing budget") == ["Another budget", "Joint budget"]


def test_page_names_and_links_all_bodies_in_order(client: Client, meeting: Meeting):
    page = client.get(meeting.get_absolute_url()).text

    links = re.findall(r'<a href="/bodies/([a-z-]+)/">', page.split('class="meta"')[1])
    assert links[:2] == ["finance-committee", "housing-committee"]
    assert "Joint meeting" in page
    [data] = map(json.loads, re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL))
    assert [body["name"] for body in data["organizer"]] == [FINANCE, HOUSING]
    assert meeting.get_absolute_url() == "/meetings/finance-committee/2023-08-23/"
    assert "Name" not in client.get(meeting.get_absolute_url() + "record.txt").text.split("Body")[0]


def test_plain_meeting_says_nothing_of_joint_meetings(client: Client, django_assert_num_queries):
    meeting = make_meeting()
    address = meeting.get_absolute_url()

    with django_assert_num_queries(4):
        page = client.get(address).text

    assert "Joint meeting" not in page
    assert (
        not {"other_bodies", "translations", "disclosure_basis"} & (current_snapshot(meeting) or {}).keys()
    )


def test_neighbours_are_those_of_the_first_body(client: Client, meeting: Meeting):
    housing = Body.objects.get(name=HOUSING)
    later = make_meeting(body=housing, date=dt.date(2023, 9, 1))

    context = client.get(later.get_absolute_url()).context

    assert context["previous"] == meeting


def test_citation_names_all_bodies(meeting: Meeting):
    record = current_snapshot(meeting) or {}

    found = citation_of(record, address="https://a.org/", today=meeting.date)

    assert found.plain.startswith(f"{NAMES}. Joint budget.")
    assert f"author = {{{{{FINANCE}}} and {{{HOUSING}}}}}" in found.bibtex


def test_official_layout_names_all_bodies(client: Client):
    draft = make_draft(name="联席会议", body=make_body("财政局", language="zh-Hans"), language="zh-Hans")
    make_joint(draft, make_body("住建局", language="zh-Hans"))
    publish(draft)

    page = client.get(draft.get_absolute_url() + "print/").text

    assert "财政局、住建局联席会议纪要" in page


def test_body_joined_by_a_correction_is_shown_as_a_difference_and_found(client: Client, meeting: Meeting):
    make_joint(meeting, make_body("Parks Board"))
    correct(meeting, kind="corrected", reason="The Parks Board was there too.")

    changes = client.get(meeting.get_absolute_url() + "changes/1..2/").text

    assert "Parks Board" in changes
    assert [row.name for row in Meeting.objects.for_body(Body.objects.get(name="Parks Board"))] == [
        meeting.name
    ]
    assert titles("budget", bodies=[Body.objects.get(name="Parks Board").pk]) == ["Joint budget"]
    assert list(problems_of_record()) == []


def test_forged_other_body_is_found_by_verify_record(meeting: Meeting):
    meeting.other_bodies.all().delete()

    assert "other_bodies" in " ".join(problems_of_record())


@pytest.mark.parametrize("names", ["", "Somebody else", f"{HOUSING}\nSomebody else"])
def test_forged_copy_of_their_names_is_found_by_verify_record(meeting: Meeting, names: str):
    Meeting.objects.update(other_bodies_as_written=names)

    [problem] = problems_of_record()
    assert problem == (
        f"{meeting.get_absolute_url()} was changed: the names of its other bodies are others."
    )


def test_forged_names_of_other_bodies_of_a_plain_meeting_are_found_by_verify_record():
    Meeting.objects.filter(pk=make_meeting().pk).update(other_bodies_as_written="Somebody else")

    assert "other bodies" in " ".join(problems_of_record())


# Minutes in two languages


@pytest.fixture
def translated() -> Meeting:
    draft = make_draft(name="Flood season", summary="In short.", text="Sandbags were bought.")
    make_translation(draft, name="防汛会议", summary="简述。", text="会议决定购买沙袋。")
    publish(draft)
    return draft


@pytest.mark.parametrize(
    ("language", "query", "shown", "other"),
    [
        ("en", "", "Sandbags were bought.", "会议决定购买沙袋。"),
        ("zh-hans", "", "会议决定购买沙袋。", "Sandbags were bought."),
        ("en", "?text=zh-Hans", "会议决定购买沙袋。", "Sandbags were bought."),
        ("zh-hans", "?text=en", "Sandbags were bought.", "会议决定购买沙袋。"),
        ("en", "?text=fr", "Sandbags were bought.", "会议决定购买沙袋。"),
        ("en", "?text=%00%ff", "Sandbags were bought.", "会议决定购买沙袋。"),
    ],
)
def test_minutes_are_read_in_the_readers_language_first(
    client: Client, translated: Meeting, language: str, query: str, shown: str, other: str
):
    page = client.get(translated.get_absolute_url() + query, headers={"accept-language": language}).text

    body = page.split("</head>")[1]
    assert shown in body
    assert other not in body
    assert 'hreflang="en"' in body or 'hreflang="zh-Hans"' in body


def test_text_in_another_language_than_the_page_says_so(client: Client, translated: Meeting):
    page = client.get(
        f"{translated.get_absolute_url()}?text=zh-Hans", headers={"accept-language": "en"}
    ).text

    assert '<h1 lang="zh-Hans">防汛会议</h1>' in page
    assert re.search('lang="zh-Hans" dir="ltr"><p id="[^"]+">会议决定购买沙袋。', page)
    assert "(original)" in page
    [data] = map(json.loads, re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL))
    assert data["inLanguage"] == ["en", "zh-Hans"]


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize(("words", "passage"), [("sandbags", "Sandbags"), ("沙袋", "沙袋")])
def test_both_languages_find_the_one_meeting(client: Client, words: str, passage: str):
    response = client.get("/search/", {"q": words, "kind": "meetings"})

    assert response.context["total"] == 1
    assert f"<mark>{passage}</mark>" in response.text


def test_translation_is_in_the_plain_text_and_in_differences(client: Client, translated: Meeting):
    row = translated.translations.get()
    row.text = "会议决定租用沙袋。"
    row.save()
    correct(translated, kind="corrected", reason="The translation was wrong.")

    assert "会议决定租用沙袋。" in client.get(translated.get_absolute_url() + "record.txt").text
    assert "租用" in client.get(translated.get_absolute_url() + "changes/1..2/").text
    assert list(problems_of_record()) == []
