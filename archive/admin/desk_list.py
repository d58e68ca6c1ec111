"""Lists of the desk: what an address asks for and no database can read is told, and never an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError, ProgrammingError
from django.http import HttpRequest

from archive.faults import fault_of

# Of a year that is none, a number that no column holds, a range of one value.
UNREADABLE = (OverflowError, ValueError, LookupError, DataError, ProgrammingError)


class DeskList(ChangeList):
    """A list whose filters Django itself reads only in part."""

    def get_filters(self, request: HttpRequest) -> Any:
        with read_address(request):
            return super().get_filters(request)

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with read_address(request):
            return super().get_queryset(request, *args, **kwargs)

    def get_results(self, request: HttpRequest) -> None:
        with read_address(request):
            super().get_results(request)


@contextmanager
def read_address(request: HttpRequest) -> Iterator[None]:
    """Raise IncorrectLookupParameters for what the values in an address cause."""
    try:
        yield
    except UNREADABLE as problem:
        if not request.GET or fault_of(problem):
            raise
        raise IncorrectLookupParameters(problem) from problem
