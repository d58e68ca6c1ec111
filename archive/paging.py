"""Pagination: one page of a list, as fast at its end as at its beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from archive.forms.public.navigation import PageForm

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page:
    """Rows of one page; `number` counts from 1, `count` is the length of the whole list."""

    items: list[Any]
    number: int
    count: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages the list has; an empty list has one."""
        return max(1, -(-self.count // self.size))

    @property
    def previous_number(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next_number(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None

    @property
    def shown_numbers(self) -> list[int | None]:
        """Return the numbers to link: the first, the last, the neighbours; None for what is between.

        A single page between two is linked too.
        """
        near = {1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)}
        near |= {number for number in (2, self.pages - 1) if {number - 1, number + 1} <= near}
        shown: list[int | None] = []
        for number in sorted(near):
            if shown and number - (shown[-1] or 0) > 1:
                shown.append(None)
            shown.append(number)
        return shown


def page_of(
    request: HttpRequest, queryset: QuerySet[Any], size: int = PAGE_SIZE, keys: list[int] | None = None
) -> Page:
    """Return the page of a list that `?page=` asks for; the first if it asks for none.

    The queryset must have a unique order. `keys` are all primary keys in order, where no database could
    sort them. Costs three queries at any page, one if the list is empty, and the queryset's prefetches:
    the count, the page's primary keys, and its rows; with `keys` only the rows. Raises Http404 for a page
    that is no number or does not exist; showing the last page instead would give it two addresses.
    """
    count = queryset.count() if keys is None else len(keys)
    page = page_or_404(Page([], asked_number(request), count, size))
    wanted = keys_of(queryset, page) if keys is None else keys[(page.number - 1) * size :][:size]
    return Page(rows_at(queryset, wanted), page.number, count, size)


def rows_at(queryset: QuerySet[Any], keys: Sequence[Any]) -> list[Any]:
    """Return the rows with some primary keys, in the order of the keys; one query."""
    rows = queryset.in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def page_of_list(request: HttpRequest, rows: Sequence[Any], size: int) -> Page:
    """Return the page of a list in memory, as page_of() does."""
    page = page_or_404(Page([], asked_number(request), len(rows), size))
    start = (page.number - 1) * size
    return Page(list(rows[start : start + size]), page.number, page.count, size)


def page_or_404(page: Page) -> Page:
    if page.number > page.pages:
        raise Http404(_("This list has no page %(number)s.") % {"number": page.number})
    return page


def asked_number(request: HttpRequest) -> int:
    """Return the page number in the address. Raises Http404."""
    form = PageForm(request.GET)
    if not form.is_valid():
        raise Http404(_("The page of a list is a number, 1 or more."))
    return form.cleaned_data["page"] or 1


def keys_of(queryset: QuerySet[Any], page: Page) -> list[Any]:
    """Return the primary keys of a page in order, read from the index alone.

    A row skipped by OFFSET would cost its counts of attendance and resolutions. Pages of the second
    half are read from the other end.
    """
    start = (page.number - 1) * page.size
    stop = min(start + page.size, page.count)
    keys = queryset.values_list("pk", flat=True)
    if start > page.count // 2:
        return list(keys.reverse()[page.count - stop : page.count - start])[::-1]
    return list(keys[start:stop])
