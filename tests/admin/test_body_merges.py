"""Merging bodies on the desk."""

import datetime as dt

import pytest
from django.test import Client

from archive.models import Body, BodyMerge
from archive.operations.bodies import merge_bodies
from tests.admin.conftest import logged_in
from tests.admin.pages import notes
from tests.factories import make_body, make_draft, make_meeting

MERGE = "/desk/archive/body/merge/"
BODIES = "/desk/archive/body/"


def make_two() -> tuple[Body, Body]:
    return make_body("Harbour Board", slug="harbour"), make_body("Harbor Board", slug="harbor")


def pair(kept: Body, absorbed: Body) -> str:
    return f"{MERGE}?kept={kept.pk}&absorbed={absorbed.pk}"


def test_list_of_bodies_leads_to_comparing_two(clerk: Client):
    kept, absorbed = make_two()
    other = make_body()

    def chosen(*bodies: Body):
        return clerk.post(
            BODIES,
            {"action": "merge_selected", "_selected_action": [body.pk for body in bodies]},
            follow=True,
        )

    assert chosen(absorbed, kept).context["plan"].kept == kept
    assert notes(chosen(kept, absorbed, other)) == ["Choose exactly two."]
    assert f'href="{MERGE}?kept={kept.pk}"' in clerk.get(f"{BODIES}{kept.pk}/change/").text


def test_merge_of_bodies_is_shown_before_it_is_done(clerk: Client):
    kept, absorbed = make_two()
    make_draft(name="Floods", body=absorbed)

    page = clerk.get(pair(kept, absorbed))

    assert [(move.reference.name, move.total) for move in page.context["plan"].moves] == [
        ("Meeting.body", 1)
    ]
    assert "Floods" in page.text
    assert Body.objects.count() == 2


def test_merge_leads_to_the_body_that_stays_and_to_the_way_back(clerk: Client):
    kept, absorbed = make_two()

    response = clerk.post(pair(kept, absorbed))

    merge = BodyMerge.objects.get()
    assert response.headers["Location"] == f"{BODIES}{kept.pk}/change/"
    assert f'<a href="/desk/archive/bodymerge/{merge.pk}/change/">' in notes(response)[0]
    assert (merge.absorbed_name, merge.created_by is not None) == ("Harbor Board", True)
    assert "Merges so far" in clerk.get(f"{BODIES}{kept.pk}/change/").text


def test_what_two_bodies_cannot_both_have_is_said(clerk: Client):
    kept, absorbed = make_two()
    for body in (kept, absorbed):
        make_draft(body=body, number="12", date=dt.date(2023, 5, 3))

    page = clerk.get(pair(kept, absorbed))
    refused = clerk.post(pair(kept, absorbed))

    assert "This body already has a meeting with this number in that year." in page.text
    assert "Keep the other one instead" not in page.text
    assert 'aria-keyshortcuts="Control+S"' not in page.text.partition("</table>")[2].partition("dialog")[0]
    assert refused.status_code == 200
    assert not BodyMerge.objects.exists()


@pytest.mark.parametrize(("group", "merged"), [("Clerk", False), ("Publisher", True)])
def test_bodies_that_the_public_reads_are_merged_by_who_may_correct(db, group: str, merged: bool):
    kept, absorbed = make_two()
    make_meeting(body=absorbed)

    page = logged_in(group).post(pair(kept, absorbed), follow=True)

    assert BodyMerge.objects.exists() is merged
    assert ("may correct published minutes can change it" in page.text) is not merged


def test_merge_of_bodies_is_undone_once_it_is_confirmed(clerk: Client):
    merge = merge_bodies(*make_two())
    address = f"/desk/archive/bodymerge/{merge.pk}/undo/"

    assert f'href="{address}"' in clerk.get(f"/desk/archive/bodymerge/{merge.pk}/change/").text
    assert "“Harbor Board” will be a body again" in clerk.get(address).text
    back = clerk.post(address, follow=True)

    assert notes(back) == ["“Harbor Board” is there again."]
    assert Body.objects.count() == 2
    assert "This merge was undone already." in clerk.post(address).text


@pytest.mark.parametrize("address", [MERGE, "/desk/archive/bodymerge/1/undo/"])
def test_who_may_not_merge_bodies_is_refused(db, address: str):
    assert logged_in().get(address).status_code == 403


@pytest.mark.parametrize(
    "query", ["", "?kept=1", "?kept=x&absorbed=y", "?kept=1&absorbed=99999999999999999999"]
)
def test_pair_of_bodies_is_asked_for(clerk: Client, query: str):
    page = clerk.get(f"{MERGE}{query}")

    assert page.status_code == 200
    assert "Body that stays" in page.text
