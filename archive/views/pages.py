"""The home page, pages about the site, and error pages."""

from heapq import nlargest
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from archive.forms.public.navigation import NextForm
from archive.logs import request_id
from archive.models import Body, Meeting, Resolution
from archive.record.render.table import action_columns, meeting_columns, resolution_columns

LATEST = 5  # meetings on the home page
RECENT = 6  # decisions
LARGEST = 8  # bodies
REMEMBERED = 365 * 24 * 3600  # seconds that the choice of a language is kept
DAY = 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    coverage = archive_coverage()
    largest = nlargest(LARGEST, coverage["bodies"], key=attrgetter("meeting_count"))
    context = {
        "coverage": coverage,
        "bodies": [body for body in coverage["bodies"] if body in largest],
        "meetings": Meeting.objects.published().with_list_columns().newest_first()[:LATEST],
        "resolutions": Resolution.objects.published().with_meeting().newest_first()[:RECENT],
    }
    return render(request, "pages/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html", {"coverage": archive_coverage()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show what can be taken along, with the columns of the tables in the reader's language."""
    tables = [
        {"name": name, "columns": columns(request.build_absolute_uri)}
        for name, columns in (
            (_("Meetings"), meeting_columns),
            (_("Resolutions"), resolution_columns),
            (_("Follow-up"), action_columns),
        )
    ]
    return render(request, "pages/data.html", {"tables": tables})


def archive_coverage() -> dict[str, Any]:
    """Return {years, meeting_count, resolution_count, bodies} of the published record; four queries."""
    years = Meeting.objects.published().counted_by_year()
    return {
        "years": years,
        "meeting_count": sum(count for _year, count in years),
        "resolution_count": Resolution.objects.published().count(),
        "bodies": Body.objects.by_name().counted(),
    }


@require_safe
@never_cache
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Set the language cookie and return to the page that the reader came from."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    form = NextForm(request.GET, host=request.get_host(), is_secure=request.is_secure())
    response = redirect(form.address(otherwise=reverse("home")))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=REMEMBERED,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/robots.txt", content_type="text/plain; charset=utf-8")


# Error pages. Django may have no usable request (a host that is not allowed, any error within the
# site): those pages are rendered without one, since using it would fail again.


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, with the reason if a view gave one."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return HttpResponse(render_to_string("400.html", {"reason": reason}), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, also for what the public may not see."""
    return render(request, "404.html", {"reason": not_found_reason(exception)}, status=404)


def not_found_reason(exception: Exception) -> str:
    """Return the sentence a view gave for a 404, or "" if the text is only Django's own."""
    is_lookup = isinstance(exception.__context__, ObjectDoesNotExist)  # of get_object_or_404()
    if isinstance(exception, Resolver404) or is_lookup:
        return ""
    return str(exception)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Answer 500 with the id under which the log has the error."""
    return HttpResponse(render_to_string("500.html", {"request_id": request_id.get()}), status=500)
