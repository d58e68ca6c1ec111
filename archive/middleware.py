"""The log of requests, headers, replicas for readers, moved addresses, 405, 503 for slow searches."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from django.utils.encoding import escape_uri_path

from archive import replicas
from archive.faults import Fault, fault_of
from archive.logs import acting, request_id, without_keys
from archive.models import Redirect
from archive.search.engines.base import SearchTimeoutError

READ_ONLY = ("archive.views.", "archive.feeds", "archive.sitemaps")  # modules of pages that take no form
access_log = logging.getLogger("archive.access")
GIVEN_ID = re.compile(r"[A-Za-z0-9._:-]{8,128}")  # such as nginx's $request_id, or a UUID


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request an id, log what became of it, and send no body where HEAD asks for none.

    The id is that of the proxy in front, if there is one and it sends X-Request-ID. The time is that until
    the answer began: a file or a long table is still to be sent.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
        request_id.set(given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex)
        response = get_response(request)
        seconds = time.perf_counter() - started
        request.seconds = seconds  # type: ignore[attr-defined]  # for the metrics
        response["X-Request-ID"] = request_id.get()
        if request.method == "HEAD":
            empty(response)
        fields = {
            "method": request.method,
            "path": escape_uri_path(without_keys(request.path)),
            "status": response.status_code,
            "milliseconds": round(seconds * 1000),
        }
        access_log.info("%s %s %d %d ms", *fields.values(), extra={"fields": fields})
        return response

    return middleware


def empty(response: Any) -> None:
    """Take away the body and keep its Content-Length, as RFC 9110, section 9.3.2, asks."""
    if response.streaming:
        response.streaming_content = []
    else:
        response.content = b""


def restrict_browsers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send SECURITY_HEADERS with every answer: stands before whatever may answer, or refuse, by itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in settings.SECURITY_HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware


def say_who_acts(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Tell the staff log whose request this is; the account is not fetched unless something is logged."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = acting.set(request)
        try:
            return get_response(request)
        finally:
            acting.reset(token)

    return middleware


def follow_moved_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Redirect (301) a public address that has moved. One query, and only when nothing was found."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        path = Redirect.objects.newest(request.path)
        if path == request.path:
            return response
        query = request.META.get("QUERY_STRING", "")
        moved = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
        # A date may be corrected back: a browser that cached both redirects would loop.
        patch_cache_control(moved, no_cache=True)
        return moved

    return middleware


class RefuseOtherMethods(MiddlewareMixin):
    """Answer 405 to a method that a page does not have, before its form is looked at for a token."""

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> HttpResponse | None:
        is_public = getattr(view, "__module__", "").startswith(READ_ONLY)
        allowed = ["GET", "HEAD"] if is_public else ["GET", "HEAD", "POST"]
        return None if request.method in allowed else HttpResponseNotAllowed(allowed)


SEEN_COOKIE = "minutebook_seen"  # the position in the database's log that this browser has written
SEEN_SECONDS = 3600  # much longer than the lag at which a replica is left out
SAFE = {"GET", "HEAD", "OPTIONS"}


class ReadFromReplicas:
    """Let replicas answer public pages, except to staff and to who wrote what a replica does not have yet.

    If a replica fails while it answers, the primary does instead. See archive/replicas.py.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        replicas.read_from_primary()
        response = self.get_response(request)
        if getattr(request, "replica_failed", False):
            replicas.read_from_primary()
            response = self.get_response(request)
        if request.method not in SAFE and (position := replicas.written_position()):
            response.set_cookie(
                SEEN_COOKIE,
                str(position),
                max_age=SEEN_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> None:
        is_staff = settings.SESSION_COOKIE_NAME in request.COOKIES
        # Anything else, such as the desk and log-in, reads what it writes.
        is_public = request.method in SAFE and getattr(view, "__module__", "").startswith(READ_ONLY)
        if is_public and not is_staff and not getattr(request, "replica_failed", False):
            replicas.chosen.set(replicas.watch.choose(seen_position(request)))

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        alias, fault = replicas.chosen.get(), fault_of(problem)
        is_of_replica = alias in settings.REPLICAS and isinstance(problem, DatabaseError | InterfaceError)
        if fault is None or not is_of_replica:
            return None
        if fault is Fault.AWAY:
            replicas.watch.leave_out(alias)
        request.replica_failed = True  # type: ignore[attr-defined]
        return HttpResponse(status=503)  # which nobody sees


def seen_position(request: HttpRequest) -> int:
    """Return the position that a browser has written; 0 if it does not say."""
    said = request.COOKIES.get(SEEN_COOKIE, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 20 else 0


class AnswerSlowSearches(MiddlewareMixin):
    """Answer 503 if a search on any page reached its time limit."""

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return render(request, "503.html", status=503) if isinstance(problem, SearchTimeoutError) else None
