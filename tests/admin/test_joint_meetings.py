"""The desk takes other bodies, translations, and what is shown of a closed meeting, as plain fields."""

from typing import Any

import pytest
from django.test import Client

from archive.models import Meeting
from tests.admin.pages import ADD, blank, change, errors, filled, row, save
from tests.factories import make_body, make_draft, make_item, make_joint, make_meeting, make_resolution

pytestmark = pytest.mark.django_db


def other_bodies(*keys: int) -> dict[str, Any]:
    """Return the fields of new rows that name other bodies."""
    rows = [row("other_bodies", number, body=key) for number, key in enumerate(keys)]
    return {"other_bodies-TOTAL_FORMS": len(keys)} | {
        name: key for one in rows for name, key in one.items()
    }


def test_joint_meeting_is_entered_and_published(publisher: Client):
    first, second, third = (make_body(name) for name in ("Finance", "Housing", "Parks"))
    fields = blank(body=first.pk, text="They met.", **other_bodies(third.pk, second.pk))

    save(publisher, ADD, fields | {"_publish": "1"})

    meeting = Meeting.objects.get()
    assert meeting.is_published
    assert meeting.names_of_others == ["Parks", "Housing"]
    assert [one.position for one in meeting.other_bodies.in_order()] == [1, 2]


def test_body_named_twice_is_refused_beside_its_field(publisher: Client):
    first, second = make_body("Finance"), make_body("Housing")
    fields = blank(body=first.pk, text="They met.", **other_bodies(second.pk, second.pk, first.pk))

    found = errors(publisher.post(ADD, fields))

    assert found == {
        "other_bodies-1-body": ["This body is listed already."],
        "other_bodies-2-body": ["This is the meeting’s first body: name the others only."],
    }


def test_order_of_the_bodies_can_be_corrected(publisher: Client):
    meeting = make_meeting(body=make_body("Finance"))
    for name in ("Housing", "Parks"):
        make_joint(meeting, make_body(name))
    fields = filled(publisher, change(meeting), correction_reason="The order was wrong.")

    save(publisher, change(meeting), fields | row("other_bodies", 0, order="9"))

    meeting.refresh_from_db()
    assert meeting.body_name == "Finance, Parks, Housing"
    assert '"other_bodies":[{"body":{"alternate_name":"","language":"en","name":"Parks"' in (
        meeting.revisions.newest_first()[0].snapshot
    )


def test_translation_is_entered(publisher: Client):
    meeting = make_draft()
    fields = filled(publisher, change(meeting), **{"translations-TOTAL_FORMS": 1})

    save(
        publisher,
        change(meeting),
        fields | row("translations", 0, language="zh-Hans", name="会议", text="开会。"),
    )

    assert [(one.language, one.text) for one in meeting.translations.all()] == [("zh-Hans", "开会。")]


@pytest.mark.parametrize(
    ("languages", "message"),
    [
        (["en"], "language of the original"),
        (["fr", "fr"], "this language already"),
        (["?"], "language tag"),
    ],
)
def test_translation_that_cannot_be_is_refused_beside_its_field(
    publisher: Client, languages: list[str], message: str
):
    meeting = make_draft()
    fields = filled(publisher, change(meeting), **{"translations-TOTAL_FORMS": len(languages)})
    for number, language in enumerate(languages):
        fields |= row("translations", number, language=language, name="Title")

    found = errors(publisher.post(change(meeting), fields))

    assert list(found) == [f"translations-{len(languages) - 1}-language"]
    assert message in next(iter(found.values()))[0]


def test_decision_by_circulation_is_entered_and_published(publisher: Client):
    body = make_body("Finance")
    fields = blank(body=body.pk, text="The paper was sent round.", attendance_mode="by_circulation")
    fields |= {"resolutions-TOTAL_FORMS": 1, "start_time": "", "location": ""}
    fields |= row("resolutions", 0, name="The lease", result="adopted", decision_method="written")
    fields["resolutions-0-classification"] = "resolution"

    save(publisher, ADD, fields | {"_publish": "1"})

    meeting = Meeting.objects.get()
    assert (meeting.is_published, meeting.attendance_mode) == (True, "by_circulation")
    assert "By circulation: nobody met" in Client().get(meeting.get_absolute_url()).text


def test_closed_meeting_is_published_with_a_decision_marked_public(publisher: Client):
    meeting = make_draft(text="Concealed")
    item = make_item(meeting, name="Concealed", is_public=False, disclosure_basis="Act, s. 4")
    make_resolution(meeting, name="A post is filled", agenda_item=item, is_disclosed=True)
    fields = filled(publisher, change(meeting), disclosure="closed", disclosure_basis="Act, s. 1")

    save(publisher, change(meeting), fields | {"_publish": "1"})

    meeting.refresh_from_db()
    assert meeting.is_published
    page = Client().get(meeting.get_absolute_url()).text
    assert all(
        words in page for words in ("A post is filled", "Act, s. 1", "Act, s. 4", "Closed agenda item")
    )
    assert "Concealed" not in page


def test_published_minutes_are_closed_by_a_redaction_only(publisher: Client):
    meeting = make_meeting(text="Concealed")
    fields = filled(publisher, change(meeting), disclosure="closed", shown_of_closed="facts")
    fields |= {"correction_reason": "Act, s. 1", "disclosure_basis": "Act, s. 1"}

    assert list(errors(publisher.post(change(meeting), fields))) == ["disclosure"]
    save(publisher, change(meeting), fields | {"correction_kind": "redacted"})

    client = Client()
    assert "Concealed" not in client.get(meeting.get_absolute_url()).text
    assert client.get(f"{meeting.get_absolute_url()}v1/").status_code == 410
