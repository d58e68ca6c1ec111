"""Words for results and roles."""

import pytest

from archive.models import Attendance, Resolution, Vote
from archive.text.vocabulary import (
    METHOD_WORDS,
    OPTION_WORDS,
    PRESENCE_WORDS,
    RESULT_WORDS,
    ROLE_WORDS,
    method_in,
    method_of,
    presence_of,
    result_in,
    result_of_status,
    results_meant,
    role_in,
    role_of_label,
    vote_option_of,
)


def test_words_are_of_what_is_stored():
    stored = set(Resolution.Result.values)

    assert {row.result for row in RESULT_WORDS} == stored - {"not_recorded"}
    assert {result for value in stored for result in results_meant(value)} == stored
    assert set(OPTION_WORDS) == set(Vote.Option.values)
    assert set(METHOD_WORDS) == set(Resolution.DecisionMethod.values) - {"not_recorded"}
    assert {row.status for row in PRESENCE_WORDS} <= set(Attendance.Status.values)
    assert {row.role for row in PRESENCE_WORDS} - {""} <= set(Attendance.Role.values)
    assert {row.mode for row in PRESENCE_WORDS} - {""} <= set(Attendance.Mode.values)


def test_no_phrase_stands_for_two_things():
    tables = (
        [row.words for row in RESULT_WORDS],
        [row.words for row in PRESENCE_WORDS],
        list(OPTION_WORDS.values()),
        list(METHOD_WORDS.values()),
    )

    for table in tables:
        phrases = [phrase.strip() for words in table for phrase in words.split(",")]
        assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("words", [phrase for row in RESULT_WORDS for phrase in row.words.split(",")])
def test_search_and_import_read_each_word_alike_in_any_case(words: str):
    result = result_of_status(words)

    assert result in results_meant(words.upper())
    assert result_of_status(f" {words.title()}. ") == result


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("通过", "adopted"),
        ("通　過", "adopted"),
        ("PASSED", "adopted"),
        ("Motion carried 5-2", "adopted"),
        ("Carried, nem. con.", "adopted"),
        ("一致通過", "adopted"),
        ("通过（赞成3票）", "adopted"),
        ("原則同意", "agreed_in_principle"),
        ("修正後通過", "adopted_as_amended"),
        ("Amended and adopted", "adopted_as_amended"),
        ("否決。", "rejected"),
        ("未獲得通過", "rejected"),
        ("Not carried", "rejected"),
        ("Lost", "rejected"),
        ("暫緩", "deferred"),
        ("備查", "noted"),
        ("Motion died for lack of a second.", "lost_for_want_of_second"),
        ("LOST FOR WANT OF A SECONDER", "lost_for_want_of_second"),
        ("無人附議", "lost_for_want_of_second"),
        ("The motion was laid on the table", "tabled"),
        ("擱置", "tabled"),
        ("Tie vote", "tied"),
        ("Vote tied 4-4", "tied"),
        ("平票", "tied"),
        ("Adopted by unanimous consent", "adopted"),
        ("無異議通過", "adopted"),
        ("一致同意", "adopted"),
        # Who broke a tie, who withdrew, until when, of how many, on a consent agenda.
        ("可否同數，主席加投一票，通過", "adopted"),
        ("同票，主席裁决通过", "adopted"),
        ("同票，主席反对，否决", "rejected"),
        ("Carried on the casting vote of the Chair", "adopted"),
        ("Carried by the mayor's tie-breaking vote", "adopted"),
        ("LOST on the casting vote", "rejected"),
        ("Tied 4-4, motion fails", "rejected"),
        ("Tied 4-4", "tied"),
        ("正反票數相同", "tied"),
        ("Withdrawn by the mover", "withdrawn"),
        ("動議人撤回", "withdrawn"),
        ("Deferred to the next meeting", "deferred"),
        ("Continued until June 6, 2023", "deferred"),
        ("Laid over", "deferred"),
        ("留待下次會議", "deferred"),
        ("Failed: two-thirds majority not reached", "rejected"),
        ("Did not receive the required two-thirds", "rejected"),
        ("未達三分之二多數，未通過", "rejected"),
        ("贊成未過半數", "rejected"),
        ("無人附議，動議不成立", "lost_for_want_of_second"),
        ("Approved on consent", "adopted"),
        ("Without objection", "adopted"),
        ("無異議", "adopted"),
        ("Carried 5-2 with 1 recusal", "adopted"),
        ("Ayes 5, Nays 2, motion carried", "adopted"),
        ("以5票贊成、2票反對通過", "adopted"),
        ("拟通过", ""),
        ("未达法定人数", ""),  # of those present
        ("did not receive", ""),
        ("Failed to reach a quorum", ""),
        ("Approved until June", ""),
        ("Rejected by the mover", ""),
        ("Postponed indefinitely", ""),
        ("Amendment carried; motion lost", ""),
        ("修正案通过，原案否决", ""),
        ("部分通过", ""),
        ("退回", ""),
        ("Ruled out of order", ""),
        ("not on the casting vote", ""),
        ("passed first reading", ""),
        ("part passed, part lost", ""),
        ("needs work", ""),
        ("5-2", ""),
        ("", ""),
    ],
)
def test_status_is_a_result_only_if_every_word_is_understood(words: str, result: str):
    assert result_of_status(words) == result


@pytest.mark.parametrize(
    ("words", "status", "role", "mode"),
    [
        ("Present", "present", "", ""),
        ("出 席", "present", "", ""),
        ("Apologies.", "excused", "", ""),
        ("請假", "excused", "", ""),
        ("未到會", "absent", "", ""),
        ("列席", "present", "in_attendance", ""),
        ("GUEST", "present", "guest", ""),
        ("視訊", "present", "", "remote"),
    ],
)
def test_presence_is_told_in_any_script_and_case(words: str, status: str, role: str, mode: str):
    presence = presence_of(words)

    assert presence is not None
    assert presence[1:] == (status, role, mode)


def test_presence_that_is_not_known_is_none():
    assert presence_of("perhaps") is None


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("Aye", "yes"),
        ("NAYS", "no"),
        ("棄權", "abstain"),
        ("not_voting", "not_voting"),
        ("迴避", "recused"),
        ("Recused herself", "recused"),
        ("投贊成票", "yes"),
        ("not present", "absent"),
        ("Present, not voting", "not_voting"),
        ("出席未投票", "not_voting"),
        ("Conflict of interest", "recused"),
        ("依法迴避", "recused"),
        ("Dissenting", "no"),
        ("Concur", "yes"),
        ("present", ""),
        ("?", ""),
    ],
)
def test_vote_is_told_in_any_script_and_case(words: str, option: str):
    assert vote_option_of(words) == option


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("The motion died for the lack of a second.", "lost_for_want_of_second"),
        ("There was no second.", "lost_for_want_of_second"),
        ("No second reading was asked for; the bill passed.", "adopted"),
        ("該動議因無人附議未付表決。", "lost_for_want_of_second"),
        ("The vote was tied.", "tied"),
        ("The vote was tied; it was carried on the casting vote of the chair.", "adopted"),
        ("The motion failed on a tie vote.", "rejected"),
        ("表决平票，未通过。", "rejected"),
        ("The motion was tabled.", "tabled"),
        ("本案搁置。", "tabled"),
        ("本案暂缓。", "deferred"),
    ],
)
def test_text_tells_what_became_of_a_motion(words: str, result: str):
    assert result_in(words) == result


@pytest.mark.parametrize(
    ("words", "method"),
    [
        ("By unanimous consent", "unanimous_consent"),
        ("Consent agenda", "unanimous_consent"),
        ("一致同意", "unanimous_consent"),
        ("無異議", "unanimous_consent"),
        ("SHOW OF HANDS", "show_of_hands"),
        ("記名表決", "roll_call"),
        ("unanimous_consent", "unanimous_consent"),
        ("?", ""),
    ],
)
def test_method_is_told_in_any_script_and_case(words: str, method: str):
    assert method_of(words) == method


def test_text_tells_of_consent_but_not_of_a_unanimous_vote():
    texts = ("Adopted by unanimous consent.", "無異議通過", "一致通过", "There was no unanimous consent.")

    assert [method_in(text) for text in texts] == ["unanimous_consent", "unanimous_consent", "", ""]


def test_text_tells_the_stricter_result_first():
    assert result_in("The motion was not approved.") == "rejected"
    assert result_in("不同意") == "rejected"
    assert result_in("Approved as amended") == "adopted_as_amended"
    assert result_in("照案通過") == "adopted"
    assert result_in("nothing of the kind", default="not_recorded") == "not_recorded"


def test_roles_are_those_that_are_stored():
    assert {row.role for row in ROLE_WORDS} == set(Attendance.Role.values) - {"member"}


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Co-chair", "chair"),
        ("Vice-Chair", ""),
        ("副主席", ""),
        ("主席团", ""),
        ("召集人", "chair"),
        ("纪录", "recorder"),
        ("recording secretary", "recorder"),
        ("列席委員", "in_attendance"),
        ("Observers", "guest"),
        ("报告人", "presenter"),
        ("Town Clerk", ""),
    ],
)
def test_role_is_told_by_words(words: str, role: str):
    assert role_in(words) == role


def test_label_tells_only_what_is_sure():
    labels = ("observer", "Moderator of a forum", "Co-chair", "记录", "列席")

    assert [role_of_label(label) for label in labels] == ["", "", "chair", "recorder", "in_attendance"]


@pytest.mark.parametrize(
    "label",
    [
        "副局长，主持",
        "副主任主持会议",
        "Vice-Chair (presiding)",
        "Deputy Mayor, in the Chair",
        "Acting Chair",
    ],
)
def test_who_presides_is_in_the_chair_whatever_the_post(label: str):
    assert role_of_label(label) == "chair"


@pytest.mark.parametrize(
    "label",
    [
        "Vice  Chair",
        "副主持",
        "副召集人",
        "Former chair",
        "Assistant to the Chair",
        "Chair-elect",
        "主席台就座",
    ],
)
def test_post_near_the_chair_is_not_the_chair(label: str):
    assert role_of_label(label) == ""
