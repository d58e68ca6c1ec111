"""Where in a motion's paragraph its words stand, beside who moved it and what came of it."""

import pytest

from archive.reader.minutes import read_minutes
from archive.reader.results import Value

BY = "Moved by Li Wei, seconded by Wang Fang"


def read(value: Value[str] | None) -> str:
    return value.value if value else ""


@pytest.mark.parametrize(
    "written",
    [
        f"Resolved: To buy three pumps. {BY}. Carried 5-0.",
        f"To buy three pumps ({BY}). Carried 5-0.",
        f"To buy three pumps.\n{BY}. Carried 5-0.",
        f"{BY}, that To buy three pumps. Carried 5-0.",
    ],
)
def test_words_of_a_motion_before_or_after_its_mover(written: str):
    [resolution] = read_minutes(f"Minutes\n\n{written}\n").resolutions

    assert resolution.text.value == "To buy three pumps"
    assert (read(resolution.mover), read(resolution.seconder)) == ("Li Wei", "Wang Fang")
    assert read(resolution.result_as_written) == "Carried 5-0"
    assert resolution.votes
    assert (resolution.votes.yes_count, resolution.votes.no_count) == (5, 0)


def test_motion_without_words_is_no_resolution():
    assert read_minutes(f"Minutes\n\n{BY}. Carried.\n").resolutions == []


def test_name_ends_before_what_came_of_the_motion():
    [resolution] = read_minutes(
        "Minutes\n\nMotion: That the fee be waived. Moved: Li Wei. Seconded: Wang Li. Carried.\n"
    ).resolutions

    assert resolution.text.value == "That the fee be waived"
    assert (read(resolution.mover), read(resolution.seconder)) == ("Li Wei", "Wang Li")


def found(text: str):
    return read_minutes(
        f"Minutes of the Harbour Board\n3 May 2023\n\nPresent: Ann Lee (Chair), Bob Ray\n\n{text}\n"
    ).resolutions


@pytest.mark.parametrize(
    ("text", "words", "mover", "seconder", "result"),
    [
        (
            "Motion: to sell the hall. Moved by Cllr Mills. The motion died for lack of a second.",
            *("to sell the hall", "Cllr Mills", "", "lost_for_want_of_second"),
        ),
        (
            "Bob Ray moved to approve the fence; Eve Rue seconded. The motion was withdrawn.",
            *("approve the fence", "Bob Ray", "Eve Rue", "withdrawn"),
        ),
        (
            "Moved by J. B. Orr Jr., seconded by Dr. Poe, that lamps be bought. Carried.",
            *("lamps be bought", "J. B. Orr Jr", "Dr. Poe", "adopted"),
        ),
        (
            "The budget was approved with Ann Lee making the motion, Bob Ray second, all in favour.",
            *("The budget was approved", "Ann Lee", "Bob Ray", "adopted"),
        ),
        (
            "The board agreed to hire Weir LLC. Ann Lee made the motion, Bob Ray second, with unanimity.",
            *("The board agreed to hire Weir LLC", "Ann Lee", "Bob Ray", "adopted"),
        ),
        (
            "The plan was adopted. Ann Lee made the motion to approve, Bob Ray second.",
            *("The plan was adopted", "Ann Lee", "Bob Ray", "adopted"),
        ),
        (
            "Item 4: A motion to lease a barn was made by Ann Lee and seconded by Bob Ray. Motion carried.",
            *("lease a barn", "Ann Lee", "Bob Ray", "adopted"),
        ),
        (
            "Mr Oakes proposed and Mrs Firth seconded that the dredger be sold. Carried.",
            *("the dredger be sold", "Mr Oakes", "Mrs Firth", "adopted"),
        ),
        (
            "It was proposed by Cllr Cole, seconded by Cllr Dyer and RESOLVED that bills be paid.",
            *("bills be paid.", "Cllr Cole", "Cllr Dyer", "adopted"),
        ),
        (
            "After talk it was agreed, on the proposal of Kit Bow seconded by Lea Cone, to mend the roof.",
            *("mend the roof.", "Kit Bow", "Lea Cone", "adopted"),
        ),
        (
            "D. Field trip. On motion of Ms. Cho, seconded by Ms. Finn, the Board approved the trip.",
            *("approved the trip.", "Ms. Cho", "Ms. Finn", "adopted"),
        ),
        (
            "Ms. Finn moved, and Mr. Dell seconded, a new lease. After debate, the motion was defeated.",
            *("a new lease", "Ms. Finn", "Mr. Dell", "rejected"),
        ),
        (
            "Mr. Brand moved that the minutes be approved. Ms. Cho seconded. All voted aye.",
            *("the minutes be approved", "Mr. Brand", "Ms. Cho", "adopted"),
        ),
        (
            "**Motion:** Approve the plan.\n\n**Moved:** Ann Lee\n\nSeconded: Bob Ray\nResult: Passed",
            *("Approve the plan", "Ann Lee", "Bob Ray", "adopted"),
        ),
    ],
)
def test_mover_ends_with_the_sentence(text: str, words: str, mover: str, seconder: str, result: str):
    [motion] = found(text)

    assert (motion.text.value, read(motion.mover), read(motion.seconder)) == (words, mover, seconder)
    assert motion.result == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("It was resolved to defer consideration of the pool until June.", "deferred"),
        ("RESOLVED that the report be referred to the Finance Committee.", "referred"),
        ("RESOLVED: that the report be noted.", "noted"),
        ("RESOLVED that lamps be bought.", "adopted"),
    ],
)
def test_what_a_decision_does(text: str, result: str):
    assert [one.result for one in found(text)] == [result]


@pytest.mark.parametrize(
    "text",
    [
        "11. Adjournment\nMoved by Eve Rue, seconded by Bob Ray. The meeting adjourned at 9:40 p.m.",
        "MEETING ADJOURNED at 9:40 p.m.",
        "7. Sale of the hall\nMoved by Eve Rue.",
    ],
)
def test_heading_and_adjournment_are_no_decisions(text: str):
    assert found(text) == []


MINUTE_BOOK = """47/24 Minutes: The minutes were signed by the chairman of the meeting as a record.
48/24 Planning: 12 Mill Lane, a rear extension of two floors. RESOLVED: no objection.
49/24 Grass: It was resolved by 2 votes to 1 to accept the quote of Greenways Ltd.
50/24 Next meeting: Monday."""


@pytest.mark.parametrize(
    ("text", "decisions"),
    [
        ("ADJOURNMENT. Motion to adjourn by Ms. Cho, second by Mr. Brand.", []),
        (
            "Motion: Approve the budget. It was discussed at length.",
            [("", "Approve the budget. It was discussed at length.")],
        ),
        (
            MINUTE_BOOK,
            [
                ("", "no objection."),
                ("", "It was resolved by 2 votes to 1 to accept the quote of Greenways Ltd."),
            ],
        ),
    ],
)
def test_each_item_of_a_minute_book_keeps_its_own_decision(text: str, decisions: list[tuple[str, str]]):
    assert [(read(one.mover), one.text.value) for one in found(text)] == decisions


def test_roll_behind_an_amendment_that_nobody_seconded_is_the_motions():
    motion, amendment = found(
        "Bob Ray moved adoption; Ann Lee seconded.\nEve Rue moved to amend two to three. The motion to "
        "amend died for want of a second.\nRoll call: Ayes: Lee, Ray. Nays: Rue. Ordinance adopted 2-1."
    )

    assert (motion.result, amendment.result) == ("adopted", "lost_for_want_of_second")
    assert (motion.votes and motion.votes.yes_count, amendment.votes) == (2, None)


def test_seconder_behind_the_words_is_no_part_of_them():
    motion, amendment = found(
        "Moved by Abbot, supported by Zane, to buy a truck. Debate followed. Cobb moved to amend it "
        'by adding "soon", supported by Abbot. Amendment carried, 4-0. The motion carried.'
    )

    assert (motion.text.value, read(motion.seconder)) == ("buy a truck", "Zane")
    assert (amendment.text.value, read(amendment.seconder)) == (
        'amend it by adding "soon"',
        "Abbot",
    )


def test_numbered_motions_in_lines_of_their_own_are_two():
    motions = found(
        "Motion 1: To buy lamps. Moved: Orr. Seconded: Poe. Vote: 3 in favour, 0 opposed. Motion passes.\n"
        "Motion 2: To sell the hall. Moved: Poe. Seconded: Orr. Motion fails.\nAction: Ann Lee to write."
    )

    assert [(one.identifier, one.text.value, one.result) for one in motions] == [
        ("1", "To buy lamps", "adopted"),
        ("2", "To sell the hall", "rejected"),
    ]


AMENDED = """MOTION: That Ordinance No. 2023-07 be adopted.
Moved by Carl Orr, seconded by Dee Poe.

Amendment 1: That "five" be replaced by "six". Moved by Eve Rue, seconded by Ann Lee.
Amendment defeated 2-3.
{between}
On the ordinance, roll call: Lee - Aye; Ray - Aye; Orr - Aye; Poe - Nay.
Ordinance passed."""


@pytest.mark.parametrize("between", ["", "\n"])
def test_amendment_and_motion_each_keep_their_vote(between: str):
    motion, amendment = found(AMENDED.format(between=between))

    assert (motion.identifier, motion.result, amendment.result) == ("2023-07", "adopted", "rejected")
    assert amendment.amends is motion
    assert motion.votes
    assert amendment.votes
    assert (motion.votes.yes_count, motion.votes.no_count) == (3, 1)
    assert (amendment.votes.yes_count, amendment.votes.no_count) == (2, 3)


def test_motion_that_was_amended_is_adopted_as_amended():
    motion, amendment = found(
        "Ann Lee moved, seconded by Bob Ray, to buy five lamps. Eve Rue moved to amend five to six; "
        "seconded by Bob Ray. The amendment carried 5-3. The motion carried 6-2."
    )

    assert (motion.result, amendment.result) == ("adopted_as_amended", "adopted")
    assert motion.votes
    assert (motion.votes.yes_count, motion.votes.no_count) == (6, 2)


def test_text_that_counts_two_ways_decides_nothing():
    [motion] = found(
        "Moved by Ann Lee, seconded by Bob Ray, to adopt the budget. Ayes: Lee, Ray, Orr (3). "
        "Nays: Rue (1). Motion carried 4-1."
    )

    doubt = motion.doubts["votes"]
    assert doubt.is_contradiction
    assert [one.as_written for one in doubt.readings] == [
        "Ayes: Lee, Ray, Orr (3). Nays: Rue (1)",
        "Motion carried 4-1",
    ]
    assert motion.votes
    assert motion.votes.yes_count is None


def test_result_against_the_count_is_a_contradiction():
    [motion] = found("Moved by Ann Lee, seconded by Bob Ray, to adopt the budget. Motion carried 2-5.")

    assert motion.doubts["result"].is_contradiction
    assert (motion.result, motion.result_as_written) == ("", None)


def test_result_that_only_the_count_tells_is_doubtful():
    [motion] = found(
        "Moved by Ann Lee, seconded by Bob Ray, to adopt the budget. Ayes: Lee, Ray. Nays: Rue."
    )

    assert motion.result == "adopted"
    assert not motion.doubts["result"].is_contradiction


NUMBERED = """On motions, the following resolutions were adopted:

Resolution No. 437-11.
By Director Dunn.
Whereas, under the authority of Ordinance No. 12-04 the contract ends; now, therefore,
Be it resolved by the Board that the term of the contract is extended by one year.
Yeas: Directors Orr, Dunn, Wray and Acting Director Ryder.
Nays: None.
Absent: Mayor Jens.

Resolution No. 438-11.
By Director Wray.
Be it resolved by the Board that the bid of Crane Co. is approved.
Yeas: Directors Orr and Dunn.
Nays: Director Wray.
Absent: Mayor Jens. Recused: Ryder."""


def test_numbered_resolutions_of_a_board():
    first, second = found(NUMBERED)

    assert [(one.identifier, read(one.mover), one.result) for one in (first, second)] == [
        ("437-11", "Director Dunn", "adopted"),
        ("438-11", "Director Wray", "adopted"),
    ]
    assert first.text.value.startswith("Whereas, under")
    assert first.text.value.endswith("by one year.")
    assert first.votes
    assert second.votes
    assert (first.votes.yes_count, first.votes.no_count, second.votes.yes_count) == (4, 0, 2)
    assert ("Ryder", "recused") in second.votes.names
    assert first.votes.names[:2] == [("Orr", "yes"), ("Dunn", "yes")]


def test_who_moved_a_numbered_resolution_stands_behind_its_words():
    [one] = found(
        "RESOLUTION NO. 24-18\n\nWHEREAS, the lease ends in June;\nBE IT RESOLVED that it be extended.\n\n"
        "Motion by Supervisor Kemp, second by Supervisor Lowe.\nAyes: Kemp, Lowe\nNays: Hale, Ito, Orr\n"
        "Resolution failed."
    )

    assert (read(one.mover), read(one.seconder), one.result) == (
        "Supervisor Kemp",
        "Supervisor Lowe",
        "rejected",
    )
    assert one.text.value.endswith("that it be extended.")


@pytest.mark.parametrize(
    ("line", "results"),
    [
        ("Motion: No motion made; seconded: N/A; vote: yeas: ; nays: none; absent: none", []),
        ("Vote: yeas: All; nays: none; absent: none", ["adopted"]),
        ("Motion: Lee; seconded: Ray; vote: yeas: Lee, Ray, Orr; nays: none", ["adopted"]),
        ("Motion: Lee; seconded: Ray; vote: yeas: Lee; nays: Ray, Orr", ["rejected"]),
    ],
)
def test_line_of_votes(line: str, results: list[str]):
    text = f"# Minutes of 3 May 2023\n\n## Fence\n\nConsideration of the fence at 3 Mill Street.\n{line}\n"

    assert [one.result for one in read_minutes(text).resolutions] == results


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("head", ["4. Resolution 2024-11 – Paving", "Resolution 2024-11: Paving"])
def test_heading_of_a_motion_is_its_number_and_no_decision(head: str, between: str):
    text = f"Minutes of 3 May 2023\n\n{head}{between}Moved by Cllr Pike. It died for lack of a second.\n"

    [motion] = read_minutes(text).resolutions

    assert (motion.text.value, motion.identifier, motion.result) == (
        "Paving",
        "2024-11",
        "lost_for_want_of_second",
    )
    assert read(motion.mover) == "Cllr Pike"


@pytest.mark.parametrize(
    ("told", "text", "result"),
    [
        (
            "Motion: that the benches be new. Moved: Cllr Ray. Deferred to May.",
            "that the benches be new",
            "deferred",
        ),
        (
            "Moved by Cllr Ray to go to Hull. After questions Ray withdrew the motion.",
            "go to Hull",
            "withdrawn",
        ),
        ("Moved by Cllr Ray to go to Hull. Postponed until June.", "go to Hull", "deferred"),
    ],
)
def test_motion_put_off_or_taken_back(told: str, text: str, result: str):
    [motion] = read_minutes(f"Minutes of 3 May 2023\n\n{told}\n").resolutions

    assert (motion.text.value, motion.result) == (text, result)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("Prop. P Lund, sec. S Ashe that we renew with Hull. Agreed nem. con.", "we renew with Hull"),
        ("Proposed by J Tandy and seconded by P Lund that quotes be sought. Agreed.", "quotes be sought"),
        ("Proposed: P Lund. Seconded: S Ashe. That the gate be green. All agreed.", "the gate be green"),
    ],
)
def test_motion_that_was_agreed(told: str, text: str):
    [motion] = read_minutes(f"Minutes of 3 May 2023\n\n{told}\n").resolutions

    assert (motion.text.value, motion.result) == (text, "adopted")
    assert motion.mover
    assert motion.seconder


@pytest.mark.parametrize(
    "told",
    [
        "Moved by A. Feld, seconded by A. B. Pike, that the hall be painted. Carried.",
        "Proposed by A Feld, seconded by A Pike and resolved that the hall be painted.",
        "Motion: That the hall be painted. Moved: A. Feld. Seconded: A. Pike. Carried.",
        "It was proposed by Cllr A Feld and seconded by Cllr A Pike that the hall be painted. Agreed.",
    ],
)
def test_initial_a_begins_a_name(told: str):
    [resolution] = read_minutes(f"Minutes of the Board\n3 May 2023\n\n{told}\n").resolutions

    assert "the hall be painted" in resolution.text.value
    assert len(resolution.text.value) < 25
    assert resolution.mover
    assert resolution.seconder
    assert resolution.mover.value.removeprefix("Cllr ") in ("A. Feld", "A Feld")
    assert resolution.seconder.value.endswith("Pike")


def test_vote_that_was_called_is_no_motion():
    text = "Moved by Ann Feld, seconded by Bob Pike. A roll call followed. Carried."

    assert read_minutes(f"Minutes of the Board\n3 May 2023\n\n{text}\n").resolutions == []


def test_what_a_speaker_agreed_with_is_no_decision():
    talk = (
        "- Ann Lee: The trip was liked.\n- Bob Ray: Agreed that we should begin sooner.\n- Ann Lee: Yes.\n"
    )

    assert read_minutes(f"Minutes of the Board\n3 May 2023\n\n{talk}").resolutions == []


def test_points_in_brackets_are_decisions_of_their_own():
    first, second = found(
        "24/113 Finance\n(a) RESOLVED: that the payments be made.\n"
        "(b) It was proposed by Cllr Lee, seconded by Cllr Ray, and RESOLVED that the auditor be kept.\n"
        "(c) The bank statement was noted."
    )

    assert (first.text.value, first.mover) == ("that the payments be made.", None)
    assert (second.text.value, second.result) == ("the auditor be kept.", "adopted")


def test_references_of_applications_begin_lines_of_their_own():
    texts = [
        one.text.value
        for one in found(
            "24/0311/FUL Rose Cottage, extension. RESOLVED: no objection.\n"
            "24/0345/OUT Mill Lane, six dwellings. RESOLVED: to object."
        )
    ]

    assert texts == ["no objection.", "to object."]


@pytest.mark.parametrize(
    ("text", "words", "result"),
    [
        (
            "Cllr Weald proposed that the shelter be painted. There was no seconder and the proposal fell.",
            *("the shelter be painted", "lost_for_want_of_second"),
        ),
        (
            "The Board considered the draft scheme and agreed to defer a decision to July.",
            *("The Board considered the draft scheme and agreed to defer a decision to July.", "deferred"),
        ),
        (
            "IT WAS RESOLVED to pay 4p a share. Dr Cole dissented and asked that it be recorded.",
            *("IT WAS RESOLVED to pay 4p a share.", "adopted"),
        ),
        (
            "Ann Lee proposed that we buy a boat. Bob Ray seconded. Agreed, 4 to 1.",
            "we buy a boat",
            "adopted",
        ),
    ],
)
def test_what_became_of_a_proposal(text: str, words: str, result: str):
    [resolution] = found(text)

    assert (resolution.text.value, resolution.result) == (words, result)


def test_proposal_that_nobody_seconds_or_votes_on_is_talk():
    assert found("Ann Lee proposed that we look at boats in the summer. Some liked it.") == []


def test_form_of_a_motion_that_nobody_filled_in_is_none():
    assert found("Motion: moved: ; seconded: ; vote: yeas: ; nays: none") == []


def test_action_before_its_votes_begins_with_what_the_body_did():
    head = "Minutes of the Harbour Board. " + "Ann Lee and Bob Ray attended by telephone. " * 70

    [one] = found(f"{head}The Board ratified these payments. Votes for this action: Ann Lee, Bob Ray.")

    assert one.text.value == "The Board ratified these payments."


def test_motions_on_lines_of_their_own_are_several():
    first, second = found(
        "Moved by Ann Lee, seconded by Bob Ray, to buy three new pumps for the harbour. Carried 5-2.\n"
        "Moved by Bob Ray, seconded by Ann Lee, to sell the two old pumps to the club. Defeated 3-4."
    )

    assert (first.text.value, first.result) == ("buy three new pumps for the harbour", "adopted")
    assert (second.text.value, second.result) == ("sell the two old pumps to the club", "rejected")
