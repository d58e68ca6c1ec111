import pytest
from django.core.files.base import ContentFile

from archive.operations.publish import publish, withdraw
from tests.factories import make_document, make_draft, make_item, make_meeting, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_file(file_name: str = "report.pdf", **fields):
    """Make a file of a published meeting, unless another meeting is named."""
    meeting = fields.pop("meeting", None) or make_meeting()
    return make_document(meeting, file=ContentFile(b"the content", name=file_name), **fields)


def fetch(client, document):
    """Fetch a file and close it, as a server does once it is sent."""
    response = client.get(document.get_absolute_url())
    response.content_sent = response.getvalue()
    response.close()
    return response


def test_document_file_sends_a_public_file(client):
    document = make_file("report.pdf")

    response = fetch(client, document)

    assert response.content_sent == b"the content"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("report.pdf", "inline"),
        ("photo.png", "inline"),
        ("page.html", "attachment"),
        ("drawing.svg", "attachment"),
        ("notes.docx", "attachment"),
        ("unknown.zzz", "attachment"),
    ],
)
def test_document_file_shows_only_what_cannot_run(client, name, disposition):
    response = fetch(client, make_file(name))

    assert response["Content-Disposition"].split(";")[0] == disposition


def test_document_file_sandboxes_what_is_no_pdf(client):
    response = fetch(client, make_file("page.html"))

    assert "sandbox" in response["Content-Security-Policy"]


def test_document_file_under_another_name_leads_to_the_right_one(client):
    document = make_file("report.pdf")

    response = client.get(f"/documents/{document.pk}/other.pdf")

    assert response.url == document.get_absolute_url()


def test_document_file_that_is_not_public_does_not_exist(client):
    closed = make_draft()
    withdrawn = make_meeting()
    hidden = [
        make_file(name="Zebra", is_public=False),
        make_file(name="Zebra", meeting=make_draft()),
        make_file(name="Zebra", meeting=closed, agenda_item=make_item(closed, is_public=False)),
        make_file(name="Zebra", meeting=withdrawn),
    ]
    publish(closed)
    withdraw(withdrawn, reason="By mistake.")

    answers = [client.get(document.get_absolute_url()) for document in hidden]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert [text for text in ("Zebra", "the content") for a in answers if text in a.content.decode()] == []


def test_document_file_of_a_draft_is_open_to_staff_and_not_cached(client):
    document = make_file(meeting=make_draft())
    client.force_login(make_user(permissions=("view_meeting",)))

    response = fetch(client, document)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_document_that_is_elsewhere_is_no_file(client):
    elsewhere = make_document(make_meeting(), url="https://example.org/1.pdf")

    assert client.get(f"/documents/{elsewhere.pk}/1.pdf").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_document_file_query_count(client, django_assert_num_queries, count):
    documents = [make_file(f"file{number}.pdf") for number in range(count)]

    with django_assert_num_queries(1):
        response = fetch(client, documents[-1])

    assert response.status_code == 200


ALL = b"the content"
PARTS = {
    "bytes=0-2": (206, b"the", "bytes 0-2/11"),
    "BYTES=4-": (206, b"content", "bytes 4-10/11"),
    "bytes=-4": (206, b"tent", "bytes 7-10/11"),
    "bytes=-99": (206, ALL, "bytes 0-10/11"),
    "bytes=4-99999999": (206, b"content", "bytes 4-10/11"),
    "bytes=11-": (416, b"", "bytes */11"),
    "bytes=-0": (416, b"", "bytes */11"),
    "bytes=999999999999999999-": (416, b"", "bytes */11"),
    "bytes=0-1,4-5": (200, ALL, None),
    "bytes=5-2": (200, ALL, None),
    "bytes=-": (200, ALL, None),
    "bytes=a-b": (200, ALL, None),
    "bytes=" + "9" * 5000 + "-": (200, ALL, None),
    "items=0-2": (200, ALL, None),
}


def test_parts_of_a_document_are_sent_as_asked(client):
    address = make_file("recording.mp3").get_absolute_url()

    found = {asked: client.get(address, headers={"range": asked}) for asked in PARTS}

    assert {
        asked: (one.status_code, one.getvalue(), one.get("Content-Range")) for asked, one in found.items()
    } == PARTS
    assert {one["Accept-Ranges"] for one in found.values()} == {"bytes"}
    assert found["bytes=0-2"]["Content-Length"] == "3"
    assert found["bytes=0-2"]["Content-Type"] == "audio/mpeg"
    assert "sandbox" in found["bytes=0-2"]["Content-Security-Policy"]


def test_part_is_sent_only_of_the_file_that_the_reader_has(client):
    document = make_file("recording.mp3")
    document.sha256 = "ab" * 32
    document.save()
    address, etag = document.get_absolute_url(), f'"{document.sha256}"'

    def status(**headers: str) -> int:
        response = client.get(address, headers=headers)
        _sent = response.getvalue()  # which closes the file
        return response.status_code

    head = client.head(address, headers={"range": "bytes=0-2"})
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert status(range="bytes=0-2", if_range=etag) == 206
    assert status(range="bytes=0-2", if_range='"other"') == 200
    assert status(range="bytes=0-2", if_range=f"W/{etag}") == 200
    assert status(range="bytes=0-2", if_range="Fri, 27 Nov 2026 20:00:00 GMT") == 200
    assert status(range="bytes=0-2", if_none_match=etag) == 304
    assert status(if_match='"other"') == 412
