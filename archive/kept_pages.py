"""Public pages kept in memory, for readers who come while the database is away.

A page is given only if nothing was written since it was made, so none from before a withdrawal. Of what
other hosts write nothing is known here, so where there are several no page is kept (KEEP_PAGES).
"""

import datetime as dt
import logging
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from archive.faults import Fault, fault_of
from archive.place import changed_at

MOST_PAGES = 200  # in one process
LARGEST = 200_000  # bytes, 40 MB in all at most; a page of the example data has 10,000 to 30,000
LONGEST = 3600 * 10**9  # nanoseconds
BEFORE_CONTENT = b'<main id="main">'

log = logging.getLogger("archive.kept_pages")
pages: "OrderedDict[str, KeptPage]" = OrderedDict()  # the last used at the end
lock = Lock()


@dataclass(frozen=True)
class KeptPage:
    """The HTML, and when its making began, in nanoseconds since 1970."""

    content: bytes
    made_at: int

    @property
    def is_true(self) -> bool:
        """Return whether nothing was written since; also False if the clock went back."""
        age = time.time_ns() - self.made_at
        return 0 <= age < LONGEST and changed_at() < self.made_at


def keep_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep what a reader without a session was shown; after LocaleMiddleware, which knows the language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.time_ns()
        response = get_response(request)
        if is_public(request) and request.method == "GET" and may_be_kept(response):
            with lock:
                pages[key_of(request)] = KeptPage(response.content, began)
                pages.move_to_end(key_of(request))
                if len(pages) > MOST_PAGES:
                    pages.popitem(last=False)
        return response

    return middleware


def is_public(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"} and settings.SESSION_COOKIE_NAME not in request.COOKIES


def may_be_kept(response: HttpResponse) -> bool:
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    is_for_all = not response.cookies and "no-store" not in response.get("Cache-Control", "")
    if not is_page or not is_for_all or response.streaming:
        return False
    return len(response.content) <= LARGEST and BEFORE_CONTENT in response.content


def key_of(request: HttpRequest) -> str:
    """Return the address and the language, by which public pages differ."""
    return f"{getattr(request, 'LANGUAGE_CODE', '')} {request.build_absolute_uri()}"


def kept_page(request: HttpRequest) -> HttpResponse | None:
    """Return the kept page, with a line that says so, if a request failed because the database is away."""
    problem = sys.exc_info()[1]
    if fault_of(problem) is not Fault.AWAY or not is_public(request):
        return None
    page = pages.get(key_of(request))
    if page is None or not page.is_true:
        return None
    log.error("Page %s as it was kept, since the database is away.", request.path, exc_info=problem)
    made_at = dt.datetime.fromtimestamp(page.made_at / 10**9, tz=timezone.get_current_timezone())
    said = render_to_string("_kept_page.html", {"made_at": made_at}).encode()
    response = HttpResponse(page.content.replace(BEFORE_CONTENT, BEFORE_CONTENT + said, 1))
    response["Age"] = str((time.time_ns() - page.made_at) // 10**9)
    add_never_cache_headers(response)
    return response
