import pytest

from archive.text.personal_numbers import is_card_number, personal_numbers


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x", "440524188001010014"])
def test_card_number_with_its_check_digit_is_found(number: str):
    # The examples of GB 11643—1999, annex A.
    assert personal_numbers(f"身份证号{number}。") == ["identity card"]


@pytest.mark.parametrize("number", ["110105194912310021", "110105194913310020", "1101051949123100"])
def test_number_that_is_no_card_is_not(number: str):
    assert personal_numbers(number) == []


def test_card_number_needs_a_birthday():
    assert not is_card_number("110105194902310020")


@pytest.mark.parametrize(
    "number", ["13812345678", "138 1234 5678", "138-1234-5678", "+86 138 1234 5678", "+44 (20) 7946-0958"]
)
def test_telephone_number_is_found(number: str):
    assert personal_numbers(f"Call {number}, please.") == ["telephone"]


@pytest.mark.parametrize(
    "text", ["12345678901", "138123456789", "2023-08-23", "1,381,234,567.8", "+5", "a13812345678", ""]
)
def test_other_digits_are_not(text: str):
    assert personal_numbers(text) == []
