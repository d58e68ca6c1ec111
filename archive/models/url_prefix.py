"""The prefix of a site that shares its host, /minutes of https://example.org/minutes/ (`URL_PREFIX`).

What is stored holds no prefix (records, redirects), so that an archive may move and its fingerprints stay.
Pages have it: Django's reverse(), and so get_absolute_url(), adds it. Both meet in the functions below.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse, set_script_prefix

KEPT_ADDRESSES = 20_000  # of 300 bytes each, with their key


@contextmanager
def addresses_below(prefix: str = "/") -> Iterator[None]:
    """Make addresses with this prefix, or as they are stored; also a decorator."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def stored_address(address: str) -> str:
    """Return an address of a page as it is stored; one without the prefix as it is."""
    prefix = get_script_prefix()
    return address.removeprefix(prefix[:-1]) if address.startswith(prefix) else address


def shown_address(address: str) -> str:
    """Return a stored address as pages show it."""
    return f"{get_script_prefix()[:-1]}{address}"


def address_of(route: str, *args: Any) -> str:
    """Return reverse() of a public page, kept: a table names thousands, and each takes 60 microseconds."""
    return kept_address(get_script_prefix(), route, *args)


@lru_cache(maxsize=KEPT_ADDRESSES)
def kept_address(prefix: str, route: str, *args: Any) -> str:
    return reverse(route, args=args)
