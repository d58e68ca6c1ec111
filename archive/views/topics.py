"""Topics: the list, and the dossier of one topic as a page and as CSV."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
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
    """Show everything decided on a topic, oldest first, with amendments beneath what they change.

    A withdrawn topic answers 410.
    """
    topic = get_object_or_404(Topic.objects.ever_public(), slug=slug)
    if not topic.is_public:
        return topic_withdrawn(request, topic)
    dossier = dossier_of(topic)
    context = {"topic": topic, "dossier": dossier, "page": page_of_list(request, dossier.nodes, PAGE_SIZE)}
    return render(request, "topics/topic_detail.html", context)


def topic_withdrawn(request: HttpRequest, topic: Topic) -> HttpResponse:
    """Answer 410 with when and why a topic was withdrawn, and nothing else of it."""
    return render(request, "topics/topic_withdrawn.html", {"topic": topic}, status=410)


@require_safe
def topic_table(request: HttpRequest, slug: str) -> HttpResponseBase:
    topic = get_object_or_404(Topic.objects.ever_public(), slug=slug)
    if not topic.is_public:
        return topic_withdrawn(request, topic)
    rows = [listed_resolution(row) for row in dossier_of(topic).resolutions]
    return csv_response(topic.slug, resolution_columns(request.build_absolute_uri), [rows])
