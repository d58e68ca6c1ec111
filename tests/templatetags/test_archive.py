import datetime as dt

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from archive.templatetags.archive import written_language

DAY = dt.date(2023, 8, 3)


@pytest.fixture(autouse=True)
def english():
    """Start in English, whatever language the last page of another test was in."""
    with translation.override("en"):
        yield


def rendered(source: str, request=None, **context) -> str:
    """Return what a template makes of a context."""
    return engines["django"].from_string(source).render(context, request)


@pytest.mark.parametrize(
    ("language", "precision", "style", "written"),
    [
        ("en", "day", "long", "Thursday 3 August 2023"),
        ("en", "day", "plain", "3 August 2023"),
        ("en", "day", "short", "3 Aug 2023"),
        ("en", "month", "plain", "August 2023"),
        ("en", "month", "short", "Aug 2023"),
        ("en", "year", "long", "2023"),
        ("zh-hans", "day", "long", "2023年8月3日 星期四"),
        ("zh-hans", "day", "plain", "2023年8月3日"),
        ("zh-hans", "month", "long", "2023年8月"),
        ("zh-hans", "year", "plain", "2023年"),
    ],
)
def test_when_writes_dates_as_the_language_does(language, precision, style, written):
    with translation.override(language):
        html = rendered("{% when day precision style %}", day=DAY, precision=precision, style=style)

    assert html.partition(">")[2] == f"{written}</time>"


@pytest.mark.parametrize(
    ("precision", "machine"), [("day", "2023-08-03"), ("month", "2023-08"), ("year", "2023")]
)
def test_when_tells_machines_no_more_than_is_known(precision, machine):
    assert f'datetime="{machine}"' in rendered("{% when day precision %}", day=DAY, precision=precision)


def test_when_of_nothing_is_nothing():
    assert rendered("{% when day %}", day=None) == ""


@pytest.mark.parametrize(
    ("language", "precision", "html"),
    [
        ("en", "day", '<time class="day" datetime="2023-08-03"><b>03</b> Aug 2023</time>'),
        ("en", "month", '<time class="day" datetime="2023-08"> Aug 2023</time>'),
        ("en", "year", '<time class="day" datetime="2023"><b>2023</b> </time>'),
        ("zh-hans", "day", '<time class="day" datetime="2023-08-03"><b>03</b> 2023年8月</time>'),
    ],
)
def test_register_day_shows_what_is_known(language, precision, html):
    with translation.override(language):
        assert rendered("{% register_day day precision %}", day=DAY, precision=precision) == html


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh-Hans", "Li Wei", "en"),
        ("zh-Hant", "第81次 meeting of the board", "zh-Hant"),
        ("en", "李伟", "zh"),
        ("en", "The motto 安全第一 was adopted", "en"),
        ("en", "李伟 Li", "en"),  # two of five characters: more than a third, less than half
        ("en", "李伟Li", "en"),  # half and no more
        ("en", "李伟明Li", "zh"),
        ("ja", "東京都議会", "ja"),
        ("", "李伟", "zh"),
        ("", "Li Wei", ""),
    ],
)
def test_written_language_follows_the_script(language, text, expected):
    assert written_language(language, text) == expected


@pytest.mark.parametrize(
    ("page", "record", "attribute"),
    [
        ("en", "en", ""),
        ("en", "zh-Hans", ' lang="zh-Hans"'),
        ("zh-hans", "zh-Hans", ""),
        ("zh-hans", "zh-Hant", ' lang="zh-Hant"'),
        ("en", "", ""),
        ("en", "ar", ' lang="ar" dir="rtl"'),
        ("zh-hans", "und", ' lang="und" dir="auto"'),
    ],
)
def test_lang_if_other_marks_only_other_languages(page, record, attribute):
    with translation.override(page):
        assert rendered("{% lang_if_other language %}", language=record) == attribute


@pytest.mark.parametrize(
    ("language", "name", "attributes"),
    [
        ("he", "ועדת חינוך", ' lang="he" dir="auto"'),
        ("he", "Education", ' lang="he" dir="auto"'),
        ("", "ليلى حداد", ' dir="auto"'),
        ("zh-Hans", "阿里木", ' lang="zh-Hans"'),
    ],
)
def test_lang_if_other_lets_a_name_run_its_own_way(language, name, attributes):
    with translation.override("en"):
        assert rendered("{% lang_if_other language name %}", language=language, name=name) == attributes


def test_lang_and_dir_says_both_within_other_text():
    with translation.override("en"):
        html = rendered("<p{% lang_and_dir 'ug' %}><b{% lang_and_dir %}>")

    assert html == '<p lang="ug" dir="rtl"><b lang="en" dir="ltr">'


def test_bdi_sets_apart_a_name_that_may_run_from_right_to_left():
    assert rendered("{{ a|bdi }} {{ b|bdi }}", a="<ليلى>", b="<Li>") == "<bdi>&lt;ليلى&gt;</bdi> &lt;Li&gt;"


def test_label_is_that_of_the_choice_or_the_value_itself():
    source = '{{ known|label:"resolution.result" }}, {{ unknown|label:"resolution.result" }}'

    assert (
        rendered(source, known="adopted_as_amended", unknown="tabled <1>")
        == "Adopted as amended, tabled &lt;1&gt;"
    )


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("agreed_in_principle", "adopted"),
        ("rejected", "rejected"),
        ("referred", "deferred"),
        ("noted", ""),
        ("", ""),
    ],
)
def test_result_class_colours_results(result, expected):
    assert rendered("{{ result|result_class }}", result=result) == expected


def test_passive_words_a_relation_from_the_other_side():
    assert rendered("{{ kind|passive }}", kind="repeals_in_part") == "repealed in part by"


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"name": "Pump", "identifier": "1"}, "Pump"),
        ({"name": "", "identifier": "2023-1"}, "2023-1"),
        ({"name": "", "identifier": ""}, "Resolution 7"),
    ],
)
def test_resolution_title_is_the_best_there_is(fields, title):
    assert rendered("{{ record|resolution_title }}", record=fields | {"sequence": 7}) == title


def test_person_link_leads_only_to_public_pages():
    public = rendered("{% person_link person %}", person={"name": "<Li>", "slug": "li"})
    private = rendered("{% person_link person %}", person={"name": "李伟", "slug": None})

    assert public == '<a href="/people/li/">&lt;Li&gt;</a>'
    assert private == '<span lang="zh">李伟</span>'


def test_person_link_sets_a_name_of_arabic_letters_apart():
    html = rendered("{% person_link person %}", person={"name": "ليلى حداد", "slug": "laila"})

    assert html == '<a href="/people/laila/" dir="auto"><bdi>ليلى حداد</bdi></a>'


def test_excerpt_leaves_out_markup_and_cuts():
    assert rendered("{{ text|excerpt:12 }}", text="**One** two\n\n- three four") == "One two thr…"


@pytest.mark.parametrize(("language", "written"), [("en", "3,212"), ("zh-hans", "3212")])
def test_grouped_numbers_are_those_of_the_language(language, written):
    with translation.override(language):
        assert rendered("{{ number|grouped }}", number=3212) == written


# The site's frame


@pytest.mark.parametrize(
    ("address", "mark"),
    [("/meetings/", ' aria-current="page"'), ("/meetings/2023/", ' aria-current="true"'), ("/", "")],
)
def test_nav_link_marks_where_the_reader_is(client, db, address, mark):
    request = RequestFactory().get(address)
    request.resolver_match = type("Match", (), {"url_name": {"/": "home"}.get(address, "meeting_year")})()
    if address == "/meetings/":
        request.resolver_match.url_name = "meeting_list"

    html = rendered('{% nav_link "meeting_list" "Meetings" %}', request)

    assert html == f'<a href="/meetings/"{mark}>Meetings</a>'


def test_frame_works_without_a_request():
    html = rendered('{% extends "base.html" %}{% block title %}Sorry & bye{% endblock %}')

    assert "<title>Sorry &amp; bye · Minutebook</title>" in html
    assert "canonical" not in html
    assert "aria-current" in html


def test_frame_shares_title_and_description_once_escaped():
    source = (
        '{% extends "base.html" %}{% block title %}{{ text }}{% endblock %}'
        "{% block description %}{{ text }}\n more{% endblock %}"
    )

    html = rendered(source, RequestFactory().get("/x/"), text='A "quoted" <b>')

    quoted = "A &quot;quoted&quot; &lt;b&gt;"
    assert f'<meta property="og:title" content="{quoted}">' in html
    assert f'<meta name="description" property="og:description" content="{quoted} more">' in html


@pytest.mark.parametrize(
    ("address", "context", "canonical"),
    [
        ("/x/?utm=1", {}, "/x/"),
        ("/x/?page=1", {"page": 1}, "/x/"),
        ("/x/?body=a&page=2", {"page": 2}, "/x/?body=a&amp;page=2"),
    ],
)
def test_canonical_counts_the_query_only_on_lists(address, context, canonical):
    html = rendered("{% canonical_links %}", RequestFactory().get(address), **context)

    assert f'<link rel="canonical" href="http://testserver{canonical}">' in html


def test_frame_offers_the_other_language_and_the_way_back():
    html = rendered('{% extends "base.html" %}', RequestFactory().get("/meetings/?body=a&page=2"))

    assert 'href="/language/zh-hans/?next=%2Fmeetings%2F%3Fbody%3Da%26page%3D2" lang="zh-Hans"' in html


def test_frame_of_one_language_offers_none(settings):
    settings.LANGUAGES = [("en", "English")]

    html = rendered('{% extends "base.html" %}', RequestFactory().get("/"))

    assert "/language/" not in html


# Bars by year


def test_year_bars_leave_gaps_and_link_to_years():
    html = rendered("{% year_bars years current=2021 %}", years=[(2019, 1), (2021, 4)])

    assert '<a href="/meetings/2019/"><title>2019: 1 meeting</title>' in html
    assert '<a href="/meetings/2021/" aria-current="page"><title>2021: 4 meetings</title>' in html
    assert "2020" not in html.replace("2020</text>", "")


def test_year_bars_of_a_body_link_to_its_meetings():
    body = type("Body", (), {"slug": "council"})()

    html = rendered("{% year_bars years body %}", years=[(2019, 1)], body=body)

    assert '<a href="/meetings/?body=council&amp;since=2019&amp;until=2019">' in html


def test_year_bars_label_as_many_years_as_fit():
    few = rendered("{% year_bars years %}", years=[(year, 1) for year in range(2020, 2024)])
    many = rendered("{% year_bars years %}", years=[(year, 1) for year in range(1900, 2024)])

    assert few.count("<text") == 2
    assert 5 < many.count("<text") < 10
    assert ">2023</text>" in many


def test_year_bars_of_nothing_are_nothing():
    assert rendered("{% year_bars years %}", years=[]).strip() == ""
