"""What was redacted or withdrawn: read by staff only with a permission of its own, each look logged."""

import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from archive.models import Body, Meeting, PublicChange, Revision, StaffAct
from archive.operations.public_changes import recorded
from archive.operations.publish import correct, publish, withdraw
from archive.record.chain import withhold_changes
from archive.record.verify import problems_of_record
from tests.admin.conftest import logged_in
from tests.admin.pages import LIST, change
from tests.factories import make_body, make_document, make_draft, make_item, make_meeting, make_resolution

SECRET = "numbat"
VERSIONS = "/desk/archive/revision/"
LOOK = "Read what is withheld"


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


def looks() -> list[tuple[str, str]]:
    entries = StaffAct.objects.filter(kind="looked").order_by("pk")
    return [(act.row_kind.removeprefix("archive."), str(act.row_key)) for act in entries]


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


# Lines of the public log

LINES = "/desk/archive/publicchange/"


def make_line() -> PublicChange:
    """Return the line that says that a body was named after where somebody lives."""
    body = make_meeting(body=make_body("Council", slug="council")).body
    with recorded(body):
        body.name = f"Council of {SECRET}"
        body.save()
    return PublicChange.objects.get()


def withhold(client: Client, line: PublicChange, why: str):
    return client.post(f"{LINES}{line.pk}/change/", {"withheld_basis": why, "_save": ""}, follow=True)


def test_line_of_the_log_is_withheld_with_a_reason_that_the_public_reads(publisher: Client):
    line = make_line()

    refused = withhold(publisher, line, " ")
    assert "Fill this in" in refused.text
    assert SECRET in Client().get("/changes/").text
    done = withhold(publisher, line, "A home address.")

    assert "The line is withheld." in done.text
    for address in ("/changes/", "/changes/?body=council"):
        page = Client().get(address).text
        assert "A home address." in page
        assert f"Council of {SECRET}</ins>" not in page
    assert "Body: Name" in Client().get("/changes/").text
    assert list(problems_of_record()) == []
    entries = StaffAct.objects.filter(row_kind="archive.publicchange")
    assert [entry.row_name for entry in entries] == ["Body: name"]
    assert SECRET not in str(list(StaffAct.objects.values()))


def test_lines_that_say_the_same_words_are_named(publisher: Client):
    line = make_line()
    body = Body.objects.get()
    for name, value in (("name", "Council"), ("description", "Roads.")):
        with recorded(body):
            setattr(body, name, value)
            body.save()
    again, other = PublicChange.objects.exclude(pk=line.pk).order_by("pk")

    page = withhold(publisher, line, "A home address.").text

    said = re.search("Other lines say the same words, and can be read: (.*?)</li>", page, re.DOTALL)
    assert said
    assert f'href="{LINES}{again.pk}/change/"' in said[1]
    assert f'href="{LINES}{other.pk}/change/"' in said[1]  # its heading is the first name once more


def test_line_is_not_withheld_by_a_clerk(clerk: Client):
    line = make_line()

    response = withhold(clerk, line, "A home address.")

    assert response.status_code == 403
    assert not PublicChange.objects.get().is_withheld
    assert SECRET in clerk.get(f"{LINES}{line.pk}/change/").text


def test_withheld_line_is_found_and_read_by_nobody_without_the_permission(clerk: Client):
    line = make_line()
    withhold_changes(PublicChange.objects.all(), basis="A home address.")

    page = clerk.get(f"{LINES}{line.pk}/change/")

    assert "A home address." in page.text
    assert not any(SECRET in clerk.get(one).text for one in (LINES, f"{LINES}{line.pk}/change/"))
    for query in (f"q={SECRET}", f"name__contains={SECRET}", f"before__contains={SECRET}"):
        found = clerk.get(f"{LINES}?{query}", follow=True)
        assert found.status_code == 400 or "0 results" in found.text or "e=1" in str(found.request), query
    assert looks() == []


def test_each_look_at_a_withheld_line_is_logged(publisher: Client):
    line = make_line()
    withhold_changes(PublicChange.objects.all(), basis="A home address.")

    page = publisher.get(f"{LINES}{line.pk}/change/")

    assert SECRET in page.text
    assert 'name="withheld_basis"' not in page.text
    assert looks() == [("publicchange", str(line.pk))]


@pytest.mark.parametrize("count", [1, 3])
def test_lines_of_the_log_query_count(publisher: Client, django_assert_max_num_queries, count: int):
    body = make_meeting().body
    for number in range(count):
        with recorded(body):
            body.name = f"Council {number}"
            body.save()

    with django_assert_max_num_queries(14):
        page = publisher.get(LINES)

    assert page.context["cl"].result_count == count
