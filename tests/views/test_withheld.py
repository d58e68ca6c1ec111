"""What was redacted is read nowhere; what is left says so."""

import datetime as dt

import pytest
from django.utils import timezone

from archive.models import Meeting
from archive.operations.publish import correct, withdraw
from tests.factories import make_body, make_meeting, make_resolution

pytestmark = pytest.mark.django_db


def make_redacted(**fields) -> Meeting:
    """Make a meeting whose second version takes a word out of its first."""
    meeting = make_meeting(text="Paid to xylophone.", **fields)
    Meeting.objects.filter(pk=meeting.pk).update(text="Paid to [[redacted: privacy law]].")
    correct(meeting, kind="redacted", reason="Personal data.")
    return meeting


@pytest.mark.parametrize("rest", ["v1/", "v1/record.json", "changes/1..2/"])
def test_withheld_version_is_gone_and_says_why(client, rest: str):
    meeting = make_redacted()

    response = client.get(meeting.get_absolute_url() + rest)

    assert response.status_code == 410
    assert "xylophone" not in response.text
    assert "What this version says was withheld" in response.text
    assert "Personal data." in response.text


def test_history_lists_a_withheld_version_without_links_to_it(client):
    meeting = make_redacted()
    address = meeting.get_absolute_url()

    text = client.get(f"{address}history/").text

    assert meeting.revisions.get(number=1).sha256 in text
    assert "Withheld" in text
    assert f'href="{address}v1/' not in text
    assert "changes/1..2/" not in text


def test_redaction_is_a_block_with_its_basis(client):
    text = client.get(make_redacted().get_absolute_url()).text

    assert '<span class="redacted"><span lang="en" dir="ltr">Redacted:</span> privacy law</span>' in text
    assert "xylophone" not in text


def test_redaction_in_a_title_is_in_words(client):
    meeting = make_meeting(name="Payment to [[redacted: privacy law]]")

    text = client.get(meeting.get_absolute_url()).text

    assert "<h1>Payment to [Redacted: privacy law]</h1>" in text
    assert "[[redacted" not in text


def test_redaction_is_in_the_plain_text_and_the_search(client):
    meeting = make_redacted()

    assert "Paid to [Redacted: privacy law]." in client.get(f"{meeting.get_absolute_url()}record.txt").text
    assert "[Redacted: privacy law]" in client.get("/search/?q=paid").text


def test_corrections_do_not_link_what_is_withheld(client):
    meeting = make_redacted()
    address = meeting.get_absolute_url()

    text = client.get("/corrections/").text

    assert f'href="{address}history/"' in text
    assert f"{address}changes/" not in text


def test_redacted_notice_does_not_link_the_changes(client):
    text = client.get(make_redacted().get_absolute_url()).text

    assert "Redacted <time" in text
    assert "changes/1..2/" not in text


@pytest.mark.parametrize(
    "address", ["/", "/meetings/", "/resolutions/", "/corrections/", "/corrections.atom"]
)
def test_lists_show_redactions_in_words(client, address: str):
    meeting = make_meeting(name="Payment to [[redacted: privacy law]]")
    make_resolution(meeting, name="Pay [[redacted: privacy law]]")
    correct(meeting, kind="redacted", reason="Personal data.")

    text = client.get(address).text

    assert "[Redacted: privacy law]" in text
    assert "[[redacted" not in text


# Notices and links of the current page


def test_corrected_notice_links_the_changes(client):
    meeting = make_meeting(resolutions=1)
    correct(meeting, kind="corrected", reason="Spelling.")
    link = f'href="{meeting.get_absolute_url()}changes/1..2/"'

    for rest in ("", "resolutions/1/", "v2/"):
        assert link in client.get(meeting.get_absolute_url() + rest).text


@pytest.mark.parametrize(
    ("approval", "days", "is_told"),
    [
        ("", 10, False),
        ("none", 10, False),
        ("by_chair", 10, True),
        ("at_later_meeting", 396, True),
        ("at_later_meeting", 397, False),
    ],
)
def test_minutes_not_yet_approved_say_so_while_it_is_plausible(
    client, approval: str, days: int, is_told: bool
):
    date = timezone.localdate() - dt.timedelta(days)
    meeting = make_meeting(body=make_body(approval=approval), resolutions=1, date=date)

    for rest in ("", "resolutions/1/"):
        page = client.get(meeting.get_absolute_url() + rest).text
        assert ("Not yet approved." in page) is is_told
        assert "Approval not recorded" not in page


def test_meeting_that_was_not_held_awaits_no_approval(client):
    meeting = make_meeting(
        status="cancelled", body=make_body(approval="by_chair"), date=timezone.localdate()
    )

    assert "Not yet approved." not in client.get(meeting.get_absolute_url()).text


def test_pages_link_history_files_and_citation_of_the_version(client):
    meeting = make_meeting()
    make_resolution(meeting, name="Dykes")
    correct(meeting, kind="corrected", reason="A resolution was missing.")
    address = meeting.get_absolute_url()

    for rest, cited in (("", "v2/, accessed"), ("resolutions/1/", "v2/#resolution-1, accessed")):
        text = client.get(address + rest).text
        assert [
            f'href="{address}{name}"' in text for name in ("history/", "record.json", "record.txt")
        ] == [
            True,
            True,
            True,
        ]
        assert f"http://testserver{address}{cited}" in text


def test_tombstone_links_the_versions(client):
    meeting = make_meeting()
    withdraw(meeting, reason="By mistake.")

    text = client.get(meeting.get_absolute_url()).text

    assert f'href="{meeting.get_absolute_url()}history/"' in text


def test_every_page_links_corrections_and_how_to_check(client):
    text = client.get("/about/").text

    assert 'href="/corrections/"' in text
    assert 'href="/verification/"' in text


def test_reason_for_no_chair_is_told_only_without_one(client):
    meeting = make_meeting(chair_note="The chair fell ill.")

    assert "The chair fell ill." in client.get(meeting.get_absolute_url()).text
