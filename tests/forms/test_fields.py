"""Form fields read what people write, in every language of the interface."""

import datetime as dt

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from archive.forms.fields import DateField, FileField, TextField, TimeField, WrittenDateField

DATES = [
    "2023-08-23",
    "23 August 2023",
    "23.8.2023",
    "2023年8月23日",
    "2023.8.23",
    "2023/08/23",
    "二〇二三年八月二十三日",
    "民國112年8月23日",
]


class SampleForm(forms.Form):
    day = DateField(required=False)
    time = TimeField(required=False)
    text = TextField(required=False)
    file = FileField(required=False)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("text", DATES)
def test_date_field_reads_dates_in_any_language(language: str, text: str):
    with translation.override(language):
        assert DateField().clean(text) == dt.date(2023, 8, 23)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_date_field_shows_iso_dates(language: str):
    with translation.override(language):
        html = str(SampleForm(initial={"day": dt.date(2023, 5, 8)})["day"])

    assert 'value="2023-05-08"' in html


@pytest.mark.parametrize("text", ["31 February 2023", "soon", "2023", "1" * 5000, "\x00"])
def test_date_field_answers_nonsense_with_examples(text: str):
    with pytest.raises(forms.ValidationError, match="2023年8月23日"):
        DateField().clean(text)


@pytest.mark.parametrize("field", [DateField(), WrittenDateField()])
def test_day_that_may_be_two_is_asked_about(field: forms.Field):
    with translation.override("en"), pytest.raises(forms.ValidationError) as asked:
        field.clean("8/3/2023")

    assert asked.value.messages == [
        "This may be 8 March 2023 or 3 August 2023. Write it as 2023-03-08, or the month in words."
    ]


def test_date_field_keeps_what_was_typed():
    html = str(SampleForm({"day": "31 February 2023"})["day"])

    assert 'value="31 February 2023"' in html


def test_date_field_unchanged_when_written_another_way():
    form = SampleForm({"day": "23.8.2023"}, initial={"day": dt.date(2023, 8, 23)})

    assert form.changed_data == []


def test_date_and_time_fields_may_be_empty():
    form = SampleForm({"day": " ", "time": ""})

    assert form.is_valid()
    assert (form.cleaned_data["day"], form.cleaned_data["time"]) == (None, None)


def test_date_and_time_fields_take_python_values():
    assert DateField().clean(dt.date(2023, 8, 23)) == dt.date(2023, 8, 23)
    assert TimeField().clean(dt.time(9)) == dt.time(9)


@pytest.mark.parametrize("text", ["9:00", "09:00", "9.00", "上午9:00", "9时", "9 am"])
def test_time_field_reads_times(text: str):
    assert TimeField().clean(text) == dt.time(9)


def test_time_field_answers_nonsense_with_examples():
    with pytest.raises(forms.ValidationError, match="下午2时30分"):
        TimeField().clean("tea time")


@pytest.mark.parametrize(
    ("time", "shown"), [(dt.time(9), "09:00"), (dt.time(9, 0, 7), "09:00:07"), (None, None), ("9?", "9?")]
)
def test_time_field_shows_seconds_only_where_there_are_any(time: object, shown: object):
    assert TimeField().prepare_value(time) == shown


def test_text_field_keeps_plain_line_ends():
    assert TextField().clean("one\r\ntwo\rthree") == "one\ntwo\nthree"


@pytest.mark.parametrize(("typed", "changed"), [("one\r\ntwo", False), ("one\r\nthree", True)])
def test_text_field_changes_only_with_its_words(typed: str, changed: bool):
    assert TextField().has_changed("one\ntwo\n", typed) is changed


def test_file_field_takes_a_document_and_leaves_it_at_its_beginning():
    file = SimpleUploadedFile("minutes.txt", b"The committee met.")

    assert FileField().clean(file).read() == b"The committee met."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("minutes.exe", b"plain", "are not taken"),
        ("minutes", b"#!/bin/sh", "is a program"),
        ("minutes.pdf", b"%PDF-1.7 cut off", "is damaged"),
    ],
)
def test_file_field_refuses_what_lies(name: str, content: bytes, reason: str):
    with pytest.raises(forms.ValidationError, match=reason):
        FileField().clean(SimpleUploadedFile(name, content))


def test_file_field_refuses_large_files():
    file = SimpleUploadedFile("minutes.txt", b"short")
    file.size = 100 * 1024 * 1024 + 1

    with pytest.raises(forms.ValidationError, match="100 MB"):
        FileField().clean(file)
