"""Commands that a bot takes down in a chat: #agreed, #action, AGREED: with the vote and the hour."""

from archive.reader.minutes import read_minutes

LOG = """\
#release-team: weekly sync

18:00 <ines> #startmeeting weekly sync, Monday, 4 March 2024, everybody is welcome to it
18:03 <karl> I agreed with ines last week that we should move the freeze by some days
18:05 <ines> #agreed the freeze moves to 14 March (4 for, 1 against)
18:06 <ines> #action karl to announce the new date of the freeze on the list
18:07 <ines> #rejected drop the old mirrors

Action items
* karl to announce the new date of the freeze on the list
"""


def test_what_was_agreed_and_rejected():
    first, second = read_minutes(LOG).resolutions

    assert first.text.value == "the freeze moves to 14 March (4 for, 1 against)"
    assert first.result == "adopted"
    assert first.votes
    assert (first.votes.yes_count, first.votes.no_count) == (4, 1)
    assert (second.text.value, second.result) == ("drop the old mirrors", "rejected")


def test_action_is_told_once_with_who_does_it():
    [action] = read_minutes(LOG).actions

    assert action.description.value == "karl to announce the new date of the freeze on the list"
    assert action.responsible
    assert action.responsible.value == "karl"


def test_hour_behind_a_decision_is_none_of_its_words():
    [one] = read_minutes("* AGREED: Fonts move (+6, 0, -1)\n    (tomas, 17:15:44)\n").resolutions

    assert one.text.value == "Fonts move (+6, 0, -1)"
    assert one.votes
    assert (one.votes.yes_count, one.votes.no_count, one.votes.abstain_count) == (6, 1, 0)
