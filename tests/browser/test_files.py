"""Many files at once: dropped, read one by one, and made into drafts, in a browser."""

from playwright.sync_api import Page, expect

from archive.models import Body, Document, Meeting
from tests.browser.test_desk import log_in
from tests.factories import make_body

DROPPED = """files => {
    const dropped = new DataTransfer();
    files.forEach(([name, text]) => dropped.items.add(new File([text], name, {type: 'text/plain'})));
    return dropped;
}"""


def minutes_of(body: str, date: str) -> str:
    return f"{body}\n\nMinutes of the meeting held on {date}\n\nPresent: Ada Lunn (Chair), Tom Reed\n"


def test_dropped_files_are_read_counted_and_made_into_drafts(page: Page):
    make_body("Allotments Committee")
    log_in(page, is_superuser=True)
    files = [
        ["march.txt", minutes_of("Allotments Committee", "3 March 2009")],
        ["june.txt", minutes_of("Allotments Committee", "2 June 2009")],
        ["board.txt", minutes_of("Harbour Board", "4 May 2010")],
    ]
    data = page.evaluate_handle(DROPPED, files)
    page.locator("form.drop").dispatch_event("drop", {"dataTransfer": data})

    expect(page).to_have_url("/desk/archive/meeting/read/files/")
    expect(page.locator("#files-read b")).to_have_text("3")
    filters = page.locator("#files-filters")
    expect(filters).not_to_contain_text("Not read yet")
    expect(filters).to_contain_text("To be answered 1")
    expect(page.locator("#files-says")).to_contain_text("2 can become drafts")
    expect(page.locator("#files-bodies")).to_contain_text("Harbour Board")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#files-says")).to_have_text("Drafts made: 2")
    expect(filters).to_contain_text("All 1")
    days = Meeting.objects.oldest_first().values_list("date", flat=True)
    assert [day.isoformat() for day in days] == ["2009-03-03", "2009-06-02"]
    assert Document.objects.filter(is_public=False).count() == 2
    assert not Body.objects.filter(name="Harbour Board").exists()
