"""Two ordinary texts are published as they were read, and the record holds what they say."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.test import Client

from archive.models import ActionItem, Meeting, Resolution
from tests.admin.meeting_page.test_read_text import again, read
from tests.admin.pages import ADD
from tests.factories import make_body

ORDINARY = Path(__file__).parents[2] / "reader/ordinary"

# Item, result, mover and seconder.
COUNCIL = [
    ("1", "adopted", "Lars Bergen", "Mina Castell"),
    ("2", "adopted", "Greta Hale", "Oren Dayan"),
    ("4", "adopted_as_amended", "Mina Castell", "Ivo Falk"),
    ("4", "adopted", "Lars Bergen", "Greta Hale"),
    ("5", "adopted", "Oren Dayan", "Ivo Falk"),
    ("6", "lost_for_want_of_second", "Tomas Ilves", ""),
    ("7", "tied", "Greta Hale", "Nadia Kerr"),
    ("8", "adopted", "Ivo Falk", "Oren Dayan"),
    ("9", "adopted", "Mina Castell", "Lars Bergen"),
    ("10", "adopted", "Nadia Kerr", "Greta Hale"),
]
# Of the ordinance, its amendment, and the sale: how each of those present voted.
ROLL_CALLS = [
    "Bergen Castell Falk Hale Kerr Obi: yes; Dayan Ilves: no",
    "Bergen Castell Falk Hale Kerr: yes; Dayan Ilves Obi: no",
    "Bergen Castell Dayan Falk Hale Obi: yes; Ilves: no; Kerr: recused",
]
BUREAU = [
    ("一", "agreed_in_principle", "防汛科", dt.date(2024, 4, 30)),
    ("一", "adopted", "防汛科，配合单位：财务科", dt.date(2024, 5, 15)),
    ("二", "adopted", "建设科；责任单位：质监站", dt.date(2024, 6, 30)),
    ("三", "deferred", "供水科", dt.date(2024, 9, 30)),
    ("四", "adopted", "", None),
    ("五", "not_recorded", "", None),
]


def sent(publisher: Client, name: str, **chosen: str) -> Any:
    """Read a text at the desk and press “publish” on the page that shows what was read."""
    page = read(publisher, (ORDINARY / name).read_text(encoding="utf-8"))
    return publisher.post(ADD, again(page, _publish="1", **chosen))


def roll_call(resolution: Resolution) -> str:
    """Return the family names by option: Lee Ray: yes; Poe: no."""
    options: dict[str, list[str]] = {}
    for vote in resolution.votes.order_by("pk"):
        options.setdefault(vote.option, []).append(vote.voter.name.split()[-1])
    return "; ".join(f"{' '.join(sorted(names))}: {option}" for option, names in options.items())


def item_of(resolution: Resolution) -> str:
    return resolution.agenda_item.number if resolution.agenda_item else ""


def test_minutes_of_a_council_need_no_correction(publisher: Client):
    make_body("Fenwick Town Council", language="en")

    sent(publisher, "council_en.txt")

    meeting = Meeting.objects.published().get()
    resolutions = Resolution.objects.filter(meeting=meeting).order_by("sequence", "pk")
    assert [
        (item_of(one), one.result, str(one.mover or ""), str(one.seconder or "")) for one in resolutions
    ] == COUNCIL
    assert [found for one in resolutions if (found := roll_call(one))] == ROLL_CALLS
    assert meeting.attendances.count() == 13
    assert meeting.location == "Council Chamber, 14 Quay Street"
    action = ActionItem.objects.get()
    assert (action.responsible_text, action.due_date) == ("Engineer", dt.date(2024, 7, 5))


def test_minutes_of_a_bureau_need_one_choice(publisher: Client):
    make_body("临湖市水务局党组", language="zh-Hans")

    # The text does not say what became of the last one.
    sent(publisher, "bureau_zh.txt", **{"resolutions-5-result": "not_recorded"})

    meeting = Meeting.objects.published().get()
    found = []
    for one in Resolution.objects.filter(meeting=meeting).order_by("sequence", "pk"):
        task = one.action_items.first()
        unit, due = (task.responsible_text, task.due_date) if task else ("", None)
        found.append((item_of(one), one.result, unit, due))
    assert found == BUREAU
    assert (meeting.attendances.count(), meeting.expected_count, meeting.present_count) == (26, 22, 19)
