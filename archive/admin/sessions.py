"""Sessions: they end by themselves, and their owner sees them and ends them."""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

STARTED, SEEN = "archive_started", "archive_seen"  # seconds of Unix time, in the session
SECONDS_BETWEEN_NOTES = 60


class EndOldSessions(MiddlewareMixin):
    """Ends a session that is too old, or in which nothing was done for too long; notes the others as seen.

    A minute at most is noted once, so that reading does not write. What was typed when a session ended is
    carried through the next log-in.
    """

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        # Not before: if the database is away, the page that says so needs the token to be checked.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            note_or_end(request, int(time.time()))


def note_or_end(request: HttpRequest, now: int) -> None:
    session = request.session
    started, seen = session.get(STARTED, now), session.get(SEEN, 0)
    is_idle = seen and now - seen > settings.SESSION_COOKIE_AGE
    if is_idle or now - started > settings.SESSION_MAX_SECONDS:
        logout(request)
    elif now - seen >= SECONDS_BETWEEN_NOTES:
        session[STARTED], session[SEEN] = started, now
        UserSession.objects.create_from_request(request)


def begin(request: HttpRequest, **_signal: Any) -> None:
    """Let the time of a session begin at its log-in; a receiver of user_logged_in."""
    if request is not None:
        request.session[STARTED] = request.session[SEEN] = int(time.time())


def number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


class OwnSessions(ListUserSessionsView):
    """The sessions of who is logged in; ends one, or all but this."""

    def form_valid(self, form: Any) -> HttpResponse:
        key = self.request.POST.get("session", "")
        if not key:
            return super().form_valid(form)
        chosen = UserSession.objects.filter(user=self.request.user, pk=number_in(key))
        for session in chosen.exclude(session_key=self.request.session.session_key):
            session.end()
        return super(ListUserSessionsView, self).form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        UserSession.objects.create_from_request(self.request)  # its key changes with the password
        return super().get_context_data(**kwargs)
