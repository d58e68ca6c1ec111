"""A meeting entered in under three minutes, by keyboard alone."""

import sys

from django.db.models import Model
from playwright.sync_api import Page, expect

from archive.models import Attendance, Meeting, Person, Resolution
from tests.browser.keyboard import KEYS_A_MINUTE, Keyboard
from tests.browser.test_desk import log_in
from tests.factories import make_body, make_draft, make_membership, make_person

ADD = "/desk/archive/meeting/add/"

# Attendance in one key


def statuses(meeting: Meeting) -> list[tuple[str, str]]:
    return list(meeting.attendances.in_order().values_list("status", "role"))


def test_one_key_is_one_person(page: Page):
    meeting = make_draft(present=5)
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    page.locator("#id_attendances-0-status").focus()
    for key in "peai":
        page.keyboard.press(key)
    expect(page.locator("#id_attendances-4-status")).to_be_focused()
    expect(page.locator("[data-kind=present]")).to_have_text("2")
    expect(page.locator("[data-kind=in_attendance]")).to_have_text("1")
    page.locator("[name=_continue]").press("Enter")
    page.wait_for_load_state()

    assert statuses(meeting) == [
        ("present", "member"),
        ("excused", "member"),
        ("absent", "member"),
        ("present", "in_attendance"),
        ("present", "member"),
    ]


def test_chair_is_chosen_among_the_facts(page: Page):
    meeting = make_draft(present=2)
    other = meeting.attendances.in_order()[1]
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    page.get_by_label("Chair", exact=True).select_option(str(other.person))

    expect(page.locator("#id_attendances-1-role")).to_have_value("chair")
    page.locator("#id_attendances-0-role").select_option("chair")
    expect(page.get_by_label("Chair", exact=True)).to_have_value("attendances-0")


def test_day_is_echoed_while_it_is_typed(page: Page):
    meeting = make_draft()
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    page.locator("#id_date").fill("12/3/2024")
    page.get_by_role("button", name="3 December 2024").click()

    expect(page.locator("#id_date")).to_have_value("2024-12-03")
    expect(page.locator("[data-words=date] .ok")).to_have_text("Tuesday 3 December 2024 ")


def test_key_of_the_substitute_asks_for_whom(page: Page):
    meeting = make_draft(present=1)
    bob = make_person("Bob Ray")
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    page.locator("#id_attendances-0-status").focus()
    page.keyboard.press("s")
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type("Bob")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text("Bob Ray")
    page.keyboard.press("Enter")
    page.locator("[name=_continue]").press("Enter")
    page.wait_for_load_state()

    assert meeting.attendances.get().on_behalf_of == bob


def test_enter_goes_down_a_column_and_adds_a_row_at_its_end(page: Page):
    meeting = make_draft(present=2)
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    page.locator("#id_attendances-0-label").focus()
    page.keyboard.type("Mayor")
    page.keyboard.press("Enter")
    expect(page.locator("#id_attendances-1-label")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#id_attendances-0-label")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(page.locator("#attendances-2 .select2-container")).to_be_visible()


def test_letters_are_typed_as_letters_in_the_other_columns(page: Page):
    meeting = make_draft(present=1)
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    page.locator("#id_attendances-0-label").focus()
    page.keyboard.type("pea is")

    expect(page.locator("#id_attendances-0-label")).to_have_value("pea is")
    expect(page.locator("#id_attendances-0-status")).to_have_value("present")


# Three minutes

PEOPLE = {
    "Present": [
        "Sun Quanzhong (Chair)",
        "Li Wei",
        "Wang Fang",
        "Kate Stewart",
        "Ann Lee (for Bob Ray)",
        "Gary Hill",
        "Mary Jones",
        "Tom Baker",
        "Ruth Adams",
        "John Carter",
        "Susan Wright",
        "Peter Young",
    ],
    "Apologies": ["Chen Jie"],
    "In attendance": [
        "Zhao Min (Meteorological Bureau)",
        "Zhou Ping (recorder)",
        "Eva Novak (Water Board)",
    ],
}
RESOLVED = [
    "To buy ten thousand sandbags before the winter",
    "That both pumps of the northern station be overhauled",
    "To publish the inspection reports plant by plant",
    "To appoint Mary Jones to the working group on dikes",
    "That the next meeting be held on 1 November 2023",
]
TEXT = "\n".join(
    [
        "Minutes of the regular meeting of the Flood Control Commission",
        "",
        "Date: 4 October 2023",
        "Time: 9:00 to 11:10",
        "Place: Second-floor conference room",
        "",
        *(f"{head}: {', '.join(names)}" for head, names in PEOPLE.items()),
        "",
        *(f"{number}. Resolved: {text}. Carried." for number, text in enumerate(RESOLVED, start=1)),
        "",
    ]
)


def commission() -> None:
    """Make the body and the people the archive knows already: all but two guests."""
    body = make_body("Flood Control Commission")
    for names in PEOPLE.values():
        for name in names:
            if "(Meteorological" not in name and "(Water" not in name:
                make_membership(body=body, person=make_person(name.partition(" (")[0]))
    make_person("Bob Ray")


def fields_of(model: type[Model]) -> int:
    """Return how many fields Django's admin shows of a model: so many Tabs lead past them."""
    return sum(field.editable and not field.auto_created for field in model._meta.fields)


def by_plain_forms() -> int:
    """Count the keys that the same record takes in the forms that Django's admin makes of these models.

    Computed, not pressed, and in favour of those forms: everybody is known already, pickers answer at once,
    the text is pasted, and no key goes astray. A field takes what is typed into it and a Tab; a choice one
    letter; a picker Enter, six letters and Enter; a row a Tab and Enter at the link that adds it, and a Tab
    to its box for deleting. The meeting it belongs to is no field of a row.
    """
    picker, row = 1 + 6 + 1, 2 + 1
    meeting = (
        fields_of(Meeting) + picker + len("Regular meeting 2023-10-04 9:00 11:10 Second-floor room") + 1
    )
    people = [name for names in PEOPLE.values() for name in names]
    beside = [name for name in people if "(" in name and "for" not in name]
    posts = sum(len(name.partition("(")[2].rstrip(")")) for name in beside)
    exceptions = (
        len(beside) + len(PEOPLE["Apologies"]) + picker
    )  # a letter each, and whom Ann Lee stood in for
    attendances = len(people) * (row + picker + fields_of(Attendance) - 1) + posts + exceptions
    resolutions = sum(row + len(text) + 1 + fields_of(Resolution) - 1 for text in RESOLVED)
    publish = 2
    return meeting + attendances + resolutions + publish


def test_meeting_is_read_checked_and_published_in_under_three_minutes(page: Page, capsys):
    commission()
    log_in(page, is_superuser=True)
    keys = Keyboard(page)

    page.goto("/desk/")
    keys.tab_to("a[href$='/meeting/read/']")
    keys.press("Enter")
    expect(page.locator("#id_text")).to_be_focused()
    keys.paste(TEXT)
    keys.tab_to(".read-page button.default")
    keys.press("Enter")
    expect(page.locator(".review")).to_be_visible()
    keys.tab_to("[name=_publish]", most=400)
    keys.press("Enter")
    page.wait_for_url("**/desk/archive/meeting/")

    check_record()
    plain = by_plain_forms()
    with capsys.disabled():
        sys.stdout.write(
            f"\n16 people, 5 resolutions: {keys.presses} keys, {keys.seconds:.0f} s; "
            f"in plain forms {plain} keys, {plain * 60 / KEYS_A_MINUTE:.0f} s\n"
        )
    assert keys.seconds < 180
    assert keys.presses < plain


def check_record() -> None:
    """Compare what was published with the text."""
    meeting = Meeting.objects.published().get()
    rows = meeting.attendances.in_order().select_related("person", "on_behalf_of")
    assert (meeting.body.name, str(meeting.date)) == ("Flood Control Commission", "2023-10-04")
    assert len(rows) == 16
    assert [row.person.name for row in rows if row.status == "excused"] == ["Chen Jie"]
    assert [str(row.on_behalf_of) for row in rows if row.on_behalf_of] == ["Bob Ray"]
    beside = {Attendance.Role.IN_ATTENDANCE, Attendance.Role.RECORDER}
    assert sum(row.role in beside for row in rows) == 3
    assert [row.person.name for row in rows if row.role == "chair"] == ["Sun Quanzhong"]
    assert [row.result for row in meeting.resolutions.in_order()] == ["adopted"] * 5
    for resolution, text in zip(meeting.resolutions.in_order(), RESOLVED, strict=True):
        assert text in resolution.text
    assert Person.objects.count() == 17
