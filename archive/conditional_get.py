"""Conditional GET (ETag, 304) and 400 for bad filters: for feeds, tables, calendars and sitemaps."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
