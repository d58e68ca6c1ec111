"""The way of each new thing about votes and matters: desk, page, search, correction, import, two languages.

One meeting holds one of each, because what is tested is the way and not its cost: a row of JOURNEYS is one
decision, as typed at the desk and as a source says it.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

from django.test import Client
from django.urls import reverse
from django.utils import translation

from archive.models import Body, Meeting, Resolution
from archive.operations.publish import problems_of
from archive.record.verify import problems_of_record
from archive.record.versions import record_in
from tests.admin.pages import ADD, blank, change, filled, notes, row, save
from tests.factories import make_person
from tests.operations.importing.rows import Row, full_row, import_rows

PEOPLE = ("Ann Ridge", "Bo Holm", "Cy Dell", "Di Fern")
JUNE = {"date": "2023-06-06", "name": "June", "number": "3", "number_series": "Works"}
WITHOUT = {"address", "slug"}  # what an archive makes itself


class Journey(NamedTuple):
    """A decision: its fields, its votes, what pages say of it, and what a correction makes of it.

    `said` is the English and the Chinese; `corrected` are fields of its page, `since` what is said then.
    """

    name: str
    fields: dict[str, Any]
    said: tuple[str, str]
    corrected: dict[str, Any]
    since: tuple[str, str]
    votes: tuple[dict[str, Any], ...] = ()


def vote(voter: str, option: str = "yes", **more: Any) -> dict[str, Any]:
    return {"voter": voter, "option": option, **more}


ANN, BO, CY = PEOPLE[:3]
JOURNEYS = (
    Journey(
        "Buy eight lamps", {"result": "adopted_as_amended"},
        ("Amendments: For eight read five Adopted", "修正案： For eight read five 通过"),
        {"result": "rejected"}, ("Buy eight lamps Rejected", "Buy eight lamps 否决"),
    ),
    Journey(
        "For eight read five", {"result": "adopted", "amends_motion": 1},
        ("Amendment to Buy eight lamps", "所修正的动议 Buy eight lamps"),
        {"result": "withdrawn"}, ("For eight read five Withdrawn", "For eight read five 已撤回"),
    ),
    Journey(
        "Paint the gate", {"result": "adopted"}, ("For · casting vote", "赞成 · 决定票"),
        {"result": "rejected", "votes-2-option": "no"}, ("Against · casting vote", "反对 · 决定票"),
        (vote(ANN), vote(BO, "no"), vote(ANN, is_casting=True)),
    ),
    Journey(
        "Hire a porter", {"result": "adopted"}, ("For · by proxy: Bo Holm", "赞成 · 代投： Bo Holm"),
        {"votes-1-option": "abstain"}, ("Abstained · by proxy: Bo Holm", "弃权 · 代投： Bo Holm"),
        (vote(ANN), vote("Di Fern", proxy=BO)),
    ),
    Journey(
        "Levy a rate", {"result": "adopted"},
        ("By weight: For 2.5 · Against 1.25", "按权重： 赞成 2.5 · 反对 1.25"),
        {"votes-0-weight": "3"}, ("By weight: For 3 · Against 1.25", "按权重： 赞成 3 · 反对 1.25"),
        (vote(ANN, weight="2.5"), vote(BO, "no", weight="1.25")),
    ),
    Journey(
        "Grant to the mill", {"result": "adopted"}, ("Cy Dell Recused", "Cy Dell 回避"),
        {"votes-1-option": "recused"}, ("Bo Holm Recused", "Bo Holm 回避"),
        (vote(ANN), vote(BO), vote(CY, "recused")),
    ),
    Journey(
        "Move the bench", {"result": "lost_for_want_of_second"},
        ("Move the bench Lost for want of a second", "Move the bench 无人附议"),
        {"result": "tied"}, ("Move the bench Tied", "Move the bench 平票"),
    ),
    Journey(
        "Plant an oak", {"result": "tied", "yes_count": 1, "no_count": 1},
        ("Plant an oak Tied", "Plant an oak 平票"),
        {"result": "tabled"}, ("Plant an oak Laid on the table", "Plant an oak 搁置"),
    ),
    Journey(
        "Close the lane", {"result": "tabled"}, ("Close the lane Laid on the table", "Close the lane 搁置"),
        {"result": "lost_for_want_of_second"},
        ("Close the lane Lost for want of a second", "Close the lane 无人附议"),
    ),
    Journey(
        "Thank the choir", {"result": "adopted", "decision_method": "unanimous_consent"},
        ("Unanimous consent", "无异议"),
        {"decision_method": "consensus"}, ("Consensus", "协商一致"),
    ),
    Journey(
        "Rezoning of Mill Lane", {"result": "adopted", "identifier": "2023-014"},
        ("first taken up 2 May 2023", "首次"),
        {"matter": ""}, ("Rezoning of Mill Lane", "Rezoning of Mill Lane"),
    ),
)  # fmt: skip
MAY: Row = {
    "date": "2023-05-02",
    "name": "May",
    "resolutions": [{"name": "Rezoning of Mill Lane", "identifier": "2023-014", "result": "deferred"}],
}


def test_each_thing_goes_its_whole_way(publisher: Client, client: Client, tmp_path: Path):
    people = {name: make_person(name) for name in PEOPLE}
    import_rows(tmp_path, full_row(1, **MAY, publication="published"))
    body = Body.objects.get()

    meeting = enter(publisher, body, people)
    publish_at_the_desk(publisher, meeting)

    tell = pages_of(client, meeting)
    for journey in JOURNEYS:
        assert says(tell, journey.said), journey.name
        assert meeting.get_absolute_url() + address_of(meeting, journey) in found(client, journey.name)
    assert meeting.get_absolute_url() in found(client, "June Works")
    assert "/matters/2023-014/" in client.get("/matters/").content.decode()
    assert same_record(meeting, tmp_path)

    correct_each(publisher, meeting)

    tell = pages_of(client, meeting)
    for journey in JOURNEYS:
        assert says(tell, journey.since), journey.name
    assert meeting.get_absolute_url() in found(client, "June Roads")
    assert meeting.get_absolute_url() not in found(client, "June Works")
    assert Resolution.objects.get(name=JOURNEYS[-1].name, meeting=meeting).matter is None
    assert list(problems_of_record()) == []


def enter(publisher: Client, body: Body, people: dict[str, Any]) -> Meeting:
    """Type the meeting and all its decisions in one go, and then the votes on the page of each."""
    fields = blank(body=body.pk, **JUNE, text="The council met.", chair_note="")
    fields |= {"attendances-TOTAL_FORMS": len(PEOPLE), "resolutions-TOTAL_FORMS": len(JOURNEYS)}
    for number, name in enumerate(PEOPLE):
        role, status = ("chair" if name == ANN else "member"), ("excused" if number == 3 else "present")
        fields |= row("attendances", number, person=people[name].pk, role=role, status=status)
    for number, journey in enumerate(JOURNEYS):
        typed = {"classification": "resolution", "decision_method": "not_recorded"} | journey.fields
        typed["motion_row"] = typed.pop("amends_motion", "")
        fields |= row("resolutions", number, name=journey.name, **typed)
    save(publisher, ADD, fields)
    meeting = Meeting.objects.get(name="June")
    for journey in (one for one in JOURNEYS if one.votes):
        page = page_of(meeting, journey)
        fields = filled(publisher, page, **{"votes-TOTAL_FORMS": len(journey.votes)})
        for number, given in enumerate(journey.votes):
            named = {key: people[given[key]].pk for key in ("voter", "proxy") if key in given}
            fields |= row("votes", number, **given | named)
        save(publisher, page, fields)
    return meeting


def publish_at_the_desk(publisher: Client, meeting: Meeting) -> None:
    answer = save(publisher, change(meeting), filled(publisher, change(meeting), _publish="1"))
    meeting.refresh_from_db()
    assert meeting.is_published, (notes(answer), problems_of(meeting))


def correct_each(publisher: Client, meeting: Meeting) -> None:
    for journey in JOURNEYS:
        page = page_of(meeting, journey)
        typed = filled(publisher, page, **journey.corrected, correction_reason="As the tape has it.")
        answer = publisher.post(page, typed)
        if answer.status_code == 200:  # what is doubted is asked once
            save(publisher, page, typed | {"_confirmed": answer.context["confirmed"]})
    page = change(meeting)
    save(publisher, page, filled(publisher, page, number_series="Roads", correction_reason="Its series."))


def page_of(meeting: Meeting, journey: Journey) -> str:
    key = meeting.resolutions.get(name=journey.name).pk
    return reverse("admin:archive_resolution_change", args=[key])


def address_of(meeting: Meeting, journey: Journey) -> str:
    return f"resolutions/{JOURNEYS.index(journey) + 1}/"


def pages_of(client: Client, meeting: Meeting) -> tuple[str, str]:
    """Return the words of the page in English and in Chinese."""
    told = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            page = client.get(meeting.get_absolute_url(), headers={"accept-language": language})
        told.append(" ".join(re.sub("<[^>]+>", " ", page.content.decode()).split()))
    return told[0], told[1]


def says(told: tuple[str, str], said: tuple[str, str]) -> bool:
    return all(words in page for words, page in zip(said, told, strict=True))


def found(client: Client, words: str) -> str:
    return client.get("/search/", {"q": words}).content.decode()


def same_record(meeting: Meeting, tmp_path: Path) -> bool:
    """Return whether an import of the same, of another body, makes the same of it."""
    named = [
        journey.fields | {"name": journey.name, "votes": [dict(one) for one in journey.votes]}
        for journey in JOURNEYS
    ]
    listed = [
        {"person": name, "role": "chair" if name == ANN else "member"}
        | ({"status": "excused"} if name == PEOPLE[3] else {})
        for name in PEOPLE
    ]
    june = JUNE | {"attendances": listed, "resolutions": named}
    rows = [
        full_row(number, body="Other", publication="published", **one)
        for number, one in ((2, MAY), (3, june))
    ]
    assert import_rows(tmp_path, *rows)[1] == []
    imported = Meeting.objects.get(name="June", body__name="Other")
    return told_of(meeting) == told_of(imported)


def told_of(meeting: Meeting) -> Any:
    version = meeting.revisions.order_by("number").last()
    record = record_in(version.snapshot)  # type: ignore[union-attr]
    return {key: bare(record[key]) for key in ("resolutions", "number", "number_series", "attendances")}


def bare(value: Any) -> Any:
    if isinstance(value, list):
        return [bare(one) for one in value]
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items() if key not in WITHOUT}
    return value
