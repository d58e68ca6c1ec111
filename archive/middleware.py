"""Redirects from addresses that moved, and 503 for searches that took too long."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from archive.models import Redirect
from archive.search.engines.base import SearchTimeoutError


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


class AnswerSlowSearches:
    """Answer 503 if a search on any page reached its time limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return render(request, "503.html", status=503) if isinstance(problem, SearchTimeoutError) else None
