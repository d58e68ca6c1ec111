"""Matters: the list, and one matter as a line of time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Matter
from archive.paging import page_of


@require_safe
def matter_list(request: HttpRequest) -> HttpResponse:
    """List matters that the public may read, those decided on last first."""
    matters = Matter.objects.published().with_steps().with_body().newest_first()
    return render(request, "matters/matter_list.html", {"page": page_of(request, matters)})


@require_safe
def matter_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was decided on a matter, the earliest first; two queries.

    Answers 410 if all of it was in minutes that were withdrawn, and 404 if nothing was ever public.
    """
    matter = get_object_or_404(Matter.objects.with_body(), slug=slug)
    steps = list(matter.public_steps().with_people())
    if steps:
        return render(request, "matters/matter_detail.html", {"matter": matter, "steps": steps})
    if Matter.objects.withdrawn().with_key(matter.pk).exists():
        return render(request, "matters/matter_withdrawn.html", {}, status=410)
    raise Http404
