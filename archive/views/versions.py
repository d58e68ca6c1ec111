"""Versions of a meeting: history, one version, a comparison, JSON and text; corrections; the chain."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from archive.conditional_get import require_valid
from archive.forms.public.navigation import ChainForm, CompareForm, TextForm
from archive.models import Revision
from archive.paging import page_of
from archive.record import history
from archive.record.chain_lines import MOST_LINES, lines_after, newest_lines
from archive.record.compare import differences
from archive.record.render.citation import citation_of
from archive.record.render.page import MeetingPage
from archive.record.render.plain import plain_text
from archive.record.versions import chain_head, current_snapshot, fingerprint, record_in


@require_safe
def meeting_history(request: HttpRequest, body: str, day: str) -> HttpResponse:
    """List the versions of a meeting, newest first; of a withdrawn one without their content.

    Costs two queries: the versions, and the current record for the title of the meeting.
    """
    versions = list(history.without_content(history.versions_at(body, day)))
    if not versions:
        raise Http404
    meeting = versions[0].meeting
    form = CompareForm(request.GET, [version.number for version in versions])
    if form.is_valid() and meeting.is_published:
        return redirect("meeting_changes", body, day, *form.numbers())
    context = {
        "meeting": meeting,
        "minutes": MeetingPage(current_snapshot(meeting) or {}),
        "versions": [(version, history.is_readable(version)) for version in reversed(versions)],
        "form": form,
    }
    return render(request, "versions/meeting_history.html", context)


@require_safe
@conditional_page  # not by the SHA-256 alone: the page also says whether a newer version exists
def meeting_version(request: HttpRequest, body: str, day: str, number: int) -> HttpResponse:
    """Show one version of a meeting; two or three queries: it, the newest number, a correction before."""
    version = get_object_or_404(history.versions_at(body, day), number=number)
    if not history.is_readable(version):
        return gone(request, version)
    record = record_in(version.snapshot)
    context: dict[str, Any] = {
        "meeting": version.meeting,
        "version": version,
        "corrected": history.last_correction(version),
        "newest_number": history.newest_number(version.meeting),
        # Without an address its resolutions have no links: their pages show the current version.
        "minutes": MeetingPage(record | {"address": None}, language=TextForm(request.GET).language()),
    }
    if version.kind == Revision.Kind.WITHDRAWN:  # published again since
        return render(request, "versions/meeting_version_withdrawn.html", context)
    context["citation"] = citation_of(
        record,
        address=request.build_absolute_uri(request.path),
        today=timezone.localdate(),
        sha256=version.sha256,
    )
    return render(request, "versions/meeting_version.html", context)


@require_safe
@conditional_page
def meeting_changes(request: HttpRequest, body: str, day: str, old: int, new: int) -> HttpResponse:
    """Show the differences of two versions and the reasons; two queries: both versions, and all reasons."""
    if old > new:
        return redirect("meeting_changes", body, day, new, old)
    versions = history.versions_at(body, day)
    found = history.numbered(versions, old, new)
    if len(found) < 2:
        raise Http404(_("This meeting does not have these two versions."))
    meeting = found[new].meeting
    for version in found.values():
        if not history.is_readable(version):
            return gone(request, version)
    records = [record_in(found[number].snapshot) for number in (old, new)]
    context = {
        "meeting": meeting,
        "old": found[old],
        "new": found[new],
        "record": records[1],
        "steps": history.later_than(versions, old, until=new),
        "changes": differences(*history.with_addresses_of_today(*records)),
    }
    return render(request, "versions/meeting_changes.html", context)


# As data


@require_safe
def meeting_record_json(request: HttpRequest, body: str, day: str) -> HttpResponseBase:
    """Send the current record: the bytes that its SHA-256 is computed from."""
    return record_file(request, current_version_or_404(body, day))


@require_safe
def meeting_version_json(request: HttpRequest, body: str, day: str, number: int) -> HttpResponseBase:
    """Send the record of one version: the bytes that its SHA-256 is computed from."""
    response = record_file(request, get_object_or_404(history.versions_at(body, day), number=number))
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@conditional_page
def meeting_record_text(request: HttpRequest, body: str, day: str) -> HttpResponse:
    version = current_version_or_404(body, day)
    if not history.is_readable(version):
        return gone(request, version)
    text = plain_text(record_in(version.snapshot))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def current_version_or_404(body: str, day: str) -> Revision:
    version = history.versions_at(body, day).newest_first().first()
    if version is None:
        raise Http404
    return version


def record_file(request: HttpRequest, version: Revision) -> HttpResponseBase:
    """Return the record of a version; the ETag is its SHA-256."""
    if not history.is_readable(version):
        return gone(request, version)
    etag = quote_etag(version.sha256)
    response = HttpResponse(version.snapshot, content_type="application/json", headers={"ETag": etag})
    # Revalidated each time: a version may be withdrawn after it was cached.
    patch_cache_control(response, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response


def gone(request: HttpRequest, version: Revision) -> HttpResponse:
    """Answer 410 with when and why a version was withdrawn or withheld, and nothing else of it."""
    meeting = version.meeting
    minutes = MeetingPage(current_snapshot(meeting) or {})
    context = {"meeting": meeting, "minutes": minutes, "version": version}
    withheld = "versions/meeting_version_withheld.html"
    template = withheld if meeting.is_published else "meetings/meeting_withdrawn.html"
    return render(request, template, context, status=410)


# All of the site


@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, history.corrections())
    context = {"page": page, "corrections": history.with_headings(page.items)}
    return render(request, "versions/correction_list.html", context)


@require_safe
def chain_text(request: HttpRequest) -> HttpResponseBase:
    """Send the chain as lines, the oldest first, MOST_LINES after a fingerprint; five queries.

    The answer names the address of the next lines. Withheld versions keep their lines.
    """
    form = ChainForm(request.GET)
    require_valid(form)
    _last, head = chain_head()
    # Whatever moves an address writes to the chain too.
    etag = quote_etag(fingerprint(f"{head} {request.build_absolute_uri()}"))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        lines = lines_after(form.cleaned_data["after"])
        text = "".join(f"{line}\n" for line in [CHAIN_HEADING, *lines])
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        response["X-Robots-Tag"] = "noindex"
        if len(lines) == MOST_LINES:
            following = request.build_absolute_uri(f"{request.path}?after={lines[-1].sha256}")
            response["Link"] = f'<{following}>; rel="next"'
    response["ETag"] = etag
    patch_cache_control(response, no_cache=True)
    return response


CHAIN_HEADING = (
    "# fingerprint (SHA-256), fingerprint before, address, time; the oldest first."
    f" {MOST_LINES} lines at most: go on with ?after= and the last fingerprint."
)


@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """Explain how anyone can check a saved copy, and name the newest fingerprint."""
    context = {
        "newest": next(iter(newest_lines(1)), None),
        "chain": request.build_absolute_uri(reverse("chain_text")),
    }
    return render(request, "versions/verification.html", context)
