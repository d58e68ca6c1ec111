"""The clerk's desk in a browser, by keyboard alone."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from archive.models import Meeting
from archive.operations.people import merge_people
from archive.operations.publish import correct
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_person,
    make_user,
)

PASSWORD = "correct horse battery staple"


def log_in(page: Page, **fields: Any) -> None:
    make_user(username="desk", **fields)
    page.goto("/desk/")
    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.type("desk")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#desk-nav")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(120):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reached {selector}")


def pick(page: Page, words: str, label: str) -> None:
    """Choose in the picker that has the focus: type, wait for the offer, take it."""
    page.keyboard.type(words)
    expect(page.locator(".select2-results__option--highlighted")).to_have_text(label)
    page.keyboard.press("Enter")


def add_row(page: Page, group: str) -> None:
    tab_to(page, f":is(#{group}-group > .add-row button, #{group}-group .add-row a)")
    page.keyboard.press("Enter")


def test_enter_publish_read_and_find_a_meeting_by_keyboard(page: Page):
    make_body("Flood Control Office")
    make_person("陳瑩", alternate_name="Chen Ying")
    make_person("Kate Stewart")
    log_in(page, is_superuser=True)

    page.goto("/desk/archive/meeting/add/")
    tab_to(page, ".field-body .select2-selection")
    pick(page, "Flood", "Flood Control Office")
    tab_to(page, "#id_date")
    page.keyboard.type("2023年8月23日")
    tab_to(page, "#id_name")
    page.keyboard.type("Sandbags before winter")
    tab_to(page, "#id_text")
    page.keyboard.type("The office met about sandbags.")
    add_row(page, "attendances")
    pick(page, "陈莹", "陳瑩 · Chen Ying")
    tab_to(page, "#id_attendances-0-role")
    page.keyboard.type("Chair")
    add_row(page, "attendances")
    pick(page, "kate", "Kate Stewart")
    add_row(page, "resolutions")
    tab_to(page, "#id_resolutions-0-name")
    page.keyboard.type("Buy ten thousand sandbags")
    tab_to(page, "#id_resolutions-0-result")
    page.keyboard.type("Ado")
    tab_to(page, "[name=_publish]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/archive/meeting/")

    tab_to(page, ".messagelist a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Sandbags before winter")
    expect(page.locator("main")).to_contain_text("Kate Stewart")
    expect(page.locator("main")).to_contain_text("Buy ten thousand sandbags")

    tab_to(page, "[type=search]")
    page.keyboard.type("sandbag")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.locator("main")).to_contain_text("Sandbags before winter")


def test_unfolded_row_shows_and_saves_what_was_folded(page: Page):
    meeting = make_draft(present=2)
    meeting.attendances.update(note="Left early", voting=True, on_behalf_of=make_person("Kate Stewart"))
    log_in(page, is_superuser=True)

    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")
    page.locator("#attendances-1 summary").press("Enter")
    expect(page.locator("#id_attendances-1-on_behalf_of option:checked")).to_have_text("Kate Stewart")
    expect(page.locator("#id_attendances-1-voting")).to_have_value("true")
    page.locator("#id_attendances-1-note").fill("Left late")
    page.locator("[name=_continue]").press("Enter")
    page.wait_for_load_state()

    notes = meeting.attendances.in_order().values_list("note", "voting", "on_behalf_of__name")
    assert list(notes) == [("Left early", True, "Kate Stewart"), ("Left late", True, "Kate Stewart")]


def test_person_is_added_on_the_fly(page: Page):
    make_person("Zhao Mining")
    meeting = make_draft()
    log_in(page, is_superuser=True)

    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")
    page.locator("#attendances-group .add-row a").press("Enter")
    page.keyboard.type("Zhao Min")
    expect(page.locator(".select2-results__option")).to_have_text(["Zhao Mining", "Zhao Min (new)"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#id_attendances-0-person option:checked")).to_have_text("Zhao Min (new)")
    page.locator("[name=_continue]").press("Enter")
    page.wait_for_load_state()

    assert [row.person.name for row in meeting.attendances.select_related("person")] == ["Zhao Min"]


PARTS = 10
ADDRESSES = [
    *("/desk/", "/desk/archive/meeting/", "/desk/archive/meeting/add/", "/desk/archive/person/add/"),
    *("/desk/archive/meeting/read/", "/desk/archive/meeting/read/files/"),
    *(
        "/desk/handbook/",
        "/desk/handbook/approval/",
        "/desk/account/second-factor/",
        "/desk/account/sessions/",
    ),
    *(
        "/desk/archive/body/",
        "/desk/archive/resolution/",
        "/desk/archive/revision/",
        "/desk/archive/redirect/",
    ),
    *("/desk/auth/user/", "/desk/auth/user/add/", "/desk/auth/group/", "/desk/auth/group/add/"),
    *("/desk/password_change/", "/desk/keyboard/", "/desk/archive/person/", "/desk/archive/personmerge/"),
    "/desk/archive/actionitem/",
    *(
        "/desk/archive/topic/",
        "/desk/archive/topic/add/",
        "/desk/archive/matter/",
        "/desk/archive/matter/add/",
    ),
    *("/desk/archive/body/add/", "/desk/archive/body/merge/", "/desk/archive/bodymerge/"),
    *("/desk/archive/nametocheck/", "/desk/archive/publicchange/", "/desk/archive/searchmiss/"),
    *("/desk/archive/staffact/", "/desk/archive/meeting/?waiting=drafts"),
    *("/desk/archive/person/duplicates/", "/desk/archive/person/merge/", "/desk/archive/meeting/?q=none"),
]


def addresses(**rows: Meeting) -> list[str]:
    """Return all kinds of pages of the desk."""
    own = [
        f"/desk/archive/meeting/{row.pk}/{name}/" for row in rows.values() for name in ("change", "history")
    ]
    draft, published = rows["draft"], rows["published"]
    resolution = draft.resolutions.get()
    own += [
        f"/desk/archive/meeting/{draft.pk}/delete/",
        f"/desk/archive/resolution/{resolution.pk}/change/",
    ]
    own += [f"/desk/archive/meeting/{name}/?meetings={published.pk}" for name in ("withdraw", "approve")]
    own += [
        f"/desk/archive/meeting/{name}/?meetings={draft.pk}" for name in ("assign", "publish", "return")
    ]
    return [*ADDRESSES, *own, *addresses_of_people(), *addresses_of_accounts()]


def addresses_of_people() -> list[str]:
    """Return the pages on people: one, two that are compared, and two that were merged."""
    meeting = make_meeting()
    kept, absorbed = make_person("Kate Stewart"), make_person("Kate Stewarz")
    for person in (kept, absorbed):
        make_attendance(meeting, person=person)
    merge = merge_people(make_person("John Meyer"), make_person("Jon Meyer"), decisions={})
    return [
        f"/desk/archive/person/{kept.pk}/change/",
        f"/desk/archive/person/merge/?kept={kept.pk}&absorbed={absorbed.pk}",
        f"/desk/archive/person/merge/?kept={kept.pk}&absorbed={kept.pk}",
        f"/desk/archive/personmerge/{merge.pk}/change/",
        f"/desk/archive/personmerge/{merge.pk}/undo/",
        f"/desk/archive/body/{meeting.body_id}/change/",
        f"/desk/archive/revision/{meeting.revisions.get().pk}/change/",
    ]


def addresses_of_accounts() -> list[str]:
    """Return the pages of an account and of a group."""
    user, group = make_user("Clerk"), Group.objects.get(name="Clerk")
    pages = (f"user/{user.pk}/change/", f"user/{user.pk}/password/", f"group/{group.pk}/change/")
    return [f"/desk/auth/{page}" for page in pages]


@pytest.fixture
def walk(page: Page) -> list[str]:
    return desk_addresses(page)


def desk_addresses(page: Page) -> list[str]:
    """Log in and return the addresses of the desk's pages, with something on each."""
    published = make_meeting(present=1, items=1, resolutions=1)
    draft = make_draft(present=1, items=1, resolutions=1)
    make_action(published, due_date=dt.date(2023, 9, 1))
    correct(published, kind="corrected", reason="Spelling.")
    log_in(page, is_superuser=True)
    return addresses(draft=draft, published=published)


@pytest.mark.any_engine
def test_pages_of_the_desk_keep_the_policy(page: Page, walk: list[str], complaints: list[str]):
    titles = set()

    for address in walk:
        page.goto(address)
        titles.add(page.title())
        assert (address, complaints) == (address, [])

    assert len(titles) > 10


@pytest.mark.any_engine
@pytest.mark.parametrize("part", range(PARTS), ids="part {}".format)  # of the pages: axe is slow
@pytest.mark.parametrize(("width", "scheme", "language"), [(1280, "light", "en"), (390, "dark", "zh-hans")])
def test_pages_of_the_desk_have_no_barrier(
    page: Page,
    walk: list[str],
    strict_axe: Callable[[Page], list[str]],
    complaints: list[str],
    part: int,
    width: int,
    scheme: Any,
    language: str,
):
    page.set_extra_http_headers({"Accept-Language": language})
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    barriers = []

    assert len(walk) > 10
    for address in walk[part::PARTS]:
        page.goto(address)
        barriers += [(address, barrier) for barrier in strict_axe(page)]
        complaints.clear()  # axe reads style sheets in a way that the policy forbids

    assert barriers == []
