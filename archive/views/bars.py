"""Meetings by year as bars: the numbers behind the drawing in templates/_years.html."""

import math
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from archive.models import Body

CHART_WIDTH, CHART_HEIGHT = 240, 70  # units of the drawing, which scales to its column
WIDEST_STEP = 28  # from one bar to the next: few years stay bars and do not become walls
BAR_SHARE = 0.87  # of a step
LABEL_WIDTH = 30


def bars_of(counts: list[tuple[int, int]], address: Callable[[int], str]) -> list[dict[str, Any]]:
    """Return a bar for each (year, number): year, count, url, is_labelled and its rectangle.

    Counts come earliest first; years between that have none leave a gap. Labels are as many as fit,
    counted back from the last year. `address` gives where the bar of a year leads.
    """
    if not counts:
        return []
    first, last = counts[0][0], counts[-1][0]
    step = min(CHART_WIDTH / (last - first + 1), WIDEST_STEP)
    unit = CHART_HEIGHT / max(count for _year, count in counts)
    labelled = range(last, first - 1, -math.ceil(LABEL_WIDTH / step))
    return [
        {
            "year": year,
            "count": count,
            "url": address(year),
            "is_labelled": year in labelled,
            "x": f"{(year - first) * step:.1f}",
            "y": f"{CHART_HEIGHT - count * unit:.1f}",
            "width": f"{step * BAR_SHARE:.1f}",
            "height": f"{count * unit:.1f}",
            "middle": f"{(year - first + BAR_SHARE / 2) * step:.1f}",
        }
        for year, count in counts
    ]


def url_of(year: int, body: Body | None = None) -> str:
    """Return where the meetings of a year are listed, of one body if it is given."""
    if body is None:
        return reverse("meeting_year", args=[year])
    return f"{reverse('meeting_list')}?{urlencode({'body': body.slug, 'since': year, 'until': year})}"
