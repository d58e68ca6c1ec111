"""Minutes for paper: the foot of every page, and the layout of a 纪要."""

import datetime as dt

import pytest

from archive.models import Meeting
from archive.operations.publish import correct, publish, withdraw
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_person,
    make_resolution,
)
from tests.latest import latest_version

pytestmark = pytest.mark.django_db

ADDRESS = "/meetings/bureau/2023-08-23/"


def make_minutes(**fields) -> Meeting:
    body = make_body("应急局", slug="bureau", language="zh-Hans")
    fields.setdefault("language", "zh-Hans")
    meeting = make_draft(body=body, date=dt.date(2023, 8, 23), name="局长办公会议", **fields)
    make_attendance(meeting, person=make_person("贺文静"), role="chair")
    make_resolution(meeting, name="统一值班", text="两人**一班**。")
    publish(meeting)
    return meeting


def page(client, address: str) -> str:
    return client.get(address).content.decode()


# The foot


def test_foot_of_minutes_names_version_and_fingerprint(client):
    meeting = make_minutes()
    correct(meeting, kind="corrected", reason="笔误")

    version = latest_version(meeting)
    foot = f"http://testserver{ADDRESS}v2/\nVersion 2, SHA-256 {version.sha256}"
    for address in (ADDRESS, f"{ADDRESS}resolutions/1/", f"{ADDRESS}v2/", f"{ADDRESS}print/"):
        assert f'data-foot="{foot}"' in page(client, address)
        assert f"<code>{foot}</code>" in page(client, address)


def test_foot_of_an_old_version_is_its_own(client):
    meeting = make_minutes()
    first = latest_version(meeting).sha256
    correct(meeting, kind="corrected", reason="笔误")

    assert f"{ADDRESS}v1/\nVersion 1, SHA-256 {first}" in page(client, f"{ADDRESS}v1/")


def test_foot_of_other_pages_is_their_address(client):
    make_minutes()

    foot = 'data-foot="http://testserver/meetings/?body=bureau"'
    assert foot in page(client, "/meetings/?body=bureau")


# The layout of a 纪要


def test_layout_holds_the_minutes_in_the_order_of_the_standard(client):
    make_minutes(text="听取汇报。", copied_to="市政府办公室", issued_on=dt.date(2023, 8, 25))

    content = page(client, f"{ADDRESS}print/")

    words = ["应急局会议纪要", "<h1>局长办公会议</h1>", "听取汇报。", "（一）统一值班"]
    words += [
        "<strong>一班</strong>",
        "表决结果：通过。",
        "出席：",
        "<dd>贺文静",
        "抄送：市政府办公室。",
        "8月25日印发",
    ]
    places = [content.find(word) for word in words]
    assert -1 not in places
    assert places == sorted(places)


def test_layout_leaves_out_what_was_not_recorded(client):
    make_minutes()

    content = page(client, f"{ADDRESS}print/")

    assert [word for word in ("抄送", "印发", "地点：", "None") if word in content] == []


def test_layout_is_linked_where_there_is_one(client):
    make_minutes()
    make_meeting(body=make_body(slug="council"), date=dt.date(2023, 8, 23))

    assert f'href="{ADDRESS}print/"' in page(client, ADDRESS)
    assert "/print/" not in page(client, "/meetings/council/2023-08-23/")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_minutes_in_another_language_have_no_such_layout(client, language: str):
    make_minutes(language=language)

    response = client.get(f"{ADDRESS}print/")

    assert response.status_code == 404
    assert "This layout is for minutes in simplified Chinese." in response.content.decode()


def test_layout_of_withdrawn_minutes_says_only_that(client):
    withdraw(make_minutes(text="听取汇报。"), reason="有误")

    response = client.get(f"{ADDRESS}print/")

    assert response.status_code == 410
    assert "听取汇报" not in response.content.decode()


def test_layout_is_kept_out_of_search_engines(client):
    make_minutes()

    assert '<meta name="robots" content="noindex">' in page(client, f"{ADDRESS}print/")


@pytest.mark.parametrize("count", [1, 3])
def test_layout_query_count(client, django_assert_num_queries, count: int):
    meeting = make_meeting(language="zh-Hans", present=count, items=count, resolutions=count)
    address = f"{meeting.get_absolute_url()}print/"

    with django_assert_num_queries(2):
        response = client.get(address)

    assert len(response.context["paper"].decisions) == count
