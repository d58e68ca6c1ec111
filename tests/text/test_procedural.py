"""Which decisions settle only the business of the meeting, in both languages."""

import pytest

from archive.text.procedural import LONGEST, is_procedural_motion


@pytest.mark.parametrize(
    "words",
    [
        "To adjourn",
        "Motion to adjourn at 9:15 pm",
        "宣布散会",
        "同意延长会议时间",
        "追认上次会议纪录",
        "確認議事錄",
        "准予备查",
        "Adopt the agenda for the meeting",
        "That the meeting be adjourned until Tuesday.",
        "Adjournment",
        "To recess for ten minutes",
        "To take a short recess",
        "To go into closed session",
        "Moved into executive session under 2.1",
        "RESOLVED that the Council go into committee of the whole",
        "To return to open session",
        "To approve the agenda as amended",
        "Adopt the agenda",
        "Minutes of 3 May approved",
        "To approve the minutes of the meeting of 3 May 2023",
        "The minutes of the last meeting were confirmed.",
        "To accept apologies for absence",
        "To call the question",
        "To open the public hearing",
        "To suspend the standing orders",
        "To table the motion",
        "To amend the main motion by striking “red”",
        "Elect Anna Reed as chair",
        "Appointment of two scrutineers",
        "To receive and file the treasurer's report",
        "That the report be noted",
        "通过上次会议记录",
        "確認前次會議紀錄",
        "第三次會議紀錄確認",
        "散會",
        "休会十分钟",
        "通过会议议程",
        "变更议程",
        "选举王伟为主任",
        "推選副議長",
        "停止討論",
        "会议决定散会",
        "听取财务工作汇报",
    ],
)
def test_is_procedural(words: str):
    assert is_procedural_motion(words)
    assert is_procedural_motion("", words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Buy twenty sandbags",
        "Elect to join the league of towns",
        "休会期间工作规则",
        "Adopt the agenda for sustainable growth",
        "To close the road on market days",
        "To open the park at seven",
        "To adopt the flood plan",
        "To approve the budget and elect the auditor",
        "Amend the bylaws, article 3",
        "Amendment to the fees for mooring",
        "Keep minutes of every working group",
        "The agenda shall be sent a week before each meeting",
        "Dogs are not allowed on the green",
        "To accept the tender of Brown & Sons",
        "To extend the library's opening hours",
        "通过防汛预案",
        "修正停车收费办法",
        "会议记录应于七日内公布",
        "同意购买沙袋",
        "审议通过年度预算",
    ],
)
def test_is_a_decision(words: str):
    assert not is_procedural_motion(words)


def test_long_decision_does_more_than_it_begins_with():
    assert not is_procedural_motion("To adjourn " + "and to mend the wall " * (LONGEST // 20))
