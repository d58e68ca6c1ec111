"""The search seam: what is published goes in by index() and forget(), and comes out by find()."""

from archive.search.among import MOST_SIFTED, find_among
from archive.search.document import Kind
from archive.search.finding import Hit, Results, find, find_by_kind
from archive.search.highlight import snippet
from archive.search.indexing import Fault, check, deferred_indexing, forget, index, rebuild
from archive.search.query import SearchQuery, parse

__all__ = [
    "MOST_SIFTED",
    "Fault",
    "Hit",
    "Kind",
    "Results",
    "SearchQuery",
    "check",
    "deferred_indexing",
    "find",
    "find_among",
    "find_by_kind",
    "forget",
    "index",
    "parse",
    "rebuild",
    "snippet",
]
