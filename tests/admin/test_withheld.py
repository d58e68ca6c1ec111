"""What was redacted or withdrawn: read by staff only with a permission of its own, each look logged."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.test import Client

from archive.models import Meeting, Revision
from archive.operations.publish import correct, publish, withdraw
from tests.admin.conftest import logged_in
from tests.admin.pages import LIST, change
from tests.factories import make_body, make_document, make_draft, make_item, make_meeting, make_resolution

SECRET = "numbat"
VERSIONS = "/desk/archive/revision/"
LOOK = "Read what is withheld."


@pytest.fixture
def reader(db: None) -> Client:
    """Return the browser of a clerk who may also read what is withheld."""
    return logged_in("Clerk", permissions=("view_withheld",))


def make_redacted() -> Revision:
    """Return the first version, withheld, of a meeting in which a word was redacted."""
    meeting = make_meeting(text=f"The {SECRET}.")
    Meeting.objects.filter(pk=meeting.pk).update(text="The [[redacted: data protection]].")
    correct(meeting, kind="redacted", reason="Data protection.")
    return meeting.revisions.get(number=1)


def make_withdrawn() -> Meeting:
    """Make a withdrawn meeting that says a word in every part."""
    meeting = make_draft(text=f"The {SECRET}.", location=SECRET, body=make_body("Board"))
    make_item(meeting, name=SECRET)
    make_resolution(meeting, name=SECRET)
    make_document(meeting, name=SECRET, file=ContentFile(SECRET.encode(), "plan.txt"))
    publish(meeting)
    withdraw(meeting, reason="By mistake.")
    return meeting


def looks() -> list[tuple[str, str | None]]:
    entries = LogEntry.objects.filter(change_message=LOOK).order_by("pk")
    return list(entries.values_list("content_type__model", "object_id"))


def test_record_of_a_withheld_version_is_not_shown(clerk: Client):
    versions = [make_redacted(), make_withdrawn().revisions.get(number=1)]

    pages = [clerk.get(f"{VERSIONS}{version.pk}/change/") for version in versions]

    assert all(page.status_code == 200 for page in pages)
    assert not any(SECRET in page.text for page in pages)
    assert looks() == []


def test_each_look_at_a_withheld_version_is_logged(reader: Client):
    version = make_redacted()

    page = reader.get(f"{VERSIONS}{version.pk}/change/")

    assert SECRET in page.text
    assert looks() == [("revision", str(version.pk))]
    assert LOOK in reader.get(f"{VERSIONS}{version.pk}/history/").text


def test_version_that_the_public_reads_is_shown_without_a_log(clerk: Client):
    version = make_meeting(text=f"The {SECRET}.").revisions.get()

    assert SECRET in clerk.get(f"{VERSIONS}{version.pk}/change/").text
    assert looks() == []


@pytest.mark.parametrize(
    "query", [f"q={SECRET}", f"snapshot__contains={SECRET}", f"meeting__text__contains={SECRET}"]
)
@pytest.mark.parametrize("address", [VERSIONS, LIST, "/desk/archive/resolution/"])
def test_lists_do_not_find_withheld_words(clerk: Client, address: str, query: str):
    make_redacted()
    make_withdrawn()

    response = clerk.get(f"{address}?{query}", follow=True)

    if response.status_code == 200:
        assert response.context["cl"].result_count == 0 or "e=1" in response.request["QUERY_STRING"]
    else:
        assert response.status_code == 400


@pytest.mark.parametrize("field", ["text", "location", "name"])
def test_fields_of_the_list_find_no_withdrawn_meeting(clerk: Client, field: str):
    make_withdrawn()

    response = clerk.get(f"{LIST}?{field}__contains={SECRET}")

    assert response.context["cl"].result_count == 0


def test_withdrawn_meeting_is_not_on_the_desk_of_a_clerk(clerk: Client):
    meeting = make_withdrawn()
    resolution, document = meeting.resolutions.get(), meeting.documents.get()

    for address in (
        change(meeting),
        f"{LIST}?publication__exact=withdrawn",
        f"/desk/archive/resolution/{resolution.pk}/change/",
        f"/preview/{meeting.pk}/",
        document.get_absolute_url(),
    ):
        assert SECRET not in str(clerk.get(address, follow=True).getvalue()), address
    for model, field in (("agendaitem", "continued_from"), ("resolutionrelation", "target")):
        query = {"app_label": "archive", "model_name": model, "field_name": field, "term": SECRET}
        assert clerk.get("/desk/autocomplete/", query).json()["results"] == []
    assert looks() == []


def test_each_look_at_a_withdrawn_meeting_is_logged(reader: Client):
    meeting = make_withdrawn()
    resolution, document = meeting.resolutions.get(), meeting.documents.get()
    pages = {
        "meeting": change(meeting),
        "resolution": f"/desk/archive/resolution/{resolution.pk}/change/",
        "document": document.get_absolute_url(),
    }

    for address in pages.values():
        assert SECRET in reader.get(address).getvalue().decode()

    assert [model for model, _key in looks()] == list(pages)


def test_preview_of_a_withdrawn_meeting_is_logged(reader: Client):
    meeting = make_withdrawn()

    assert SECRET in reader.get(f"/preview/{meeting.pk}/").text
    assert looks() == [("meeting", str(meeting.pk))]
