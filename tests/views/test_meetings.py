import datetime as dt
import html
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from archive.models import Attendance, Meeting
from archive.operations.publish import approve, correct, publish, withdraw
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
    make_user,
    make_vote,
)

pytestmark = pytest.mark.django_db

LONG = "x" * 10_000


def read(client, address: str, **query: str) -> str:
    """Return the page at an address as text."""
    return client.get(address, query).content.decode()


# The list


def test_meeting_list_groups_by_month_newest_first(client):
    make_meeting(name="First", date=dt.date(2023, 7, 5))
    make_meeting(name="Second", date=dt.date(2023, 8, 2))
    make_meeting(name="Third", date=dt.date(2023, 8, 16))

    page = read(client, "/meetings/")

    places = [page.index(text) for text in ("August 2023", "Third", "Second", "July 2023", "First")]
    assert places == sorted(places)


def test_meeting_list_shows_what_is_known_of_each(client):
    body = make_body("Flood Control Office")
    make_meeting(body=body, name="Stock-take", summary="Pumps were counted.", present=2, resolutions=3)

    page = read(client, "/meetings/")

    for text in ("Flood Control Office", "Stock-take", "Pumps were counted.", "2 present", "3 resolutions"):
        assert text in page


def test_meeting_list_marks_other_languages(client):
    make_meeting(name="防汛工作会议", language="zh-Hans", summary="会议听取了汇报。")

    page = read(client, "/meetings/")

    assert 'lang="zh-Hans">防汛工作会议</a>' in page
    assert '<p lang="zh-Hans">会议听取了汇报。</p>' in page


@pytest.mark.parametrize(
    "query",
    [
        {"body": "council"},
        {"person": "li-wei"},
        {"since": "2023"},
        {"since": "August 2023"},
        {"since": "2023年8月23日", "until": "民國112年8月23日"},
        {"until": "2023", "since": "2023"},
        {"classification": "special"},
    ],
)
def test_meeting_list_filters(client, query):
    found = make_draft(
        name="Found", body=make_body("Council"), date=dt.date(2023, 8, 23), classification="special"
    )
    make_attendance(found, person=make_person("Li Wei"))
    publish(found)
    make_meeting(name="Other", date=dt.date(2022, 12, 31), present=1)
    make_meeting(name="Later", date=dt.date(2024, 1, 1)) if "until" in query else None

    response = client.get("/meetings/", query)

    assert [meeting.name for meeting in response.context["page"].items] == ["Found"]


def test_meeting_list_chips_take_filters_away(client):
    make_meeting(body=make_body("Council"))

    page = read(client, "/meetings/", body="council", since="2015", page="1")

    assert '<a href="?since=2015">Council</a>' in page
    assert '<a href="?body=council">since 2015</a>' in page


@pytest.mark.parametrize("value", ["nonsense", "a\0b", LONG, "😀", "' OR 1=1 --"])
@pytest.mark.parametrize("field", ["body", "person", "since", "until", "classification"])
def test_meeting_list_with_a_bad_value_says_so_and_lists_nothing(client, field, value):
    make_meeting(name="Zebra")

    response = client.get("/meetings/", {field: value})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert 'class="errorlist"' in response.content.decode()
    assert "Zebra" not in response.content.decode()


def test_meeting_list_refuses_an_end_before_the_beginning(client):
    make_meeting(name="Zebra")

    response = client.get("/meetings/", {"since": "2023", "until": "2022"})

    assert list(response.context["form"].errors) == ["until"]
    assert "Zebra" not in response.content.decode()


def test_meeting_list_does_not_know_bodies_and_people_of_drafts(client):
    make_draft(body=make_body("Zebra body", slug="zebra"), present=0)
    draft = make_draft()
    make_attendance(draft, person=make_person("Okapi", slug="okapi"))

    response = client.get("/meetings/", {"body": "zebra", "person": "okapi"})

    assert set(response.context["form"].errors) == {"body", "person"}
    assert "Zebra body" not in response.content.decode()


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "9" * 100])
def test_meeting_list_of_a_page_that_is_none_is_not_found(client, page):
    make_meeting(name="Zebra evening")

    response = client.get("/meetings/", {"page": page})

    assert response.status_code == 404
    assert "Zebra" not in response.content.decode()


def test_meeting_list_links_to_pages_with_the_filters_kept(client):
    body = make_body("Council")
    for day in range(1, 22):
        make_meeting(body=body, date=dt.date(2023, 8, day))

    first = read(client, "/meetings/", body="council")
    second = client.get("/meetings/", {"body": "council", "page": "2"})

    assert '<a href="?body=council&amp;page=2" rel="next">' in first
    assert [meeting.date.day for meeting in second.context["page"].items] == [1]


def test_meeting_list_hands_a_text_over_to_search(client):
    response = client.get("/meetings/", {"q": "防汛 & more", "body": "council"})

    assert response.status_code == 302
    assert response.url == "/search/?q=%E9%98%B2%E6%B1%9B+%26+more&body=council"


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_list_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        make_meeting(present=1, resolutions=1)

    with django_assert_num_queries(4):
        response = client.get("/meetings/")

    assert len(response.context["page"].items) == count


@pytest.mark.parametrize("address", ["/meetings/", "/meetings/2023/"])
def test_meeting_lists_hide_drafts_and_withdrawn_ones(client, address):
    make_draft(name="Zebra")
    withdraw(make_meeting(name="Okapi"), reason="By mistake.")
    make_meeting(name="Shown")

    page = read(client, address)

    assert "Shown" in page
    assert "Zebra" not in page
    assert "Okapi" not in page


# A year


def test_meeting_year_links_to_years_that_have_meetings(client):
    for year in (2019, 2021, 2023):
        make_meeting(date=dt.date(year, 5, 1), name=f"Meeting in {year}")

    page = read(client, "/meetings/2021/")

    assert "Meeting in 2021" in page
    assert "Meeting in 2019" not in page
    assert '<a href="/meetings/2019/" rel="prev">' in page
    assert '<a href="/meetings/2023/" rel="next">' in page


def test_meeting_year_without_meetings_is_not_found(client):
    make_meeting(date=dt.date(2021, 5, 1))
    make_draft(date=dt.date(2020, 5, 1), name="Zebra draft")

    response = client.get("/meetings/2020/")

    assert response.status_code == 404
    assert "Zebra" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_year_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        make_meeting(date=dt.date(2021, 5, 1), present=1, resolutions=1)

    with django_assert_num_queries(4):
        response = client.get("/meetings/2021/")

    assert len(response.context["page"].items) == count


# One meeting


def test_meeting_detail_shows_the_facts(client):
    draft = make_draft(
        name="Expanded meeting",
        start_time="09:00",
        end_time="11:30",
        location="Room 2",
        number="第81次",
        document_number="漯应急纪〔2023〕5号",
        expected_count=13,
        present_count=11,
        source="minutes of old",
        source_url="https://example.org/1",
        licence="CC0",
    )
    make_attendance(draft, person=make_person("Sun"), role="chair", label="Secretary")
    publish(draft)

    page = read(client, draft.get_absolute_url())

    facts = [
        "Wednesday 23 August 2023",
        "09:00–11:30",
        "Room 2",
        "第81次",
        "漯应急纪〔2023〕5号",
        "11 present",
    ]
    facts += ["13 expected", ">Sun</a>, <span>Secretary</span>", 'href="https://example.org/1"', "CC0"]
    assert [fact for fact in facts if fact not in page] == []


def test_year_above_a_meeting_leads_to_that_year_of_its_body(client):
    meeting = make_meeting(name="Budget", body=make_body("Council"), date=dt.date(2023, 8, 23))
    make_meeting(name="Other body", date=dt.date(2023, 8, 23))
    make_meeting(name="Other year", body=meeting.body, date=dt.date(2022, 8, 23))

    page = read(client, meeting.get_absolute_url())
    [address] = re.findall(r'<a href="([^"]*)">2023</a>', page[: page.index("<h1")])

    listed = read(client, html.unescape(address))
    assert ["Budget" in listed, "Other body" in listed, "Other year" in listed] == [True, False, False]


def test_meeting_detail_does_not_link_to_a_source_that_is_no_web_address(client):
    meeting = make_meeting(source="old", source_url="javascript:alert(1)")

    page = read(client, meeting.get_absolute_url())

    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_meeting_detail_keeps_the_recorded_order_in_groups(client):
    draft = make_draft()
    rows: dict[str, dict[str, str]] = {
        "Wu": {},
        "Ai": {},
        "Guest": {"role": "guest"},
        "Sick": {"status": "excused"},
        "Gone": {"status": "absent"},
    }
    for name, fields in rows.items():
        make_attendance(draft, person=make_person(name), **fields)
    publish(draft)

    page = read(client, draft.get_absolute_url())

    order = [
        "Present (2)",
        "Wu",
        "Ai",
        "In attendance (1)",
        "Guest",
        "Apologies (1)",
        "Sick",
        "Absent (1)",
        "Gone",
    ]
    places = [page.index(f">{text}<") for text in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("not_recorded", "Attendance was not recorded."),
        ("counts_only", "Only the number of those present was recorded."),
        ("not_public", "Who attended is not public."),
    ],
)
def test_meeting_detail_says_why_nobody_is_listed(client, status, sentence):
    meeting = make_meeting(attendance_status=status)

    assert sentence in read(client, meeting.get_absolute_url())


def test_meeting_detail_folds_a_long_attendance_and_keeps_all_of_it(client):
    meeting = make_meeting(present=30)
    names = Attendance.objects.filter(meeting=meeting).values_list("person__name", flat=True)

    page = read(client, meeting.get_absolute_url())

    assert "<summary>10 more</summary>" in page
    assert [name for name in names if f">{name}</a>" not in page] == []


def test_meeting_detail_shows_items_text_and_their_anchors(client):
    draft = make_draft(text="## Opening\n\nThey **met**.")
    make_item(draft, number="一", name="Flood duties", text="Reserves are short.")
    publish(draft)

    page = read(client, draft.get_absolute_url())

    assert '<h2 id="item-1">一 Flood duties<a class="anchor" href="#item-1"' in page
    assert '<a href="#item-1">一 Flood duties</a>' in page
    assert 'Reserves are short.<a class="pilcrow" href="#' in page
    assert '<span id="here" hidden>Link to this paragraph</span>' in page
    assert 'id="text-opening"' in page
    assert '<a href="#text-opening">Opening</a>' in page
    assert "<strong>met</strong>" in page


def test_meeting_detail_shows_resolutions_with_votes_and_follow_up(client):
    draft = make_draft()
    resolution = make_resolution(
        draft, name="Buy a pump", text="One *large* pump.", result="deferred", yes_count=7, no_count=0
    )
    make_vote(resolution, "recused", voter=make_person("Zhao Min"))
    make_action(draft, resolution=resolution, description="Ask for offers.", responsible_text="Depot")
    make_action(draft, description="Send the minutes.")
    publish(draft)

    page = read(client, draft.get_absolute_url())

    assert '<article class="resolution deferred" id="resolution-1">' in page
    assert f'<a href="{resolution.get_absolute_url()}">Buy a pump</a>' in page
    assert "For 7 · Against 0<" in page
    assert "Abstained" not in page
    parts = [
        "<em>large</em>",
        "Zhao Min</a> <small>Recused",
        "Ask for offers.",
        "Depot",
        "Send the minutes.",
    ]
    assert [part for part in parts if part not in page] == []


def test_meeting_detail_never_shows_raw_html(client):
    draft = make_draft(name="<i>x</i>", text="<script>alert(1)</script>")
    make_resolution(draft, name="<i>y</i>", text="<img src=x onerror=alert(1)>")
    publish(draft)

    page = read(client, draft.get_absolute_url())

    assert "alert(1)" not in page
    assert [tag for tag in ("<script>", "<img", "<i>") if tag in page] == []


def test_meeting_detail_hides_closed_items_and_private_documents(client):
    draft = make_draft()
    closed = make_item(draft, name="Zebra item", text="Zebra text", is_public=False)
    resolution = make_resolution(draft, agenda_item=closed, name="Okapi decision")
    make_action(draft, agenda_item=closed, description="Quagga action")
    make_action(draft, resolution=resolution, description="Gnu action")
    make_document(draft, name="Tapir file", is_public=False)
    make_document(draft, name="Open file")
    publish(draft)

    page = read(client, draft.get_absolute_url())

    assert "Open file" in page
    hidden = ("Zebra", "Okapi", "Quagga", "Gnu", "Tapir")
    assert [word for word in hidden if word in page] == []


def make_scan(meeting: Meeting, **fields: object) -> None:
    """Make a scanned file whose text could not be read."""
    facts = {"media_type": "application/pdf", "sha256": "0" * 64, "text_status": "no_text"}
    make_document(meeting, file=ContentFile(b"scan", name="scan.pdf"), **facts, **fields)


def test_meeting_detail_says_which_files_search_does_not_know(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = make_draft(resolutions=1)
    make_scan(draft, name="Signed copy")
    make_scan(draft, name="Vote", resolution=draft.resolutions.get())
    make_document(draft, name="A link")
    publish(draft)

    page = read(client, draft.get_absolute_url())

    assert page.count("· scanned, no text") == 2
    assert "· scanned, no text" in read(client, draft.resolutions.get().get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_detail_with_files_costs_one_query_more(
    client, django_assert_num_queries, settings, tmp_path, count
):
    settings.MEDIA_ROOT = tmp_path
    draft = make_draft()
    for _ in range(count):
        make_scan(draft)
    publish(draft)
    address = draft.get_absolute_url()

    with django_assert_num_queries(5):
        response = client.get(address)

    assert response.content.decode().count("· scanned, no text") == count


def test_meeting_preview_says_which_files_search_does_not_know(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = make_draft()
    make_scan(draft)
    client.force_login(make_user(permissions=("view_meeting",)))

    assert "· scanned, no text" in read(client, reverse("meeting_preview", args=[draft.pk]))


def test_meeting_detail_shows_the_version_published_not_the_rows(client):
    meeting = make_meeting(name="As published")
    Meeting.objects.filter(pk=meeting.pk).update(name="Being corrected")

    page = read(client, meeting.get_absolute_url())

    assert "As published" in page
    assert "Being corrected" not in page


def test_meeting_detail_says_what_was_corrected(client):
    meeting = make_meeting()
    correct(meeting, kind="corrected", reason="A name was wrong.")

    page = read(client, meeting.get_absolute_url())

    assert "Corrected" in page
    assert "A name was wrong." in page
    assert "Version 2" in page


def test_meeting_detail_says_when_and_where_it_was_approved(client):
    meeting = make_meeting()
    later = make_meeting(body=meeting.body, date=dt.date(2023, 9, 6))
    approve(meeting, on=dt.date(2023, 9, 6), at_meeting=later)

    page = read(client, meeting.get_absolute_url())

    assert "Approved minutes" in page
    assert f'href="{later.get_absolute_url()}"' in page


def test_meeting_detail_links_to_published_neighbours_of_its_body(client):
    body = make_body()
    before = make_meeting(body=body, date=dt.date(2023, 8, 1))
    meeting = make_meeting(body=body, date=dt.date(2023, 8, 23))
    after = make_meeting(body=body, date=dt.date(2023, 9, 6))
    make_draft(body=body, date=dt.date(2023, 8, 22))
    make_meeting(date=dt.date(2023, 8, 24))

    response = client.get(meeting.get_absolute_url())

    assert (response.context["previous"], response.context["next"]) == (before, after)
    assert f'<a href="{before.get_absolute_url()}" rel="prev">' in response.content.decode()


def test_meeting_detail_marks_its_language(client):
    meeting = make_meeting(
        name="防汛会议", alternate_name="Flood meeting", text="会议。", language="zh-Hans"
    )

    page = read(client, meeting.get_absolute_url())

    assert '<h1 lang="zh-Hans">防汛会议</h1>' in page
    assert '<p class="soft" lang="en">Flood meeting</p>' not in page
    assert '<p class="soft">Flood meeting</p>' in page
    assert '<div class="minutes" lang="zh-Hans">' in page


def test_meeting_detail_runs_from_right_to_left_where_its_language_does(client):
    body = make_body("لجنة المياه", language="ar")
    meeting = make_draft(body=body, name="محضر 7 (2024)", text="القرار رقم 3/2024.", language="ar")
    make_attendance(meeting=meeting, person=make_person("ليلى حداد"))
    make_item(meeting=meeting, name="الميزانية")
    publish(meeting)

    page = read(client, meeting.get_absolute_url())

    assert '<h1 lang="ar" dir="auto">محضر 7 (2024)</h1>' in page
    assert '<div class="minutes" lang="ar" dir="rtl">' in page
    assert '<span lang="en" dir="ltr">Agenda</span>' in page
    assert "<bdi>ليلى حداد</bdi>" in page
    assert '<a href="/bodies/body/" lang="ar" dir="auto"><bdi>لجنة المياه</bdi></a>' in page


def test_meeting_detail_in_the_language_of_the_reader_carries_no_lang(client):
    meeting = make_meeting(name="防汛会议", text="会议。", language="zh-Hans")

    response = client.get(meeting.get_absolute_url(), headers={"accept-language": "zh-hans"})

    assert "<h1>防汛会议</h1>" in response.content.decode()
    assert "2023年8月23日 星期三" in response.content.decode()


def test_meeting_detail_has_head_landmarks_and_one_h1(client):
    meeting = make_meeting(name="Evening", summary="Pumps were counted.")

    page = read(client, meeting.get_absolute_url() + "?utm_source=x")

    address = f"http://testserver{meeting.get_absolute_url()}"
    assert f'<link rel="canonical" href="{address}">' in page
    assert '<meta property="og:title" content="Evening, 2023-08-23">' in page
    assert '<meta name="description" property="og:description" content="Pumps were counted.">' in page
    assert 'href="/static/css/print.css" media="print"' in page
    counts = [
        page.count(tag) for tag in ("<h1", "<main", "<header class", "<footer class", 'class="crumbs"')
    ]
    assert counts == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_detail_query_count(client, django_assert_num_queries, count):
    draft = make_draft(present=count, items=count, resolutions=count)
    for resolution in draft.resolutions.all():
        make_vote(resolution)
        make_action(draft, resolution=resolution)
        make_document(draft, resolution=resolution)
    publish(draft)
    address = draft.get_absolute_url()

    with django_assert_num_queries(4):
        response = client.get(address)

    assert len(response.context["minutes"].resolutions) == count


def test_meeting_detail_of_a_draft_is_not_found(client):
    body = make_body(slug="council")
    make_draft(body=body, date=dt.date(2023, 8, 23), slug="2023-08-23", name="Zebra", text="Okapi")

    response = client.get("/meetings/council/2023-08-23/")

    assert response.status_code == 404
    assert [word for word in ("Zebra", "Okapi") if word in response.content.decode()] == []


@pytest.mark.parametrize("day", ["2023-08-23", "0000", "2023-99-99", "9999-1-1-1"])
def test_meeting_detail_of_nothing_is_not_found(client, day):
    assert client.get(f"/meetings/council/{day}/").status_code == 404


def test_meeting_detail_of_a_withdrawn_one_says_only_that_it_was_withdrawn(client):
    meeting = make_meeting(name="Evening", text="Zebra text", resolutions=1)
    withdraw(meeting, reason="Published by mistake.")

    response = client.get(meeting.get_absolute_url())

    page = response.content.decode()
    assert response.status_code == 410
    assert "Evening" in page
    assert "Published by mistake." in page
    assert meeting.body.name in page
    assert "Zebra" not in page


# The preview


def preview(meeting: Meeting) -> str:
    return reverse("meeting_preview", args=[meeting.pk])


def test_meeting_preview_shows_staff_a_draft_marked_as_one(client):
    draft = make_draft(name="Evening", resolutions=1)
    client.force_login(make_user(permissions=("view_meeting",)))

    response = client.get(preview(draft))

    assert "Draft: only staff can see this page." in response.content.decode()
    assert "Evening" in response.content.decode()
    assert 'id="resolution-1"' in response.content.decode()


def test_meeting_preview_is_neither_cached_nor_indexed(client):
    client.force_login(make_user(permissions=("view_meeting",)))

    response = client.get(preview(make_draft()))

    assert {"no-store", "private"} <= set(response["Cache-Control"].replace(",", " ").split())
    assert response["X-Robots-Tag"] == "noindex"


def test_meeting_preview_of_a_published_one_leads_to_its_page(client):
    meeting = make_meeting()
    client.force_login(make_user(permissions=("view_meeting",)))

    assert client.get(preview(meeting)).url == meeting.get_absolute_url()


def test_meeting_preview_does_not_exist_for_others(client):
    draft = make_draft(name="Zebra")
    anonymous = client.get(preview(draft))
    client.force_login(make_user())

    member = client.get(preview(draft))

    assert (anonymous.status_code, member.status_code) == (404, 404)
    assert "Zebra" not in anonymous.content.decode() + member.content.decode()


@pytest.mark.parametrize(
    ("status", "english", "chinese"),
    [
        ("counts_only", "Only the number of those who signed was recorded.", "只记录了签署人数。"),
        ("not_recorded", "Who signed was not recorded.", "未记录签署人员。"),
    ],
)
def test_circulation_speaks_of_those_who_signed(client, status: str, english: str, chinese: str):
    meeting = make_meeting(attendance_mode="by_circulation", attendance_status=status, present_count=5)

    for language, told in (("en", english), ("zh-hans", chinese)):
        page = client.get(meeting.get_absolute_url(), headers={"accept-language": language}).text
        assert told in page
        assert "those present" not in page
