"""Numbers drawn: inline SVG without styles, beside words or a table that say the same."""

from typing import Any

from django import template

from archive.models import Body
from archive.templatetags.archive import year_bars
from archive.templatetags.chart_data import CHART_HEIGHT, shares_of, stacks_of

register = template.Library()


@register.inclusion_tag("_years.html")
def coverage_bars(coverage: list[Any], body: Body | None = None) -> dict[str, Any]:
    """Draw the meetings held in each year as bars that are links, gaps between years left open."""
    return year_bars([(one.year, one.held) for one in coverage], body=body)


@register.inclusion_tag("_stacks.html")
def presence_stacks(years: dict[int, Any]) -> dict[str, Any]:
    """Draw attendance by year as stacks: present, excused, absent, not recorded. A table says the same."""
    stacks = stacks_of({year: presence._asdict() for year, presence in years.items()})
    return {"stacks": stacks, "height": CHART_HEIGHT}


@register.inclusion_tag("_shares.html")
def vote_shares(votes: dict[str, int]) -> dict[str, Any]:
    """Draw votes by option as one bar; words say the same."""
    return {"parts": shares_of(votes)}


@register.inclusion_tag("_shares.html")
def tally_shares(resolution: dict[str, Any]) -> dict[str, Any]:
    """Draw the counted votes of a record's resolution as one bar, if both sides were counted."""
    counts = {name: resolution[f"{name}_count"] for name in ("yes", "no", "abstain")}
    if counts["yes"] is None or counts["no"] is None:
        return {"parts": []}
    return {"parts": shares_of({name: count or 0 for name, count in counts.items()})}
