"""Amendments, casting votes, proxies and weights as the public reads them."""

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from archive.models import Meeting, Resolution
from archive.record.render.gongwen import OfficialPaper
from archive.record.render.page import MeetingPage
from archive.record.render.plain import plain_text
from archive.record.versions import record_in
from tests.factories import make_item, make_meeting, make_person, make_resolution, make_vote, put_on_record

pytestmark = pytest.mark.django_db


def lit(**fields: Any) -> Meeting:
    """Make published minutes: a motion, its amendment that a casting vote carried, another motion."""
    meeting = make_meeting(**fields)
    motion = make_resolution(meeting, name="Buy eight lamps", result="adopted_as_amended")
    make_resolution(meeting, name="Sweep the hall", result="lost_for_want_of_second")
    amendment = make_resolution(meeting, name="Eight becomes five", amends_motion=motion)
    ann, bo, cy = (make_person(name) for name in ("Ann Ridge", "Bo Holm", "Cy Dell"))
    make_vote(amendment, "yes", voter=ann)
    make_vote(amendment, "yes", voter=ann, is_casting=True)
    make_vote(amendment, "no", voter=bo, proxy=cy, weight=Decimal("1.5"))
    put_on_record(meeting)
    return meeting


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def record(meeting: Meeting) -> Any:
    return record_in(meeting.revisions.order_by("number").last().snapshot)  # type: ignore[union-attr]


def test_meeting_page_puts_amendments_beneath_their_motion(client: Client):
    page = words(client.get(lit().get_absolute_url()).content.decode())

    assert page.index("Buy eight lamps Adopted as amended") < page.index(
        "Amendments: Eight becomes five Adopted"
    )
    assert page.index("Amendment to Buy eight lamps") < page.index(
        "Sweep the hall Lost for want of a second"
    )


def test_roll_call_tells_casting_vote_proxy_and_weight(client: Client):
    page = words(client.get(lit().get_absolute_url()).content.decode())

    assert "Ann Ridge For · casting vote" in page
    assert "Bo Holm Against · by proxy: Cy Dell · weight 1.5" in page
    assert "By weight: For 2 · Against 1.5" in page


def test_page_in_chinese_says_it_in_chinese(client: Client):
    client.cookies["language"] = "zh-hans"
    with translation.override("zh-hans"):
        page = words(
            client.get(lit().get_absolute_url(), headers={"Accept-Language": "zh-hans"}).content.decode()
        )

    for said in ("所修正的动议 Buy eight lamps", "无人附议", "决定票", "代投： Cy Dell", "权重 1.5"):
        assert said in page


def test_resolution_page_leads_to_the_motion_and_to_amendments(client: Client):
    address = lit().get_absolute_url()

    amendment = client.get(f"{address}resolutions/3/").content.decode()
    motion = client.get(f"{address}resolutions/1/").content.decode()

    assert f'Amendment to <a href="{address}resolutions/1/">' in amendment
    assert f'<li><a href="{address}resolutions/3/">Eight becomes five</a>' in motion
    assert f'"isBasedOn": "http://testserver{address}resolutions/1/"' in amendment.replace("\\u002D", "-")


def test_plain_text_and_official_paper_say_it_too():
    found = record(lit())

    text = plain_text(found)
    paper = OfficialPaper(MeetingPage(found))

    assert "Amendment to: Resolution 1" in text
    assert "Voter: Ann Ridge, /people/ann-ridge/; Vote: For; Casting vote: yes" in text
    assert "By proxy of: Cy Dell, /people/cy-dell/; Weight: 1.5" in text
    second = paper.decisions[1]
    assert second.heading == "（二）对“Buy eight lamps”的修正案：Eight becomes five"
    assert second.result == "通过（按权重赞成2，按权重反对1.5，Ann Ridge投决定票赞成）"


def test_page_of_votes_tells_how_they_were_cast(client: Client):
    lit()

    page = words(client.get("/people/bo-holm/votes/").content.decode())

    assert "Against · by proxy: Cy Dell · weight 1.5" in page
    assert client.get("/people/cy-dell/").status_code == 200


def test_table_names_the_motion_if_it_is_public(client: Client):
    meeting = lit()
    closed = make_resolution(meeting, name="Personnel", agenda_item=make_item(meeting, is_public=False))
    make_resolution(meeting, name="Open", amends_motion=closed, agenda_item=make_item(meeting))

    text = (
        client.get("/resolutions/table.csv").content if False else b"".join(client.get("/resolutions.csv"))
    )
    rows = {
        row["Title"]: row["Amendment to"] for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    }

    assert rows == {
        "Buy eight lamps": "",
        "Sweep the hall": "",
        "Eight becomes five": "Buy eight lamps",
        "Open": "",
    }


def test_amendment_is_not_in_the_register(client: Client):
    lit(date=Resolution._meta.get_field("date").to_python("2023-08-23"))

    page = client.get("/resolutions/?in_force=2023-08-24").content.decode()

    assert "Buy eight lamps" in page
    assert "Eight becomes five" not in page


def test_hit_of_an_amendment_names_its_motion(client: Client):
    meeting = make_meeting(name="Evening")
    motion = make_resolution(meeting, name="", text="Buy eight lamps.")
    closed = make_resolution(meeting, name="Secret", agenda_item=make_item(meeting, is_public=False))
    make_resolution(meeting, name="Read five aloud", amends_motion=closed, agenda_item=make_item(meeting))
    link = f'Amendment to <a href="{meeting.get_absolute_url()}resolutions/1/">Resolution 1</a>'
    costs = []

    for count in (1, 2, 3):
        make_resolution(meeting, name=f"Read five, not eight ({count})", amends_motion=motion)
        put_on_record(meeting)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/search/?q=five&in=resolutions").content.decode()
        costs.append(len(queries))
        assert page.count(link) == count

    assert costs[1] == costs[2]
    assert "Read five aloud" in words(page)
    assert "Secret" not in page
    text = b"".join(client.get("/search.csv?q=five&in=resolutions")).decode("utf-8-sig")
    told = sorted(row["Amendment to"] for row in csv.DictReader(io.StringIO(text)))
    assert told == ["", *["Resolution 1"] * 3]
