"""Changes: what the public read of people, bodies, topics and matters, and reads since."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.forms.public.changes import PublicChangesForm
from archive.models import PublicChange
from archive.paging import page_of
from archive.record.render.public_change import ChangeLine

PAGE_SIZE = 50  # changes: a line each


@require_safe
def public_changes(request: HttpRequest) -> HttpResponse:
    """List changes beyond those of meetings, which have versions; newest first, of one thing or of all."""
    form = PublicChangesForm(request.GET)
    changes = form.apply(PublicChange.objects.published()).newest_first()
    page = page_of(request, changes, size=PAGE_SIZE)
    context = {
        "form": form,
        "thing": form.thing,
        "page": page,
        "lines": [ChangeLine(change) for change in page.items],
    }
    return render(request, "changes/public_changes.html", context)
