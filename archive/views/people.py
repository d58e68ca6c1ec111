"""People: the list, one person, and a person's votes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.forms.public.filters import PersonFilterForm
from archive.forms.public.navigation import LetterForm
from archive.models import ActionItem, Attendance, Person, Resolution, Vote
from archive.paging import page_of
from archive.record.attendance_rate import presence_by_year, presence_in_all

PAGE_SIZE = 50  # people or votes: a line each
LATEST = 5  # resolutions moved, and as many seconded


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """List the people of published meetings by family name, or by stroke count."""
    form = PersonFilterForm(request.GET, auto_id="filter-%s", label_suffix="")
    named = form.apply(Person.objects.with_public_page())
    letter = "" if form.is_by_strokes else asked_letter(request)
    people = named.under_letter(letter) if letter else named
    keys = people.keys_by_strokes() if form.is_by_strokes else None
    rows = people.with_meeting_counts().with_other_names().with_namesakes().by_name()
    page = page_of(request, rows, size=PAGE_SIZE, keys=keys)
    posts = Person.objects.posts_of_namesakes(page.items)
    listed = [(person, posts.get(person.pk, "")) for person in page.items]
    letters = [] if form.is_by_strokes else named.letters()
    context = {"form": form, "page": page, "people": listed, "letter": letter, "letters": letters}
    return render(request, "people/person_list.html", context)


def asked_letter(request: HttpRequest) -> str:
    """Return the letter in the address, "" if there is none. Raises Http404."""
    form = LetterForm(request.GET)
    if not form.is_valid():
        raise Http404(_("Names are listed under a letter from a to z."))
    return str(form.cleaned_data["letter"])


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a person's posts, attendance, meetings, resolutions moved and seconded, votes and follow-up."""
    person = get_object_or_404(Person.objects.with_public_page(), slug=slug)
    resolutions = Resolution.objects.published()
    moved, seconded = resolutions.moved_by(person), resolutions.seconded_by(person)
    votes = Vote.objects.published().for_voter(person)
    attendances = Attendance.objects.published().for_person(person)
    actions = ActionItem.objects.published().of_person(person)
    years = presence_by_year(person)
    context = {
        "person": person,
        "other_names": person.other_names.latest_first(),
        "memberships": person.memberships.in_known_bodies().with_body().newest_first(),
        "years": years,
        "presence": presence_in_all(years),
        "page": page_of(request, attendances.with_meeting().newest_first()),
        "moved": moved.with_meeting().newest_first()[:LATEST],
        "moved_count": moved.count(),
        "seconded": seconded.with_meeting().newest_first()[:LATEST],
        "seconded_count": seconded.count(),
        "votes": votes.counted_by_option(),
        "actions": actions.counted_by_state(timezone.localdate()),
    }
    return render(request, "people/person_detail.html", context)


@require_safe
def person_votes(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.with_public_page(), slug=slug)
    votes = Vote.objects.published().for_voter(person)
    context = {
        "person": person,
        "votes": votes.counted_by_option(),
        "page": page_of(request, votes.with_resolution().newest_first(), size=PAGE_SIZE),
    }
    return render(request, "people/person_votes.html", context)
