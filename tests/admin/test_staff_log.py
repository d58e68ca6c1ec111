"""The page of the staff log: who may read it, filters, pages by key, export."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from archive.models import StaffAct
from archive.models.staff_act import changed, new_act, note
from tests.admin.conftest import logged_in
from tests.admin.pages import change
from tests.factories import make_body, make_draft, make_meeting, make_person

LOG = "/desk/archive/staffact/"


@pytest.fixture
def auditor(db: None) -> Client:
    """Return the browser of somebody who may only read the log."""
    return logged_in(username="ada", permissions=("view_staffact",))


def make_acts(count: int, *, who: str = "bob", kind: str = "changed", **fields: Any) -> None:
    acts = [StaffAct(who=who, kind=kind, **fields) for _number in range(count)]
    StaffAct.objects.bulk_create(acts)


def found(client: Client, query: str) -> list[StaffAct]:
    return [entry.act for entry in client.get(f"{LOG}?{query}").context["entries"]]


@pytest.mark.parametrize("address", [LOG, f"{LOG}csv/"])
def test_log_is_read_by_its_own_permission_only(auditor: Client, publisher: Client, address: str):
    assert auditor.get(address).status_code == 200
    assert publisher.get(address).status_code == 403
    assert logged_in("Clerk").get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert auditor.post(address, {"action": "delete_selected"}).status_code == 405


def test_entry_is_shown_with_names_of_fields_and_values(auditor: Client):
    meeting = make_draft(name="Budget", body=make_body("Council"), date=dt.date(2023, 5, 8))
    status = changed("status", "present", "absent", model="archive.attendance", row="Ann Lee")
    note("changed", meeting, [changed("location", "Hall <b>", "Library"), status])

    text = auditor.get(LOG).text

    assert "Meeting: Council, 2023-05-08: Budget" in text
    assert f'<a href="{change(meeting)}">' in text
    assert "Place: <del>Hall &lt;b&gt;</del> → <ins>Library</ins>" in text
    assert "Attendance · Ann Lee · Status: <del>Present</del> → <ins>Absent</ins>" in text


def test_filters_by_person_kind_row_day_and_words(auditor: Client):
    meeting, person = make_draft(name="Budget"), make_person("Ann Lee")
    make_acts(1, who="bob", kind="deleted")
    make_acts(1, who="manage.py import_meetings", kind="imported")
    note("changed", meeting, [changed("location", "礼堂", "Library")])
    note("added", person, [])
    yesterday = timezone.now() - dt.timedelta(days=1)
    make_acts(1, who="eve", at=yesterday)
    day = timezone.localdate(yesterday)

    assert [act.kind for act in found(auditor, "who=bob")] == ["deleted"]
    assert [act.kind for act in found(auditor, "who=manage.py")] == ["imported"]
    assert [act.row_name for act in found(auditor, "kind=added")] == ["Ann Lee"]
    assert [act.row_key for act in found(auditor, f"row=archive.meeting:{meeting.pk}")] == [meeting.pk]
    assert [act.row_key for act in found(auditor, "q=礼堂")] == [meeting.pk]
    assert [act.row_name for act in found(auditor, "q=ann")] == ["Ann Lee"]
    assert [act.who for act in found(auditor, f"start={day}&end={day}")] == ["eve"]
    assert "eve" not in {act.who for act in found(auditor, f"start={day + dt.timedelta(days=1)}")}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=none", "kind"),
        ("start=gestern", "start"),
        ("start=2023-05-08&end=2023-05-07", "end"),
        ("who=%00", "who"),
        ("q=" + "x" * 101, "q"),
        ("row=archive.meeting:x", "row"),
        ("before=0", "before"),
        ("before=99999999999999999999", "before"),
    ],
)
def test_bad_value_shows_its_error_and_no_entry(auditor: Client, query: str, field: str):
    make_acts(1)

    response = auditor.get(f"{LOG}?{query}")

    assert list(response.context["form"].errors) == [field]
    assert response.context["entries"] == []
    assert auditor.get(f"{LOG}csv/?{query}").status_code == 200


def test_pages_follow_each_other_by_key(auditor: Client):
    make_acts(120)
    first = auditor.get(f"{LOG}?who=bob")
    make_acts(5)  # meanwhile

    second = auditor.get(f"{LOG}?who=bob&before={first.context['older']}")
    third = auditor.get(f"{LOG}?who=bob&before={second.context['older']}")

    keys = [entry.act.pk for page in (first, second, third) for entry in page.context["entries"]]
    assert len(keys) == len(set(keys)) == 120
    assert keys == sorted(keys, reverse=True)
    assert third.context["older"] is None


def test_words_are_looked_for_in_a_bounded_part_of_the_log(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("archive.models.staff_act.SEARCHED", 10)
    make_acts(1, row_name="Numbat")
    make_acts(30)

    page = auditor.get(f"{LOG}?q=numbat")
    assert page.context["entries"] == []
    while page.context["older"] and not page.context["entries"]:
        page = auditor.get(f"{LOG}?q=numbat&before={page.context['older']}")

    assert [entry.act.row_name for entry in page.context["entries"]] == ["Numbat"]


@pytest.mark.parametrize("count", [1, 3])
def test_log_query_count(auditor: Client, django_assert_num_queries, count: int):
    ann = User.objects.create_user("ann", first_name="Ann")
    for _number in range(count):
        note("changed", make_draft(), [changed("location", "Hall", "Library")], by=ann)

    with django_assert_num_queries(6):
        response = auditor.get(f"{LOG}?who=ann")

    assert len(response.context["entries"]) == count


def test_export_has_a_line_for_each_change_and_is_logged(auditor: Client):
    meeting = make_draft()
    note("changed", meeting, [changed("location", "=1+1", "Library"), changed("name", "A", "B")])

    response = auditor.get(f"{LOG}csv/?kind=changed")
    lines = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))

    assert [(line["field"], line["before"], line["after"]) for line in lines] == [
        ("Place", "'=1+1", "Library"),
        ("Title", "A", "B"),
    ]
    assert {line["row_key"] for line in lines} == {str(meeting.pk)}
    [export] = StaffAct.objects.filter(kind="exported")
    assert (export.who, export.change_list) == (
        "ada",
        [{"field": "kind", "before": None, "after": "changed"}],
    )


def test_history_of_a_row_is_its_part_of_the_log(clerk: Client):
    meeting, other = make_draft(), make_draft()
    note("changed", meeting, [changed("location", "Hall", "Library")])
    note("changed", other, [changed("location", "Hall", "Attic")])

    text = clerk.get(f"/desk/archive/meeting/{meeting.pk}/history/").text

    assert "<ins>Library</ins>" in text
    assert "Attic" not in text
    assert logged_in().get(f"/desk/archive/meeting/{meeting.pk}/history/").status_code == 403
    assert clerk.get("/desk/archive/meeting/0/history/").status_code == 302
    assert clerk.get(f"/desk/archive/meeting/{meeting.pk}/history/?before=x").status_code == 200


def test_struck_entry_says_so(auditor: Client):
    meeting = make_meeting()
    note("changed", meeting, [changed("location", "Hall", "Library")])
    StaffAct.objects.about(meetings=[meeting]).strike()

    text = auditor.get(LOG).text

    assert "The values were removed" in text
    assert "Library" not in text
    assert new_act("changed", meeting).body_key == meeting.body_id
