import datetime as dt
import hashlib
import re

import feedparser
import pytest

from archive.models import ChainEntry, Meeting, Revision
from archive.operations.publish import correct, rename_body, withdraw
from archive.record import chain_lines
from archive.views import versions
from tests.factories import make_body, make_meeting

pytestmark = pytest.mark.django_db

FIRST, SECOND = "/meetings/council/2023-05-01/", "/meetings/council/2023-05-02/"


def make_chain() -> list[Meeting]:
    """Publish two meetings, redact the first, so that its first version is withheld; withdraw the other."""
    council = make_body(slug="council")
    first = make_meeting(body=council, date=dt.date(2023, 5, 1), text="Ann is ill.")
    second = make_meeting(body=council, date=dt.date(2023, 5, 2))
    correct(first, kind="redacted", reason="Personal data.")
    withdraw(second, reason="By mistake.")
    return [first, second]


def chain_of(client, query: str = "") -> list[list[str]]:
    """Return the fields of each line, as an outsider's program would read them."""
    text = client.get(f"/chain.txt{query}").text
    return [line.split(" ") for line in text.splitlines() if not line.startswith("#")]


def test_chain_has_a_line_for_each_version_and_entry(client):
    make_chain()

    found = chain_of(client)

    assert [line[2] for line in found] == [
        f"{FIRST}v1/",
        f"{SECOND}v1/",
        f"{FIRST}v2/",
        "-",
        f"{SECOND}v2/",
    ]
    assert [line[1] for line in found] == ["-", *(line[0] for line in found[:-1])]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", line[3]) for line in found)
    assert dt.datetime.fromisoformat(found[0][3]) == Revision.objects.order_by("pk")[0].created_at


def test_chain_is_what_the_records_say(client):
    first, _second = make_chain()
    lines = {line[2]: line for line in chain_of(client)}

    answer = client.get(f"{first.get_absolute_url()}v2/record.json")

    own, before, *_rest = lines[f"{FIRST}v2/"]
    assert hashlib.sha256(answer.content).hexdigest() == own
    assert answer.json()["version"]["previous_sha256"] == before


def test_chain_is_plain_text_that_is_asked_for_again_at_little_cost(client, django_assert_num_queries):
    make_chain()
    with django_assert_num_queries(4):
        answer = client.get("/chain.txt")

    with django_assert_num_queries(2):
        again = client.get("/chain.txt", headers={"if-none-match": answer["ETag"]})

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-cache" in answer["Cache-Control"]
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    rename_body(Meeting.objects.all()[0].body, "town")
    assert client.get("/chain.txt", headers={"if-none-match": answer["ETag"]}).status_code == 200


def test_chain_goes_on_after_any_line(client, monkeypatch: pytest.MonkeyPatch):
    make_chain()
    rename_body(Meeting.objects.all()[0].body, "town")  # two entries after the last version
    whole = chain_of(client)

    assert len(whole) == 5 + ChainEntry.objects.count() - 1
    for number, line in enumerate(whole, start=1):
        assert chain_of(client, f"?after={line[0]}") == whole[number:]
    assert chain_of(client, f"?after={whole[1][0].upper()}") == whole[2:]


def test_chain_names_the_address_of_the_next_lines(client, monkeypatch: pytest.MonkeyPatch):
    make_chain()
    whole = chain_of(client)
    monkeypatch.setattr(versions, "MOST_LINES", 2)
    monkeypatch.setattr(chain_lines.lines_after, "__defaults__", (2,))

    answer, found = client.get("/chain.txt"), []
    while True:
        found += [line.split(" ") for line in answer.text.splitlines()[1:]]
        if "Link" not in answer:
            break
        answer = client.get(answer["Link"].removeprefix("<http://testserver").removesuffix('>; rel="next"'))

    assert found == whole


@pytest.mark.parametrize("after", ["ab" * 32, "x", "\x00", "é" * 64, "9" * 5000])
def test_chain_after_something_else_is_a_bad_request(client, after: str):
    make_chain()

    assert client.get("/chain.txt", {"after": after}).status_code == 400


def test_chain_of_an_empty_archive_is_its_heading(client):
    text = client.get("/chain.txt").text

    assert text.startswith("# fingerprint (SHA-256), fingerprint before, address, time; the oldest first.")
    assert len(text.splitlines()) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_chain_query_count(client, django_assert_num_queries, count: int):
    for _ in range(count):
        make_meeting()

    with django_assert_num_queries(4):
        assert len(chain_of(client)) == count


def test_chain_feed_holds_the_newest_lines(client):
    make_chain()

    entries = feedparser_entries(client)

    assert [title for title, _text in entries] == [line[0] for line in chain_of(client)][::-1]
    assert entries[0][1] == " ".join(chain_of(client)[-1])


def feedparser_entries(client) -> list[tuple[str, str]]:
    """Return title and text of each entry."""
    return [
        (entry.title, entry.summary)
        for entry in feedparser.parse(client.get("/chain.atom").content).entries
    ]


def test_chain_feed_is_sent_again_when_only_an_entry_was_added(client):
    make_chain()
    answer = client.get("/chain.atom")
    assert client.get("/chain.atom", headers={"if-none-match": answer["ETag"]}).status_code == 304

    rename_body(make_body(slug="other"), "others")

    again = client.get("/chain.atom", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 200


def test_verification_says_how_to_follow_the_chain(client):
    make_chain()

    page = client.get("/verification/").text

    assert "curl -s http://testserver/chain.txt" in page
    assert 'href="/chain.txt"' in page
    assert Revision.objects.latest("pk").sha256 in page
