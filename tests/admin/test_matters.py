"""Matters at the desk: joined by number, proposed, taken apart, and named."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Matter, Meeting, Resolution
from archive.operations.publish import problems_of, publish
from archive.record.row_differences import changed_rows
from tests.admin.pages import change, filled, row, save
from tests.factories import make_body, make_draft, make_matter, make_meeting, make_resolution

MAY, JUNE = dt.date(2023, 5, 2), dt.date(2023, 6, 6)


@pytest.fixture
def may(db: None) -> Resolution:
    """Make a decision of May, deferred."""
    words = {"name": "Rezoning of Mill Lane", "identifier": "2023-014", "result": "deferred"}
    return make_resolution(make_draft(date=MAY), **words)


def page_of(resolution: Resolution) -> str:
    return reverse("admin:archive_resolution_change", args=[resolution.pk])


def june(may: Resolution, **fields: Any) -> Resolution:
    meeting = make_draft(date=JUNE, body=may.meeting.body)
    return make_resolution(meeting, **{"name": "Rezoning of Mill Lane"} | fields)


def matter_of(resolution: Resolution) -> Matter | None:
    return Resolution.objects.select_related("matter").get(pk=resolution.pk).matter


def test_number_that_comes_back_is_taken_and_joins(clerk: Client, may: Resolution):
    meeting = make_draft(date=JUNE, body=may.meeting.body)
    added = row(
        "resolutions", 0, name="Rezoning of Mill Lane", identifier="2023-014", result="adopted",
        classification="resolution", decision_method="not_recorded",
    )  # fmt: skip

    save(clerk, change(meeting), filled(clerk, change(meeting), **{"resolutions-TOTAL_FORMS": 1}) | added)

    first, second = Resolution.objects.oldest_first().select_related("matter")
    assert first.matter == second.matter
    assert first.matter is not None
    assert first.matter.identifier == "2023-014"


def test_number_typed_on_the_page_of_the_resolution_joins(clerk: Client, may: Resolution):
    later = june(may)

    save(clerk, page_of(later), filled(clerk, page_of(later), identifier="2023-014"))

    assert matter_of(later) is not None
    assert matter_of(later) == matter_of(may)


def test_same_words_are_proposed_and_join_when_chosen(clerk: Client, may: Resolution):
    later = june(may, identifier="2023-099")

    page = clerk.get(page_of(later)).content.decode()
    save(clerk, page_of(later), filled(clerk, page_of(later), same_matter_as=may.pk))

    assert "2023-014 Rezoning of Mill Lane" in page
    assert matter_of(later) == matter_of(may)
    assert matter_of(may) is not None


def test_join_is_undone_and_stays_undone(clerk: Client, may: Resolution):
    matter = make_matter("2023-014", body=may.meeting.body)
    later = june(may, identifier="2023-014", matter=matter)
    Resolution.objects.filter(pk=may.pk).update(matter=matter)

    save(clerk, page_of(later), filled(clerk, page_of(later), matter=""))
    save(clerk, page_of(later), filled(clerk, page_of(later), text="Some words."))

    assert matter_of(later) is None


def test_matter_of_published_minutes_is_a_correction(publisher: Client, may: Resolution):
    matter = make_matter("M-1", body=may.meeting.body)
    published = make_meeting(date=JUNE, body=may.meeting.body, resolutions=1)
    resolution = published.resolutions.get()

    save(
        publisher,
        page_of(resolution),
        filled(publisher, page_of(resolution), matter=matter.pk, correction_reason="It is M-1."),
    )

    version = published.revisions.in_order().last()
    assert version is not None
    assert version.number == 2
    assert '"matter":{"address":"/matters/m-1/","identifier":"M-1","name":""}' in version.snapshot
    assert list(changed_rows()) == []


def test_number_of_another_subject_is_doubted(may: Resolution):
    later = june(may, name="A new roof for the school", identifier="2023-014")

    [doubt] = [one for one in problems_of(later.meeting) if one.column == "identifier"]

    assert not doubt.is_block
    assert "2023-014 is also the number of a decision of" in doubt.message
    assert matter_of(later) is None


def test_numbers_that_start_again_are_not_doubted(may: Resolution):
    Resolution.objects.filter(pk=may.pk).update(identifier="5")
    later = june(may, name="A new roof for the school", identifier="5")

    assert [one for one in problems_of(later.meeting) if one.column == "identifier"] == []


def test_matter_lists_its_decisions_and_takes_a_title(clerk: Client, may: Resolution):
    matter = make_matter("2023-014", body=may.meeting.body)
    Resolution.objects.filter(pk=may.pk).update(matter=matter)
    address = reverse("admin:archive_matter_change", args=[matter.pk])

    page = clerk.get(address).content.decode()
    save(clerk, address, filled(clerk, address, name="Mill Lane"))

    assert page_of(may) in page
    assert Matter.objects.get().name == "Mill Lane"


def test_title_that_the_public_reads_is_changed_only_by_who_may_correct(clerk: Client, publisher: Client):
    matter = make_matter("M-1")
    meeting = make_draft()
    make_resolution(meeting, matter=matter)
    publish(meeting)
    address = reverse("admin:archive_matter_change", args=[matter.pk])

    typed = {"name": "Changed", "identifier": "M-1", "body": matter.body_id}
    assert clerk.post(address, typed).status_code == 403
    save(publisher, address, filled(publisher, address, name="Changed"))
    assert Matter.objects.get().name == "Changed"
    logged = " ".join(publisher.get("/changes/", {"matter": "m-1"}).content.decode().split())
    assert ">M-1 Changed</a>" in logged
    assert "<h2>Title</h2>" in logged
    assert '<ins><span class="unseen">Since: </span>Changed</ins>' in logged
    assert "M-1 Changed" in publisher.get("/changes/").content.decode()


def test_series_of_numbers_at_the_desk(clerk: Client):
    body = make_body("局")
    make_draft(body=body, number="3", number_series="党委会")
    meeting = make_draft(body=body)

    save(clerk, change(meeting), filled(clerk, change(meeting), number="3", number_series="局长办公会"))
    refused = clerk.post(change(meeting), filled(clerk, change(meeting), number_series="党委会"))

    assert Meeting.objects.get(pk=meeting.pk).number_series == "局长办公会"
    assert "already has a meeting with this number" in refused.content.decode()
