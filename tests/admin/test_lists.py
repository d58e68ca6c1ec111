"""Lists and pages of the desk: what they show, what they find, and how many queries they cost."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from archive.models import Meeting, Person, Redirect, Resolution, Revision
from tests.admin.pages import ADD, LIST, change
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_membership,
    make_person,
    make_resolution,
    make_vote,
)

PICK = "/desk/autocomplete/"


def picked(client: Client, model: str, field: str, term: str) -> list[str]:
    """Return what a picker offers."""
    query = {"app_label": "archive", "model_name": model, "field_name": field, "term": term}
    return [offer["text"] for offer in client.get(PICK, query).json()["results"]]


def make_full(count: int):
    """Make a draft with so many rows of every kind, each choosing what rows can choose."""
    meeting = make_draft()
    for number in range(1, count + 1):
        item = make_item(meeting, continued_from=make_item(make_draft()))
        make_attendance(meeting, on_behalf_of=make_person())
        decision = make_resolution(meeting, agenda_item=item, mover=make_person(), seconder=make_person())
        closing = make_draft()
        people = {"responsible": make_person(), "responsible_body": make_body()}
        make_action(meeting, agenda_item=item, resolution=decision, closed_at=closing, **people)
        make_document(meeting, agenda_item=item, resolution=decision)
        meeting.other_bodies.create(body=make_body(), position=number)
        meeting.sittings.create(date=meeting.date, position=number)
    return meeting


@pytest.mark.parametrize("count", [1, 3])
def test_picker_tells_namesakes_apart_by_post_and_body(
    superuser: Client, django_assert_num_queries, count: int
):
    for number in range(count):
        person = make_person("刘洋", alternate_name=f"Liu Yang {number}")
        make_membership(person=person, body=make_body("县政府"), label="局长")
    guest = make_person("刘洋")
    make_attendance(make_meeting(body=make_body("财务科")), person=guest, label="科长")

    with django_assert_num_queries(4):
        offered = picked(superuser, "attendance", "person", "刘洋")

    named = [f"刘洋 · Liu Yang {number} · 局长, 县政府" for number in range(count)]
    assert offered == [*named, "刘洋 · 科长, 财务科"]


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_page_query_count(superuser: Client, django_assert_num_queries, count: int):
    meeting = make_full(count)

    ContentType.objects.get_for_model(Meeting)  # asked once a process

    with django_assert_num_queries(33):
        page = superuser.get(change(meeting))

    rows = [len(inline.formset.forms) for inline in page.context["inline_admin_formsets"]]
    assert sorted(rows) == [0, *[count] * 7]  # no translation


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_list_query_count(superuser: Client, django_assert_num_queries, count: int):
    for _ in range(count):
        make_meeting(present=2, resolutions=1)

    with django_assert_num_queries(8):
        page = superuser.get(LIST)

    assert len(page.context["cl"].result_list) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("body", 6), ("person", 6), ("resolution", 8), ("revision", 7), ("redirect", 5), ("actionitem", 6)],
)
def test_list_query_count(
    superuser: Client, django_assert_num_queries, name: str, queries: int, count: int
):
    for number in range(count):
        make_membership(body=make_body(parent=make_body()))
        make_action(make_meeting(resolutions=1), responsible=make_person())
        Redirect.objects.create(old_path=f"/old/{number}/", new_path="/new/")

    with django_assert_num_queries(queries):
        page = superuser.get(f"/desk/archive/{name}/")

    assert len(page.context["cl"].result_list) >= count


@pytest.mark.parametrize("count", [1, 3])
def test_resolution_page_query_count(superuser: Client, django_assert_num_queries, count: int):
    resolution = make_resolution(make_draft())
    for _ in range(count):
        make_vote(resolution)
        resolution.relations.create(target=make_resolution(make_draft()), kind="amends")

    ContentType.objects.get_for_model(Resolution)  # asked once a process

    with django_assert_num_queries(11):
        page = superuser.get(f"/desk/archive/resolution/{resolution.pk}/change/")

    assert [len(inline.formset.forms) for inline in page.context["inline_admin_formsets"]] == [count, count]


@pytest.mark.parametrize("count", [1, 3])
def test_person_page_query_count(superuser: Client, django_assert_num_queries, count: int):
    person = make_person()
    for _ in range(count):
        make_membership(person=person)

    ContentType.objects.get_for_model(Person)  # asked once a process

    with django_assert_num_queries(6):
        page = superuser.get(f"/desk/archive/person/{person.pk}/change/")

    assert len(page.context["inline_admin_formsets"][1].formset.forms) == count


def test_meeting_list_shows_what_a_clerk_asks(clerk: Client):
    make_meeting(number="12", name="Floods", present=5, expected_count=6, resolutions=4)

    text = clerk.get(LIST).text

    for shown in (">12 Floods<", ">Published<", ">5 / 6<", 'class="field-resolution_count">4<'):
        assert shown in text


@pytest.mark.parametrize("query", ["?q=Floods", "?publication__exact=draft", "?date__year=2023"])
def test_meeting_list_narrows(clerk: Client, query: str):
    make_draft(name="Floods")
    make_meeting(name="Drought", date=dt.date(2021, 1, 1))

    text = clerk.get(LIST + query).text

    assert "Drought" not in text
    assert "Floods" in text


@pytest.mark.parametrize("term", ["陈莹", "陳瑩", "陈 莹", "chen y", "CHEN", "ying chen", "chenying"])
@pytest.mark.parametrize("names", [("陳瑩", "Chen Ying"), ("陈莹", ""), ("Chen Ying", "陳瑩")])
def test_picker_finds_people_in_every_script(clerk: Client, term: str, names: tuple[str, str]):
    make_person(names[0], alternate_name=names[1])
    make_person("Kate Stewart", alternate_name="凯特")

    assert picked(clerk, "attendance", "person", term) == [" · ".join(filter(None, names))]


PEOPLE_PICKERS = [
    *(("attendance", "on_behalf_of"), ("resolution", "mover"), ("resolution", "seconder")),
    *(("vote", "voter"), ("actionitem", "responsible")),
]


@pytest.mark.parametrize(("model", "field"), PEOPLE_PICKERS)
def test_every_picker_of_people_finds_alike(clerk: Client, model: str, field: str):
    make_person("陳瑩")

    assert picked(clerk, model, field, "chenying") == ["陳瑩"]


@pytest.mark.parametrize("term", ["防汛办公室", "防汛辦公室", "fang xun"])
@pytest.mark.parametrize("name", ["防汛办公室", "防汛辦公室"])
def test_picker_finds_bodies_in_both_scripts_and_by_pinyin(clerk: Client, term: str, name: str):
    make_body(name)
    make_body("Council")

    assert picked(clerk, "meeting", "body", term) == [name]


@pytest.mark.parametrize("term", ["预算决议", "預算決議"])
def test_pickers_find_titles_in_both_scripts(clerk: Client, term: str):
    meeting = make_meeting(body=make_body("Council"), date=dt.date(2023, 8, 23), name="預算決議會")
    make_resolution(meeting, name="關於預算決議")
    make_item(meeting, name="預算決議", number="三")

    assert picked(clerk, "resolutionrelation", "target", term) == ["關於預算決議 (Council, 2023-08-23)"]
    assert picked(clerk, "agendaitem", "continued_from", term) == ["三 預算決議 (Council, 2023-08-23)"]
    assert picked(clerk, "meeting", "approved_at", term) == ["Council, 2023-08-23: 預算決議會"]


def test_picker_tells_bodies_resolutions_and_items_apart(clerk: Client):
    body = make_body("Council", alternate_name="议会")
    meeting = make_draft(body=body, date=dt.date(2023, 8, 23))
    make_resolution(meeting, name="Budget", identifier="2023-1")
    make_item(meeting, number="三", name="Budget")

    assert picked(clerk, "meeting", "body", "coun") == ["Council · 议会"]
    assert picked(clerk, "resolutionrelation", "target", "budg") == ["2023-1 Budget (Council, 2023-08-23)"]
    assert picked(clerk, "agendaitem", "continued_from", "budg") == ["三 Budget (Council, 2023-08-23)"]


@pytest.mark.parametrize("name", ["body", "person"])
def test_address_is_typed_once(clerk: Client, name: str):
    thing = make_body() if name == "body" else make_person()

    assert 'name="slug"' in clerk.get(f"/desk/archive/{name}/add/").text
    assert 'name="slug"' not in clerk.get(f"/desk/archive/{name}/{thing.pk}/change/").text


@pytest.mark.parametrize("name", ["revision", "redirect", "agendaitem"])
def test_record_is_read_only(superuser: Client, name: str):
    make_meeting(items=1)
    Redirect.objects.create(old_path="/old/", new_path="/new/")
    key = {"revision": Revision.objects.get().pk}.get(name, 1)

    assert superuser.get(f"/desk/archive/{name}/add/").status_code == 403
    assert superuser.post(f"/desk/archive/{name}/{key}/delete/").status_code in {302, 403}
    assert Revision.objects.count() == 1


def test_desk_names_the_site_and_links_to_it(clerk: Client, settings):
    text = clerk.get("/desk/").text

    assert settings.SITE_NAME in text
    assert '<a href="/">View site</a>' in text
    assert "Agenda items" not in text


def test_pages_need_no_inline_script_or_style(superuser: Client):
    for address in (
        "/desk/",
        LIST,
        ADD,
        change(make_full(1)),
        "/desk/auth/user/add/",
        "/desk/archive/redirect/",
    ):
        text = superuser.get(address).text

        assert "<style" not in text
        assert " style=" not in text
        assert "<script>" not in text


def test_meeting_list_says_what_is_missing(clerk: Client):
    draft = make_draft(chair_note="")
    make_draft(name="Whole")
    make_meeting(body=make_body(approval="at_later_meeting"), date=timezone.localdate())
    make_meeting(approved_on=dt.date(2023, 9, 1))

    text = clerk.get(LIST).text

    assert f'<a class="warn" href="{change(draft)}#id_chair_note">No chair</a>' in text
    for shown in (">Ready to publish<", ">Approval<", ">Approved<"):
        assert text.count(shown) == 1


def test_meeting_list_counts_those_who_were_not_there(clerk: Client):
    meeting = make_meeting(present=3)
    for status in ("excused", "absent", "absent"):
        make_attendance(meeting, status=status)

    assert ">3, 1 excused, 2 absent<" in clerk.get(LIST).text


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_list_query_count_with_drafts(superuser: Client, django_assert_num_queries, count: int):
    for _ in range(count):
        make_draft(present=2, resolutions=1, items=1)

    with django_assert_num_queries(14):
        page = superuser.get(LIST)

    assert [one.problems for one in page.context["cl"].result_list] == [[]] * count


def test_cells_of_a_list_say_the_head_of_their_column(clerk: Client):
    make_person("Kate & Co")

    text = clerk.get("/desk/archive/person/").text

    assert '<td data-label="Alternate name" class="field-alternate_name">' in text
    assert "Kate &amp; Co</a></th>" in text
    assert '<caption class="visually-hidden">People</caption>' in text


# Addresses that nobody's page has

HUGE = "9" * 30
UNREADABLE = [
    *("date__year=99999999999", f"date__year={HUGE}", "date__year=9999", "date__year=9999&date__month=12"),
    *("date__year=2023&date__month=99999999999", "date__year=9999&date__month=12&date__day=31"),
    *("date__year__gte=10000", "date__iso_year=-1", "date__gte=nonsense", "date__nonsense=1"),
    *("id__range=1", "id__range=1,2,3", "date__range=1", "id__exact=nonsense"),
]


def test_list_says_what_it_cannot_read_and_shows_all(superuser: Client):
    make_meeting(name="Evening")

    leads = {query: superuser.get(f"{LIST}?{query}").headers.get("Location") for query in UNREADABLE}
    page = superuser.get(f"{LIST}?e=1").content.decode()

    assert {query: lead for query, lead in leads.items() if lead != f"{LIST}?e=1"} == {}
    assert "asked for something that cannot be read" in page
    assert "Evening" in page
    assert superuser.get(f"{LIST}?e=1&date__year=9999")["Location"] == f"{LIST}?e=1"


def test_list_bears_any_page_order_and_search(superuser: Client):
    queries = [
        f"pk__in={HUGE}",
        f"p={HUGE}",
        f"all={HUGE}",
        f"o={HUGE}.-{HUGE}.x",
        f"_to_field={HUGE}",
        "q=%00",
        f"q={HUGE}",
    ]

    assert {superuser.get(f"{LIST}?{query}").status_code for query in queries} <= {200, 302, 400}


def test_other_lists_cannot_fail_on_their_filters(superuser: Client):
    huge = {
        "/desk/archive/actionitem/": "meeting__body__id__exact",
        "/desk/archive/matter/": "body__id__exact",
        "/desk/archive/person/": "memberships__body__exact",
        "/desk/archive/resolution/": "body__in",
        "/desk/archive/revision/": "created_at__year",
        "/desk/auth/user/": "groups__in",
    }

    assert {superuser.get(page, {name: HUGE}).status_code for page, name in huge.items()} <= {200, 302}
