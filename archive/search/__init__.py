"""The search seam: what is published goes in by index() and forget(), and comes out by find()."""

from archive.search.counting import count_each
from archive.search.engines.base import SearchTimeoutError
from archive.search.entries import Kind
from archive.search.filters import Filters
from archive.search.find import Place, Results, find, find_by_kind
from archive.search.highlight import snippet
from archive.search.hits import Hit, hits_of
from archive.search.index import deferred_indexing, forget, index, rebuild
from archive.search.index_check import Fault, check
from archive.search.listing import list_all, newest_keys
from archive.search.query import SearchQuery, parse, written
from archive.search.queryset import holding, in_time
from archive.search.suggest import Advice, Suggestion, advise

__all__ = [
    "Advice",
    "Fault",
    "Filters",
    "Hit",
    "Kind",
    "Place",
    "Results",
    "SearchQuery",
    "SearchTimeoutError",
    "Suggestion",
    "advise",
    "check",
    "count_each",
    "deferred_indexing",
    "find",
    "find_by_kind",
    "forget",
    "hits_of",
    "holding",
    "in_time",
    "index",
    "list_all",
    "newest_keys",
    "parse",
    "rebuild",
    "snippet",
    "written",
]
