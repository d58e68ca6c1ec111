"""The prefix of a site that shares its host, /minutes of https://example.org/minutes/ (`URL_PREFIX`).

What is stored holds no prefix (records, redirects), so that an archive may move and its fingerprints stay.
Pages have it: Django's reverse(), and so get_absolute_url(), adds it. Both meet in the functions below.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.urls import get_script_prefix, set_script_prefix


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
