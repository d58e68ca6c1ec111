"""Form data carried in a hidden field through a log-in or a preview, so that nothing typed is lost.

All fields of the page are sent as JSON, {name: [values]}. They are only shown again, and saved by a button
of their own page. Files are not carried, since no page can put one into a browser's form; their names are,
to say that they must be chosen again.
"""

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from archive.forms.desk.three_way_merge import RESUME

CARRIED, LOST_FILE = "_carried", "_lost_file"
# Sent beside what is carried, and not part of it: a carried page does not press its old button again.
BESIDE = (
    "csrfmiddlewaretoken",
    *("_save", "_continue", "_addanother", "_next", "_publish", "_preview", RESUME),
)


def can_carry(request: HttpRequest) -> bool:
    """Return whether this is a page of the desk that was filled in; no password is ever carried."""
    return request.method == "POST" and is_form_page(request.path_info)


def is_form_page(path: str) -> bool:
    """Return whether a page at this path can be filled in and shows again what was carried."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    name = match.url_name or ""
    return match.namespace == "admin" and name.startswith("archive_") and name.endswith(("_add", "_change"))


def pack(fields: QueryDict, files: Any) -> str:
    """Return the fields of a page and the names of its files as JSON; what is carried already as it is."""
    if CARRIED in fields:
        return str(fields[CARRIED])
    typed = {name: values for name, values in fields.lists() if name not in BESIDE}
    names = [str(file.name) for _name, sent in files.lists() for file in sent]
    return json.dumps(typed | ({LOST_FILE: names} if names else {}))


def sent_fields(request: HttpRequest) -> QueryDict:
    """Return the fields of a page: those carried, with the button pressed, or those sent as they are.

    Raises BadRequest if what was carried cannot be read.
    """
    if CARRIED not in request.POST:
        return request.POST
    fields = unpack(request.POST[CARRIED])
    for name in BESIDE:
        if name in request.POST:
            fields[name] = request.POST[name]
    return fields


def unpack(text: str) -> QueryDict:
    """Return the fields in a JSON text of {name: [values]}. Raises BadRequest."""
    fields = QueryDict(mutable=True)
    try:
        for name, values in json.loads(text).items():
            if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
                raise BadRequest("What was carried is no form.")
            fields.setlist(name, values)
    except (ValueError, AttributeError) as problem:
        raise BadRequest("What was carried cannot be read.") from problem
    return fields
