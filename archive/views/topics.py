"""Topics: the list, and the dossier of one topic as a page and as CSV."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Topic
from archive.operations.topic_dossier import dossier_of
from archive.paging import page_of_list
from archive.record.build import listed_resolution
from archive.record.render.table import resolution_columns
from archive.views.exports import csv_response

PAGE_SIZE = 50  # entries, not counting what stands beneath them


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    return render(request, "topics/topic_list.html", {"topics": Topic.objects.published().by_name()})


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything decided on a topic, oldest first, with amendments beneath what they change."""
    topic = get_object_or_404(Topic.objects.published(), slug=slug)
    dossier = dossier_of(topic)
    context = {"topic": topic, "dossier": dossier, "page": page_of_list(request, dossier.nodes, PAGE_SIZE)}
    return render(request, "topics/topic_detail.html", context)


@require_safe
def topic_table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    topic = get_object_or_404(Topic.objects.published(), slug=slug)
    rows = [listed_resolution(row) for row in dossier_of(topic).resolutions]
    return csv_response(topic.slug, resolution_columns(request.build_absolute_uri), [rows])
