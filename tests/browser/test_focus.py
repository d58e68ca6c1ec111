"""What has the focus is never hidden by the row of buttons or the line of sections: WCAG 2.2 AA, 2.4.11."""

import pytest
from playwright.sync_api import Page

from tests.browser.test_desk import log_in
from tests.factories import make_draft, make_vote

HIDDEN = """
() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const needed = box.top + Math.min(box.height, 40);  // of a tall text the first lines
  const isBehind = [...document.querySelectorAll('.submit-row, .sections')].some((bar) => {
    const other = bar.getBoundingClientRect();
    return !bar.contains(element) && needed > other.top && box.top < other.bottom;
  });
  const isOutside = box.bottom <= 0 || box.top >= innerHeight;
  return {
    ended: element === document.body || element.closest('footer') !== null,
    hidden: isBehind || isOutside ? `${element.tagName} ${element.name ?? element.className}` : '',
  };
}
"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 720)])
def test_nothing_is_focused_behind_the_buttons(page: Page, width: int, height: int):
    meeting = make_draft(present=4, items=2, resolutions=2)
    make_vote(meeting.resolutions.in_order()[0], voter=meeting.attendances.in_order()[0].person)
    log_in(page, is_superuser=True)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")
    page.locator(".sections a").first.focus()

    hidden = []
    for _stop in range(200):
        page.keyboard.press("Tab")
        found = page.evaluate(HIDDEN)
        if found["ended"]:
            break
        hidden += [found["hidden"]] if found["hidden"] else []

    assert found["ended"]
    assert hidden == []
