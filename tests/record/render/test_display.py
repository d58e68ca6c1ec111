import datetime as dt

import pytest
from django.utils import translation

from archive.record.render.display import choice_label, excerpt, iso_date, written_date

pytestmark = pytest.mark.any_engine

DAY = dt.date(2023, 8, 23)


@pytest.mark.parametrize(
    ("language", "precision", "style", "text"),
    [
        ("en", "day", "long", "Wednesday 23 August 2023"),
        ("en", "day", "plain", "23 August 2023"),
        ("en", "day", "short", "23 Aug 2023"),
        ("en", "month", "plain", "August 2023"),
        ("en", "month", "short", "Aug 2023"),
        ("en", "year", "long", "2023"),
        ("zh-hans", "day", "long", "2023年8月23日 星期三"),
        ("zh-hans", "day", "short", "2023年8月23日"),
        ("zh-hans", "month", "plain", "2023年8月"),
        ("zh-hans", "year", "plain", "2023年"),
    ],
)
def test_date_is_written_as_the_language_does_and_as_precise_as_it_is_known(
    language: str, precision: str, style: str, text: str
):
    with translation.override(language):
        assert written_date(DAY, precision, style) == text


@pytest.mark.parametrize(
    ("precision", "text"), [("day", "2023-08-23"), ("month", "2023-08"), ("year", "2023")]
)
def test_iso_date_is_as_precise_as_it_is_known(precision: str, text: str):
    assert iso_date({"date": "2023-08-23", "date_precision": precision}) == text


def test_choice_has_its_label_in_the_active_language_and_any_other_value_stays():
    with translation.override("zh-hans"):
        assert choice_label("adopted", "resolution.result") == "通过"
    assert choice_label("adopted", "resolution.result") == "Adopted"
    assert choice_label("unheard of", "resolution.result") == "unheard of"


def test_excerpt_is_the_beginning_without_markup():
    assert excerpt("# Flood\n\nThe **pumps** are old.", 400) == "Flood The pumps are old."
    assert excerpt("word " * 100, 10) == "word word…"
