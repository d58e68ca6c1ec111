import datetime as dt
import hashlib
import json
import re

import pytest
from django.test import Client
from django.utils.html import escape

from archive.models import Meeting, Revision
from archive.operations.publish import approve, correct, publish, withdraw
from tests.factories import (
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/meetings/council/2023-08-23/"

# Every page of one meeting that shows what some version says.
CONTENT = (
    "v1/",
    "v2/",
    "v1/record.json",
    "v2/record.json",
    "changes/1..2/",
    "record.json",
    "record.txt",
)


def make_council_meeting(**fields) -> Meeting:
    """Make a published meeting at ADDRESS."""
    return make_meeting(body=make_body("Council", slug="council"), date=dt.date(2023, 8, 23), **fields)


def change(meeting: Meeting, reason: str = "A slip.", kind: str = "corrected", **fields) -> None:
    """Correct some fields of a published meeting."""
    Meeting.objects.filter(pk=meeting.pk).update(**fields)
    correct(meeting, kind=kind, reason=reason)


def read(client, address: str, **query: str) -> str:
    """Return the page at an address of the meeting as text."""
    return client.get(ADDRESS + address, query).content.decode()


def words(page: str) -> str:
    """Return what a screen reader would say of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


# The list of versions


def test_meeting_history_lists_versions_newest_first_with_reason_and_fingerprint(client):
    meeting = make_council_meeting()
    change(meeting, reason="A name was wrong.")
    approve(meeting, on=dt.date(2023, 9, 6))

    page = read(client, "history/")

    shas = list(meeting.revisions.newest_first().values_list("sha256", flat=True))
    places = [page.index(text) for text in (shas[0], "A name was wrong.", shas[1], shas[2])]
    assert places == sorted(places)
    for text in (
        "Approved",
        "Corrected",
        "Published",
        f'href="{ADDRESS}v2/"',
        f'href="{ADDRESS}changes/1..2/"',
    ):
        assert text in page
    assert f"{ADDRESS}changes/0..1/" not in page


def test_meeting_history_compares_any_two_versions(client):
    meeting = make_council_meeting()
    for _ in range(2):
        change(meeting)

    forwards = client.get(f"{ADDRESS}history/", {"old": "1", "new": "3"})
    backwards = client.get(f"{ADDRESS}history/", {"old": "3", "new": "1"})

    assert (forwards.status_code, forwards.url) == (302, f"{ADDRESS}changes/1..3/")
    assert backwards.url == forwards.url


@pytest.mark.parametrize("value", ["", "0", "3", "x", "-1", "1.5", "a\0b", "9" * 5000, "😀"])
@pytest.mark.parametrize("field", ["old", "new"])
def test_meeting_history_with_a_bad_version_says_so(client, field, value):
    change(make_council_meeting())

    response = client.get(f"{ADDRESS}history/", {"old": "1", "new": "2"} | {field: value})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert 'class="errorlist"' in response.content.decode()


def test_meeting_history_does_not_compare_a_version_with_itself(client):
    change(make_council_meeting())

    page = read(client, "history/", old="1", new="1")

    assert "Choose two different versions." in page


def test_meeting_history_of_one_version_has_nothing_to_compare(client):
    make_council_meeting()

    page = read(client, "history/")

    assert 'name="old"' not in page
    assert f'href="{ADDRESS}v1/"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_history_query_count(client, django_assert_num_queries, count):
    meeting = make_council_meeting()
    for _ in range(count):
        change(meeting)

    with django_assert_num_queries(2):
        response = client.get(f"{ADDRESS}history/")

    assert len(response.context["versions"]) == count + 1


# One version


def test_meeting_version_shows_what_it_said(client):
    meeting = make_council_meeting(name="Evening", text="Three pumps.")
    change(meeting, name="Morning", text="Four pumps.")

    first, second = read(client, "v1/"), read(client, "v2/")

    assert "<h1>Evening</h1>" in first
    assert "Three pumps." in first
    assert "Four" not in first
    assert "<h1>Morning</h1>" in second


def test_meeting_version_says_whether_there_is_a_newer_one(client):
    change(make_council_meeting())

    first, second = words(read(client, "v1/")), words(read(client, "v2/"))

    assert "This is version 1 (Published" in first
    assert "There is a newer version. Read the current version · See what changed since" in first
    assert "This is version 2 (Corrected" in second
    assert "It is the current version." in second
    assert "newer" not in second


def test_meeting_version_is_its_own_address_and_not_for_search_engines(client):
    change(make_council_meeting())

    page = read(client, "v1/")

    assert f'<link rel="canonical" href="http://testserver{ADDRESS}v1/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("<h1") == 1


def test_meeting_version_does_not_link_to_pages_of_the_current_version(client):
    make_council_meeting(resolutions=1)

    page = read(client, "v1/")

    assert 'id="resolution-1"' in page
    assert f"{ADDRESS}resolutions/1/" not in page


def test_meeting_version_offers_citations_pinned_to_it(client):
    meeting = make_council_meeting()
    change(meeting)
    sha256 = meeting.revisions.get(number=1).sha256

    page = read(client, "v1/")

    assert f"http://testserver{ADDRESS}v1/" in page
    assert "@misc{council-2023-08-23-v1," in page
    assert f"SHA-256 {sha256[:12]}" in page


def test_meeting_version_that_withdrew_what_is_published_again_says_only_that(client):
    meeting = make_council_meeting(text="Zebra text")
    withdraw(meeting, reason="By mistake.")
    publish(meeting, reason="It was no mistake.")

    page = read(client, "v2/")

    assert "These minutes were withdrawn" in page
    assert "By mistake." in page
    assert "There is a newer version." in page
    assert "Zebra" not in page


@pytest.mark.parametrize("number", ["0", "3", "01", "-1", "x", "1.0", "9" * 30, "999999"])
def test_meeting_version_that_is_none_is_not_found(client, number):
    change(make_council_meeting())

    assert client.get(f"{ADDRESS}v{number}/").status_code == 404
    assert client.get(f"{ADDRESS}v{number}/record.json").status_code == 404
    assert client.get(f"{ADDRESS}changes/1..{number}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_version_query_count(client, django_assert_num_queries, count):
    meeting = make_council_meeting(present=count, items=count, resolutions=count)
    for _ in range(count):
        change(meeting)

    with django_assert_num_queries(2):
        response = client.get(f"{ADDRESS}v1/")

    assert len(response.context["minutes"].resolutions) == count


def test_meeting_version_answers_not_modified_until_a_newer_one_exists(client):
    meeting = make_council_meeting()
    etag = client.get(f"{ADDRESS}v1/")["ETag"]

    unchanged = client.get(f"{ADDRESS}v1/", headers={"if-none-match": etag})
    change(meeting)
    changed = client.get(f"{ADDRESS}v1/", headers={"if-none-match": etag})

    assert (unchanged.status_code, changed.status_code) == (304, 200)
    assert unchanged.content == b""


def test_meeting_version_answers_in_full_to_a_reader_of_another_language(client):
    make_council_meeting()
    etag = client.get(f"{ADDRESS}v1/")["ETag"]

    response = client.get(f"{ADDRESS}v1/", headers={"if-none-match": etag, "accept-language": "zh-hans"})

    assert response.status_code == 200


# What changed


def test_meeting_changes_are_marked_and_said(client):
    meeting = make_council_meeting(text="Three pumps were bought.")
    change(meeting, text="Four pumps were bought.", reason="Miscounted.")

    page = read(client, "changes/1..2/")

    assert re.search("<del>.*Three.*</del><ins>.*Four.*</ins> pumps were bought.", page)
    said = "Text deleted: Three (end of deletion) inserted: Four (end of insertion) pumps were bought."
    assert said in words(page)
    assert "Version 2, Corrected" in words(page)
    assert "Miscounted." in page


def test_meeting_changes_give_all_reasons_on_the_way(client):
    meeting = make_council_meeting()
    for reason in ("First slip.", "Second slip.", "Third slip."):
        change(meeting, reason=reason)

    page = read(client, "changes/2..4/")

    assert [reason in page for reason in ("First slip.", "Second slip.", "Third slip.")] == [
        False,
        True,
        True,
    ]


def test_meeting_changes_never_show_raw_html(client):
    meeting = make_council_meeting(text="<b>a</b>")
    change(meeting, text="<script>alert(1)</script>", name="<i>x</i>")

    page = read(client, "changes/1..2/")

    assert escape("<script>alert(1)</script>") in page
    assert [tag for tag in ("<script", "<i>", "<b>a") if tag in page] == []


def test_meeting_changes_mark_the_language_of_the_text(client):
    meeting = make_council_meeting(language="zh-Hans", text="会议于三月召开。")
    change(meeting, text="会议于四月召开。")

    page = read(client, "changes/1..2/")

    assert (
        '<p class="difference" lang="zh-Hans">会议于<del><span class="unseen" lang="en">deleted: </span>三'
        in page
    )


def test_meeting_changes_that_are_none_say_so(client):
    change(make_council_meeting())

    assert "Both versions say the same." in read(client, "changes/1..2/")


def test_meeting_changes_backwards_lead_to_the_usual_order(client):
    change(make_council_meeting())

    assert client.get(f"{ADDRESS}changes/2..1/").url == f"{ADDRESS}changes/1..2/"


@pytest.mark.parametrize("pair", ["1..1", "1..3", "2..3"])
def test_meeting_changes_of_versions_that_are_none_are_not_found(client, pair):
    change(make_council_meeting())

    assert client.get(f"{ADDRESS}changes/{pair}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_changes_query_count(client, django_assert_num_queries, count):
    meeting = make_council_meeting(present=count, resolutions=count)
    for number in range(count):
        change(meeting, text=f"Text {number}")

    with django_assert_num_queries(3):
        response = client.get(f"{ADDRESS}changes/1..{count + 1}/")

    assert [change.heading for change in response.context["changes"]] == ["Text"]


# As data


def test_record_json_has_the_fingerprint_of_its_version(client):
    meeting = make_council_meeting(name="防汛会议", text="会议。")
    change(meeting, name="防汛工作会议")
    shas = list(meeting.revisions.in_order().values_list("sha256", flat=True))

    files = [
        client.get(f"{ADDRESS}{name}").content
        for name in ("v1/record.json", "v2/record.json", "record.json")
    ]

    assert [hashlib.sha256(file).hexdigest() for file in files] == [shas[0], shas[1], shas[1]]
    assert json.loads(files[2])["name"] == "防汛工作会议"


def test_record_json_names_the_fingerprint_before_it(client):
    make_council_meeting()
    before = Revision.objects.get().sha256
    make_meeting(body=make_body(slug="board"), date=dt.date(2023, 8, 23))

    record = client.get("/meetings/board/2023-08-23/record.json").json()

    assert record["version"]["previous_sha256"] == before


@pytest.mark.parametrize("name", ["record.json", "v1/record.json"])
def test_record_json_answers_not_modified_to_its_fingerprint(client, name):
    meeting = make_council_meeting()
    etag = f'"{meeting.revisions.get().sha256}"'

    response = client.get(ADDRESS + name, headers={"if-none-match": etag})
    full = client.get(ADDRESS + name)

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert (full["ETag"], full["Cache-Control"], full["Content-Type"]) == (
        etag,
        "no-cache",
        "application/json",
    )


def test_record_json_of_a_version_is_not_for_search_engines(client):
    make_council_meeting()

    assert client.get(f"{ADDRESS}v1/record.json")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get(f"{ADDRESS}record.json")


def test_record_text_is_the_current_record(client):
    meeting = make_council_meeting(name="防汛会议", text="Three pumps.")
    change(meeting, text="Four pumps.")

    response = client.get(f"{ADDRESS}record.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("防汛会议\n========\n")
    assert "Four pumps." in response.content.decode()
    assert "Three" not in response.content.decode()


@pytest.mark.parametrize("name", ["record.json", "v1/record.json", "record.txt"])
def test_record_files_cost_one_query(client, django_assert_num_queries, name):
    make_council_meeting(present=3, resolutions=3)

    with django_assert_num_queries(1):
        response = client.get(ADDRESS + name)

    assert response.status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("name", [*CONTENT, "history/"])
def test_versions_are_only_read(client, name, method):
    change(make_council_meeting())

    assert getattr(client, method)(ADDRESS + name).status_code == 405


# What must not be seen


@pytest.mark.parametrize("name", [*CONTENT, "history/"])
def test_versions_of_a_draft_are_not_found(client, name):
    body = make_body(slug="council")
    make_draft(body=body, name="Zebra", date=dt.date(2023, 8, 23), slug="2023-08-23")

    response = client.get(ADDRESS + name)

    assert response.status_code == 404
    assert "Zebra" not in response.content.decode()


@pytest.mark.parametrize("name", CONTENT)
def test_what_versions_of_a_withdrawn_meeting_say_is_gone(client, name):
    meeting = make_council_meeting(name="Evening", text="Zebra text")
    change(meeting, text="Okapi text")
    withdraw(meeting, reason="Published by mistake.")

    response = client.get(ADDRESS + name)

    page = response.content.decode()
    assert response.status_code == 410
    assert "Published by mistake." in page
    assert "Zebra" not in page
    assert "Okapi" not in page


def test_what_was_kept_of_a_withdrawn_meeting_is_not_confirmed(client):
    meeting = make_council_meeting(text="Zebra text")
    etag = client.get(f"{ADDRESS}v1/record.json")["ETag"]
    withdraw(meeting, reason="By mistake.")

    response = client.get(f"{ADDRESS}v1/record.json", headers={"if-none-match": etag})

    assert response.status_code == 410
    assert "Zebra" not in response.content.decode()


def test_meeting_history_of_a_withdrawn_meeting_lists_versions_but_leads_to_none(client):
    meeting = make_council_meeting(name="Evening", text="Zebra text")
    change(meeting, reason="A name was wrong.")
    withdraw(meeting, reason="Published by mistake.")
    Meeting.objects.filter(pk=meeting.pk).update(name="Okapi title", text="Quagga text")

    page = read(client, "history/")

    for text in (
        "Evening",
        "A name was wrong.",
        "Published by mistake.",
        meeting.revisions.get(number=1).sha256,
    ):
        assert text in page
    for text in ("Zebra", "Okapi", "Quagga", "record.json", f"{ADDRESS}v1/", "changes/", 'name="old"'):
        assert text not in page


def test_meeting_history_of_a_withdrawn_meeting_compares_nothing(client):
    meeting = make_council_meeting(text="Zebra text")
    change(meeting, text="Okapi text")
    withdraw(meeting, reason="By mistake.")

    response = client.get(f"{ADDRESS}history/", {"old": "1", "new": "2"})

    assert response.status_code == 200
    assert [word for word in ("Zebra", "Okapi") if word in response.content.decode()] == []


def test_no_version_holds_what_was_never_public(client):
    draft = make_draft(body=make_body(slug="council"), date=dt.date(2023, 8, 23))
    publish(draft)
    closed = make_item(draft, name="Zebra item", text="Zebra text", is_public=False)
    resolution = make_resolution(draft, agenda_item=closed, name="Okapi decision")
    document = make_document(draft, name="Tapir file", is_public=False)
    correct(draft, kind="corrected", reason="Second.")
    document.delete()
    resolution.delete()
    correct(draft, kind="corrected", reason="Third.")

    pages = [
        read(client, name) for name in (*CONTENT, "v3/", "v3/record.json", "changes/1..3/", "changes/2..3/")
    ]

    assert [word for word in ("Zebra", "Okapi", "Tapir") for page in pages if word in page] == []
    assert ["Both versions say the same." in page for page in pages[-2:]] == [True, True]


def test_versions_do_not_show_a_correction_being_entered(client):
    meeting = make_council_meeting(name="Evening", text="The committee met.")
    change(meeting, location="Room 2")
    Meeting.objects.filter(pk=meeting.pk).update(name="Zebra", text="Okapi text", location="Quagga")
    make_attendance(meeting, person=make_person("Tapir"))

    pages = [read(client, name) for name in (*CONTENT, "history/")]
    pages += [client.get(address).content.decode() for address in ("/corrections/", "/corrections.atom")]

    assert [word for word in ("Zebra", "Okapi", "Quagga", "Tapir") for page in pages if word in page] == []


def test_versions_are_the_same_for_staff_who_may_see_drafts(client, admin_client):
    meeting = make_council_meeting(text="Zebra text")
    withdraw(meeting, reason="By mistake.")

    response = admin_client.get(f"{ADDRESS}v1/")

    assert response.status_code == 410
    assert "Zebra" not in response.content.decode()


# All corrections


def test_corrections_list_what_was_corrected_and_no_approval(client):
    meeting = make_council_meeting(name="Evening", date_precision="month")
    change(meeting, reason="A name was wrong.")
    approve(meeting, on=dt.date(2023, 9, 6))
    make_meeting(name="Never corrected")

    page = client.get("/corrections/").content.decode()

    assert "Approved" not in page
    assert f'<a href="{ADDRESS}changes/1..2/">Evening</a>' in page
    assert "A name was wrong." in page
    assert 'meeting of <time datetime="2023-08">August 2023</time>' in page
    assert "Never corrected" not in page


def test_corrections_call_a_withdrawn_meeting_what_its_page_calls_it(client):
    meeting = make_council_meeting(name="Evening")
    change(meeting, name="Morning")
    withdraw(meeting, reason="Published by mistake.")
    Meeting.objects.filter(pk=meeting.pk).update(name="Zebra")

    page = client.get("/corrections/").content.decode()

    assert page.count(f'<a href="{ADDRESS}history/">Morning</a>') == 2
    assert "Published by mistake." in page
    assert "Zebra" not in page
    assert f"{ADDRESS}changes/" not in page


def test_corrections_of_a_renamed_meeting_do_not_repeat_the_old_title(client):
    change(make_council_meeting(name="Zebra"), name="Evening")

    page = client.get("/corrections/").content.decode()

    assert "Evening" in page
    assert "Zebra" not in page


def test_corrections_mark_the_language_of_the_meeting(client):
    change(make_council_meeting(name="防汛会议", language="zh-Hans"), reason="有误。")

    page = client.get("/corrections/").content.decode()

    assert 'lang="zh-Hans">防汛会议</a>' in page
    assert '<p lang="zh-Hans">有误。</p>' in page


def test_corrections_of_an_archive_without_any_say_so(client):
    make_council_meeting()

    assert "Nothing has been corrected yet." in client.get("/corrections/").content.decode()


def test_corrections_are_paged(client):
    meeting = make_council_meeting()
    for number in range(21):
        change(meeting, reason=f"Reason {number}.")

    second = client.get("/corrections/", {"page": "2"})

    assert [one.version.reason for one in second.context["corrections"]] == ["Reason 0."]
    assert client.get("/corrections/", {"page": "3"}).status_code == 404
    assert client.get("/corrections/", {"page": "x"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_corrections_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        change(make_meeting(present=1))

    with django_assert_num_queries(4):
        response = client.get("/corrections/")

    assert len(response.context["corrections"]) == count


# How to check


def test_verification_names_the_newest_fingerprint(client, django_assert_num_queries):
    make_council_meeting()
    make_meeting()
    newest = Revision.objects.latest("pk")

    with django_assert_num_queries(2):
        page = client.get("/verification/").content.decode()

    assert "sha256sum record.json" in page
    assert f"verify_record --noted {newest.sha256}" in page


def test_verification_of_an_empty_archive_explains_all_the_same(client):
    page = client.get("/verification/").content.decode()

    assert "verify_record --noted SHA256" in page


# A fact after a correction


def notices(client: Client, address: str) -> list[str]:
    """Return what the page says of versions, without tags and dates."""
    page = client.get(address).text
    found = re.findall(r'<p class="notice">(.*?)</p>', page, re.DOTALL)
    return [re.sub(r"<time.*?</time>|<[^>]*>", "", one) for one in found]


@pytest.mark.parametrize("kind", ["document_added", "action_closed", "minutes_added", "postponed"])
def test_correction_is_still_said_after_a_fact(client: Client, kind: str):
    meeting = make_meeting(resolutions=1)
    correct(meeting, kind="corrected", reason="The sum was wrong.")
    correct(meeting, kind=kind, reason="")
    label = str(Revision.Kind(kind).label)
    address = meeting.get_absolute_url()

    for page in (address, f"{address}v3/", f"{address}resolutions/1/"):
        assert notices(client, page) == [
            "Corrected . The sum was wrong. What changed",
            f"{label} . What changed",
        ], page
    assert f"{address}changes/1..2/" in client.get(address).text


def test_approval_after_a_correction_leaves_it_on_the_page(client: Client):
    meeting = make_meeting()
    correct(meeting, kind="corrected", reason="The sum was wrong.")
    approve(meeting, on=meeting.date)

    assert notices(client, meeting.get_absolute_url()) == ["Corrected . The sum was wrong. What changed"]


def test_fact_without_a_correction_before_says_only_itself(client: Client):
    meeting = make_meeting()
    for kind in ("document_added", "action_closed"):
        correct(meeting, kind=kind, reason="")

    assert notices(client, meeting.get_absolute_url()) == ["Action item closed . What changed"]


@pytest.mark.parametrize(("corrected", "extra"), [(False, 0), (True, 1)])
def test_fact_costs_a_query_only_where_a_correction_can_be_before(
    client: Client, django_assert_num_queries, corrected: bool, extra: int
):
    meeting = make_meeting()
    if corrected:
        correct(meeting, kind="corrected", reason="The sum was wrong.")
    correct(meeting, kind="document_added", reason="")

    with django_assert_num_queries(5 + extra):
        client.get(meeting.get_absolute_url())
