"""What search promises, the same on both engines and in the same order."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import Meeting, Resolution
from archive.operations.publishing import publish, withdraw
from archive.search import Kind, Results, find, find_by_kind, parse
from archive.search.document import entries_of
from archive.search.query import SearchQuery
from archive.text.tokens import Phrase
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db


def search(text: str, **narrowing) -> Results:
    return find(parse(text), Meeting.objects.published(), **narrowing)


def found(text: str, **narrowing) -> list[str]:
    return [hit.object.name for hit in search(text, **narrowing).hits]


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
    assert search("secretword").total == 2

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
    Meeting.objects.filter(pk=meeting.pk).update(publication="withdrawn")

    assert search("secretword").hits == ()
    assert search("secretword").total == 0
    assert Resolution.objects.filter(pk=resolution.pk).exists()


def test_names_that_are_not_public_are_never_found():
    shown, hidden = make_meeting(name="Shown"), make_meeting(name="Hidden", attendance_status="not_public")
    for meeting in (shown, hidden):
        make_attendance(meeting, person=make_person("Kate Stewart"))

    assert found("stewart") == ["Shown"]


def test_order_is_by_date_then_as_decided():
    body = make_body()
    for day in (2, 3, 1):
        meeting = make_meeting(name=f"Meeting {day}", text="budget", body=body, date=dt.date(2023, 1, day))
        for number in (1, 2):
            make_resolution(meeting, name=f"Budget {day}.{number}")

    assert found("budget", kind=Kind.MEETING) == ["Meeting 3", "Meeting 2", "Meeting 1"]
    assert found("budget", kind=Kind.RESOLUTION) == [f"Budget {d}.{n}" for d in (3, 2, 1) for n in (1, 2)]


@pytest.mark.parametrize("order", ["newest", "best"])
def test_pages_hold_everything_once(order: str):
    names = {f"Meeting {n}" for n in range(7)}
    for name in names:
        make_meeting(name=name, text="budget")

    pages = [found("budget", order=order, page=page, size=3) for page in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert set().union(*pages) == names


def test_best_match_lists_titles_first():
    make_meeting(name="Flood plan", text="alpha " * 20, date=dt.date(2020, 1, 1))
    make_meeting(name="Other", text="flood " + "alpha " * 20, date=dt.date(2021, 1, 1))

    assert found("flood", order="newest") == ["Other", "Flood plan"]
    assert found("flood", order="best") == ["Flood plan", "Other"]


def test_best_match_lists_the_rest_after_those_it_ranks(monkeypatch):
    monkeypatch.setattr("archive.search.finding.MOST_RANKED", 2)
    for year in (2020, 2021, 2022, 2023):
        make_meeting(name=str(year), text="flood " * (2030 - year), date=dt.date(year, 1, 1))

    assert found("flood", order="best", size=3) == ["2022", "2023", "2021"]
    assert found("flood", order="best", size=3, page=2) == ["2020"]


def make_small_archive():
    """Two bodies, two years; budget in five meetings and one resolution."""
    council, board = make_body("Council"), make_body("Board")
    for body, year in ((council, 2022), (council, 2022), (council, 2023), (board, 2023), (board, 2024)):
        make_meeting(body=body, text="budget", date=dt.date(year, 5, 1))
    make_resolution(make_meeting(body=board, text="other", date=dt.date(2022, 6, 1)), name="Budget")
    return council, board


def test_counts_and_facets_count_each_without_its_own_filter():
    council, board = make_small_archive()

    results = search("budget", bodies=[council.pk], since=dt.date(2023, 1, 1), kind=Kind.MEETING)

    assert results.total == 1
    assert results.counts == {Kind.MEETING: 1}
    assert results.bodies == {council.pk: 1, board.pk: 2}
    assert results.years == {2022: 2, 2023: 1}


def test_dates_are_included():
    make_small_archive()

    assert search("budget", since=dt.date(2023, 5, 1), until=dt.date(2023, 5, 1)).total == 2
    assert search("budget", since=dt.date(2023, 5, 2)).total == 1


def test_kinds_are_found_apart_with_their_totals():
    make_small_archive()

    results = find_by_kind(parse("budget"), Meeting.objects.published(), size=2)

    assert {kind: (part.total, len(part.hits)) for kind, part in results.items()} == {
        Kind.RESOLUTION: (1, 1),
        Kind.MEETING: (5, 2),
    }


def test_reader_sees_no_more_than_the_meetings_given():
    council, _board = make_small_archive()

    assert find(parse("budget"), Meeting.objects.published().for_body(council)).total == 3
    assert find(parse("budget"), Meeting.objects.none()) == Results()


def test_hits_bring_their_passage_in_the_text_as_written():
    make_meeting(name="防汛工作", text="會議聽取了應急管理局的報告。")

    [hit] = search("应急").hits

    assert hit.snippet == "會議聽取了<mark>應急</mark>管理局的報告。"


def test_resolution_without_a_title_is_called_by_the_beginning_of_its_text():
    make_resolution(make_meeting(), name="", text="The budget " + "is adopted " * 20)

    [hit] = search("budget").hits

    assert hit.title.startswith("The <mark>budget</mark> is adopted")
    assert hit.title.endswith("…")


def test_hit_elsewhere_brings_the_passage_from_there():
    meeting = make_meeting(text="Nothing of the kind.")
    make_item(meeting, name="Repair of the dyke")

    [hit] = search("dyke").hits

    assert hit.snippet == "Repair of the <mark>dyke</mark>"


# The naive reference: scan the streams of tokens.


def holds(stream: str, phrase: Phrase) -> bool:
    tokens = stream.split()
    *middle, last = phrase.tokens
    size = len(phrase.tokens)
    return any(
        tokens[place : place + size - 1] == middle
        and (
            tokens[place + size - 1].startswith(last) if phrase.prefix else tokens[place + size - 1] == last
        )
        for place in range(len(tokens) - size + 1)
    )


def naive(query: SearchQuery) -> Counter[tuple[int, int]]:
    """Return kind and object of all that a query finds."""

    def any_of(entry, terms) -> bool:
        return any(
            holds(part, phrase) for term in terms for phrase in term.phrases for part in entry.stream
        )

    return Counter(
        (entry.kind, entry.object_id)
        for meeting in Meeting.objects.published()
        for entry in entries_of(meeting)
        if query.clauses
        and all(any_of(entry, clause) for clause in query.clauses)
        and not any_of(entry, query.without)
    )


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
    st.just("OR"),
)
QUERIES = st.lists(TERMS, max_size=5).map(" ".join)


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    texts=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=3),
    queries=st.lists(QUERIES, min_size=8, max_size=8),
)
def test_find_equals_a_scan_of_the_texts(texts, queries):
    Meeting.objects.published().update(publication="withdrawn")
    for name, text, decision in texts:
        make_resolution(make_meeting(name=f"M {name}", text=f"{text} end"), name=f"R {decision}")

    for text in queries:
        query = parse(text)
        results = find(query, Meeting.objects.published(), size=100)
        assert Counter((hit.kind, hit.object.pk) for hit in results.hits) == naive(query), text
        assert results.total == results.bodies.total() == results.years.total() == len(results.hits)
