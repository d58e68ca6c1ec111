"""People: who is listed, what a page says, and what it must not."""

import datetime as dt

import pytest
from django.urls import reverse

from archive.models import Meeting
from archive.operations.publish import publish
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_membership,
    make_other_name,
    make_person,
    make_resolution,
    make_vote,
)

pytestmark = pytest.mark.django_db


def make_attendee(name="", *, meeting=None, attends=None, **fields):
    """Make a person who stands in a published meeting."""
    person = make_person(name, **fields)
    make_attendance(meeting or make_meeting(), person=person, **(attends or {}))
    return person


def names(response):
    return [person.name for person in response.context["page"].items]


# The list


def test_person_list_orders_by_family_name(client):
    for name in ("Kate Stewart", "曾志伟", "Gary O'Neall"):
        make_attendee(name)

    response = client.get("/people/")

    assert names(response) == ["Gary O'Neall", "Kate Stewart", "曾志伟"]


def test_person_list_is_walked_by_letter(client):
    for name in ("Kate Stewart", "曾志伟", "Gary O'Neall", "Ana Stone", "أحمد علي"):
        make_attendee(name)

    page = client.get("/people/")
    under_s, under_z = (client.get("/people/", {"letter": one}) for one in "sz")

    assert page.context["letters"] == ["o", "s", "z"]
    assert '<a href="?letter=s">S</a>' in page.text
    assert names(under_s) == ["Kate Stewart", "Ana Stone"]
    assert names(under_z) == ["曾志伟"]
    assert '<a href="?letter=s" aria-current="true">S</a>' in under_s.text


@pytest.mark.parametrize("letter", ["ss", "1", "é", "*"])
def test_people_are_under_letters_from_a_to_z_only(client, letter):
    assert client.get("/people/", {"letter": letter}).status_code == 404


def test_letters_are_those_of_the_names_asked_for(client):
    for name in ("Kate Stewart", "Gary O'Neall", "Kate Abel"):
        make_attendee(name)

    response = client.get("/people/", {"q": "kate", "letter": "s"})

    assert response.context["letters"] == ["a", "s"]
    assert names(response) == ["Kate Stewart"]
    assert client.get("/people/", {"order": "strokes"}).context["letters"] == []


def test_person_list_counts_published_meetings_only(client):
    person = make_attendee("Ruth Ellery")
    make_attendance(make_meeting(), person=person, status="excused")
    make_attendance(make_draft(), person=person)

    response = client.get("/people/")

    assert [person.meeting_count for person in response.context["page"].items] == [2]


def test_person_list_hides_who_has_no_page_or_only_drafts(client):
    make_attendee("Shown Visibly")
    make_attendee("Unlisted Quokka", has_public_page=False)
    make_attendance(make_draft(), person=make_person("Drafted Wombat"))

    response = client.get("/people/")

    assert names(response) == ["Shown Visibly"]
    assert b"Quokka" not in response.content
    assert b"Wombat" not in response.content


def test_person_list_hides_who_attended_only_where_attendance_is_not_public(client):
    make_attendee("Secret Numbat", meeting=make_meeting(attendance_status="not_public"))

    response = client.get("/people/")

    assert names(response) == []


@pytest.mark.parametrize("text", ["陳瑩", "陈莹", "陈 莹", "chen ying", "Ying"])
def test_person_list_finds_a_name_in_either_script_and_language(client, text):
    make_attendee("陳瑩", alternate_name="Chen Ying")
    make_attendee("Grace O'Dwyer")

    response = client.get("/people/", {"q": text})

    assert names(response) == ["陳瑩"]


def test_person_list_says_that_nobody_has_the_name(client):
    make_attendee("Grace O'Dwyer")

    response = client.get("/people/", {"q": "zzz"})

    assert names(response) == []
    assert "No person of this name" in response.content.decode()


@pytest.mark.parametrize("text", ["a\0b", "x" * 10_000])
def test_person_list_shows_an_error_and_nobody_for_a_bad_name(client, text):
    make_attendee("Xavier Bell")

    response = client.get("/people/", {"q": text})

    assert response.status_code == 200
    assert names(response) == []
    assert response.context["form"].errors["q"]
    assert 'class="errorlist"' in response.content.decode()


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "( OR", "\u202e", "🐦", "\ud800"])
def test_person_list_takes_any_name_literally(client, text):
    make_attendee("Grace O'Dwyer")

    response = client.get(
        "/people/?q=" + "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "replace"))
    )

    assert names(response) == (["Grace O'Dwyer"] if text == "'" else [])


@pytest.mark.parametrize("page", ["0", "-1", "x", "2", "9" * 40])
def test_person_list_has_no_other_pages(client, page):
    make_attendee()

    response = client.get("/people/", {"page": page})

    assert response.status_code == 404


def test_person_list_pages_by_fifty(client):
    meeting = make_meeting()
    for number in range(51):
        make_attendee(f"Person {number:02}", meeting=meeting)

    response = client.get("/people/", {"page": "2"})

    assert response.context["page"].count == 51
    assert len(response.context["page"].items) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_person_list_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        make_attendee()

    with django_assert_num_queries(5):
        response = client.get("/people/")

    assert len(names(response)) == count


@pytest.mark.parametrize("count", [2, 4])
def test_person_list_asks_for_the_posts_of_namesakes_at_once(client, django_assert_num_queries, count):
    for _ in range(count):
        make_attendee("Ann Lee")

    with django_assert_num_queries(6):
        response = client.get("/people/")

    assert len(names(response)) == count


# One person


def test_person_detail_tells_posts_with_dates(client):
    person = make_attendee("David Okafor")
    body = make_meeting(body=make_body("Town Council")).body
    make_membership(person=person, body=body, label="Councillor", end_date=dt.date(2018, 5, 7))
    make_membership(person=person, body=body, label="Mayor", start_date=dt.date(2018, 5, 8))

    response = client.get("/people/david-okafor/")

    posts = [membership.label for membership in response.context["memberships"]]
    assert posts == ["Mayor", "Councillor"]
    assert '<time datetime="2018-05-08">8 May 2018</time>' in response.content.decode()
    assert f'href="/bodies/{body.slug}/"' in response.content.decode()


def test_person_detail_links_no_body_without_published_meetings(client):
    person = make_attendee("David Okafor")
    body = make_draft().body
    make_membership(person=person, body=body)

    response = client.get("/people/david-okafor/")

    assert f'href="/bodies/{body.slug}/"' not in response.content.decode()


def test_person_detail_lists_meetings_newest_first_with_role_and_status(client):
    person = make_attendee(
        "Li Wei", meeting=make_meeting(date=dt.date(2012, 1, 1)), attends={"role": "guest"}
    )
    newer = make_meeting(date=dt.date(2013, 1, 1))
    make_attendance(newer, person=person, role="chair", status="excused", label="Deputy director")

    rows = client.get("/people/li-wei/").context["page"].items

    assert [row.meeting.date.year for row in rows] == [2013, 2012]
    assert [(row.role, row.status, row.label) for row in rows] == [
        ("chair", "excused", "Deputy director"),
        ("guest", "present", ""),
    ]


def test_person_detail_counts_attendance_as_member_where_it_was_recorded(client):
    body = make_body()
    person = make_attendee("Li Wei", meeting=make_meeting(body=body), attends={"role": "chair"})
    make_attendance(make_meeting(body=body), person=person, status="absent")
    make_attendance(make_meeting(body=body), person=person, role="recorder")
    make_attendance(make_meeting(), person=person, role="guest", status="absent")
    make_attendance(make_meeting(attendance_status="counts_only"), person=person, status="absent")
    make_attendance(make_draft(), person=person, status="absent")

    response = client.get("/people/li-wei/")

    assert response.context["presence"] == (2, 0, 1, 0, 2, 3, 0)
    told = "<b>67 %</b>: present at 2 of 3 meetings whose minutes list who was absent."
    assert told in response.content.decode()


def test_person_detail_gives_no_rate_where_the_minutes_list_nobody_as_absent(client):
    body = make_body()
    person = make_attendee("Li Wei", meeting=make_meeting(body=body))
    make_attendance(make_meeting(body=body), person=person)

    page = client.get("/people/li-wei/").text

    assert "Named as present at 2 meetings; these minutes do not list who was absent." in page
    assert "100 %" not in page


def test_person_detail_tells_attendance_by_year_and_what_was_not_recorded(client):
    person = make_attendee("Li Wei", meeting=make_meeting(date=dt.date(2022, 5, 1)))
    make_membership(person=person, body=make_meeting(date=dt.date(2023, 5, 1)).body)

    response = client.get("/people/li-wei/")

    assert response.context["years"] == {2022: (1, 0, 0, 0, 0, 0, 0), 2023: (0, 0, 0, 1, 0, 0, 0)}
    row = '<th scope="row">2023</th><td>–</td><td>0</td><td>0</td><td>0</td><td>1</td>'
    assert row in response.content.decode()


def test_person_detail_tells_who_was_represented_and_what_was_signed_by_circulation(client):
    meeting = make_draft()
    person = make_attendee("Li Wei", meeting=meeting, attends={"status": "excused"})
    make_attendance(meeting, on_behalf_of=person)
    publish(meeting)
    make_attendance(make_meeting(attendance_mode="by_circulation"), person=person)

    page = client.get("/people/li-wei/").text
    chinese = client.get("/people/li-wei/", headers={"accept-language": "zh-hans"}).text

    assert "Represented by somebody else at 1 meeting missed." in page
    assert "<span>Signed</span>" in page
    assert "<span>By circulation</span>" in page
    assert page.count("<span>Present</span>") == 0
    assert "有1次由他人代表出席" in chinese
    assert "<span>已签署</span>" in chinese


def test_person_detail_gives_no_rate_where_nothing_counts(client):
    make_attendee("Li Wei", attends={"role": "guest"})

    response = client.get("/people/li-wei/")

    assert response.context["presence"].percent == 0
    assert "No rate:" in response.content.decode()


def test_person_detail_lists_resolutions_moved_but_none_of_a_draft_or_closed_item(client):
    person = make_attendee("Li Wei")
    meeting = make_draft()
    make_resolution(meeting, mover=person, name="Mend the quay")
    make_resolution(
        meeting, mover=person, name="Buy the quoll", agenda_item=make_item(meeting, is_public=False)
    )
    make_resolution(make_draft(), mover=person, name="Sell the bilby")
    publish(meeting)

    response = client.get("/people/li-wei/")

    assert [resolution.name for resolution in response.context["moved"]] == ["Mend the quay"]
    assert response.context["moved_count"] == 1
    assert b"quoll" not in response.content
    assert b"bilby" not in response.content


def test_person_detail_counts_votes_in_the_order_of_options(client):
    person = make_attendee("Li Wei")
    meeting = make_meeting(resolutions=3)
    first, second, third = meeting.resolutions.all()
    make_vote(first, "recused", voter=person)
    make_vote(second, "yes", voter=person)
    make_vote(third, "yes", voter=person)
    make_vote(make_resolution(make_draft()), "no", voter=person)

    response = client.get("/people/li-wei/")

    assert list(response.context["votes"].items()) == [("yes", 2), ("recused", 1)]


def test_person_detail_lists_resolutions_seconded(client):
    person = make_attendee("Li Wei")
    meeting = make_draft()
    for number in range(6):
        make_resolution(meeting, seconder=person, name=f"Motion {number}")
    make_resolution(make_draft(), seconder=person)
    publish(meeting)

    response = client.get("/people/li-wei/")

    assert response.context["seconded_count"] == 6
    assert 'href="/resolutions/?seconder=li-wei"' in response.content.decode()


def test_person_detail_leads_to_what_the_person_is_to_do(client):
    person = make_attendee("Li Wei")
    meeting = make_meeting()
    make_action(meeting, responsible=person, due_date=dt.date(2023, 9, 1))
    make_action(meeting, responsible=person, status="done")
    make_action(make_draft(), responsible=person)

    page = client.get("/people/li-wei/").content.decode()

    for state in ("", "&amp;state=overdue", "&amp;state=done"):
        assert f'<a href="/actions/?responsible=li-wei{state}">' in page
    assert page.count('<span class="soft">1</span></li>') == 3


# Votes


def test_person_votes_lists_the_newest_first(client):
    person = make_person("Li Wei")
    for year, option in ((2021, "yes"), (2023, "no")):
        meeting = make_meeting(date=dt.date(year, 5, 1), resolutions=1)
        make_vote(meeting.resolutions.get(), option, voter=person)
    make_vote(make_resolution(make_draft()), voter=person)

    response = client.get("/people/li-wei/votes/")

    assert [vote.option for vote in response.context["page"].items] == ["no", "yes"]
    assert "<td>Against</td>" in response.content.decode()


def test_person_votes_says_that_there_are_none(client):
    make_attendee("Li Wei")

    assert "No vote of this person" in client.get("/people/li-wei/votes/").content.decode()


def test_person_votes_answers_404_without_a_public_page(client):
    make_attendee("Unlisted Quokka", has_public_page=False)

    response = client.get("/people/unlisted-quokka/votes/")

    assert response.status_code == 404
    assert "Unlisted Quokka" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_person_votes_query_count(client, django_assert_num_queries, count):
    person = make_person("Li Wei")
    for _ in range(count):
        make_vote(make_meeting(resolutions=1).resolutions.get(), voter=person)

    with django_assert_num_queries(5):
        response = client.get("/people/li-wei/votes/")

    assert len(response.context["page"].items) == count


# Meetings


def test_person_detail_leaves_out_meetings_the_public_may_not_know_of(client):
    person = make_attendee("Li Wei", meeting=make_meeting(name="Open wallaby"))
    make_attendance(make_draft(name="Drafted wombat"), person=person)
    make_attendance(make_meeting(name="Closed numbat", attendance_status="not_public"), person=person)

    content = client.get("/people/li-wei/").content

    assert b"Open wallaby" in content
    assert b"Drafted wombat" not in content
    assert b"Closed numbat" not in content


def test_meetings_for_person_leave_out_attendance_that_is_not_public():
    person = make_attendee("Li Wei")
    make_attendance(make_meeting(attendance_status="not_public"), person=person)

    meetings = Meeting.objects.published().for_person(person)

    assert meetings.count() == 1


def test_person_detail_answers_404_without_a_public_page(client):
    make_attendee("Unlisted Quokka", has_public_page=False)

    response = client.get("/people/unlisted-quokka/")

    assert response.status_code == 404
    assert b"Quokka" not in response.content


def test_person_detail_answers_404_for_who_is_in_drafts_only(client):
    make_attendance(make_draft(), person=make_person("Drafted Wombat"))

    response = client.get("/people/drafted-wombat/")

    assert response.status_code == 404
    assert b"Wombat" not in response.content


def test_person_detail_marks_a_name_in_another_language(client):
    person = make_attendee("孙全中", alternate_name="Sun Quanzhong")

    response = client.get(person.get_absolute_url())

    assert '<h1 lang="zh">孙全中</h1>' in response.content.decode()


@pytest.mark.parametrize("page", ["0", "x", "2"])
def test_person_detail_has_no_other_pages(client, page):
    person = make_attendee()

    response = client.get(person.get_absolute_url(), {"page": page})

    assert response.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_person_detail_query_count(client, django_assert_num_queries, count):
    person = make_person()
    for _ in range(count):
        meeting = make_meeting(resolutions=1)
        make_attendance(meeting, person=person)
        make_membership(person=person, body=meeting.body)
        meeting.resolutions.update(mover=person)
        make_vote(meeting.resolutions.get(), voter=person)

        meeting.resolutions.update(seconder=person)
        make_action(meeting, responsible=person)

    with django_assert_num_queries(15):
        response = client.get(reverse("person_detail", args=[person.slug]))

    assert len(response.context["page"].items) == count
    assert len(response.context["memberships"]) == count


# Order


def names_on(client, address: str) -> list[str]:
    return [person.name for person in client.get(address).context["page"].items]


def make_named(*names: str) -> None:
    meeting = make_draft()
    for name in names:
        make_attendance(meeting, person=make_person(name))
    publish(meeting)


@pytest.mark.parametrize("query", ["", "?order=pinyin"])
def test_people_go_by_alphabet_and_pinyin(client, query):
    make_named("王一", "Bell, Ann", "丁一", "陈一")

    assert names_on(client, f"/people/{query}") == ["Bell, Ann", "陈一", "丁一", "王一"]


def test_people_go_by_strokes_where_asked(client):
    make_named("陈一", "Bell, Ann", "王一", "丁一")

    assert names_on(client, "/people/?order=strokes") == ["丁一", "王一", "陈一", "Bell, Ann"]


def test_people_by_strokes_keep_their_order_over_pages(client, monkeypatch):
    monkeypatch.setattr("archive.views.people.PAGE_SIZE", 2)
    make_named("陈一", "王一", "丁一")

    assert names_on(client, "/people/?order=strokes&page=2") == ["陈一"]
    assert "?order=strokes&amp;page=1" not in client.get("/people/?order=strokes").content.decode()


def test_people_by_strokes_are_filtered_by_name(client):
    make_named("陈一", "王一", "王鑫")

    assert names_on(client, "/people/?q=王&order=strokes") == ["王一", "王鑫"]


def test_order_that_is_none_is_refused_beside_the_field(client):
    make_named("陈一")

    response = client.get("/people/?order=size")

    assert response.context["page"].items == []
    assert "Choose one of the list." in response.content.decode()


# Other names


def test_person_list_finds_by_former_name_and_says_so(client):
    person = make_attendee("Ida Holm")
    make_other_name(person, "Ida Merrow")

    response = client.get("/people/", {"q": "Merrow"})

    assert names(response) == ["Ida Holm"]
    assert "formerly <span>Ida Merrow</span>" in response.text


def test_person_detail_says_former_names_with_their_days(client):
    person = make_attendee("Ida Holm")
    make_other_name(person, "Ida Merrow", end_date=dt.date(2016, 5, 3), note="on marriage")
    make_other_name(person, "I. Holme", kind="spelling")

    text = client.get(person.get_absolute_url()).text

    assert "formerly <b>Ida Merrow</b>" in text
    assert "Other spelling <b>I. Holme</b>" in text
    assert "until <time" in text
    assert "on marriage" in text


def test_person_list_shows_post_and_body_beside_namesakes_only(client):
    one, other, third = make_person("王伟"), make_person("王伟"), make_person("李敏")
    meeting = make_draft(body=make_body("应急局"))
    for person, label in ((one, "局长"), (other, "财务科科长"), (third, "科员")):
        make_attendance(meeting, person=person, label=label)
    publish(meeting)

    page = client.get("/people/").text

    assert "局长, 应急局" in page
    assert "财务科科长, 应急局" in page
    assert "科员" not in page


def test_person_detail_says_under_which_name_a_meeting_lists_them_if_it_is_another(client):
    person = make_person("Nora Hale")
    for number, name in enumerate(("Nora Fielding", "Nora Hale"), start=1):
        meeting = make_draft(name=f"Meeting {number}")
        make_attendance(meeting, person=person, name_as_written=name)
        publish(meeting)

    page = client.get(person.get_absolute_url()).text

    assert page.count("listed as") == 1
    assert "listed as “Nora Fielding”" in page
