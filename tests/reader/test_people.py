"""Who a list of names tells of: titles, suffixes, stand-ins, reasons, and layouts of lists."""

import pytest

from archive.reader.attendance import read_names
from archive.reader.minutes import read_minutes
from archive.reader.results import NameEntry


def people(text: str) -> list[NameEntry]:
    return read_minutes(text).attendance.entries


def labelled(text: str) -> list[tuple[str, str]]:
    return [(entry.name, entry.label) for entry in people(text)]


def standings(text: str) -> dict[str, str]:
    return {entry.name: entry.status for entry in people(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Present: Councillors Neil Abbot, Ruth Ellery (Chair), Marcus Feld and Joanna Pike",
            [
                ("Neil Abbot", "Councillor"),
                ("Ruth Ellery", "Councillor, Chair"),
                ("Marcus Feld", "Councillor"),
                ("Joanna Pike", "Councillor"),
            ],
        ),
        (
            "Present: Cllrs. N. Abbot, R. Ellery and M. Feld; Mayor Tom Hale; Ann Ray (Clerk)",
            [
                ("N. Abbot", "Cllr"),
                ("R. Ellery", "Cllr"),
                ("M. Feld", "Cllr"),
                ("Tom Hale", "Mayor"),
                ("Ann Ray", "Clerk"),
            ],
        ),
        (
            "Present: Mayor Tom Hale, Board Members Abbot and Ellery, Clerk Ann Ray, Bo Lind",
            [
                ("Tom Hale", "Mayor"),
                ("Abbot", "Board Member"),
                ("Ellery", "Board Member"),
                ("Ann Ray", "Clerk"),
                ("Bo Lind", ""),
            ],
        ),
    ],
    ids=["one title", "semicolons", "title in a list"],
)
def test_title_of_several_is_the_title_of_each(text, expected):
    assert labelled(text) == expected


def test_suffixes_are_no_people():
    text = "Present: Cllr A. Jones (Chair), Walter Greene, Jr., Jane Doe OBE, Ann Lee, Ph.D., Sam Poe III"

    assert labelled(text) == [
        ("A. Jones", "Cllr, Chair"),
        ("Walter Greene, Jr.", ""),
        ("Jane Doe", "OBE"),
        ("Ann Lee", "Ph.D"),
        ("Sam Poe III", ""),
    ]
    assert people(text)[1].name_as_written == "Walter Greene, Jr."


def test_accounts_addresses_and_underscores():
    text = """参会人员：
- @cwc1987(https://git.example/cwc1987) 蔡立安
- @lindh(https://git.example/lindh)
- Jose_Garcia
- Ana Lindqvist @ana (Acme)
"""

    assert labelled(text) == [
        ("蔡立安", "@cwc1987"),
        ("lindh", ""),
        ("Jose Garcia", ""),
        ("Ana Lindqvist", "Acme"),
    ]


def test_stand_ins_are_told_from_parts_of_the_meeting():
    text = (
        "Present: Bob Ray (alternate for Cy Poe), Fay Coe as substitute for Gil Hoe, "
        "Ida Low (for item 4 only), Jan Moe (items 2 and 3), "
        "Kit Noe (joined at 19:20), Leo Orr (left at 8.15 pm)"
    )

    assert [(entry.name, entry.on_behalf_of, entry.note) for entry in people(text)] == [
        ("Bob Ray", "Cy Poe", ""),
        ("Fay Coe", "Gil Hoe", ""),
        ("Ida Low", "", "for item 4 only"),
        ("Jan Moe", "", "items 2 and 3"),
        ("Kit Noe", "", "joined at 19:20"),
        ("Leo Orr", "", "left at 8.15 pm"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("出席：委员木子、副主任代真、主任关雪", [("木子", "委员"), ("代真", "副主任"), ("关雪", "主任")]),
        ("列席：党政办 简明、财务 鲁班", [("简明", "党政办"), ("鲁班", "财务")]),
        ("出席：张三、李四\n主席裁示：请民政课办理。", [("张三", ""), ("李四", "")]),
        ("出席：张三\n\n会议由主任张三主持。", [("张三", "主任")]),
        (
            "主席：曾王議員雅雲\n出席：安全主任张三、蔡蘇議員秋金",
            [("曾王雅雲", "議員"), ("张三", "安全主任"), ("蔡蘇秋金", "議員")],
        ),
    ],
    ids=["rare surname", "unit", "what the chair rules", "post in a sentence", "two families"],
)
def test_posts_and_units_beside_chinese_names(text, expected):
    assert labelled(text) == expected


def test_list_of_nobody_is_left_whole():
    text = "校务会议纪录\n\n出席人员：如签到表\n\n案由：修订要点。"

    reading = read_minutes(text)

    assert reading.attendance.entries == []
    assert [text[slice(*span)] for span in reading.not_placed] == ["出席人员：如签到表"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Apologies: Bob Ray (illness), Cy Poe (Treasurer, on holiday), Dan Moe - work commitments",
            [
                ("Bob Ray", "", "illness"),
                ("Cy Poe", "Treasurer", "on holiday"),
                ("Dan Moe", "", "work commitments"),
            ],
        ),
        (
            "请假：邓　超（火灾防治科科长，病假）、马小华（副局长，赴省厅开会）、李明（出差）",
            [("邓超", "火灾防治科科长", "病假"), ("马小华", "副局长", "赴省厅开会"), ("李明", "", "出差")],
        ),
    ],
)
def test_reason_of_absence_is_kept_apart(text, expected):
    entries = people(text)

    assert [(entry.name, entry.label, entry.reason) for entry in entries] == expected
    assert {entry.status for entry in entries} == {"excused"}
    assert not any(entry.note for entry in entries)


@pytest.mark.parametrize(
    "text",
    ["出席：张三、李四、（空缺）\n缺席：无", "Present: Ann Lee, Vacant, (vacancy), Bob Ray\nAbsent: None"],
)
def test_vacant_seat_is_nobody(text):
    reading = read_minutes(text)

    assert len(reading.attendance.entries) == 2
    assert reading.not_placed == []


def test_brackets_behind_blanks_belong_to_the_name():
    text = (
        "出席人員：\n王立安 （海大天文所） （請假）\n呂明遠（海大天文所）（請假）\n"
        "（理事）　　江文山 （成大） （請假）\n"
    )

    assert standings(text) == dict.fromkeys(["王立安", "呂明遠", "江文山"], "excused")
    assert labelled(text)[0] == ("王立安", "海大天文所")


FORENAMES = (
    "Ann Bob Carla Dan Eva Fay Gil Hal Ida Jan Kim Leo Mia Ned Ola Pia Quy Rob Sue Tom Una Vic".split()
)
MANY = [f"{name} {name[::-1].capitalize()}berg" for name in FORENAMES]


@pytest.mark.parametrize(
    "head", ["Present", "Present:", "## Present", "**Present**", "1. Present", "Present\n==="]
)
def test_names_on_one_line_below_a_head_however_many(head):
    for count in (2, 5, 22):
        names = ", ".join(MANY[:count])
        assert [entry.name for entry in people(f"{head}\n\n{names}\n")] == MANY[:count]


def test_group_heads_a_list_of_names_without_the_word_present():
    text = (
        "**Board Members**\n- Ana Lindqvist: YES\n- Piet Okoro: NO (Sent apologies)\n"
        "**Guests**\n- Dora Vance\n"
    )

    assert [(entry.name, entry.role, entry.status) for entry in people(text)] == [
        ("Ana Lindqvist", "", "present"),
        ("Piet Okoro", "", "excused"),
        ("Dora Vance", "guest", "present"),
    ]
    assert people("**Board Members**\n- Read the report\n- Buy pumps\n") == []


def test_second_line_of_a_list_goes_on_with_a_title():
    text = (
        "PRESENT: Councillor P Yardley   Chairman\nCouncillor S Chesham   Councillor B Gibbon\n\n"
        "Apologies: Were received from Borough Councillor C Samson, Cllr M Price and PCSO Bunting.\n"
    )

    assert standings(text) == {
        **dict.fromkeys(["P Yardley", "S Chesham", "B Gibbon"], "present"),
        **dict.fromkeys(["C Samson", "M Price", "Bunting"], "excused"),
    }


def test_spoken_line_is_no_second_chair():
    text = "主  席：賴議長美慧\n\n主席：昨天\n\n主席：好，謝謝。\n"

    assert [entry.name for entry in people(text)] == ["賴美慧"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "All members were present except Ann Lee and Bob Ray.",
            {"Ann Lee": "absent", "Bob Ray": "absent"},
        ),
        ("All trustees attended apart from Cllr A. Lee, who sent apologies.", {"A. Lee": "excused"}),
        ("全体委员均出席，除王芳、李四请假外。", {"王芳": "excused", "李四": "excused"}),
        ("除王芳缺席外，其余委员均到会。", {"王芳": "absent"}),
        (
            "Councillors Ann Lee, Bob Ray and Cy Poe were present. Dan Moe was absent.",
            {**dict.fromkeys(["Ann Lee", "Bob Ray", "Cy Poe"], "present"), "Dan Moe": "absent"},
        ),
        (
            "Present: Ann Lee, Bob Ray and Cy Poe. Apologies were received from Dan Moe and Eva Noe.",
            {
                **dict.fromkeys(["Ann Lee", "Bob Ray", "Cy Poe"], "present"),
                **dict.fromkeys(["Dan Moe", "Eva Noe"], "excused"),
            },
        ),
        (
            """Trustees Ann Lee and Bob Ray present. Trustee Cy Poe absent. Trustee Dan Moe excused. Also
            present were Eva Noe, Clerk, and Fay Orr, Solicitor.""".replace("            ", ""),
            {
                **dict.fromkeys(["Ann Lee", "Bob Ray", "Eva Noe", "Fay Orr"], "present"),
                "Cy Poe": "absent",
                "Dan Moe": "excused",
            },
        ),
        (
            """Called to order at 6:02 p.m. by President Ann Lee. Directors Ann Lee and Bob Ray were
present. Also present: Eva Noe of Rook Management.""",
            dict.fromkeys(["Ann Lee", "Bob Ray", "Eva Noe"], "present"),
        ),
        (
            """All members were present except Ann Lee and Bob Ray (excused).

Members: Ann Lee, Bob Ray, Cy Poe, Dan Moe""",
            {"Ann Lee": "absent", "Bob Ray": "excused", "Cy Poe": "present", "Dan Moe": "present"},
        ),
        (
            "会议由县长周启明主持，副县长陈嘉树、柳文静出席会议，财政局局长马兰列席会议。",
            dict.fromkeys(["周启明", "陈嘉树", "柳文静", "马兰"], "present"),
        ),
    ],
)
def test_sentences_tell_who_was_there(text, expected):
    assert standings(f"Minutes\n\n{text}\n") == expected


@pytest.mark.parametrize(
    "text", ["The motion was present in the packet.", "All were present except nobody we know."]
)
def test_other_sentences_name_nobody(text):
    assert people(f"Minutes\n\n{text}\n") == []


def test_sentences_tell_who_came_and_left_within_a_meeting():
    text = (
        "Present: Ann Lee, Bob Ray and Cy Poe\n\n"
        "Cllr Ray joined the meeting at 7.15pm. Ann Lee left at 8:05 pm. Cy Poe left the question open.\n"
        "Zoe Fox left at nine.\n"
    )

    assert [(entry.name, entry.note) for entry in people(text)] == [
        ("Ann Lee", "left at 8:05 pm"),
        ("Bob Ray", "joined the meeting at 7.15pm"),
        ("Cy Poe", ""),
    ]


def test_head_and_names_in_cells_of_a_table():
    text = "| Present | Ann Lee, Bob Ray |\n|---|---|\n| Apologies | Cy Poe |\n| 列席 | 张三、李四 |\n"

    assert standings(text) == {
        **dict.fromkeys(["Ann Lee", "Bob Ray", "张三", "李四"], "present"),
        "Cy Poe": "excused",
    }


def test_namesakes_stay_two():
    names = read_names("Present: John Smith (Mill Ward), John Smith (Hill Ward), Ann Lee")

    assert [(entry.name, entry.label) for entry in names.entries] == [
        ("John Smith", "Mill Ward"),
        ("John Smith", "Hill Ward"),
        ("Ann Lee", ""),
    ]


def test_counts_that_the_names_do_not_bear_out_are_told():
    reading = read_minutes("应到9人，实到7人。\n出席：张三、李四\n")

    assert [(count.kind, found) for count, found in reading.attendance.disagreements()] == [
        ("expected", 2),
        ("present", 2),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Roll Call\nAnn Lee - Present\nBob Ray - Absent\nCy Poe - Excused\nDan Moe: Yes (until 7:10)\n",
            {"Ann Lee": "present", "Bob Ray": "absent", "Cy Poe": "excused", "Dan Moe": "present"},
        ),
        (
            "ROLL CALL: Present: Lee, Ray. Absent: Moe. Excused: Noe.\n",
            {"Lee": "present", "Ray": "present", "Moe": "absent", "Noe": "excused"},
        ),
        (
            "Those present were Ann Lee (Chair), Bob Ray, and Cy Poe. Dan Moe and Eva Noe sent regrets.\n",
            {
                **dict.fromkeys(["Ann Lee", "Bob Ray", "Cy Poe"], "present"),
                **dict.fromkeys(["Dan Moe", "Eva Noe"], "excused"),
            },
        ),
        (
            "Present: 3 of 5 members (quorum reached): Ann Lee, Bob Ray, Cy Poe\n",
            dict.fromkeys(["Ann Lee", "Bob Ray", "Cy Poe"], "present"),
        ),
        ("Present: All members except Cllr Moss\n", {"Moss": "absent"}),
        ("全体委员出席（王芳请假）。\n", {"王芳": "excused"}),
        (
            "马建华、周国栋参加会议，韩雪梅列席。\n",
            dict.fromkeys(["马建华", "周国栋", "韩雪梅"], "present"),
        ),
    ],
)
def test_roll_calls_and_sentences(text, expected):
    assert standings(f"Minutes\n\n{text}") == expected


def test_groups_of_the_public_are_nobody():
    assert people("Public: 4 members of the public, 1 reporter\n") == []
    assert labelled("Present: Ann Lee <ann@example.org>, Eva Noe [Hooli], everyone\n") == [
        ("Ann Lee", ""),
        ("Eva Noe", "Hooli"),
    ]


def test_units_and_second_posts_of_chinese_names():
    text = "主持人：刘建国　局党委书记、局长\n列席：市气象局张卫东、各科室负责人、管委会成员\n"

    assert labelled(text) == [("刘建国", "局党委书记、局长"), ("张卫东", "市气象局")]


def test_counts_beside_the_heads():
    reading = read_minutes(
        "Present (2): Ann Lee, Bob Ray\nAbsent (1): Fay Coe\n应出席董事9名，实际出席董事8名。\n"
    )

    assert {count.kind: count.number for count in reading.attendance.counts} == {
        "present": 2,
        "absent": 1,
        "expected": 9,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "PRESENT: Councillors Lee (Chair), Ray (Vice-Chair), Poe\nALTERNATES: Cllr Noe (for Coe)\n",
            [
                ("Lee", "Councillor, Chair", ""),
                ("Ray", "Councillor, Vice-Chair", ""),
                ("Poe", "Councillor", ""),
                ("Noe", "Cllr", "Coe"),
            ],
        ),
        (
            "出席：張三、李四（委托王五代為出席）、陳七（周八代理）\n",
            [("張三", "", ""), ("王五", "", "李四"), ("周八", "", "陳七")],
        ),
        ("出席党委委员：刘建国、马建华\n", [("刘建国", "", ""), ("马建华", "", "")]),
        (
            "**In attendance:**\n\n|  |  |\n|---|---|\n| Ann Lee | Chair |\n| Bob Ray | Acme |\n",
            [("Ann Lee", "Chair", ""), ("Bob Ray", "Acme", "")],
        ),
        (
            "Chair: Ann Lee\nVice Chair: Bob Ray\nTreasurer: Dan Moe\nMembers: Eva Noe\n",
            [
                ("Ann Lee", "", ""),
                ("Bob Ray", "Vice Chair", ""),
                ("Dan Moe", "Treasurer", ""),
                ("Eva Noe", "", ""),
            ],
        ),
        (
            "Mayor Hale presided. Present were Councillors Abbot, Ellery and Feld.\n",
            [
                ("Hale", "Mayor", ""),
                ("Abbot", "Councillor", ""),
                ("Ellery", "Councillor", ""),
                ("Feld", "Councillor", ""),
            ],
        ),
        (
            "Meeting chaired by Ann Lee. Minutes taken by Bob Ray.\nPresent: Cy Poe\n",
            [("Ann Lee", "", ""), ("Bob Ray", "", ""), ("Cy Poe", "", "")],
        ),
        (
            "<h3>Present</h3><ul><li>Ann&nbsp;Lee</li><li>Bob Ray</li></ul>",
            [("Ann Lee", "", ""), ("Bob Ray", "", "")],
        ),
    ],
)
def test_stand_ins_posts_and_tables(text, expected):
    assert [
        (entry.name, entry.label, entry.on_behalf_of) for entry in people(f"Minutes\n\n{text}")
    ] == expected


def test_long_chinese_list_wrapped_within_a_name():
    first = "张三、李小明、王五、欧阳文、赵六、陈七、周国栋、孙立、钱进、刘建国、许文静、韩雪"
    names = f"{first}\n梅、马建华、吴瑶。"

    entries = people(f"出席人员：{names}\n\n一、预算\n")

    assert [entry.name for entry in entries] == names.replace("\n", "").rstrip("。").split("、")


def test_reason_in_a_cell_of_a_table():
    rows = "| 张三 | 主任 | 出席 |\n| 李四 | 委员 | 请假（病假） |\n"
    text = f"| 姓名 | 职务 | 出席情况 |\n|---|---|---|\n{rows}"

    assert [(entry.status, entry.label, entry.reason) for entry in people(text)] == [
        ("present", "主任", ""),
        ("excused", "委员", "病假"),
    ]


def test_reason_of_somebody_excepted_in_a_sentence_is_for_staff_only():
    text = "Minutes of 14 May 2023\n\nAll members were present except Mrs J Tandy (on holiday).\n"

    [entry] = read_minutes(text).attendance.entries

    assert (entry.name, entry.status, entry.label, entry.reason) == ("J Tandy", "absent", "", "on holiday")
