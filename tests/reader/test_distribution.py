"""Whom the minutes were sent to, and when, at their foot."""

import pytest

from archive.reader.minutes import read_minutes

pytestmark = pytest.mark.any_engine

HEAD = "市水务局局务会议纪要\n2023年5月16日\n出席：王芳\n\n会议决定购买水泵。\n"


@pytest.mark.parametrize(
    ("foot", "copied", "issued"),
    [
        ("抄送：市政府，各区水务局。\n办公室　2023年5月18日印发", "市政府，各区水务局", "2023-05-18"),
        ("抄 送：市政府办公室、\n各区水务局。\n", "市政府办公室、各区水务局", ""),
        ("抄報：市政府辦公室", "市政府辦公室", ""),
        ("市水务局办公室2023年5月18日印发", "", "2023-05-18"),
    ],
)
def test_foot_of_minutes(foot: str, copied: str, issued: str):
    text = f"{HEAD}\n{foot}\n"

    reading = read_minutes(text)

    assert (reading.copied_to.value if reading.copied_to else "") == copied
    assert (str(reading.issued_on.value) if reading.issued_on else "") == issued
    assert str(reading.date and reading.date.value) == "2023-05-16"
    assert text[reading.body.start : reading.body.end].strip() == "会议决定购买水泵。"


@pytest.mark.parametrize("foot", ["主送：各区\n抄送：市政府", "抄送：市政府\n\n会议还听取了汇报。"])
def test_what_is_not_only_a_foot_stays_in_the_text(foot: str):
    text = f"{HEAD}\n{foot}\n"

    assert read_minutes(text).body.end == len(text)


def test_copies_of_an_english_text():
    text = "Minutes of the Board\n3 May 2023\n\nDecision: mend the gate.\n\ncc: All members; the Clerk\n"

    copied_to = read_minutes(text).copied_to
    assert copied_to is not None
    assert copied_to.value == "All members; the Clerk"
