"""Follow-up: the list of action items, as a page and as CSV."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.forms.public.filters import ActionFilterForm
from archive.models import ActionItem
from archive.paging import page_of
from archive.record.build import listed_action
from archive.record.render.table import action_columns
from archive.views.exports import csv_response, records_of


@require_safe
def action_list(request: HttpRequest) -> HttpResponse:
    """List published actions: open ones, the most urgent first, unless another state is asked for."""
    form = ActionFilterForm(request.GET)
    today = timezone.localdate()
    actions = form.apply(ActionItem.objects.published())
    listed = form.in_state(actions, today).with_links().with_carrying(today)
    context = {
        "form": form,
        "today": today,
        "state": form.cleaned_data.get("state") or "open",
        "states": form.states(actions.counted_by_state(today)),
        "page": page_of(request, listed),
    }
    return render(request, "actions/action_list.html", context)


@require_safe
def action_table(request: HttpRequest) -> StreamingHttpResponse:
    form = ActionFilterForm(request.GET)
    actions = form.apply(ActionItem.objects.published())
    rows = form.in_state(actions, timezone.localdate()).with_links()
    columns = action_columns(request.build_absolute_uri)
    return csv_response("actions", columns, records_of(rows, listed_action))
