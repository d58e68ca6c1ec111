"""Versions: canonical form, fingerprints, and the chain that nobody can fork."""

import datetime as dt
import hashlib
import json
import threading

import pytest
from django.db import connection

from archive.models import Meeting, Revision
from archive.operations.publish import correct, publish, withdraw
from archive.record.build import FORMAT, record_of
from archive.record.compare import differences
from archive.record.verify import problems_of_record
from archive.record.versions import canonical, current_snapshot, fingerprint, write_versions
from tests.factories import make_attendance, make_body, make_draft, make_meeting, make_person
from tests.latest import latest_record

DAY = dt.date(2023, 8, 23)
MOMENT = dt.datetime(2023, 9, 1, 8, 30, tzinfo=dt.UTC)


def links() -> list[tuple[str, str]]:
    """Return (fingerprint before, own fingerprint) of all versions in order."""
    return list(Revision.objects.in_order().values_list("previous_sha256", "sha256"))


def is_a_line(chain: list[tuple[str, str]]) -> bool:
    return [before for before, _own in chain] == ["", *(own for _before, own in chain[:-1])]


def test_canonical_form_sorts_keys_and_keeps_characters():
    record = {"b": [1, None, True], "a": '防汛 "q" \n\u2028', "B": {}}

    assert canonical(record) == '{"B":{},"a":"防汛 \\"q\\" \\n\u2028","b":[1,null,true]}'


def test_canonical_form_is_read_back_as_it_was():
    record = {"text": "\x00\x1f\x7f\u00e9\U0001f600</script>", "n": -1}

    assert json.loads(canonical(record)) == record


def test_fingerprint_is_that_of_the_bytes():
    assert fingerprint("防汛") == hashlib.sha256("防汛".encode()).hexdigest()


@pytest.mark.django_db
def test_record_is_the_same_on_both_engines():
    meeting = make_draft(body=make_body("Board"), name="Flood season", date=DAY, text="防汛 é \U0001f600")
    make_attendance(meeting, person=make_person("陈莹"), arrived_at=dt.time(9, 5))

    publish(meeting, at=MOMENT)

    record = record_of(meeting)
    assert record.pop("format") == FORMAT
    assert (
        fingerprint(canonical(record)) == "1775d534be9b97b7e12c99a55d654bf118ce141ca11e5c3327d14fb4fda44a9b"
    )


@pytest.mark.django_db
def test_snapshot_is_stored_byte_for_byte():
    make_meeting(text="防汛 \U0001f600 \r\n  é e\u0301")

    revision = Revision.objects.get()

    assert hashlib.sha256(revision.snapshot.encode()).hexdigest() == revision.sha256
    assert canonical(json.loads(revision.snapshot)) == revision.snapshot
    assert json.loads(revision.snapshot)["text"] == "防汛 \U0001f600 \r\n  é e\u0301"


@pytest.mark.django_db
def test_snapshot_says_which_version_it_is():
    meeting = make_draft()
    publish(meeting, at=MOMENT)
    first = meeting.revisions.get()

    withdraw(meeting, reason="Entered twice.", at=MOMENT)

    version = latest_record(meeting)["version"]
    assert len(version.pop("salt")) == 32
    assert len(version.pop("author_sha256")) == 64
    assert version == {
        "meeting": meeting.pk,
        "number": 2,
        "kind": "withdrawn",
        "reason": "Entered twice.",
        "created_at": "2023-09-01T08:30:00+00:00",
        "previous_sha256": first.sha256,
    }


@pytest.mark.django_db
def test_chain_runs_through_all_meetings_in_order():
    first, second = make_meeting(), make_meeting()
    withdraw(first, reason="Entered twice.")
    make_meeting()

    assert is_a_line(links())
    assert list(Revision.objects.in_order().values_list("meeting", "number"))[:3] == [
        (first.pk, 1),
        (second.pk, 1),
        (first.pk, 2),
    ]


@pytest.mark.django_db
def test_chain_of_one_call_follows_the_order_given():
    meetings = [make_draft() for _ in range(3)][::-1]

    write_versions(meetings, kind="published", reason="", at=MOMENT)

    assert [revision.meeting for revision in Revision.objects.in_order()] == meetings
    assert is_a_line(links())


@pytest.mark.django_db
def test_withdrawn_version_says_no_more_than_its_page():
    meeting = make_meeting(body=make_body("Board"), name="Flood season", date=DAY, text="xylophone")

    withdraw(meeting, reason="Entered twice.")

    found = latest_record(meeting)
    found.pop("version")
    assert found == {
        "format": FORMAT,
        "address": "/meetings/board/2023-08-23/",
        "body": {"name": "Board", "alternate_name": "", "slug": "board", "language": "en"},
        "name": "Flood season",
        "alternate_name": "",
        "number": "",
        "date": "2023-08-23",
        "date_precision": "day",
        "language": "en",
    }


@pytest.mark.django_db
def test_author_is_not_in_the_snapshot(django_user_model):
    author = django_user_model.objects.create_user("xylophone")
    meeting = make_draft()

    publish(meeting, by=author)

    assert meeting.revisions.get().created_by == author
    assert "xylophone" not in meeting.revisions.get().snapshot


@pytest.mark.django_db
def test_current_snapshot_of_a_draft_is_none():
    assert current_snapshot(make_draft()) is None


@pytest.mark.django_db
def test_current_snapshot_is_the_latest_and_costs_one_query(django_assert_num_queries):
    meeting = make_meeting()
    withdraw(meeting, reason="Entered twice.")

    with django_assert_num_queries(1):
        found = latest_record(meeting)

    assert found["version"]["number"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_writing_versions_query_count(django_assert_num_queries, count: int):
    for _ in range(count):
        make_draft(resolutions=count)
    meetings = list(Meeting.objects.with_children())

    # The ends of the chain, the numbers, the insertion.
    with django_assert_num_queries(5):
        write_versions(meetings, kind="published", reason="", at=MOMENT)

    assert Revision.objects.count() == count


def publish_each(meetings: list[Meeting], start: threading.Barrier) -> None:
    """Publish one meeting after the other, beginning when all threads are ready."""
    start.wait(timeout=10)
    try:
        for meeting in meetings:
            publish(meeting)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_publishing_at_the_same_time_keeps_chain_and_addresses():
    body = make_body("Board")
    meetings = [make_draft(body=body, date=DAY) for _ in range(12)]
    start = threading.Barrier(3)
    threads = [threading.Thread(target=publish_each, args=(meetings[n::3], start)) for n in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    slugs = set(Meeting.objects.published().values_list("slug", flat=True))
    assert slugs == {"2023-08-23", *(f"2023-08-23-{number}" for number in range(2, 13))}
    assert len(links()) == 12
    assert is_a_line(links())


def forget_format(revision: Revision) -> None:
    """Make a version one from before formats: its content without the key, the chain whole."""
    record = json.loads(revision.snapshot)
    del record["format"]
    snapshot = canonical(record)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE archive_revision SET snapshot = %s, sha256 = %s WHERE id = %s",
            [snapshot, fingerprint(snapshot), revision.pk],
        )


@pytest.mark.django_db
def test_version_says_its_format():
    assert latest_record(make_meeting())["format"] == FORMAT


@pytest.mark.django_db
def test_version_without_a_format_verifies_and_reads_as_before(client):
    meeting = make_meeting(name="Evening", text="Pumps.", resolutions=1)
    pages = [meeting.get_absolute_url() + part for part in ("record.txt", "history/", "resolutions/1/")]
    before = client.get(pages[0]).content
    forget_format(meeting.revisions.get())

    answers = [client.get(page) for page in pages]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].content == before
    assert list(problems_of_record()) == []
    assert "Pumps." in client.get(meeting.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_version_with_a_format_follows_one_without_and_the_key_is_no_difference(client):
    meeting = make_meeting(name="Evening")
    forget_format(meeting.revisions.get())
    correct(meeting, kind="corrected", reason="Nothing but the format.")

    old, new = [json.loads(version.snapshot) for version in meeting.revisions.order_by("number")]

    assert ("format" in old, new["format"]) == (False, FORMAT)
    assert differences(old, new) == []
    assert list(problems_of_record()) == []
    assert client.get(f"{meeting.get_absolute_url()}changes/1..2/").status_code == 200
