"""`/healthz` and `/readyz`: for what starts the site again, and for what sends it readers."""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from archive.faults import Fault, fault_of
from archive.place import missing_migrations
from archive.replicas import watch


class AnswerProbes:
    """Answer before all else: a balancer asks by address, often without HTTPS, and every few seconds.

    So other host names are no error here, and nothing is logged.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_migrated = False  # once it is, only a new version can need more

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return plain_answer("The process lives.")
        if request.path_info == "/readyz":
            return self.readiness()
        return self.get_response(request)

    def readiness(self) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            missing = [] if self.is_migrated else missing_migrations()
        except (Error, OSError) as problem:
            # Without what the system said: that may name hosts and folders.
            reason = (fault_of(problem) or Fault.AWAY).value
            if watch.usable(time.monotonic(), 0):
                return plain_answer(f"Ready for readers only, by a replica. {reason}")
            return plain_answer(reason, status=503)
        if missing:
            return plain_answer(Fault.NOT_MIGRATED.value, status=503)
        self.is_migrated = True
        return plain_answer("Ready.")


def plain_answer(sentence: str, *, status: int = 200) -> HttpResponse:
    headers = {**settings.SECURITY_HEADERS, "Content-Type": "text/plain; charset=utf-8"}
    response = HttpResponse(f"{sentence}\n", status=status, headers=headers)
    add_never_cache_headers(response)
    return response
