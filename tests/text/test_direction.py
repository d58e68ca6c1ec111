import pytest

from archive.text.direction import direction, has_right_to_left


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        *(
            ("ar", "rtl"),
            ("he", "rtl"),
            ("fa-IR", "rtl"),
            ("ug", "rtl"),
            ("ug-Arab-CN", "rtl"),
            ("ur", "rtl"),
        ),
        *(("ug-Latn", "ltr"), ("az-Arab", "rtl"), ("zh-Hant", "ltr"), ("en", "ltr"), ("de-1996", "ltr")),
        *(("", "auto"), ("und", "auto"), ("und-Arab", "auto"), ("mul", "auto")),
    ],
)
def test_direction_is_that_of_the_script(tag: str, expected: str):
    assert direction(tag) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Clerk سعاد", True), ("חיפה", True), ("李伟 (Li Wei)", False), ("", False)]
)
def test_has_right_to_left_sees_one_letter(text: str, expected: bool):
    assert has_right_to_left(text) is expected
