"""What has the focus is never hidden by the row of buttons or the line of sections: WCAG 2.2 AA, 2.4.11."""

import pytest
from playwright.sync_api import Page

from tests.browser.test_desk import desk_addresses, log_in
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


# After each Tab: what stays in sight while the page scrolls must not cover all of the element, at any
# of the points looked at; nor may it lie outside, come before the one focused last, or look as if it
# had no focus.
FOLLOW_TABS = """
() => {
  const stays = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (['fixed', 'sticky'].includes(getComputedStyle(one).position)) return one;
    }
    return null;
  };
  const isCovered = (element, box) => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (left >= right || top >= bottom) return true;
    return [0.1, 0.5, 0.9].every((part) => {
      const over = document.elementFromPoint((left + right) / 2, top + (bottom - top) * part);
      const layer = stays(over);
      return layer !== null && !layer.contains(element);
    });
  };
  const isPlain = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle === 'none' && style.boxShadow === 'none';
  };
  // The box around several choices is marked in the place of the field in it.
  const isUnmarked = (element) =>
    isPlain(element) && isPlain(element.closest('.select2-selection') ?? element);
  const first = document.querySelector('a[href]');
  first.focus();
  const found = window.tabbed = {stops: 0, ended: false, faults: []};
  let last = first;
  addEventListener('keyup', ({key}) => {
    const element = document.activeElement;
    if (key !== 'Tab' || found.ended) return;
    if (element === document.body || element === first) {
      found.ended = true;
      return;
    }
    const name = element.outerHTML.slice(0, 120);
    const box = element.getBoundingClientRect();
    const isBefore = last && element.compareDocumentPosition(last) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isCovered(element, box)) found.faults.push(`hidden: ${name}`);
    if (isUnmarked(element)) found.faults.push(`no ring: ${name}`);
    if (isBefore) found.faults.push(`out of order: ${name}`);
    last = element;
    found.stops += 1;
  }, true);
}
"""


def faults_of(page: Page) -> list[str]:
    """Press Tab from the page's start to its end; return what was wrong on the way."""
    page.evaluate(FOLLOW_TABS)
    for _ in range(40):
        for _ in range(10):
            page.keyboard.press("Tab")
        if page.evaluate("tabbed.ended"):
            break
    found: list[str] = page.evaluate("tabbed.ended ? tabbed.faults : ['no end', ...tabbed.faults]")
    return found if page.evaluate("tabbed.stops") > 5 else ["hardly a stop", *found]


PARTS = 10


@pytest.mark.any_engine
@pytest.mark.parametrize("part", range(PARTS), ids="part {}".format)
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 720)])
def test_all_pages_show_what_has_the_focus(page: Page, part: int, width: int, height: int):
    pages = desk_addresses(page)
    page.set_viewport_size({"width": width, "height": height})
    faults = []

    for address in pages[part::PARTS]:
        page.goto(address)
        faults += [f"{address} {fault}" for fault in faults_of(page)]

    assert "\n".join(faults) == ""
