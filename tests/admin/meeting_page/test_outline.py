"""The outline of a meeting's page: motions under their items, amendments inside their motion."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from archive.models import Meeting
from tests.admin.pages import ADD, blank, change, errors, filled, row, save, values
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
)


def outlined(response: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the titles of motions by their item's, and those under no item."""
    outline = response.context["outline"]
    items = {card.row.form["name"].value(): titles(card.motions) for card in outline["items"]}
    return items, titles(outline["motions"])


def titles(cards: Any) -> dict[str, Any]:
    return {card.row.form["name"].value() or "": titles(card.motions) for card in cards}


def lamps() -> Meeting:
    """Return a draft with two items, a motion under the second, its amendment, and a motion under none."""
    meeting = make_draft()
    make_item(meeting, name="Apologies")
    item = make_item(meeting, name="Lamps")
    motion = make_resolution(meeting, name="Eight lamps", agenda_item=item)
    make_resolution(meeting, name="To adjourn")
    make_resolution(meeting, name="Five lamps", amends_motion=motion)
    return meeting


def add(client: Client, fields: dict[str, Any], what: str, address: str = ADD) -> Any:
    return client.post(address, fields | {"_add_row": what})


def test_motions_stand_under_their_item_and_amendments_inside_their_motion(clerk: Client):
    meeting = lamps()

    items, loose = outlined(clerk.get(change(meeting)))

    assert items == {"Apologies": {}, "Lamps": {"Eight lamps": {"Five lamps": {}}}}
    assert loose == {"To adjourn": {}}


def test_cards_are_sent_once_and_hold_no_table(clerk: Client):
    page = clerk.get(change(lamps())).content.decode()
    start = page.index('<section class="outline')
    outline = page[start : page.index("</section>", start)]

    assert len(re.findall('name="resolutions-[0-9]-name"', outline)) == 3
    assert "<table" not in outline
    assert "related-widget-wrapper" not in outline


def test_one_who_may_only_look_sees_rows(clerk: Client):
    meeting = make_meeting(resolutions=1)

    response = clerk.get(change(meeting))

    assert "outline" not in response.context
    assert 'id="resolutions-group"' in response.content.decode()


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (
            "motion agenda_items-0",
            ({"Apologies": {"": {}}, "Lamps": {"Eight lamps": {"Five lamps": {}}}}, {}),
        ),
        (
            "amendment resolutions-0",
            ({"Apologies": {}, "Lamps": {"Eight lamps": {"Five lamps": {}, "": {}}}}, {}),
        ),
        ("motion", ({"Apologies": {}, "Lamps": {"Eight lamps": {"Five lamps": {}}}}, {"": {}})),
    ],
)
def test_step_adds_a_motion_where_its_button_stands(clerk: Client, what: str, expected: Any):
    meeting = lamps()

    items, loose = outlined(add(clerk, filled(clerk, change(meeting)), what, change(meeting)))

    assert (items, loose) == (expected[0], {"To adjourn": {}} | expected[1])


def test_item_motion_and_amendment_are_entered_without_script(clerk: Client):
    fields = blank(body=make_body().pk)
    steps = ["item", "motion agenda_items-0", "amendment resolutions-0"]
    names = [
        ("agenda_items", 0, "Lamps"),
        ("resolutions", 0, "Eight lamps"),
        ("resolutions", 1, "Five lamps"),
    ]

    for step, (prefix, number, name) in zip(steps, names, strict=True):
        response = add(clerk, fields, step)
        for inline in response.context["inline_admin_formsets"]:
            for form in (inline.formset.management_form, *inline.formset.forms):
                fields |= values(form)
        fields |= row(prefix, number, name=name)
    save(clerk, ADD, fields)

    motion, amendment = Meeting.objects.get().resolutions.in_order()
    assert str(motion.agenda_item) == "Lamps"
    assert (amendment.amends_motion, amendment.classification) == (motion, "amendment")


def test_card_that_only_has_its_place_is_no_resolution(clerk: Client):
    meeting = lamps()
    fields = filled(clerk, change(meeting), **{"resolutions-TOTAL_FORMS": 4, "agenda_items-TOTAL_FORMS": 3})
    fields |= row("agenda_items", 2, row_key="k1", is_public="on")
    fields |= row(
        "resolutions", 3, item_key="k1", decision_method="not_recorded", classification="resolution"
    )

    save(clerk, change(meeting), fields)

    assert (meeting.agenda_items.count(), meeting.resolutions.count()) == (2, 3)


def test_motion_under_a_new_item_follows_it_when_another_user_saved_meanwhile(clerk: Client):
    meeting = make_draft()
    fields = filled(clerk, change(meeting), **{"resolutions-TOTAL_FORMS": 1, "agenda_items-TOTAL_FORMS": 1})
    fields |= row("agenda_items", 0, name="Lamps", row_key="k1", is_public="on")
    fields |= row("resolutions", 0, name="Eight lamps", item_key="k1", decision_method="not_recorded")
    fields |= row("resolutions", 0, classification="resolution")
    other = filled(clerk, change(meeting), **{"agenda_items-TOTAL_FORMS": 1})
    save(clerk, change(meeting), other | row("agenda_items", 0, name="Apologies", is_public="on"))

    items, loose = outlined(clerk.post(change(meeting), fields))

    assert (items, loose) == ({"Apologies": {}, "Lamps": {"Eight lamps": {}}}, {})


@pytest.mark.parametrize("what", ["", "motion agenda_items-9", "amendment resolutions-77", "motion x'; --"])
def test_odd_step_shows_the_page_again(clerk: Client, what: str):
    response = add(clerk, blank(name="Kept"), what)

    assert response.status_code == 200
    assert response.context["adminform"].form["name"].value() == "Kept"


def test_motions_that_amend_each_other_are_both_shown(clerk: Client):
    meeting = make_draft()
    first, second = make_resolution(meeting, name="One"), make_resolution(meeting, name="Two")
    fields = filled(clerk, change(meeting))
    unfolded = {"classification": "resolution"}
    fields |= row("resolutions", 0, amends_motion=second.pk, **unfolded)
    fields |= row("resolutions", 1, amends_motion=first.pk, **unfolded)

    response = clerk.post(change(meeting), fields)

    assert "It would amend itself." in str(errors(response))
    assert sorted(outlined(response)[1]) == ["One", "Two"]


def test_action_is_added_in_the_card_of_its_resolution(clerk: Client):
    meeting = lamps()
    pike = make_person("Joanna Pike")
    make_attendance(meeting, person=pike)
    make_action(meeting, description="Count the lamps")
    fields = filled(clerk, change(meeting))
    fields |= row("resolutions", 0, action_who="joanna pike", action_due="30.4.2024")
    fields |= row("resolutions", 1, action_who="Water Board")

    save(clerk, change(meeting), fields)

    _count, lamp, water = meeting.action_items.in_order()
    assert lamp.resolution == meeting.resolutions.get(name="Eight lamps")
    assert lamp.description == "Eight lamps"
    assert (lamp.responsible, str(lamp.due_date), lamp.status) == (pike, "2024-04-30", "open")
    assert (water.responsible, water.responsible_text, water.due_date) == (None, "Water Board", None)
    page = clerk.get(change(meeting)).content.decode()
    assert '<a href="#id_action_items-1-description">Joanna Pike, ' in page
    assert 'name="resolutions-0-action_who"' not in page


def test_day_that_is_none_is_told_in_the_card_and_kept(clerk: Client):
    meeting = lamps()
    fields = filled(clerk, change(meeting)) | row("resolutions", 0, action_due="soon")

    response = clerk.post(change(meeting), fields | {"_continue": "1"})

    assert "No such day" in str(errors(response))
    assert 'value="soon"' in response.content.decode()
    assert not meeting.action_items.exists()


def test_new_card_with_an_action_is_saved_with_it(clerk: Client):
    meeting = lamps()
    fields = filled(clerk, change(meeting), **{"resolutions-TOTAL_FORMS": 4})
    fields |= row("resolutions", 3, name="To sweep", decision_method="not_recorded", action_who="Office")
    fields |= row("resolutions", 3, classification="resolution")

    save(clerk, change(meeting), fields)

    assert meeting.action_items.get().resolution == meeting.resolutions.get(name="To sweep")


def test_actions_are_added_by_who_may_add_them(clerk: Client):
    meeting = lamps()
    Group.objects.get(name="Clerk").permissions.remove(Permission.objects.get(codename="add_actionitem"))

    page = clerk.get(change(meeting)).content.decode()
    save(clerk, change(meeting), filled(clerk, change(meeting)) | row("resolutions", 0, action_who="X"))

    assert "-action_who" not in page
    assert not meeting.action_items.exists()


def test_a_name_that_two_have_stays_a_name(clerk: Client):
    meeting = lamps()
    for _ in range(2):
        make_attendance(meeting, person=make_person("Li Wei"))

    save(
        clerk, change(meeting), filled(clerk, change(meeting)) | row("resolutions", 0, action_who="Li Wei")
    )

    action = meeting.action_items.get()
    assert (action.responsible, action.responsible_text) == (None, "Li Wei")


def test_amendment_is_called_so(clerk: Client):
    page = clerk.get(change(lamps())).content.decode()

    outline = page[page.index('<section class="outline') :].partition("<template")[0]
    assert outline.count('<b class="kind">Amendment</b>') == 1
