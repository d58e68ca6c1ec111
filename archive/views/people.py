"""People: the list, and what the archive knows of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.forms.people import PersonFilterForm
from archive.models import Attendance, Person, Resolution, Vote
from archive.views.paging import page_of

PAGE_SIZE = 50  # people: a line each
LATEST = 5  # resolutions moved


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """List the people of published meetings by family name, or by strokes, one page at a time."""
    form = PersonFilterForm(request.GET, auto_id="filter-%s", label_suffix="")
    people = form.apply(Person.objects.with_public_page())
    keys = people.keys_by_strokes() if form.is_by_strokes else None
    rows = people.with_meeting_counts().by_name()
    context = {"form": form, "page": page_of(request, rows, size=PAGE_SIZE, keys=keys)}
    return render(request, "people/person_list.html", context)


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a person's posts, meetings, attendance rate, resolutions moved and votes."""
    person = get_object_or_404(Person.objects.with_public_page(), slug=slug)
    attendances = Attendance.objects.published().for_person(person)
    moved = Resolution.objects.published().moved_by(person)
    context = {
        "person": person,
        "memberships": person.memberships.with_body().newest_first(),
        "rate": attendances.rate(),
        "page": page_of(request, attendances.with_meeting().newest_first()),
        "moved": moved.with_meeting().newest_first()[:LATEST],
        "moved_count": moved.count(),
        "votes": Vote.objects.published().for_voter(person).counted_by_option(),
    }
    return render(request, "people/person_detail.html", context)
