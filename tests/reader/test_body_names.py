"""The body whose minutes a text is, as it is named."""

import pytest

from archive.reader.body_names import name_of_body
from archive.reader.days import day_in_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("MINUTES OF A MEETING OF HOLM-ON-SEA PARISH COUNCIL", "Holm-on-Sea Parish Council"),
        ("Minutes of the Regular Meeting of the Board of Trustees of Elm Township",
         "Board of Trustees of Elm Township"),
        ("Harbour Foundation Board Meeting Minutes 2021", "Harbour Foundation Board"),
        ("Annual General Meeting of the Elm Residents Association", "Elm Residents Association"),
        ("漯东市应急管理局局务会会议纪要", "漯东市应急管理局"),
        ("漯东市安全生产委员会2023年第3次会议纪要", "漯东市安全生产委员会"),
        ("東港區公所113年度第2次會議紀錄", "東港區公所"),
        ("會議名稱中國文學會90年會員大會", "中國文學會"),
        ("会议名称：漯东市安全生产委员会2023年第3次会议", "漯东市安全生产委员会"),
        ("Meeting: Alder Town Council", "Alder Town Council"),
        ("Minutes of the meeting held on 4 May", ""),
        ("Board Meeting", ""),
        ("Present: Ada Reed, Town Council", ""),
        ("会议纪要", ""),
    ],
)  # fmt: skip
def test_body_is_named_by_a_title(title: str, name: str):
    assert name_of_body(title, "") == name


def test_body_is_named_above_a_title():
    assert name_of_body("Minutes", "# Alder Town Council\n\nMinutes\n") == "Alder Town Council"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2017-10-04 minutes", "2017-10-04"),
        ("Minutes_4_October_2017", "2017-10-04"),
        ("minutes20171004v2", "2017-10-04"),
        ("23-10-2017", "2017-10-23"),
        ("112年8月23日會議紀錄", "2023-08-23"),
        ("04-10-2017", "None"),
        ("minutes 2016-2017", "None"),
        ("2017-10-04 to 2017-10-05", "None"),
    ],
)
def test_name_of_a_file_tells_one_day_or_none(name: str, day: str):
    assert str(day_in_name(name)) == day
