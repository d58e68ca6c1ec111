"""The only place here that calls archive.search: what each class of queries asks of it."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from archive.models import Meeting
from archive.search import index as search_index
from archive.search.engines.base import MatchRequest, PageRequest, engine
from archive.search.entries import Kind, span_of
from archive.search.filters import Filters, resolved
from archive.search.find import Order, Place, find, find_by_kind
from archive.search.query import SearchQuery, parse
from tests.bench.planting import Plan, Question

PAGE = 20  # meetings on a page of one kind
BEGINNING = 5  # of each kind where none is asked for
DEEP = 500  # the page that is far down; the last one where there are fewer


class QueryClass(NamedTuple):
    """One row of the table: a group of questions, and which page of their results is asked for."""

    name: str
    group: str
    meetings_only: bool = False
    page: int = 1
    order: Order = "newest"


CLASSES = [
    QueryClass("rare, English", "en rare"),
    QueryClass("rare, Chinese", "zh rare"),
    QueryClass("medium (1 %), English", "en medium"),
    QueryClass("medium (1 %), Chinese", "zh medium"),
    QueryClass("common (30 %), English", "en common"),
    QueryClass("common (30 %), Chinese", "zh common"),
    QueryClass("every document, English", "en every"),
    QueryClass("every document, Chinese", "zh every"),
    QueryClass("1 % and 30 %, English", "en medium and common"),
    QueryClass("1 % and 30 %, Chinese", "zh medium and common"),
    QueryClass("30 % and 30 %, English", "en common and common"),
    QueryClass("30 % and 30 %, Chinese", "zh common and common"),
    QueryClass("phrase of three words", "en phrase"),
    QueryClass("Chinese, two characters", "zh two"),
    QueryClass("Chinese, four characters", "zh four"),
    QueryClass("medium, year and body, English", "en medium filtered"),
    QueryClass("medium, year and body, Chinese", "zh medium filtered"),
    QueryClass("common, year and body, English", "en common filtered"),
    QueryClass("common, year and body, Chinese", "zh common filtered"),
    QueryClass("common, meetings, page 1", "en common", meetings_only=True),
    QueryClass("common, meetings, page 500", "en common", meetings_only=True, page=DEEP),
    QueryClass("every, meetings, page 500", "zh every", meetings_only=True, page=DEEP),
    QueryClass("medium, best match", "en medium", order="best"),
    QueryClass("common, best match, English", "en common", order="best"),
    QueryClass("common, best match, Chinese", "zh common", order="best"),
]


def classes_of(plan: Plan) -> list[QueryClass]:
    """Return the classes that an archive has questions for."""
    return [each for each in CLASSES if each.group in plan.questions]


def page_of(asked: QueryClass, expected: list[int]) -> int:
    """Return the page to ask for, given the numbers of resolutions and meetings that are found."""
    return max(1, min(asked.page, -(-expected[1] // PAGE)))


def call_of(asked: QueryClass, question: Question, page: int) -> Callable[[], Any]:
    """Return the call that the search page makes for a question."""
    query, meetings, filters = (
        parse(question.query),
        Meeting.objects.published(),
        filters_of(question),
    )
    if asked.meetings_only:
        place = Place(PAGE, below=id_before(query, filters, page))
        return partial(find, query, meetings, filters, kind=Kind.MEETING, order=asked.order, place=place)
    return partial(find_by_kind, query, meetings, filters, order=asked.order, size=BEGINNING)


def filters_of(question: Question) -> Filters:
    """Return what narrows a search to the question's body and year."""
    bodies = (question.body + 1,) if question.body >= 0 else ()
    if question.year < 0:
        return Filters(bodies)
    return Filters(bodies, dt.date(question.year, 1, 1), dt.date(question.year, 12, 31))


def id_before(query: SearchQuery, filters: Filters, page: int) -> int | None:
    """Return the id that the link to a page of meetings carries, as the page before it gives it."""
    if page == 1:
        return None
    words, _filters = resolved(query, filters)
    part = PageRequest(span_of(Kind.MEETING), 0, skip=PAGE * (page - 1) - 1)
    with engine().reading(60) as cursor:
        [[last]] = engine().match(cursor, MatchRequest(words, (Kind.MEETING,), pages=(part,))).pages
    return last


def counted(found: Any) -> list[int]:
    """Return the numbers of resolutions and meetings that a call of call_of() found."""
    if isinstance(found, dict):
        return [found[Kind.RESOLUTION].total, found[Kind.MEETING].total]
    return [found.counts[Kind.RESOLUTION], found.counts[Kind.MEETING]]


def address_of(asked: QueryClass, question: Question, slugs: dict[int, str], page: int = 1) -> str:
    """Return the address of a page of results; `slugs` are those of the bodies."""
    pairs = [("q", question.query)]
    if asked.meetings_only:
        pairs.append(("in", "meetings"))
    if question.body >= 0:
        pairs.append(("body", slugs[question.body + 1]))
    if question.year >= 0:
        pairs += [("since", str(question.year)), ("until", str(question.year))]
    if asked.order != "newest":
        pairs.append(("order", asked.order))
    if page > 1:
        pairs.append(("before", str(id_before(parse(question.query), filters_of(question), page))))
    return f"/search/?{urlencode(pairs)}"


def is_indexed(plan: Plan, size: int) -> bool:
    """Return whether the index holds all meetings: a term that stands in every one tells."""
    group = next(name for name in plan.questions if name.endswith("every"))
    asked = QueryClass("every", group)
    return counted(call_of(asked, plan.questions[group][0], 1)())[1] == size


def rebuild(progress: Callable[[int, int], None]) -> None:
    """Build the index."""
    search_index.rebuild(progress)


def index(meeting: Meeting) -> None:
    """Bring the index up to date with one meeting."""
    search_index.index([meeting])
