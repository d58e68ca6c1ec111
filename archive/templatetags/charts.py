"""Charts as inline SVG, each beside words or a table that say the same."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from archive.models import Body

register = template.Library()

CHART_WIDTH, CHART_HEIGHT = 240, 70  # units of the drawing, which scales to its column
WIDEST_STEP = 28  # from one bar to the next, so that a chart of few years still has narrow bars
BAR_SHARE = 0.87  # of a step
LABEL_WIDTH = 30
FEWEST = 2  # minimum scale, so that a single meeting does not fill the chart


# Tags


@register.inclusion_tag("_years.html")
def year_bars(counts: list[tuple[int, int]], body: Body | None = None, current: int = 0) -> dict[str, Any]:
    """Draw (year, number of meetings), oldest first, as bars that link to the years, of one body if given.

    `current` is the year that the page is about.
    """
    return {"bars": bars_of(counts, partial(url_of, body=body)), "height": CHART_HEIGHT, "current": current}


@register.inclusion_tag("_years.html")
def coverage_bars(coverage: list[Any], body: Body | None = None) -> dict[str, Any]:
    return year_bars([(one.year, one.held) for one in coverage], body=body)


@register.inclusion_tag("_stacks.html")
def presence_stacks(years: dict[int, Any]) -> dict[str, Any]:
    stacks = stacks_of({year: presence.by_status for year, presence in years.items()})
    return {"stacks": stacks, "height": CHART_HEIGHT}


@register.inclusion_tag("_shares.html")
def vote_shares(votes: dict[str, int]) -> dict[str, Any]:
    return {"parts": shares_of(votes)}


@register.inclusion_tag("_shares.html")
def tally_shares(resolution: dict[str, Any]) -> dict[str, Any]:
    """Draw the vote counts of a record's resolution as one bar, if both sides were counted."""
    counts = {name: resolution[f"{name}_count"] for name in ("yes", "no", "abstain")}
    if counts["yes"] is None or counts["no"] is None:
        return {"parts": []}
    return {"parts": shares_of({name: count or 0 for name, count in counts.items()})}


# Geometry


def bars_of(counts: list[tuple[int, int]], address: Callable[[int], str]) -> list[dict[str, Any]]:
    """Return a bar for each (year, number), oldest first: year, count, url, is_labelled and its rectangle.

    Years without a number leave a gap. As many labels as fit, counted back from the last year.
    `address` gives the link of a year.
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
    if body is None:
        return reverse("meeting_year", args=[year])
    return f"{reverse('meeting_list')}?{urlencode({'body': body.slug, 'since': year, 'until': year})}"


def stacks_of(years: Mapping[int, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Return a stack for each year: year, is_labelled, middle, and parts from the bottom up.

    `years` are {year: {kind: count}}, oldest first. A part has its kind and its rectangle.
    """
    if not years:
        return []
    first, last = min(years), max(years)
    step = min(CHART_WIDTH / (last - first + 1), WIDEST_STEP)
    unit = CHART_HEIGHT / max(FEWEST, *(sum(parts.values()) for parts in years.values()))
    labelled = range(last, first - 1, -math.ceil(LABEL_WIDTH / step))
    return [
        {
            "year": year,
            "is_labelled": year in labelled,
            "middle": f"{(year - first + BAR_SHARE / 2) * step:.1f}",
            "parts": stack_parts(parts, (year - first) * step, step * BAR_SHARE, unit),
        }
        for year, parts in years.items()
    ]


def stack_parts(parts: Mapping[str, int], x: float, width: float, unit: float) -> list[dict[str, str]]:
    drawn, ground = [], float(CHART_HEIGHT)
    for kind, count in parts.items():
        ground -= count * unit
        rectangle = {"x": x, "y": ground, "width": width, "height": count * unit}
        drawn.append({"kind": kind} | {name: f"{value:.1f}" for name, value in rectangle.items()})
    return [part for part, count in zip(drawn, parts.values(), strict=True) if count]


def shares_of(counts: Mapping[str, int]) -> list[dict[str, str]]:
    """Return the parts of one bar of CHART_WIDTH: kind, x and width, without those of width 0."""
    unit, x, parts = CHART_WIDTH / max(sum(counts.values()), 1), 0.0, []
    for kind, count in counts.items():
        if count:
            parts.append({"kind": kind, "x": f"{x:.1f}", "width": f"{count * unit:.1f}"})
        x += count * unit
    return parts
