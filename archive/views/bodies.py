"""Bodies: the tree of all, and one with its members and meetings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.forms.public.filters import RosterForm
from archive.models import ActionItem, Body, Meeting, Resolution
from archive.record.gaps import series_of
from archive.record.rhythm import NO_RHYTHM, rhythms_of

LATEST = 5  # meetings, and as many resolutions


@require_safe
def body_list(request: HttpRequest) -> HttpResponse:
    return render(request, "bodies/body_list.html", {"tree": Body.objects.by_name().as_tree()})


@require_safe
def body_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a body's facts, its members on a day, its meetings and numbers, resolutions and follow-up."""
    listed = Body.objects.known()
    body = get_object_or_404(listed.with_joint(), slug=slug)
    form = RosterForm(request.GET, auto_id="roster-%s", label_suffix="")
    today = timezone.localdate()
    meetings = Meeting.objects.published().for_body(body)
    resolutions = Resolution.objects.published().for_body(body)
    actions = ActionItem.objects.published()
    years = meetings.counted_by_year()
    context = {
        "body": body,
        "other_names": body.other_names.latest_first(),
        "parent": listed.parent_of(body).first(),
        "children": listed.under(body).by_name(),
        "form": form,
        "day": form.day(today),
        "roster": form.apply(body.memberships.published().with_person().by_rank(), today),
        "years": years,
        "meeting_count": sum(count for _year, count in years),
        "meetings": meetings.with_list_columns().newest_first()[:LATEST],
        "resolutions": resolutions.with_meeting().newest_first()[:LATEST],
        "resolution_count": resolutions.count(),
        "series": [one for one in series_of(Meeting.objects.for_body(body)) if one.body == body.pk],
        "rhythm": rhythms_of(Meeting.objects.for_body(body)).get(body.pk, NO_RHYTHM),
        "given": actions.for_body(body).counted_by_state(today),
        "charged": actions.of_body(body).counted_by_state(today),
    }
    return render(request, "bodies/body_detail.html", context)
