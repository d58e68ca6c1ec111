import pytest

from archive.text.text_fragments import text_fragment


@pytest.mark.parametrize(
    ("html", "fragment"),
    [
        ("on the <mark>pumps</mark> of the lower basin and", "#:~:text=pumps%20of%20the%20lower%20basin"),
        ("the <mark>co-op</mark>, which", "#:~:text=co%2Dop"),
        ("a &amp; <mark>b &amp; c</mark>", "#:~:text=b%20%26%20c"),
        ("同意<mark>防汛</mark>方案", "#:~:text=%E9%98%B2%E6%B1%9B"),
        ("<mark>a</mark> b…", "#:~:text=a"),
        ("nothing", ""),
    ],
)
def test_fragment_is_of_the_first_marked_words(html: str, fragment: str):
    assert text_fragment(html) == fragment
