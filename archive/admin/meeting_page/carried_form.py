"""What was typed on a page of the desk, carried through a log-in or a preview and back.

All fields of the page travel as one hidden field of JSON, {name: [values]}, and are nothing but typed text
all the way: they are shown again, and saved only by the button of their own page. Files are not carried,
since no page can put one into a browser's form; their names are, to say that they must be chosen again.
"""

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from archive.forms.desk.three_way_merge import TAKEN

CARRIED = "_carried"
BUTTONS = (
    CARRIED,
    "csrfmiddlewaretoken",
    "_save",
    "_continue",
    "_addanother",
    "_next",
    "_publish",
    "_preview",
    "_resume",
)


def can_carry(request: HttpRequest) -> bool:
    """Return whether this is a page of the desk that was filled in; no password is ever carried."""
    return request.method == "POST" and is_page(request.path_info)


def is_page(path: str) -> bool:
    """Return whether a page at this path can be filled in and shows again what was carried."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    name = match.url_name or ""
    return match.namespace == "admin" and name.startswith("archive_") and name.endswith(("_add", "_change"))


def pack(request: HttpRequest) -> str:
    """Return all that was typed; of what was carried already, that."""
    if CARRIED in request.POST:
        return request.POST[CARRIED]
    fields = {name: values for name, values in request.POST.lists() if name not in BUTTONS}
    names = [str(file.name) for files in request.FILES.lists() for file in files[1]]
    return json.dumps(fields | ({"_lost_file": names} if names else {}))


def unpack(request: HttpRequest) -> None:
    """Put what was carried in the place of the fields of the request, beside the button pressed.

    Raises BadRequest if it cannot be read.
    """
    if CARRIED not in request.POST:
        return
    fields: Any = QueryDict(mutable=True)
    for name, values in unpacked(request.POST[CARRIED]).items():
        fields.setlist(name, values)
    for name in BUTTONS:
        if name != CARRIED and name in request.POST:
            fields[name] = request.POST[name]
    request.POST = fields


def unpacked(text: str) -> dict[str, list[Any]]:
    """Return {name: [values]}. Raises BadRequest."""
    try:
        fields = json.loads(text)
        ok = all(isinstance(value, str) for values in fields.values() for value in values)
    except (ValueError, AttributeError, TypeError) as problem:
        raise BadRequest("What was carried cannot be read.") from problem
    if not ok or not all(isinstance(values, list) for values in fields.values()):
        raise BadRequest("What was carried is no form.")
    return dict(fields)


def take_stored(request: HttpRequest) -> None:
    """Replace what was typed by what is stored in the fields whose box says so; see three_way_merge."""
    fields: Any = request.POST.copy()
    for name in [name for name in fields if name.startswith(TAKEN)]:
        fields[name.removeprefix(TAKEN)] = fields[name]
        del fields[name]
    request.POST = fields
