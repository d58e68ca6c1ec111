"""Layouts that mark less than minutes by the book: transcripts, lists, tables and running decisions."""

from archive.reader.minutes import read_minutes

TRANSCRIPT = """# Evening on the river, 12 May 2021

Ana Ruiz: Good evening, all. We have two questions tonight.

Ben Cole: I would begin with the wall.

Ana Ruiz: Then let us do that.

Ben Cole: The wall is too low by half a metre.

Ana Ruiz: How much would it cost?

Ben Cole: About forty thousand.

Mia Lund: I can ask for offers.

Ana Ruiz: Thank you. We close at nine.
"""
SECTIONS = """# Harbour Working Group

Date: 3 March 2022

Attendees: Ana Ruiz, Ben Cole, Mia Lund

## Agenda

1. Cranes
2. Fees

## Decisions

- Lease two cranes for the summer.
- Raise the fees by two per cent.

## Actions

- [ ] Mia Lund: ask for offers by 2022-04-01
"""
TABLE = """# Harbour Working Group, 7 April 2022

Present: Ana Ruiz, Ben Cole

## Decisions made

| # | Decision |
| --- | --- |
| 1 | Keep the north quay open at night. |
| 2 | Close the south quay for repairs. |
"""
STATUSES = """# API review 4 May 2022

## Add a method that lists open berths

**Approved** | 12 votes

Berths are listed by number.

## Rename the tariff type

**Needs work** | come back in June

The name is taken already.
"""
LISTED = """Minutes of the Allotment Society
Held on 9 June 2020
Present: Ana Ruiz, Ben Cole

Resolved:

- To mend the pump.
- To buy a second hose.

Proposed resolution: paint the shed green
Resolution #3: paint the shed green
"""
BUREAU = """漯东市水务局局长办公会议纪要

第6次

时间：2021年5月8日上午9时
地点：三楼会议室
主持人：高原
出席：李明、王芳、赵伟
请假：孙丽
列席：周强
记录：陈静

一、关于防汛物资
会议听取了物资科的汇报。会议决定：
（一）购置沙袋一万只；
（二）由物资科于5月31日前完成。

二、关于值班
会议要求，汛期实行双人值班。会议原则同意值班补助方案。
"""


def decided(text: str) -> list[tuple[str, str]]:
    return [(read.text.value, read.result) for read in read_minutes(text).resolutions]


def attended(text: str) -> list[tuple[str, str, str]]:
    return [(entry.name, entry.role, entry.status) for entry in read_minutes(text).attendance.entries]


def test_who_speaks_in_a_transcript_was_there():
    assert [name for name, _role, _status in attended(TRANSCRIPT)] == ["Ana Ruiz", "Ben Cole", "Mia Lund"]


def test_section_of_decisions_is_a_list_of_resolutions():
    reading = read_minutes(SECTIONS)

    assert [item.name.value for item in reading.agenda] == ["Cranes", "Fees"]
    assert decided(SECTIONS) == [
        ("Lease two cranes for the summer.", "adopted"),
        ("Raise the fees by two per cent.", "adopted"),
    ]
    [action] = reading.actions
    assert action.responsible is not None
    assert action.due is not None
    assert (action.responsible.value, str(action.due.value)) == ("Mia Lund", "2022-04-01")


def test_table_of_decisions_is_read_by_number():
    assert [(read.identifier, read.text.value) for read in read_minutes(TABLE).resolutions] == [
        ("1", "Keep the north quay open at night."),
        ("2", "Close the south quay for repairs."),
    ]


def test_heading_with_a_status_beneath_is_a_resolution():
    assert decided(STATUSES) == [
        ("Add a method that lists open berths", "adopted"),
        ("Rename the tariff type", "deferred"),
    ]


def test_adoption_takes_the_place_of_its_proposal():
    assert decided(LISTED) == [
        ("To mend the pump.", "adopted"),
        ("To buy a second hose.", "adopted"),
        ("paint the shed green", "adopted"),
    ]


def test_bureau_decides_and_demands_in_running_text():
    found = decided(BUREAU)

    assert ("购置沙袋一万只；", "adopted") in found
    assert ("由物资科于5月31日前完成。", "adopted") in found
    assert ("会议要求，汛期实行双人值班。", "") in found
    assert ("会议原则同意值班补助方案。", "agreed_in_principle") in found
    assert attended(BUREAU) == [
        ("高原", "chair", "present"),
        ("李明", "", "present"),
        ("王芳", "", "present"),
        ("赵伟", "", "present"),
        ("孙丽", "", "excused"),
        ("周强", "in_attendance", "present"),
        ("陈静", "recorder", "present"),
    ]
