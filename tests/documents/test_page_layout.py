"""Pages of a PDF put together by position, and what runs through their margins."""

import io

import pytest

from archive.documents import pdf
from archive.documents.page_layout import Line, without_margins
from tests.samples import drawn_pdf

Drawn = list[tuple[float, float, str]]
LEFT, RIGHT = 72, 320
BODY = [
    "The clerk reported on the repair of the bridge.",
    "Members asked when the road would be open again.",
    "The surveyor answered that it would be in spring.",
    "It was resolved to write to the county about it.",
    "Nothing else was raised under this heading then.",
]


def text_of(*pages: Drawn) -> str:
    return "".join(pdf.read(io.BytesIO(drawn_pdf(*pages)))).strip()


def column(x: float, lines: list[str], *, top: float = 640) -> Drawn:
    return [(x, top - 16 * number, line) for number, line in enumerate(lines)]


def test_heading_that_was_drawn_last_stands_first():
    page = [*column(LEFT, BODY), (LEFT, 700, "MINUTES OF ALDER PARISH COUNCIL")]

    assert text_of(page).splitlines()[0] == "MINUTES OF ALDER PARISH COUNCIL"


def test_head_and_foot_drawn_first_stand_around_the_text():
    page = [(LEFT, 780, "Alder Parish Council"), (LEFT, 60, "Signed"), *column(LEFT, BODY)]

    lines = text_of(page).splitlines()

    assert [line for line in lines if line] == ["Alder Parish Council", *BODY, "Signed"]


def test_table_drawn_column_by_column_is_read_by_rows():
    names, posts = ["Ada Reed", "Bo Lund", "Cy Voss"], ["Chair", "Clerk", "Member"]
    page = [*column(LEFT, names), *column(RIGHT, posts)]

    assert text_of(page).splitlines() == ["Ada Reed   Chair", "Bo Lund   Clerk", "Cy Voss   Member"]


def test_columns_of_running_text_are_read_one_after_the_other():
    left, right = [line[:30] for line in BODY], [line[-30:] for line in BODY]
    page = [*column(RIGHT, right), *column(LEFT, left), (LEFT, 720, "Report of the year")]

    lines = [line for line in text_of(page).splitlines() if line]

    assert lines == ["Report of the year", *[line.strip() for line in left], *[r.strip() for r in right]]


def test_cells_of_several_lines_stay_together():
    page = [
        *column(LEFT, ["The repair of the old", "bridge over the brook"]),
        *column(RIGHT, ["Resolved to ask the", "county for its costs."]),
        *column(LEFT, ["Signed"], top=700),
    ]

    assert text_of(page).split("\n\n") == [
        "Signed",
        "The repair of the old\nbridge over the brook",
        "Resolved to ask the\ncounty for its costs.",
    ]


def test_line_drawn_in_letters_is_one_line():
    page: Drawn = [
        (LEFT + 8 * number, up + 0.3 * (number % 2), letter)
        for up, words in ((700, "ABSENCE"), (640, "PRESENT"))
        for number, letter in enumerate(words)
    ]

    assert text_of(page[::-1]).split() == ["ABSENCE", "PRESENT"]


def test_strips_repeat_no_character():
    # The second strip of each line begins with the letter that the first one ends on.
    cut = [
        ("Cou", "uncil"),
        ("Min", "nutes"),
        ("Res", "solved"),
        ("Vot", "ted"),
        ("Agr", "reed"),
        ("End", "ded"),
    ]
    page = [
        *column(LEFT, [left for left, _right in cut]),
        *column(LEFT + 16, [right for _left, right in cut]),
    ]

    assert text_of(page).split() == ["Council", "Minutes", "Resolved", "Voted", "Agreed", "Ended"]


def numbered(number: int) -> Drawn:
    return [
        (LEFT, 800, "Alder Parish Council"),
        *column(LEFT, [f"{line[:-1]}, {number}." for line in BODY]),
        (280, 40, f"{number} | P a g e"),
    ]


def test_running_head_stays_once_and_numbers_go():
    text = text_of(numbered(202), numbered(203), numbered(204))

    assert text.count("Alder Parish Council") == 1
    assert text.startswith("Alder Parish Council")
    assert "P a g e" not in text
    assert text.count("The clerk reported") == 3


@pytest.mark.parametrize(
    "mark", ["Page 2", "Page 2 of 7", "2 | P a g e", "- Page 2 -", "2/7", "第 2 頁，共 7 頁", "第2页"]
)
def test_number_of_a_page_in_any_form_goes(mark: str):
    pages = [[Line("Agreed.", 0.5), Line(mark, 0.05)]]

    assert list(without_margins(pages)) == [[Line("Agreed.", 0.5)]]


def test_bare_number_goes_only_where_pages_are_numbered():
    pages = [[Line(f"Item {n}", 0.9), Line(str(n), 0.05)] for n in (1, 2)]

    assert [[line.text for line in page] for page in without_margins(pages)] == [["Item 1"], ["Item 2"]]
    alone = [[Line("Votes", 0.9), Line("12", 0.05)], [Line("Other", 0.9)]]
    assert list(without_margins(alone)) == alone


def test_foot_stays_on_the_last_page_and_left_and_right_heads_once():
    left, right = Line("Alder Council", 0.95), Line("Minutes of May", 0.95)
    foot = Line("Signed by the chair", 0.06)
    pages = [[head, Line(f"Text {n}", 0.5), foot] for n, head in enumerate((left, right, left, right))]

    text = [line.text for page in without_margins(pages) for line in page]

    assert text == [left.text, "Text 0", right.text, *[f"Text {n}" for n in (1, 2, 3)], foot.text]


def test_equal_lines_in_other_places_stay():
    pages = [[Line("Carried.", 0.4), Line("Text", 0.3)], [Line("Carried.", 0.6), Line("Other", 0.3)]]

    assert list(without_margins(pages)) == pages
