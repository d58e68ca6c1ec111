"""What search promises, the same on both engines and in the same order."""

import datetime as dt
from collections import Counter

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import Meeting, Resolution
from archive.operations.publish import publish, withdraw
from archive.search.engines.base import LIMITS, Limits, SearchTimeoutError
from archive.search.engines.base import engine as search_engine
from archive.search.entries import Kind
from archive.search.filters import Filters
from archive.search.find import Place, Results, find, find_by_kind
from archive.search.index import rebuild
from archive.search.query import parse
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    put_on_record,
)
from tests.search.naive import Answer, scan

pytestmark = pytest.mark.django_db


PUBLISHED = Meeting.objects.published()


FIRST = Place()


def search(
    text: str, kind: Kind = Kind.MEETING, *, order="newest", place=FIRST, limits=LIMITS, **filters
) -> Results:
    narrowed = Filters(**filters)
    return find(parse(text), PUBLISHED.all(), narrowed, kind=kind, order=order, place=place, limits=limits)


def found(text: str, kind: Kind = Kind.MEETING, **options) -> list[str]:
    return [hit.object.name for hit in search(text, kind, **options).hits]


def counts(text: str, **filters) -> dict[Kind, int]:
    return dict(search(text, **filters).counts)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("研究部署防汛工作", "防汛"),
        ("應急管理局", "应急"),
        ("应急管理局", "應急"),
        ("臺南市議會", "台南"),
        ("呂聖元 was chair", "呂聖元"),
        ("Floods are coming", "flood"),
        ("A flood is coming", "flooding"),
        ("The Café opens", "cafe"),
        ("The Cafe opens", "CAFÉ"),
        ("We follow the code of conduct here", '"code of conduct"'),
        ("We follow the code of conduct here", "“Code of Conduct”"),
        ("We follow the code of conduct here", '"code of conduct'),
        ("按照工作条例执行", "「工作条例」"),
        ("See budget-2024 for it", "budget-2024"),
        ("Gary O’Neall joined", "O'Neall"),
        ("漯应急纪〔2023〕5号", "漯应急纪〔2023〕5号"),
        ("漯应急纪〔2023〕5号", "漯应急纪[2023]5号"),
        ("漯应急纪〔2023〕5号", "漯應急紀（２０２３）５號"),
        ("Reference 2023-014, § 12", "2023-014"),
        ("应急管理", "理"),
        ("应急管理", "急"),
        ("应急管理", "急管理"),
        ("防汛 talks on the budget of 2023", "防汛 budget 2023"),
        ("The committee organised", "organis*"),
        ("Flooding of the river", "flooding*"),
        ("Budgetary matters", "budg*"),
        ("The storm came", "flood OR storm"),
        ("The storm came", "storm -flood"),
        ("The storm and the river", 'storm -"river storm"'),
        ("She said: \N{PARTY POPPER} budget", "\N{PARTY POPPER} budget"),
        ("budget", "bud\N{SOFT HYPHEN}get"),
        ("שלום לכולם", "שלום"),
        ("budget", "budget \x00"),
        ("市\u2ed3办公会研究\u2ee2头", "市长办公会"),
        ("Łukasz Żak, Đặng Văn An and Søren Ærø", "lukasz dang soren aero"),
        ("the Hawaiʻi delegation", "hawaii"),
        ("the Hawaiʻi delegation", "Hawai'i"),
        ("مُحَمَّد عليّ حضر", "محمد"),
        ("都市計畫變更", "都市计划"),
        ("都市计划变更", "都市計畫"),
        ("依第十二條辦理", "第12条"),
        ("依第12条办理", "第十二條"),
        ("It cost 8,600 dollars", "8600"),
        ("It cost 8600 dollars", "8,600"),
        ("the co-operative", "cooperative"),
        ("the cooperative", "co-operative"),
        ("written in C++", "c++"),
        ("only useful things", "usef* only*"),
        ("floods", "floods*"),
        ("the code-of-conduct rule", "code-of-condu*"),
    ],
)
def test_text_is_found(text: str, query: str):
    make_meeting(name="Wanted", text=text)

    assert found(query) == ["Wanted"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("应急管理", "管应"),
        ("应急 管理", "急管"),
        ("防汛", "防旱"),
        ("conduct of the code", '"code of conduct"'),
        ("budget of 2024", "budget-2024"),
        ("flood and storm", "flood -storm"),
        ("the code of conduct", 'code -"code of conduct"'),
        ("only the storm", "flood storm"),
        ("anything", "-other"),
        ("written in C and C#", "C++"),
        ("written in C++", "C"),
        ("on the use of it", "only*"),
        ("on the use of it", "usef*"),
        ("co-operative bank", '"cooperative bank"'),
        ("by-laws and co-operatives", '"bylaws cooperatives"'),
        ("第十三条", "第12条"),
        ("anything", "…!?"),
        ("anything", "\x00"),
        ("anything", "\N{PARTY POPPER}"),
        ("anything", ""),
        ("anything", "AND"),
        ("anything", "*"),
        ("anything", '"'),
        ("anything", "(title: OR NEAR/2 ^body"),
    ],
)
def test_text_is_not_found(text: str, query: str):
    make_meeting(name="Other", text=text)

    assert found(query) == []


def test_long_query_is_cut_and_answered():
    make_meeting(name="Wanted", text="防汛" * 600)

    assert found("防汛" * 5000) == ["Wanted"]


def test_phrase_does_not_run_from_the_title_into_the_text():
    make_meeting(name="The code", text="of conduct", date=dt.date(2023, 1, 1))
    make_meeting(name="Wanted", text="the code of conduct", date=dt.date(2023, 1, 2))

    assert found("code conduct") == ["Wanted", "The code"]
    assert found('"code of conduct"') == ["Wanted"]


def test_phrase_does_not_run_from_one_agenda_item_into_the_next():
    meeting = make_meeting(name="Other")
    make_item(meeting, name="alpha")
    make_item(meeting, name="beta")
    put_on_record(meeting)

    assert found("alpha beta") == ["Other"]
    assert found('"alpha beta"') == []


@pytest.mark.parametrize("filler", ["sand", "the"])
def test_phrase_at_the_end_of_a_very_long_text_is_found(filler: str):
    words = " ".join(f"{filler} {n}" for n in range(20_000))
    make_meeting(name="Long", text=f"{words} code of conduct 应急管理", date=dt.date(2023, 1, 2))
    make_meeting(name="Scattered", text=f"{words} conduct code of 管理应急", date=dt.date(2023, 1, 1))

    assert found('"code of conduct"') == ["Long"]
    assert found("应急管理") == ["Long"]
    assert found("应急") == ["Long", "Scattered"]
    assert found('code -"code of conduct"') == ["Scattered"]
    assert found('"of con*" OR "conduct code"') == ["Scattered"]


def test_draft_is_never_found():
    make_draft(text="secretword")
    make_meeting(name="Public", text="publicword")

    assert found("secretword OR publicword") == ["Public"]


def test_withdrawn_meeting_is_never_found():
    meeting = make_meeting(text="secretword")
    make_resolution(meeting, name="secretword")
    put_on_record(meeting)
    assert counts("secretword") == {Kind.MEETING: 1, Kind.RESOLUTION: 1}

    withdraw(meeting, reason="Published by mistake.")

    assert search("secretword") == Results()


def test_closed_item_and_what_hangs_on_it_is_never_found():
    meeting = make_draft(name="Open", text="publicword")
    closed = make_item(meeting, name="secretword", is_public=False)
    make_resolution(meeting, name="secretword", agenda_item=closed)
    make_action(meeting, description="secretword", agenda_item=closed)
    publish(meeting)

    assert found("publicword") == ["Open"]
    assert search("secretword") == Results()


def test_stale_index_never_leaks():
    meeting = make_meeting(text="secretword")
    resolution = make_resolution(meeting, name="secretword")
    put_on_record(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(publication="withdrawn")

    assert search("secretword") == Results()
    assert Resolution.objects.filter(pk=resolution.pk).exists()


def test_names_that_are_not_public_are_never_found():
    shown, hidden = make_meeting(name="Shown"), make_meeting(name="Hidden", attendance_status="not_public")
    for meeting in (shown, hidden):
        make_attendance(meeting, person=make_person("Kate Stewart"))
        put_on_record(meeting)

    assert found("stewart") == ["Shown"]


def test_order_is_by_date_then_as_decided():
    body = make_body()
    for day in (2, 3, 1):
        meeting = make_meeting(name=f"Meeting {day}", text="budget", body=body, date=dt.date(2023, 1, day))
        for number in (1, 2):
            make_resolution(meeting, name=f"Budget {day}.{number}")
        put_on_record(meeting)

    assert found("budget", kind=Kind.MEETING) == ["Meeting 3", "Meeting 2", "Meeting 1"]
    assert found("budget", kind=Kind.RESOLUTION) == [f"Budget {d}.{n}" for d in (3, 2, 1) for n in (1, 2)]


def pages_of(text: str, *, order: str, size: int, limits=LIMITS) -> list[list[str]]:
    """Follow the links to the next page to the end."""
    pages, place = [], Place(size)
    while True:
        results = search(text, order=order, place=place, limits=limits)
        pages.append([hit.object.name for hit in results.hits])
        if results.next_start is not None:
            place = Place(size, start=results.next_start)
        elif results.older is not None:
            place = Place(size, below=results.older)
        else:
            return pages


@pytest.mark.parametrize("order", ["newest", "best"])
def test_pages_hold_everything_once(order: str):
    names = {f"Meeting {n}" for n in range(7)}
    for name in names:
        make_meeting(name=name, text="budget")

    pages = pages_of("budget", order=order, size=3)

    assert [len(page) for page in pages] == [3, 3, 1]
    assert set().union(*pages) == names


def test_best_match_lists_titles_first():
    make_meeting(name="Flood plan", text="alpha " * 20, date=dt.date(2020, 1, 1))
    make_meeting(name="Other", text="flood " + "alpha " * 20, date=dt.date(2021, 1, 1))

    assert found("flood", order="newest") == ["Other", "Flood plan"]
    assert found("flood", order="best") == ["Flood plan", "Other"]


def test_best_match_lists_the_rest_after_those_it_ranks():
    for year in (2020, 2021, 2022, 2023):
        make_meeting(name=str(year), text="flood wall " * (2030 - year), date=dt.date(year, 1, 1))

    pages = pages_of("flood", order="best", size=3, limits=Limits(most_ranked=2))

    assert pages == [["2022", "2023"], ["2021", "2020"]]


def make_small_archive():
    """Two bodies, two years; budget in five meetings and one resolution."""
    council, board = make_body("Council"), make_body("Board")
    for body, year in ((council, 2022), (council, 2022), (council, 2023), (board, 2023), (board, 2024)):
        make_meeting(body=body, text="budget", date=dt.date(year, 5, 1))
    other = make_meeting(body=board, text="other", date=dt.date(2022, 6, 1))
    make_resolution(other, name="Budget")
    put_on_record(other)
    return council, board


def test_counts_and_facets_count_each_without_its_own_filter():
    council, board = make_small_archive()

    results = search("budget", bodies=[council.pk], since=dt.date(2023, 1, 1))

    assert results.total == 1
    assert results.counts == {Kind.MEETING: 1}
    assert results.bodies == {council.pk: 1, board.pk: 2}
    assert results.years == {2022: 2, 2023: 1}


def test_dates_are_included():
    make_small_archive()

    assert search("budget", since=dt.date(2023, 5, 1), until=dt.date(2023, 5, 1)).total == 2
    assert search("budget", since=dt.date(2023, 5, 2)).total == 1


@pytest.mark.parametrize(
    ("since", "until", "total"),
    [
        (dt.date(2023, 5, 1), dt.date(2023, 5, 1), 1),
        (dt.date(2023, 5, 2), dt.date(2023, 5, 2), 2),
        (dt.date(2023, 5, 3), None, 2),
        (dt.date(2023, 5, 5), None, 1),
        (dt.date(2023, 5, 1), dt.date(2023, 5, 4), 2),
        (None, dt.date(2023, 5, 2), 2),
    ],
)
def test_meeting_of_several_days_is_found_on_each_and_counted_once(since, until, total):
    long = make_meeting(text="budget", date=dt.date(2023, 5, 1), end_date=dt.date(2023, 5, 4))
    make_meeting(text="budget", date=dt.date(2023, 5, 2))
    make_meeting(text="budget", date=dt.date(2023, 5, 5))
    make_resolution(long, name="Budget")
    put_on_record(long)

    assert search("budget", since=since, until=until).total == total
    decided = search("budget", Kind.RESOLUTION, since=since, until=until).total
    assert decided == (0 if since == dt.date(2023, 5, 5) else 1)


@pytest.mark.parametrize("order", [(9, 14, None), (14, None, 9), (None, 14, 9), (14, 9, None)])
def test_meetings_of_a_day_are_found_by_start_in_whatever_order_they_were_published(order):
    for hour in order:
        start = None if hour is None else dt.time(hour)
        make_meeting(name=str(hour), text="budget", date=dt.date(2023, 5, 1), start_time=start)

    assert pages_of("budget", order="newest", size=2) == [["14", "9"], ["None"]]


def test_corrected_start_moves_a_meeting_within_its_day():
    first = make_meeting(name="First", text="budget", date=dt.date(2023, 5, 1), start_time=dt.time(9))
    make_meeting(name="Second", text="budget", date=dt.date(2023, 5, 1), start_time=dt.time(14))

    first.start_time = dt.time(16)
    first.text = "budget, corrected"
    first.save()
    put_on_record(first)

    assert pages_of("budget", order="newest", size=2) == [["First", "Second"]]


def test_kinds_are_found_apart_with_their_totals():
    make_small_archive()

    results = find_by_kind(parse("budget"), Meeting.objects.published(), size=2)

    assert {kind: (part.total, len(part.hits)) for kind, part in results.items()} == {
        Kind.RESOLUTION: (1, 1),
        Kind.MEETING: (5, 2),
        Kind.DOCUMENT: (0, 0),
    }


def test_reader_sees_no_more_than_the_meetings_given():
    council, _board = make_small_archive()

    of_council = find(parse("budget"), PUBLISHED.for_body(council), kind=Kind.MEETING)
    assert (of_council.total, len(of_council.hits)) == (3, 3)
    assert find(parse("budget"), Meeting.objects.none(), kind=Kind.MEETING) == Results()


def test_hits_bring_their_passage_in_the_text_as_written():
    make_meeting(name="防汛工作", text="會議聽取了應急管理局的報告。")

    [hit] = search("应急").hits

    assert hit.snippet == "會議聽取了<mark>應急</mark>管理局的報告。"


def test_resolution_without_a_title_is_called_by_the_beginning_of_its_text():
    meeting = make_meeting()
    make_resolution(meeting, name="", text="The budget " + "is adopted " * 20)
    put_on_record(meeting)

    [hit] = search("budget", Kind.RESOLUTION).hits

    assert hit.title.startswith("The <mark>budget</mark> is adopted")
    assert hit.title.endswith("…")


def test_hit_elsewhere_brings_the_passage_from_there():
    meeting = make_meeting(text="Nothing of the kind.")
    make_item(meeting, name="Repair of the dyke")
    put_on_record(meeting)

    [hit] = search("dyke").hits

    assert hit.snippet == "Repair of the <mark>dyke</mark>"


# Fields


def make_two_bodies():
    """A council of 2015 and 2023, and a bureau of 2023; the budget in all."""
    council, bureau = make_body("City Council", alternate_name="市议会"), make_body("应急管理局")
    make_meeting(name="Old", body=council, text="budget", date=dt.date(2015, 5, 1))
    make_meeting(name="New", body=council, text="budget", date=dt.date(2023, 5, 1))
    make_meeting(name="Bureau", body=bureau, text="budget 防汛", date=dt.date(2023, 4, 1))
    return council, bureau


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("budget body:council", ["New", "Old"]),
        ('body:"city council" budget', ["New", "Old"]),
        ("budget 机构：議會", ["New", "Old"]),
        ("budget 機構:應急", ["Bureau"]),
        ("budget -body:council", ["Bureau"]),
        ("budget body:nobody", []),
        ("budget year:2023", ["New", "Bureau"]),
        ("budget 年：2015-2020", ["Old"]),
        ("budget year:2016..", ["New", "Bureau"]),
        ("budget year:-2016", ["Old"]),
        ("year:2015", ["Old"]),
        ("body:council", ["New", "Old"]),
        ("body:council year:2023 budget", ["New"]),
    ],
)
def test_fields_narrow_what_is_found(query: str, expected: list[str]):
    make_two_bodies()

    assert found(query) == expected


@pytest.mark.parametrize("query", ["person:孙全中", "人:孫全中", "person:quanzhong", "name：孙"])
def test_person_field_finds_what_they_were_present_at(query: str):
    sun = make_person("孙全中", alternate_name="Sun Quanzhong")
    for name, status in (("There", "present"), ("Excused", "excused")):
        meeting = make_meeting(name=name)
        make_attendance(meeting, person=sun, status=status)
        put_on_record(meeting)

    assert found(query) == ["There"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("result:adopted", ["Amended", "Adopted"]),
        ("结果：通过", ["Amended", "Adopted"]),
        ("result:rejected", ["Rejected"]),
        ("plan -result:rejected", ["Amended", "Adopted"]),
    ],
)
def test_result_field_finds_resolutions(query: str, expected: list[str]):
    for day, result in enumerate(("adopted", "rejected", "adopted_as_amended"), 1):
        name = result.partition("_as_")[2].title() or result.title()
        meeting = make_meeting(date=dt.date(2023, 1, day))
        make_resolution(meeting, name=name, text="plan", result=result)
        put_on_record(meeting)

    assert found(query, Kind.RESOLUTION) == expected


@pytest.mark.parametrize("query", ["10:30", "note: agreed", "year:soon", "result:perhaps", "小时:三"])
def test_colon_that_names_no_field_is_punctuation(query: str):
    make_meeting(name="Wanted", text=f"At {query} it was said")

    assert found(query) == ["Wanted"]


# Filters


def test_filters_by_classification_people_and_dissent():
    first, second = make_person("Alpha"), make_person("Beta")
    annual = make_meeting(name="Annual", text="budget", classification="annual")
    for person in (first, second):
        make_attendance(annual, person=person)
    regular = make_meeting(name="Regular", text="budget")
    make_attendance(regular, person=first)
    make_resolution(annual, name="Contested", text="budget", no_count=2)
    make_resolution(annual, name="Agreed", text="budget", yes_count=2)
    for meeting in (annual, regular):
        put_on_record(meeting)

    assert found("budget", classifications=["annual"]) == ["Annual"]
    assert set(found("budget", people=[first.pk])) == {"Annual", "Regular"}
    assert found("budget", people=[first.pk, second.pk]) == ["Annual"]
    assert found("budget", Kind.RESOLUTION, contested=True) == ["Contested"]
    assert found("", Kind.RESOLUTION, contested=True) == ["Contested"]


def test_counts_of_results_are_counted_without_their_own_filter():
    meeting = make_meeting()
    for result in ("adopted", "adopted", "rejected"):
        make_resolution(meeting, name="budget", result=result)
    put_on_record(meeting)

    results = search("budget", Kind.RESOLUTION, results=["rejected"])

    assert results.total == 1
    assert results.results == {"adopted": 2, "rejected": 1}
    assert results.bodies == {meeting.body_id: 1}


def test_documents_are_found_after_resolutions_and_meetings():
    meeting = make_meeting(name="Budget meeting", text="budget")
    make_document(meeting, name="Paper", text="the budget in figures")
    make_resolution(meeting, name="Budget")
    put_on_record(meeting)

    by_kind = find_by_kind(parse("budget"), PUBLISHED.all())

    names = {kind: [hit.object.name for hit in part.hits] for kind, part in by_kind.items()}
    assert list(names.items()) == [
        (Kind.RESOLUTION, ["Budget"]),
        (Kind.MEETING, ["Budget meeting"]),
        (Kind.DOCUMENT, ["Paper"]),
    ]


def test_private_document_is_never_found():
    meeting = make_meeting(name="Open", text="publicword")
    make_document(meeting, name="Paper", text="secretword", is_public=False)

    assert found("publicword") == ["Open"]
    assert counts("secretword") == {}


@pytest.mark.parametrize("query", ["organiz*", "organizati*", "organization*"])
def test_beginning_longer_than_the_stem_is_found(query: str):
    make_meeting(name="Wanted", text="The organization of the fair")

    assert found(query) == ["Wanted"]


# Pages


def test_pages_go_back_as_they_came():
    for day in range(1, 8):
        make_meeting(name=str(day), text="budget", date=dt.date(2023, 1, day))
    first = search("budget", place=Place(3))
    second = search("budget", place=Place(3, below=first.older))
    back = search("budget", place=Place(3, above=second.newer))

    assert [hit.object.name for hit in second.hits] == ["4", "3", "2"]
    assert (back.hits, back.newer, back.older) == (first.hits, None, first.older)


def test_page_beyond_the_end_is_empty():
    make_meeting(text="budget")

    results = search("budget", place=Place(3, below=1))

    assert (results.total, results.hits, results.older) == (1, (), None)


# Many matches: facets from a sample


def test_facets_of_many_matches_are_estimated_on_sqlite_which_reads_each_to_count_it(engine):
    council, board = make_body("Council"), make_body("Board")
    for week in range(6):
        make_meeting(
            body=council if week % 3 else board,
            text="budget",
            date=dt.date(2023, 1, 2) + dt.timedelta(weeks=week),
        )

    results = search("budget", limits=Limits(most_counted=3, few=2))

    assert results.total == 6
    assert results.years == {2023: 6}
    assert results.is_estimate == (engine == "sqlite")
    assert results.bodies == {council.pk: 4, board.pk: 2}


def test_few_and_many_matches_are_counted_alike():
    council, board = make_small_archive()
    few, many = (
        search("budget", since=dt.date(2023, 1, 1), bodies=[council.pk], limits=Limits(few=number))
        for number in (1000, 0)
    )

    assert many == few
    assert few.bodies == {council.pk: 1, board.pk: 2}


SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(60)",
}


def test_search_that_takes_too_long_is_ended_and_does_no_harm(engine: str):
    make_meeting(name="Wanted", text="budget")

    with (
        pytest.raises(SearchTimeoutError),
        transaction.atomic(),
        search_engine().reading(0.05) as cursor,
    ):
        cursor.execute(SLOW[engine])

    assert found("budget") == ["Wanted"]


def test_search_within_a_transaction_leaves_no_settings_behind(engine: str):
    search("budget")

    with connection.cursor() as cursor:
        if engine == "postgresql":
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)
        else:
            cursor.execute(SLOW[engine].replace("FROM n)", "FROM n WHERE i < 300000)"))
            assert cursor.fetchone() == (300_000,)


# Common terms, counted beforehand


def make_common_archive(meetings: int = 8) -> list[int]:
    """Make meetings of two bodies with the budget in all; it is counted beforehand from then on."""
    bodies = [make_body("Council"), make_body("Board")]
    for number in range(meetings):
        make_meeting(
            name=str(number), text="budget", body=bodies[number % 2], date=dt.date(2016 + number, 5, 1)
        )
    rebuild(limits=Limits(common=2))
    return [body.pk for body in bodies]


def test_common_term_is_found_without_reading_its_matches(monkeypatch):
    make_common_archive()
    monkeypatch.setattr(search_engine(), "match", None)  # a call would fail

    results = search("budget", place=Place(3))

    assert (results.total, results.is_estimate) == (8, False)
    assert [hit.object.name for hit in results.hits] == ["7", "6", "5"]


def test_pages_of_a_common_term_go_forth_and_back_over_the_years():
    council, _board = make_common_archive()

    pages = pages_of("budget", order="newest", size=3)
    of_council = search("budget", bodies=[council], place=Place(3))
    second = search("budget", bodies=[council], place=Place(3, below=of_council.older))
    back = search("budget", bodies=[council], place=Place(3, above=second.newer))

    assert pages == [["7", "6", "5"], ["4", "3", "2"], ["1", "0"]]
    assert [hit.object.name for hit in of_council.hits] == ["6", "4", "2"]
    assert [hit.object.name for hit in second.hits] == ["0"]
    assert back.hits == of_council.hits


def test_counts_beforehand_leave_what_is_withdrawn_out_at_once():
    make_common_archive()
    meeting = PUBLISHED.newest_first()[0]

    withdraw(meeting, reason="By mistake.")

    results = search("budget")
    assert (results.total, results.years[2023], results.hits[0].object.name) == (7, 0, "6")


# Everything equals a scan of the texts

WORDS = st.sampled_from(
    [
        "flood",
        "floods",
        "code",
        "of",
        "conduct",
        "2023",
        "budget-2024",
        "应急",
        "应急管理",
        "急",
        "管理局",
        "號",
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
TERMS = st.one_of(
    WORDS,
    WORDS.map("-{}".format),
    WORDS.map("{}*".format),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.sampled_from(
        ["OR", "body:council", "机构：bureau", "year:2022-2023", "result:adopted", "person:alpha"]
    ),
)
QUERIES = st.lists(TERMS, max_size=5).map(" ".join)
RESULTS = st.sampled_from(["adopted", "rejected", "noted"])
ROWS = st.tuples(TEXTS, TEXTS, TEXTS, st.integers(0, 2), st.sampled_from([2022, 2023]), RESULTS)
FILTERS = st.fixed_dictionaries(
    {
        "bodies": st.sampled_from([(), (0,), (1, 2)]),
        "since": st.sampled_from([None, dt.date(2022, 6, 1)]),
        "until": st.sampled_from([None, dt.date(2023, 1, 1)]),
        "results": st.sampled_from([(), ("adopted",), ("rejected", "noted")]),
        "contested": st.booleans(),
    }
)


def make_random_archive(rows) -> list[int]:
    """Make a meeting with a resolution and a document of each row; return the keys of the bodies."""
    bodies = [make_body(name) for name in ("Council", "Bureau", "Board")]
    alpha = make_person("Alpha")
    for number, (name, text, decision, body, year, result) in enumerate(rows):
        meeting = make_meeting(
            name=f"M {name}", text=f"{text} end", body=bodies[body], date=dt.date(year, 5, number + 1)
        )
        make_resolution(meeting, name=f"R {decision}", result=result, no_count=number % 2)
        make_document(meeting, name=f"D {text}", text=name)
        make_attendance(meeting, person=alpha, status="present" if number % 2 else "absent")
    return [body.pk for body in bodies]


@pytest.mark.parametrize("way", ["read", "counted", "beforehand"])
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    rows=st.lists(ROWS, min_size=1, max_size=3),
    queries=st.lists(st.tuples(QUERIES, FILTERS), min_size=9, max_size=9),
)
def test_find_equals_a_scan_of_the_texts(way, rows, queries):
    limits = Limits(few=1000 if way == "read" else 0)
    PUBLISHED.all().update(publication="withdrawn")
    keys = make_random_archive(rows)
    if way == "beforehand":
        rebuild(limits=Limits(common=1))
        change_random_archive()

    for text, chosen in queries:
        filters = Filters(**chosen | {"bodies": tuple(keys[number] for number in chosen["bodies"])})
        found = find_by_kind(parse(text), PUBLISHED.all(), filters, size=100, limits=limits)
        for kind, results in found.items():
            assert answer_of(results) == expected_of(text, filters, kind), (text, filters, kind)


def change_random_archive() -> None:
    """Change what was counted: a text and a result are corrected, a meeting is added, one withdrawn."""
    first = PUBLISHED.oldest_first()[0]
    first.text += " flood 应急"
    first.save()
    resolution = first.resolutions.get()
    resolution.result = "adopted"
    resolution.save()
    withdraw(make_meeting(name="flood", text="应急管理"), reason="By mistake.")
    make_meeting(name="flood", text="应急管理", body=first.body, date=dt.date(2021, 1, 1))


def answer_of(results: Results) -> Answer:
    found = [(hit.kind, hit.object.pk) for hit in results.hits]
    assert results.total == len(found)
    return Answer(found, results.bodies, results.years, results.results)


def expected_of(text: str, filters: Filters, kind: Kind) -> Answer:
    query = parse(text)
    if query.finds_nothing and (query.without or not filters.is_narrow):
        return Answer([], Counter(), Counter(), Counter())
    return scan(query, filters, kind)
