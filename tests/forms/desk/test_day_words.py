"""Days and hours are said in words beside their fields."""

import pytest
from django.utils.translation import override

from archive.forms.desk.day_words import Words, words_beside


@pytest.mark.parametrize("typed", ["2026-11-27", "27 Nov 2026", "2026年11月27日"])
def test_day_is_said_with_its_weekday(typed: str):
    assert words_beside({"date": typed}) == {"date": Words("Friday 27 November 2026")}
    with override("zh-hans"):
        assert words_beside({"date": typed}) == {"date": Words("2026年11月27日 星期五")}


def test_ambiguous_day_leaves_the_choice():
    days = (("2024-03-12", "12 March 2024"), ("2024-12-03", "3 December 2024"))

    assert words_beside({"date": "12/3/2024"}) == {
        "date": Words("Which day is meant?", is_doubt=True, days=days)
    }


def test_several_days_are_said_as_such():
    assert words_beside({"date": "9-11 April 2024"}) == {"date": Words("9–11 April 2024")}


def test_month_alone_is_said_no_more_precise():
    assert words_beside({"date": "2024-04-01", "date_precision": "month"}) == {"date": Words("April 2024")}


@pytest.mark.parametrize(("name", "start"), [("date", "No such day."), ("end_time", "No such time.")])
def test_what_cannot_be_read_says_how_to_write_it(name: str, start: str):
    words = words_beside({name: "whenever"})[name]

    assert words.is_doubt
    assert words.text.startswith(start)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"start_time": "7pm", "end_time": "9.30 pm"}, "19:00 to 21:30"),
        ({"start_time": "7pm", "end_time": "0.35"}, "19:00 to 00:35 on the next day"),
        (
            {"date": "2024-03-12", "start_time": "7pm", "end_time": "0.35"},
            "19:00 to 00:35 on Wednesday 13 March 2024",
        ),
        (
            {"date": "9-11 April 2024", "start_time": "9", "end_time": "12"},
            "09:00 to 12:00 on Thursday 11 April 2024",
        ),
        (
            {"date": "2024-04-09", "end_date": "2024-04-11", "start_time": "14", "end_time": "12"},
            "14:00 to 12:00 on Thursday 11 April 2024",
        ),
        ({"start_time": "下午7点"}, "19:00"),
    ],
)
def test_hours_are_said_with_the_day_on_which_they_end(typed: dict[str, str], words: str):
    assert words_beside(typed)["end_time"] == Words(words)


@pytest.mark.parametrize("typed", [{}, {"start_time": "19:00"}, {"date": " "}])
def test_what_needs_no_words_has_none(typed: dict[str, str]):
    assert words_beside(typed) == {}


def test_last_day_there_is_has_no_next_one():
    typed = {"date": "2999-12-31", "start_time": "23", "end_time": "1"}

    assert words_beside(typed)["end_time"] == Words("23:00 to 01:00 on Wednesday 1 January 3000")
