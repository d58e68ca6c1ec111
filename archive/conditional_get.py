"""Conditional GET (ETag, 304), 400 for bad filters, parts of files (Range, 206)."""

import re
from collections.abc import Callable

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from whitenoise.middleware import WhiteNoiseFileResponse
from whitenoise.responders import SlicedFile

from archive.models.meeting import MeetingQuerySet
from archive.record.feed_ids import state_of
from archive.record.history import newest_version


def unless_unchanged(
    request: HttpRequest, meetings: MeetingQuerySet, make: Callable[[], HttpResponseBase], *others: str
) -> HttpResponseBase:
    """Return the response that `make` makes of some meetings, or 304 if the client has it already.

    `others` is what else the response depends on. Costs five queries before it is made, none of which
    reads a record. Last-Modified is the largest time of a version on the site, because a withdrawn
    meeting is no longer among `meetings`. A client that sends no ETag is told "unchanged" even if a
    body was renamed; but not while the newest version has an earlier time, since the clock was set back.
    """
    page = [get_language() or "", request.build_absolute_uri(), settings.SITE_NAME, settings.SITE_OWNER]
    etag = quote_etag(state_of(meetings, *page, *others))
    newest = newest_version()
    changed = int(newest.latest_at.timestamp()) if newest else None  # type: ignore[attr-defined]
    told = changed if newest and newest.created_at == newest.latest_at else None  # type: ignore[attr-defined]
    response = get_conditional_response(request, etag=etag, last_modified=told) or make()
    response["ETag"] = etag
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    patch_cache_control(response, no_cache=True)  # clients ask each time, which costs little
    return response


def require_valid(form: forms.Form) -> None:
    """Raise BadRequest with all errors of a filter form, unless it is valid.

    A program has no field to show a message beside, and an empty answer would look like an empty list.
    """
    if form.is_valid():
        return
    problems = [
        _("%(label)s: %(text)s")
        % {"label": form.fields[name].label or name, "text": " ".join(map(str, errors))}
        for name, errors in form.errors.items()
    ]
    raise BadRequest(" ".join(problems))


# One part; of several the whole file is sent, as RFC 9110, section 14.2, allows. From here to 10^18 bytes.
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


def part_of_file(request: HttpRequest, response: FileResponse) -> HttpResponseBase:
    """Return the part of a file that a request asks for (206), 416 if there is none such, else all of it.

    `response` is the whole with its ETag, if it has one. Source: RFC 9110, sections 13.1.5 and 14.
    """
    response["Accept-Ranges"] = "bytes"
    size = int(response.get("Content-Length", "0"))
    asked = request.headers.get("If-Range", "") in {"", response.get("ETag")} and request.method == "GET"
    part = range_of(request.headers.get("Range", ""), size) if asked else None
    if part is None:
        return response
    if not part:
        response.file_to_stream.close()  # type: ignore[union-attr]
        none = {"Accept-Ranges": "bytes", "Content-Range": f"bytes */{size}"}
        return HttpResponse(status=416, headers=none)
    sliced = SlicedFile(response.file_to_stream, part.start, part.stop - 1)
    made = WhiteNoiseFileResponse(sliced, status=206, headers=dict(response.items()))
    made["Content-Length"] = str(len(part))
    made["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return made


def range_of(header: str, size: int) -> range | None:
    """Return the bytes that a header Range asks for, empty if the file has none of them; None for all."""
    found = RANGE.fullmatch(header.strip())
    if not found or found[0].endswith("=-"):
        return None
    first, last = found.groups()
    if not first:  # so many at the end
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last) + 1) if last else size)
