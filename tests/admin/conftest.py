"""Staff who are logged in."""

from typing import Any

import pytest
from django.test import Client


def logged_in(*groups: str, **fields: Any) -> Client:
    from tests.factories import make_user  # noqa: PLC0415 - pytest reads this file before the settings

    client = Client()
    client.force_login(make_user(*groups, **fields))
    return client


@pytest.fixture
def clerk(db: None) -> Client:
    """Return the browser of a clerk, who enters meetings."""
    return logged_in("Clerk")


@pytest.fixture
def publisher(db: None) -> Client:
    """Return the browser of a publisher, who also corrects and withdraws."""
    return logged_in("Publisher")


@pytest.fixture
def superuser(db: None) -> Client:
    """Return the browser of a superuser."""
    return logged_in(is_superuser=True)
