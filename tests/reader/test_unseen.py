"""What a reader of minutes does not see is no word of them."""

import pytest

from archive.reader.minutes import read_minutes

SHOWN = "# Minutes of the Board\n\nDate: 4 May 2023\n\nPresent: Ann Lee, Bob Ray\n"
PICTURE = "data:image/png;base64," + "iVBORw0KGgo" * 40


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- Present: Cy Dow -->",
        "<!--\nPresent: Cy Dow\n-->",
        "![logo][image1]\n\n[image1]: <" + PICTURE + ">",
        f'<img src="{PICTURE}">',
        "&nbsp;",
        "<br>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str):
    read = read_minutes(f"{SHOWN}\n{hidden}\n")
    head = read_minutes(f"# Minutes of the Board\n{hidden}\n{SHOWN.partition(chr(10))[2]}")

    for reading in (read, head):
        assert [entry.name for entry in reading.attendance.entries] == ["Ann Lee", "Bob Ray"]
        assert reading.not_placed == []
