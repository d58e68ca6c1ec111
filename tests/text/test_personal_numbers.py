"""Numbers of identity cards, bank accounts and telephones, and digits that are none of these."""

import pytest

from archive.text.personal_numbers import is_card_number, personal_numbers

EXAMPLES = {
    "identity card": [
        # GB 11643—1999, annex A; the second with full-width signs, the third of before 1999.
        "11010519491231002X",
        "440524188001010014",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105491231002",
        "A123456789",
        "A123456(3)",
        "5123456(7)",
        "078-05-1120",
        "AB 12 34 56 C",
        "AB123456C",
    ],
    "bank account": [
        "4111 1111 1111 1111",
        "6222021234567890128",
        "3782 822463 10005",
        "GB29 NWBK 6016 1331 9268 19",
        "DE89370400440532013000",
    ],
    "telephone": [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138 1234 5678",
        "+44 (20) 7946-0958",
        "0912-345-678",
        "0395-3123456",
        "(02) 2345-6789",
        "(555) 234-5678",
        "555-234-5678",
        "07700 900123",
        "020 7946 0958",
    ],
}


@pytest.mark.parametrize(("kind", "number"), [(kind, one) for kind in EXAMPLES for one in EXAMPLES[kind]])
@pytest.mark.parametrize("text", ["His number is {}, he said.", "号码{}。"])
def test_personal_number_is_found(kind: str, number: str, text: str):
    assert personal_numbers(text.format(number)) == [(kind, number)]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("身份证110105194912310021", "identity card", "110105194912310021"),
        ("身份證字號：A123456780", "identity card", "A123456780"),
        ("passport no. E12345678", "identity card", "E12345678"),
        ("港澳通行证C12345678", "identity card", "C12345678"),
        ("Driver’s license D1234567", "identity card", "D1234567"),
        ("driving licence number MORGA753116SM9IJ", "identity card", "MORGA753116SM9IJ"),
        ("NHS number 943 476 5919", "identity card", "943 476 5919"),
        ("Social insurance number: 046 454 286", "identity card", "046 454 286"),
        ("账号：410001234567", "bank account", "410001234567"),
        ("sort code 12-34-56", "bank account", "12-34-56"),
        ("Account number 31926819", "bank account", "31926819"),
        ("Tel: 9123 4567", "telephone", "9123 4567"),
        ("联系方式 3123456", "telephone", "3123456"),
    ],
)
def test_word_before_a_number_says_what_it_is(text: str, kind: str, number: str):
    assert personal_numbers(text) == [(kind, number)]


@pytest.mark.parametrize(
    "text",
    [
        *("12345678901", "138123456789", "2023-08-23", "1,381,234,567.8", "+5", "a13812345678", ""),
        *("110105194912310021", "110105194913310020", "1101051949123100", "A123456788", "A123456(4)"),
        *(
            "000-12-3456",
            "12-34-5678",
            "GB 12 34 56 C",
            "4111 1111 1111 1112",
            "GB29 NWBK 6016 1331 9268 18",
        ),
        *("台內營字第0990810631號", "漯应急〔2023〕13812345678号", "https://example.org/j/13812345678"),
        *("办公电话：0395-3123456", "热线 13800138000", "Dial in: +1 617 597 5043", "+1 800 555 1234"),
        *("Last call: 2023-07-25", "call 2019-12-04", "May 1-2, 2012-2013 2014", "$123 456 789"),
        *("NHS, 2023-2024 budget", "the NHS 24 111222 line", "社保卡发放1200000张", "通行证1200本"),
    ],
)
def test_other_digits_are_not(text: str):
    assert personal_numbers(text) == []


def test_every_number_is_named_once_in_the_order_of_the_text():
    text = "13800138000, 11010519491231002X, 13800138000"

    assert [one.text for one in personal_numbers(text)] == ["13800138000", "11010519491231002X"]


def test_card_number_needs_a_birthday_and_a_province():
    assert not is_card_number("110105194902310020")
    assert not is_card_number("00010519491231002X")
