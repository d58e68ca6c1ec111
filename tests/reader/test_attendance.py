"""Lists of names as clerks paste them."""

import pytest

from archive.reader.attendance import read_names
from archive.reader.minutes import read_minutes
from archive.text.folding import in_both_scripts


def read(text: str) -> list[tuple[str, str, str, str, str]]:
    return [(e.name, e.label, e.role, e.status, e.on_behalf_of) for e in read_names(text).entries]


@pytest.mark.parametrize(
    "text",
    [
        "张三、李四、王五",
        "张三，李四；王五",
        "张三\n李四\n王五",
        "- 张三\n- 李四\n- 王五",
        "张三　李四　　王五",
        "张三\t李四\t王　五",
        "1. 张三\n2. 李四\n3. 王五",
    ],
)
def test_read_names_parts_chinese_lists_however_written(text):
    assert [name for name, *_ in read(text)] == ["张三", "李四", "王五"]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee, Bob Ray and Cy Poe",
        "Ann Lee; Bob Ray; Cy Poe",
        "* Ann Lee\n* Bob Ray\n* Cy Poe",
        "Ann Lee\nBob Ray\nCy Poe",
    ],
)
def test_read_names_parts_english_lists_however_written(text):
    assert [name for name, *_ in read(text)] == ["Ann Lee", "Bob Ray", "Cy Poe"]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("局长张三", "张三", "局长"),
        ("张三局长", "张三", "局长"),
        ("张三（办公室主任）", "张三", "办公室主任"),
        ("賴議長美惠", "賴美惠", "議長"),
        ("Cllr Jane Smith", "Jane Smith", "Cllr"),
        ("Mr. John Doe", "John Doe", ""),
        ("Jane Smith, Acme Corp", "Jane Smith", "Acme Corp"),
        ("Town Clerk: Sue Poe", "Sue Poe", "Town Clerk"),
        ("@sue-poe", "sue-poe", ""),
    ],
)
def test_read_names_parts_name_and_post(text, name, label):
    assert [row[:2] for row in read(text)] == [(name, label)]


@pytest.mark.parametrize(
    ("text", "name", "replaced"),
    [
        ("张三代李四", "张三", "李四"),
        ("李四（张三代）", "张三", "李四"),
        ("张三（代李四）", "张三", "李四"),
        ("Ann Lee for Bob Ray", "Ann Lee", "Bob Ray"),
    ],
)
def test_read_names_tells_whom_a_substitute_stands_in_for(text, name, replaced):
    entry = read_names(text).entries[0]

    assert (entry.name, entry.on_behalf_of) == (name, replaced)


def test_read_names_takes_heads_for_what_follows_them():
    text = "出席：张三\n列席：李四\n请假：王五\n缺席：赵六\n主持人：张三\n记录：孙七"

    assert [(name, role, status) for name, _, role, status, _ in read(text)] == [
        ("张三", "chair", "present"),
        ("李四", "in_attendance", "present"),
        ("王五", "", "excused"),
        ("赵六", "", "absent"),
        ("孙七", "recorder", "present"),
    ]


def test_read_names_takes_english_heads_for_what_follows_them():
    text = (
        "Present: Ann Lee (Chair)\nApologies: Bob Ray\nAbsent: Cy Poe\nGuests: Di Fox\nIn "
        "attendance: Ed Orr"
    )

    assert [(name, role, status) for name, _, role, status, _ in read(text)] == [
        ("Ann Lee", "chair", "present"),
        ("Bob Ray", "", "excused"),
        ("Cy Poe", "", "absent"),
        ("Di Fox", "guest", "present"),
        ("Ed Orr", "in_attendance", "present"),
    ]


def test_read_names_reconciles_the_declared_counts():
    reading = read_names("应到4人，实到2人\n出席：张三、李四\n请假：王五")

    assert [(count.kind, count.number, found) for count, found in reading.disagreements()] == [
        ("expected", 4, 3)
    ]


def test_read_names_keeps_units_as_not_placed():
    text = "张三、教育局、财政局"
    reading = read_names(text)

    assert [text[slice(*span)] for span in reading.not_placed] == ["教育局", "财政局"]


def test_read_names_reads_a_table():
    text = "| Name | Company | Status |\n| --- | --- | --- |\n| Ann Lee | Acme | Absent |"

    assert read(text) == [("Ann Lee", "Acme", "", "absent", "")]


@pytest.mark.parametrize(
    "text",
    in_both_scripts(
        "協會會議記錄\n\n2023年5月4日\n\n應到5人，實到4人\n主席：陳明德\n出席：李金水、林秀娟、陳明德\n主持人：林秀娟\n"
    ),
)
def test_counts_and_chairs_that_differ_are_doubtful(text: str):
    reading = read_minutes(text)

    assert {name: [one.value for one in doubt.readings] for name, doubt in reading.doubts.items()} == {
        "expected_count": [5, 3],
        "present_count": [4, 3],
    }
    assert len(reading.chairs) == 2
    assert [entry for entry in reading.attendance.entries if entry.doubts] == reading.chairs


@pytest.mark.parametrize(
    "head",
    [
        "Chair: Ann Lee\nPresent: Ann Lee, Bob Ray (2 present)",
        "Chairs: Ann Lee, Bob Ray",
        "Present: Ann Lee (Co-Chair), Bob Ray\nChair: Bob Ray",
        "Chair: Ann Lee\nPresent: 3\nPresent: Bob Ray, Cy Poe, Dee Orr",
        "Chair: Ann Lee\nPresent: 4\nPresent: Bob Ray, Cy Poe, Dee Orr",
    ],
)
def test_counts_and_chairs_that_agree_are_certain(head: str):
    reading = read_minutes(f"Minutes of the Board\n\nDate: 4 May 2023\n{head}\n")

    assert reading.doubts == {}
    assert [entry.doubts for entry in reading.attendance.entries if entry.doubts] == []


@pytest.mark.parametrize(
    ("title", "below", "others"),
    [
        ("Board Meeting No. 12", "Minutes of Meeting No. 14", ["14"]),
        ("Board Meeting No. 12", "Minutes of Meeting No. 12", []),
        ("理事會第三次會議紀錄", "第四次會議", ["第四次"]),
        ("第五次定期大會第三次會議紀錄", "第五次定期大會", []),
    ],
)
def test_a_number_that_the_head_tells_otherwise_is_doubtful(title: str, below: str, others: list[str]):
    doubt = read_minutes(f"{title}\n\n{below}\n\nDate: 4 May 2023\n").doubts.get("number")

    assert ([one.value for one in doubt.readings[1:]] if doubt else []) == others
