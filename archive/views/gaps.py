"""Gaps: meetings without minutes, missing numbers of a series, and coverage by year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.forms.public.filters import BodyFilterForm
from archive.models import Meeting
from archive.paging import page_of
from archive.record.gaps import coverage_of, days_since, series_of
from archive.record.rhythm import rhythms_of


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Show what the published record lacks, of one body or all; drafts tell nothing here."""
    form = BodyFilterForm(request.GET)
    today = timezone.localdate()
    meetings = form.narrow(Meeting.objects.ever_published())
    silent = meetings.published().over_by(today).without_minutes().with_list_columns().newest_first()
    page = page_of(request, silent)
    series, found = series_of(meetings), rhythms_of(meetings)
    chosen = form.is_valid() and form.cleaned_data["body"]
    bodies = {body.pk: body for body in ([chosen] if chosen else form.bodies.values())}
    coverage = coverage_of(meetings)
    context = {
        "form": form,
        "page": page,
        "silent": [(meeting, days_since(meeting, today)) for meeting in page.items],
        "series": [(body, one) for key, body in bodies.items() for one in series if one.body == key],
        "rhythms": [(body, found[key]) for key, body in bodies.items() if key in found],
        "is_numbered": any(one.numbered for one in found.values()),
        "is_steady": any(one.is_steady for one in found.values()),
        "coverage": coverage,
        "has_approved": any(year.approved for year in coverage),
    }
    return render(request, "gaps/gaps.html", context)
