"""Words beside names."""

import pytest

from archive.reader.name_words import without_address


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Cllr. Jane Smith", "Jane Smith"),
        ("Rev. Dr. Jane Smith", "Jane Smith"),
        ("Cllr D. Wong", "D. Wong"),
        ("Ms D'Arcy", "D'Arcy"),
        ("Dean", "Dean"),
        ("Chair 3", "Chair 3"),
    ],
)
def test_form_of_address_is_no_part_of_a_name(words: str, name: str):
    assert without_address(words) == name
