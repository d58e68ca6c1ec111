"""Conditional GET: the same ETag as long as nothing changed, and the answer is then not made."""

import datetime as dt

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory
from django.utils import timezone

from archive.conditional_get import require_valid, unless_unchanged
from archive.forms.public.filters import MeetingFilterForm
from archive.models import Meeting, Person, Revision
from archive.operations.publish import correct, withdraw
from tests.factories import make_body, make_meeting, make_person

pytestmark = pytest.mark.django_db


def ask(*others: str, etag: str = "", since: str = "", address: str = "/a.csv") -> HttpResponse:
    """Return the answer about all published meetings; "made" if it was made."""
    headers = {"if-none-match": etag, "if-modified-since": since}
    sent = {name: value for name, value in headers.items() if value}
    request: HttpRequest = RequestFactory().get(address, headers=sent)
    made = unless_unchanged(request, Meeting.objects.published(), lambda: HttpResponse("made"), *others)
    assert isinstance(made, HttpResponse)
    return made


def test_answer_has_etag_and_time_and_is_asked_for_again():
    make_meeting()

    response = ask()

    assert response.content == b"made"
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"].endswith("GMT")
    assert response["Cache-Control"] == "no-cache"


def test_answer_of_an_empty_archive_has_no_time():
    assert "Last-Modified" not in ask()


def test_what_the_client_has_is_not_made_again():
    make_meeting()
    first = ask()

    assert ask(etag=first["ETag"]).status_code == 304
    assert ask(since=first["Last-Modified"]).status_code == 304
    assert ask(etag='"another"').content == b"made"


def test_clock_set_back_hides_no_newer_version_and_lets_no_time_fall():
    meeting = make_meeting()
    first = ask()
    correct(meeting, kind="corrected", reason="A name.")
    Revision.objects.filter(number=2).update(created_at=timezone.now() - dt.timedelta(days=2))

    assert ask(since=first["Last-Modified"]).content == b"made"
    assert ask()["Last-Modified"] == first["Last-Modified"]
    assert ask(etag=ask()["ETag"]).status_code == 304


def test_etag_changes_with_all_that_the_answer_depends_on():
    meeting, other = make_meeting(), make_meeting()
    person, body = make_person(), make_body("Board")
    etags = [ask()["ETag"], ask("other")["ETag"], ask(address="/b.csv")["ETag"]]
    correct(meeting, kind="corrected", reason="A name.")
    etags.append(ask()["ETag"])
    withdraw(other, reason="By mistake.")
    etags.append(ask()["ETag"])
    Person.objects.filter(pk=person.pk).update(has_public_page=False)
    etags.append(ask()["ETag"])
    body.name = "Committee"
    body.save()
    etags.append(ask()["ETag"])

    assert len(set(etags)) == len(etags)


def test_bad_filter_is_refused_with_its_label():
    with pytest.raises(BadRequest, match=r"^Since: Write a date"):
        require_valid(MeetingFilterForm(QueryDict("since=nonsense")))


def test_good_filter_is_let_through():
    require_valid(MeetingFilterForm(QueryDict("since=2023")))
