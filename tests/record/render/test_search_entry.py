"""What the index finds of a record."""

import pytest

from archive.record.render.search_entry import without_addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[words](https://example.org/a)", "words"),
        ("![words](a.png)", "words"),
        ("[2023](附件)", "[2023](附件)"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_address_of_a_link_is_not_visible(text: str, expected: str):
    assert without_addresses(text) == expected
