"""An interest declared is found by its words in either language, unless its agenda item is closed."""

import pytest

from tests.factories import make_attendance, make_draft, make_item, make_span
from tests.operations.people.pairs import publish_now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ['"interest declared"', "interest declared", "申报利益", "申報利益"])
@pytest.mark.parametrize("is_public", [True, False])
def test_interest_declared_is_found(client, words: str, is_public: bool):
    meeting = make_draft(name="Spring session", text="All met.")
    item = make_item(meeting, name="Sale of a plot", is_public=is_public)
    king = make_attendance(meeting, role="chair")
    make_span(king, from_item=item, to_item=item, reason="interest_declared")
    make_span(king, from_item=make_item(meeting), reason="other")
    publish_now(meeting)

    assert ("Spring session" in client.get("/search/", {"q": words}).text) == is_public
