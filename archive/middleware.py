"""What no package does for us: addresses that moved lead on, and searches that took too long are told."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from archive.models import Redirect
from archive.search import SearchTimeoutError


def follow_moved_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 301 where nothing is found at an address that once was public, and what was there has moved.

    Costs a query, and only of addresses that are not found.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        path = Redirect.objects.newest(request.path)
        if path == request.path:
            return response
        query = request.META.get("QUERY_STRING", "")
        moved = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
        # A date may be corrected back: a browser that kept both answers would go round in a circle.
        patch_cache_control(moved, no_cache=True)
        return moved

    return middleware


class AnswerSlowSearches:
    """Answer 503 where a page looks for words and that was stopped, because it took too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Return the page that says what to do, or None for any other exception."""
        return render(request, "503.html", status=503) if isinstance(problem, SearchTimeoutError) else None
