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
    """Return the browser of somebody who enters meetings."""
    return logged_in("Clerk")


@pytest.fixture
def publisher(db: None) -> Client:
    """Return the browser of somebody who publishes, corrects and withdraws too."""
    return logged_in("Publisher")


@pytest.fixture
def superuser(db: None) -> Client:
    """Return the browser of somebody who may do anything."""
    return logged_in(is_superuser=True)
