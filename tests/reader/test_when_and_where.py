"""When and where a meeting was, told from the other days and places that its minutes name."""

import pytest

from archive.reader.minutes import read_minutes

ROLL = "PRESENT: Councillor P Yarrow (Chairman), Councillor S Chalk\n\n"
APPROVED = (
    "119 MINUTES\nRESOLVED: That the Minutes of the meeting held on 6 September 2017 be approved.\n\n"
)
HEADING = "MINUTES OF A MEETING OF LEA PARISH COUNCIL\nHELD ON 4 OCTOBER 2017 IN THE VILLAGE HALL\n\n"


def day_of(text: str) -> str:
    date = read_minutes(text).date
    return str(date and date.value)


def title_of(text: str) -> str | None:
    title = read_minutes(text).title
    return title.value if title else None


def place_of(text: str) -> str | None:
    location = read_minutes(text).location
    return location.value if location else None


@pytest.mark.parametrize(
    "sentence",
    [
        "RESOLVED: That the Minutes of the meeting held on 6 September 2017 be approved a correct record.",
        "RESOLVED: That the Minutes of the ordinary meeting held\non 6 September 2017 be confirmed.",
        "The minutes of 6 September 2017 were taken as read and signed.",
        "Approval of the minutes of the extraordinary council meeting of 6 September 2017.",
        "3. Minutes of the meeting held on 6 September 2017",
        "To receive the minutes of the previous meeting (6 September 2017).",
        "The next ordinary meeting of the Council will be on Wednesday 6 September 2017.",
        "Date of the next meeting: 6 September 2017",
        "NEXT MEETING\n6 September 2017 at 7.30 pm",
        "会议确认上次会议（2017年9月6日）纪要。",
        "宣讀第三次會議紀錄（2017年9月6日），確認無誤。",
    ],
)
def test_day_of_another_meeting_is_not_this_one(sentence: str):
    assert day_of(f"{ROLL}{sentence}\n") == "None"
    assert day_of(f"Date: 4 October 2017\n\n{ROLL}{sentence}\n") == "2017-10-04"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2024年业主委员会第三次会议记录\n时间：5月20日下午2点", "5月20日"),
        ("Harbour Club minutes 2024\nMonday, May 20\n", "May 20"),
    ],
)
def test_day_whose_year_stands_elsewhere_is_doubtful(text: str, written: str):
    doubt = read_minutes(text).doubts["date"]

    assert [(str(one.value), one.as_written) for one in doubt.readings] == [
        ("2024-05-20", written),
        ("2024-05-20", "2024"),
    ]


def test_day_without_a_year_in_a_sentence_is_not_the_day():
    text = "Harbour Club minutes 2024\n\nAnn Lee told what the works said on March 15.\n"

    assert read_minutes(text).date is None


def test_year_of_a_title_is_no_number():
    assert read_minutes("Harbour Club minutes 2024\n").number is None


def test_heading_tells_the_day_and_the_title_wherever_it_stands():
    for text in (HEADING + ROLL + APPROVED, ROLL + HEADING + APPROVED, ROLL + APPROVED + HEADING):
        assert day_of(text) == "2017-10-04"
        assert title_of(text) == "MINUTES OF A MEETING OF LEA PARISH COUNCIL"


@pytest.mark.parametrize("line", ["203 | P a g e", "119 MINUTES", "Page 2 of 7", "### Registration"])
def test_page_marks_and_numbered_heads_are_no_titles(line: str):
    assert title_of(f"{line}\n\nRESOLVED: To buy a bench.\n") != line.lstrip("# ")


def test_title_may_begin_with_a_year():
    assert title_of("# 2021 Edition Design Meeting\n\nWe met.\n") == "2021 Edition Design Meeting"


def test_agenda_of_a_meeting_may_be_its_title():
    title = "Agenda for the April 14th video call of the Harbour Group"
    text = f"![Logo](/a.png)\n## {title}\n- **Where**: zoom\n### Registration\n"

    assert title_of(text) == title


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Place: still TBD (see the list)", None),
        ("Location: TBC", None),
        ("Venue: The Old Mill (ground floor", "The Old Mill"),
        ("The board met in January 2019 and talked.", None),
        ("The council met in the Mayor’s\nOffice, all members being present.", "the Mayor’s Office"),
        ("The council met in the Guildhall, Elm Street, on 4 May 2023.", "the Guildhall, Elm Street"),
        ("地点：待定", None),
        ("地点：二楼会议室", "二楼会议室"),
        ("Location: 12 June 2023", None),
    ],
)  # fmt: skip
def test_place_is_a_place(text: str, place: str | None):
    found = place_of(f"Minutes of the Board\n\n{text}\n")

    assert found == place


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("时间：2023年8月23日上午9时至中午11时30分", "09:00", "11:30"),
        ("时间：2023年8月23日上午9时至上午12时", "09:00", "12:00"),
        ("時間：112.8.23 下午2時至4時30分", "14:00", "16:30"),
        ("时间：2023年8月23日晚上11时至次日凌晨1时", "23:00", "01:00"),
        ("Time: 23 August 2023, 9 a.m. – noon", "09:00", "12:00"),
        ("Time: 23 August 2023, 2:00–4:30 pm", "14:00", "16:30"),
        ("Time: 23 August 2023, 10:00–2:00 pm", "10:00", "14:00"),
    ],
)
def test_hours_are_those_of_their_part_of_the_day(line: str, start: str, end: str):
    reading = read_minutes(f"某局局务会纪要\n{line}\n地点：二楼会议室\n出席：张三、王五\n")

    times = [value and value.value.strftime("%H:%M") for value in (reading.start_time, reading.end_time)]
    assert (str(reading.date and reading.date.value), *times) == ("2023-08-23", start, end)


@pytest.mark.parametrize(
    "written", ["2023\u201108\u201123", "2023\u201308\u201323", "2023\u221208\u221223"]
)
def test_hyphens_of_word_are_hyphens(written: str):
    assert day_of(f"Minutes\n\nDate: {written}\n") == "2023-08-23"


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("Location: online (video conference)", "online"),
        ("Place: Council Chambers and via Zoom", "mixed"),
        ("The meeting was held by teleconference.", "online"),
        ("The committee met by written procedure.", "by_circulation"),
        ("Format: hybrid", "mixed"),
        ("会议方式：线上", "online"),
        ("会议以书面传签方式召开。", "by_circulation"),
        ("地點：本會會議室及視訊會議", "mixed"),
        ("The board met in the Guildhall. The report was approved by circulation.", None),
        ("表决方式：举手", None),
    ],
)
def test_mode_is_told_by_the_place_a_label_or_the_head(line: str, mode: str | None):
    read = read_minutes(f"Minutes of the Board\n\nDate: 4 May 2023\n{line}\n").mode

    assert (read.value if read else None) == mode
