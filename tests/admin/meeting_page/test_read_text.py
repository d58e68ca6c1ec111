"""A finished text is read, checked beside its source, and kept as a draft."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive.documents.extraction import Extracted
from archive.models import Meeting, NameToCheck, Person, SourceText
from archive.operations.entry.drafts import ForBodies, drafted
from archive.operations.entry.source_texts import keep_file
from archive.operations.publish.gate import problems_of
from tests.admin.conftest import logged_in
from tests.admin.pages import ADD, blank, change, save, values
from tests.factories import make_body, make_membership, make_person
from tests.samples import scanned_pdf

READ = "/desk/archive/meeting/read/"
FILES = "/desk/archive/meeting/read/files/"

TEXT = """安全生产委员会第12次会议纪要

时间：2023年9月6日 9:00
地点：二楼会议室
主持：孙全忠
出席：孙全忠、李　伟、王　芳
请假：陈　洁
列席：赵敏（气象局）
记录：周平

会议听取了第三季度检查情况汇报。现将会议议定事项纪要如下：

一、会议决定，入冬前对十一家企业全面复查。
二、会议同意，逐企公布逾期未整改事项。
"""


def read(client: Client, text: str = TEXT):
    return client.post(READ, {"text": text})


def again(response, **changes):
    """Return what a browser would send of the page that is shown."""
    fields = values(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        fields |= values(inline.formset.management_form)
        for form in inline.formset.forms:
            fields |= values(form)
            if at := getattr(form, "read_at", ""):
                fields[f"{form.prefix}-read_at"] = at
            if doubt := getattr(form, "doubt", ""):
                fields[f"{form.prefix}-doubt"] = doubt
    fields |= response.context["read_at"]
    source = response.context["read"].source
    hidden = {"_source": source.pk, "_settled": response.context["settled"]}
    return fields | hidden | {"_entry": response.context["entry_key"]} | changes


def test_text_is_read_beside_its_source_and_nothing_is_saved(clerk: Client):
    make_body("安全生产委员会", language="zh-Hans")

    page = read(clerk)

    assert "Nothing is saved yet" in page.text
    assert 'value="2023-09-06"' in page.text
    assert 'value="二楼会议室"' in page.text
    assert not Meeting.objects.exists()
    assert not Person.objects.exists()


def test_each_value_links_to_where_it_was_read(clerk: Client):
    page = read(clerk)

    start = page.context["read"].reading.date.span.start
    assert f'<span class="soft"><a href="#read-{start}">read here</a></span>' in page.text
    assert f'id="read-{start}">2023年9月6日' in page.text


def test_source_is_shown_whole(clerk: Client):
    page = read(clerk)

    assert "".join(piece.text for piece in page.context["read"].pieces()) == TEXT.strip()


def test_draft_is_made_with_all_rows_and_its_source(clerk: Client):
    body = make_body("安全生产委员会", language="zh-Hans")
    sun, li = make_person("孙全忠", alternate_name="Sun Quanzhong"), make_person("李伟")

    save(clerk, ADD, again(read(clerk)))

    meeting = Meeting.objects.get()
    assert (meeting.body, meeting.date, meeting.location) == (body, dt.date(2023, 9, 6), "二楼会议室")
    rows = meeting.attendances.in_order().values_list("person__name", "role", "status")
    assert ("孙全忠", "chair", "present") in rows
    assert ("陈洁", "member", "excused") in rows
    assert ("赵敏", "in_attendance", "present") in rows
    assert ("周平", "recorder", "present") in rows
    assert {sun, li} < {row.person for row in meeting.attendances.select_related("person")}
    assert meeting.attendances.count() == 6
    assert meeting.source_text.text == TEXT.strip()


def test_source_stays_beside_its_draft_and_not_beside_published_minutes(publisher: Client):
    make_body("安全生产委员会", language="zh-Hans")
    save(publisher, ADD, again(read(publisher)))
    meeting = Meeting.objects.get()

    beside_draft = publisher.get(change(meeting)).context["read"]
    Meeting.objects.update(
        publication="published", published_at=dt.datetime(2023, 9, 7, tzinfo=dt.UTC), slug="x"
    )
    beside_published = publisher.get(change(meeting)).context.get("read")

    assert beside_draft.source.meeting == meeting
    assert beside_published is None


def test_text_that_waits_is_read_once(clerk: Client):
    read(clerk)
    read(clerk)

    assert SourceText.objects.count() == 1
    assert "1 file or text waits to become a draft" in clerk.get(READ).text


def test_text_that_waits_is_checked_later(clerk: Client):
    read(clerk)
    source = SourceText.objects.get()

    page = clerk.post(READ, {"look": source.pk})

    assert page.context["read"].source == source


def test_text_of_somebody_else_is_not_shown(clerk: Client):
    read(clerk)
    source = SourceText.objects.get()
    other = logged_in("Clerk")

    page = other.post(READ, {"look": source.pk})

    assert "read" not in page.context
    assert page.context["waiting_count"] == 0


def test_text_that_was_taken_is_told_at_once_and_read_only_on_request(clerk: Client):
    make_body("安全生产委员会")
    save(clerk, ADD, again(read(clerk)))
    meeting = Meeting.objects.get()

    told = read(clerk, TEXT.replace("\n\n", "\n"))
    anyway = clerk.post(READ, {"text": TEXT, "_anyway": "1"})

    assert f'into {meeting}: <a href="{change(meeting)}">open it</a>' in told.text
    assert told.context["form"]["text"].value() == TEXT.replace("\n\n", "\n")
    assert anyway.context["read"].source.meeting is None


def test_file_that_was_taken_is_told_at_once_and_read_only_on_request(clerk: Client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_body("安全生产委员会")
    save(clerk, ADD, again(upload(clerk, "minutes.txt", TEXT.encode())))
    source = SourceText.objects.get()

    told = upload(clerk, "copy.txt", TEXT.encode())
    clerk.post(FILES, {"again": source.pk})

    assert f'name="again" value="{source.pk}"' in told.text
    assert Meeting.objects.get().documents.get().name == "minutes"
    assert [one.name for one in SourceText.objects.waiting()] == ["minutes.txt"]


def test_meeting_of_another_body_is_not_told_to_who_does_not_reach_it(clerk: Client):
    make_body("安全生产委员会")
    save(clerk, ADD, again(read(clerk)))
    limited = logged_in("Clerk", permissions=("limited_to_bodies",))

    page = read(limited)

    assert page.context["read"].source.meeting is None


@pytest.mark.parametrize("source", ["0", "x", "9" * 30, "\x00"])
def test_unknown_source_breaks_nothing(clerk: Client, source: str):
    assert clerk.post(READ, {"look": source}).status_code == 200
    assert clerk.post(ADD, {"_source": source, "_resume": "1", **empty()}).context["read"] is None


def empty() -> dict[str, int]:
    kinds = ("attendances", "agenda_items", "resolutions", "action_items", "documents")
    return {f"{kind}-{name}_FORMS": 0 for kind in kinds for name in ("TOTAL", "INITIAL")}


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_000_001, "x\n" * 60_002])
def test_text_that_cannot_be_read_is_told_beside_the_box(clerk: Client, text: str):
    page = read(clerk, text)

    assert len(page.context["form"].errors["text"]) == 1
    assert not SourceText.objects.exists()


@pytest.mark.parametrize("text", ["?", "\u202e\u2028", "(" * 5000, "出席：", "a\n" * 3000, "|" * 3000])
def test_any_text_gives_a_page(clerk: Client, text: str):
    page = read(clerk, text)

    assert "".join(piece.text for piece in page.context["read"].pieces()) == text.strip()


def test_clerk_who_may_not_add_meetings_reads_none(db: None):
    assert logged_in(permissions=("view_meeting",)).get(READ).status_code == 403


# What could not be placed


def with_leftover(clerk: Client):
    page = read(clerk, TEXT.replace("王　芳", "王　芳、各单位要做好值班值守工作"))
    [passage] = [one for one in page.context["read"].not_placed() if "值班值守" in one.text]
    return page, passage


def is_waiting(page, passage) -> bool:
    return passage in page.context["read"].not_placed()


@pytest.mark.parametrize(("way", "kind"), [("resolution", "resolutions"), ("action_item", "action_items")])
def test_passage_is_placed_as_a_row(clerk: Client, way: str, kind: str):
    page, passage = with_leftover(clerk)

    placed = clerk.post(ADD, again(page, _place=f"{way}:{passage.start}"))

    formset = next(i.formset for i in placed.context["inline_admin_formsets"] if i.formset.prefix == kind)
    assert passage.text in [
        form[{"resolution": "text"}.get(way, "description")].value() for form in formset.forms
    ]
    assert not is_waiting(placed, passage)
    assert not Meeting.objects.exists()


def rows_of(page, prefix: str):
    formsets = (inline.formset for inline in page.context["inline_admin_formsets"])
    return next(formset for formset in formsets if formset.prefix == prefix).forms


def test_passage_is_placed_as_people_or_as_a_document(clerk: Client):
    page, passage = with_leftover(clerk)
    before = len(rows_of(page, "attendances"))

    placed = clerk.post(ADD, again(page, _place=f"attendee:{passage.start}"))
    document = clerk.post(ADD, again(page, _place=f"document:{passage.start}"))

    [row] = rows_of(placed, "attendances")[before:]
    assert row["name_as_written"].value() == passage.text or passage.text in row["person"].value()
    [name] = [form["name"].value() for form in rows_of(document, "documents") if form["name"].value()]
    assert name == passage.text
    assert not is_waiting(placed, passage)
    assert not is_waiting(document, passage)


@pytest.mark.parametrize(
    ("line", "way", "value"),
    [
        ("Alder Council: spring sitting", "name", "Alder Council: spring sitting"),
        ("Tagungsort: Rathaus", "location", "Rathaus"),
        ("分发：市政府办公室，各县区局", "copied_to", "市政府办公室，各县区局"),
        ("Verteilt am: 2023-09-08", "issued_on", "2023-09-08"),
        ("in the autumn", "issued_on", "in the autumn"),
    ],
)
def test_passage_is_placed_in_a_field(clerk: Client, line: str, way: str, value: str):
    page = read(clerk, TEXT.replace("主持：", f"{line}\n主持："))
    passage = next(one for one in page.context["read"].not_placed() if one.text in line)
    before = page.context["adminform"].form[way].value()

    placed = clerk.post(ADD, again(page, _place=f"{way}:{passage.start}"))

    assert str(placed.context["adminform"].form[way].value()) == value
    assert not is_waiting(placed, passage)
    assert (f"was: {before}" in placed.text) is bool(before)


@pytest.mark.parametrize("way", ["text", "dismiss"])
def test_passage_is_put_into_the_text_or_left_out(clerk: Client, way: str):
    page, passage = with_leftover(clerk)

    placed = clerk.post(ADD, again(page, _place=f"{way}:{passage.start}"))

    before, after = (one.context["adminform"].form["text"].value() for one in (page, placed))
    assert after == (f"{passage.text}\n\n{before}" if way == "text" else before)
    assert not is_waiting(placed, passage)


def test_settled_passages_stay_settled_with_the_draft(clerk: Client):
    make_body("安全生产委员会")
    page, passage = with_leftover(clerk)
    placed = clerk.post(ADD, again(page, _place=f"dismiss:{passage.start}"))

    save(clerk, ADD, again(placed))

    meeting = Meeting.objects.get()
    assert meeting.source_text.settled == [passage.start]
    assert not is_waiting(clerk.get(change(meeting)), passage)


@pytest.mark.parametrize("place", ["", "resolution:", "resolution:99999999", "poem:3", "text:0", "\x00"])
def test_unknown_passage_breaks_nothing(clerk: Client, place: str):
    page, passage = with_leftover(clerk)

    placed = clerk.post(ADD, again(page, _place=place))

    assert is_waiting(placed, passage)


# Names


def paste(client: Client, text: str, **fields: object):
    kinds = empty() | {"_pasted_names": text, "_paste_names": "1", "name": "Half", "date": "no day"}
    return client.post(ADD, kinds | fields)


def pasted(page) -> list[tuple[str, str, str]]:
    forms = page.context["inline_admin_formsets"][0].formset.forms
    return [(form["person"].value(), form["role"].value(), form["status"].value()) for form in forms]


def test_pasted_names_become_rows(clerk: Client):
    wei = make_person("李伟")

    page = paste(clerk, "出席：李　伟、王芳\n请假：陈洁\n列席：赵敏")

    assert pasted(page) == [
        (str(wei.pk), "member", "present"),
        ("new:王芳", "member", "present"),
        ("new:陈洁", "member", "excused"),
        ("new:赵敏", "in_attendance", "present"),
    ]
    assert not Meeting.objects.exists()


def test_pasting_names_keeps_what_is_typed_and_complains_of_nothing(clerk: Client):
    page = paste(clerk, "李伟")

    assert 'value="Half"' in page.text
    assert 'value="no day"' in page.text
    assert "No such day" not in page.text
    assert "1 name was added." in page.text


def test_list_of_names_that_is_too_long_is_refused_in_the_clerks_language(clerk: Client):
    kinds = empty() | {"_pasted_names": "x\n" * 60_002, "_paste_names": "1", "name": "Half"}

    page = clerk.post(ADD, kinds, headers={"accept-language": "zh-hans"})

    assert "这份文本过长" in page.content.decode()
    assert page.context["adminform"].form["name"].value() == "Half"


def test_name_of_the_body_in_the_head_does_not_wait_to_be_placed(clerk: Client):
    make_body("漯东市应急管理局", language="zh-Hans")
    head = "漯东市应急管理局\n会议纪要\n\n时间：2024年3月18日 9:00\n地点：二楼会议室\n"
    text = f"{head}出席：张伟、李娜\n\n会议听取了汇报。\n"

    page = clerk.post(READ, {"text": text})

    assert "漯东市应急管理局" not in [passage.text for passage in page.context["read"].not_placed()]


def test_placing_a_passage_keeps_the_place_on_the_page(clerk: Client):
    page, _passage = with_leftover(clerk)

    assert 'formaction="/desk/archive/meeting/add/#source-heading" name="_place"' in page.text


def test_near_name_is_chosen_and_not_guessed(clerk: Client):
    make_person("Katherine Stewart")

    page = paste(clerk, "Present: Katherine Stewert")

    [form] = page.context["inline_admin_formsets"][0].formset.forms
    assert form["person"].value() == ""
    assert ">Katherine Stewart</option>" in page.text
    assert form["name_as_written"].value() == "Katherine Stewert"


def test_namesakes_in_pasted_names_are_two_new_people(clerk: Client):
    page = paste(clerk, "出席：刘洋（局长）、刘洋（财务科科长）、赵敏", **blank(body=make_body().pk))

    assert [person for person, _role, _status in pasted(page)] == ["new:刘洋", "new2:刘洋", "new:赵敏"]
    assert "刘洋 (new, another person of this name)" in page.text
    save(clerk, ADD, again_typed(page))
    people = [row.person for row in Meeting.objects.get().attendances.in_order()]
    assert [(person.name, person.slug) for person in people] == [
        ("刘洋", "liu-yang"),
        ("刘洋", "liu-yang-2"),
        ("赵敏", "zhao-min"),
    ]


def test_namesakes_of_whom_one_is_known_are_asked_about(clerk: Client):
    known = make_person("Ann Lee")
    make_membership(person=known, body=make_body("Town Council"), label="Treasurer")

    page = paste(clerk, "Present: Ann Lee (Mill Ward), Ann Lee (Hill Ward), Bob Ray")

    assert [person for person, _role, _status in pasted(page)] == ["", "", "new:Bob Ray"]
    assert page.text.count(">Ann Lee · Treasurer, Town Council</option>") == 2
    assert page.text.count(">Ann Lee (new, another person of this name)</option>") == 2
    forms = page.context["inline_admin_formsets"][0].formset.forms
    assert [form["label"].value() for form in forms] == ["Mill Ward", "Hill Ward", ""]


def test_pasted_name_of_another_post_than_that_listed_is_asked_about(clerk: Client):
    known = make_person("Ann Lee")
    row = {
        "attendances-TOTAL_FORMS": 1,
        "attendances-0-person": known.pk,
        "attendances-0-label": "Mill Ward",
    }

    page = paste(clerk, "Ann Lee (Hill Ward)\nBob Ray", **row)

    assert [person for person, _role, _status in pasted(page)] == [str(known.pk), "", "new:Bob Ray"]


def test_listed_person_gets_no_second_row(clerk: Client):
    wei = make_person("李伟")
    row = {"attendances-TOTAL_FORMS": 1, "attendances-0-person": wei.pk, "attendances-0-role": "chair"}

    page = paste(clerk, "李伟、王芳", **row)

    assert [person for person, _role, _status in pasted(page)] == [str(wei.pk), "new:王芳"]


def test_counts_that_disagree_are_told_and_filled_in(clerk: Client):
    page = paste(clerk, "应到5人，实到3人\n出席：李伟、王芳")

    assert page.context["adminform"].form["expected_count"].value() == "5"
    assert "but names 2" in page.text


def test_rows_of_a_long_list_keep_what_is_folded_away(clerk: Client):
    names = [f"Member {number:02}x" for number in range(40)]
    page = paste(clerk, "\n".join([*names, "Ann Lee for Bob Ray"]), **blank(body=make_body().pk))
    forms = page.context["inline_admin_formsets"][0].formset.forms
    fields = again_typed(page) | {name: value for form in forms for name, value in form.held().items()}

    save(clerk, ADD, fields)

    last = Meeting.objects.get().attendances.in_order()[40]
    assert 'id="id_attendances-0-note"' not in page.text
    assert (str(last.person), str(last.on_behalf_of)) == ("Ann Lee", "Bob Ray")


def again_typed(page) -> dict[str, object]:
    fields = values(page.context["adminform"].form)
    for inline in page.context["inline_admin_formsets"]:
        fields |= values(inline.formset.management_form)
        for form in inline.formset.forms:
            shown = ("person", "role", "status", "label")
            fields |= {form[name].html_name: form[name].value() or "" for name in shown}
    return fields


def test_enter_with_an_empty_box_is_the_preview(clerk: Client):
    page = paste(clerk, "", **blank(body=make_body().pk, name="Sandbags"))

    assert "Preview: nothing is saved yet" in page.text
    assert not Meeting.objects.exists()


# Files


def upload(client: Client, name: str, content: bytes, **fields: str):
    return client.post(READ, {"file": SimpleUploadedFile(name, content), **fields})


def test_file_is_read_and_kept(clerk: Client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_body("安全生产委员会", language="zh-Hans")

    save(clerk, ADD, again(upload(clerk, "纪要.txt", TEXT.encode())))

    source = Meeting.objects.get().source_text
    assert (source.name, Path(source.file.path).read_text()) == ("纪要.txt", TEXT)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"MZ\x90\x00"), ("a.docx", b"PK\x03\x04 broken"), ("a.txt", b""), ("a.pdf", scanned_pdf())],
)
def test_file_that_is_refused_is_told_beside_its_field(clerk: Client, name: str, content: bytes):
    page = upload(clerk, name, content)

    assert len(page.context["form"].errors["file"]) == 1
    assert not SourceText.objects.exists()


def test_text_and_file_at_once_are_not_both_read(clerk: Client):
    page = upload(clerk, "a.txt", TEXT.encode(), text="Typed")

    assert "not both" in page.context["form"].errors["text"][0]
    assert "Typed</textarea>" in page.text


COUNCIL = """Fenwick Town Council
Minutes of 3 May 2023

Present: Mayor Adaeze Obi (Chair), Councillor Lars Bergen, Councillor Mina Castell

1. Lights
Moved by Councillor Bergen, seconded by Councillor Castell, that lamps be bought.
Ayes: Bergen, Castell. Nays: Obi. Carried 2-1.
Councillor Castell moved to amend lamps to lanterns. Seconded by Cllr Mills. The amendment failed 1-2.

2. Hall
Moved by Councillor Castell, seconded by Bergen, to sell the hall.
Ayes: Bergen, Castell, Obi (3). Carried 2-1.
"""


def test_what_the_text_says_in_two_ways_is_shown_and_has_to_be_decided(publisher: Client):
    make_body("Fenwick Town Council")

    page = read(publisher, COUNCIL)
    save(publisher, ADD, again(page))

    assert "Ayes: Bergen, Castell, Obi (3) / Carried 2-1" in page.text
    assert '<option value="" selected>2 Hall</option>' in page.text
    meeting = Meeting.objects.get()
    blocks = [one for one in problems_of(meeting) if one.is_block]
    assert [(one.column, "“Carried 2-1”" in one.message) for one in blocks] == [("result_as_written", True)]


def test_rows_come_with_items_roll_call_and_the_question_who_a_mover_is(publisher: Client):
    make_body("Fenwick Town Council")

    save(publisher, ADD, again(read(publisher, COUNCIL)))

    lamps, lanterns, hall = Meeting.objects.get().resolutions.in_order()
    assert [one.agenda_item and one.agenda_item.name for one in (lamps, lanterns, hall)] == [
        *("Lights", "Lights", "Hall"),
    ]
    assert lanterns.amends_motion == lamps
    assert (str(lamps.mover), str(lamps.seconder)) == ("Lars Bergen", "Mina Castell")
    assert {(str(vote.voter), vote.option) for vote in lamps.votes.all()} == {
        *(("Lars Bergen", "yes"), ("Mina Castell", "yes"), ("Adaeze Obi", "no")),
    }
    assert (lanterns.seconder, lanterns.seconder_as_written) == (None, "Cllr Mills")
    assert [str(one) for one in NameToCheck.objects.waiting()] == ["Cllr Mills"]
    assert Person.objects.count() == 3


def test_mover_whom_the_clerk_took_out_stays_out(publisher: Client):
    make_body("Fenwick Town Council")

    save(publisher, ADD, again(read(publisher, COUNCIL), **{"resolutions-0-mover": ""}))

    assert Meeting.objects.get().resolutions.in_order()[0].mover is None


@pytest.mark.parametrize("doubt", ["{", "[]", "7", '{"mover": 3}', '{"nothing": "of the page"}'])
def test_odd_doubts_are_no_error(publisher: Client, doubt: str):
    make_body("Fenwick Town Council")
    fields = again(read(publisher, COUNCIL), **{"resolutions-0-doubt": doubt, "resolutions-0-read_at": "²"})

    assert publisher.post(ADD, fields | {"_preview": "1"}).status_code in (200, 302)


def test_draft_of_an_imported_folder_marks_what_is_doubtful_until_it_is_saved(publisher: Client):
    make_body("Fenwick Town Council")
    text = COUNCIL.replace("Minutes of 3 May 2023", "Minutes of the meeting held on 3/8/2023")
    source = keep_file(SimpleUploadedFile("minutes.txt", text.encode()), Extracted(text, "extracted"))
    assert drafted(source, ForBodies()).became == "drafted"
    address = change(Meeting.objects.get())

    page = publisher.get(address)

    [row] = [
        form
        for inline in page.context["inline_admin_formsets"]
        for form in inline.formset.initial_forms
        if hasattr(form, "doubted")
    ]
    assert 'class="pill draft doubt">Its date, 3/8/2023, may be another than' in page.text
    assert (row.instance.text, row.doubted[0][0]) == ("sell the hall.", "votes")

    fields = again(page)
    del fields["_source"]  # only a new meeting's page has it
    save(publisher, address, fields)

    assert "pill draft doubt" not in publisher.get(address).text


DOUBTFUL = """Fenwick Town Council Meeting No. 12

Minutes of Meeting No. 14 held on 3 May 2023
Chair: Ann Lee
Present: 5
Present: Ann Lee, Bob Ray, Cy Poe
Presiding officer: Bob Ray
"""


def doubts_shown(page: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what is marked as doubtful on a page: of the meeting, and of its rows."""
    fields = [(name, page.context["read_at"][f"{name}-doubt"]) for name in ("number", "present_count")]
    forms = (form for inline in page.context["inline_admin_formsets"] for form in inline.formset.forms)
    return fields, [told for form in forms for told in getattr(form, "doubted", ())]


def test_doubtful_number_counts_and_chair_are_marked(clerk: Client):
    make_body("Fenwick Town Council")

    page = read(clerk, DOUBTFUL)

    assert doubts_shown(page) == (
        [("number", "12 / 14"), ("present_count", "Present: 5 / 3")],
        [("Role", "Ann Lee / Bob Ray"), ("Role", "Ann Lee / Bob Ray")],
    )
    assert 'class="pill draft doubt">12 / 14<' in page.text


def test_draft_of_an_imported_folder_marks_who_led_until_it_is_saved(publisher: Client):
    make_body("Fenwick Town Council")
    source = keep_file(
        SimpleUploadedFile("minutes.txt", DOUBTFUL.encode()), Extracted(DOUBTFUL, "extracted")
    )
    assert drafted(source, ForBodies()).became == "drafted"
    address = change(Meeting.objects.get())

    page = publisher.get(address)

    assert doubts_shown(page)[1] == [("Role", "Ann Lee / Bob Ray")] * 2
    fields = again(page)
    del fields["_source"]
    save(publisher, address, fields)
    assert "pill draft doubt" not in publisher.get(address).text
