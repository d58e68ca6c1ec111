"""What a browser would send: the fields of a page, with some of them changed."""

from typing import Any

from django.contrib.messages import get_messages
from django.core.files import File
from django.test import Client
from django.urls import reverse

from archive.models import Meeting

ADD = "/desk/archive/meeting/add/"
LIST = "/desk/archive/meeting/"
PREFIXES = (
    *("sittings", "attendances", "agenda_items", "resolutions", "action_items", "documents"),
    *("other_bodies", "translations"),
)


def change(meeting: Meeting) -> str:
    """Return the address of a meeting's page on the desk."""
    return reverse("admin:archive_meeting_change", args=[meeting.pk])


def sections(client: Client) -> list[Any]:
    """Return the sections of the first page, column by column."""
    return [one for column in client.get("/desk/").context["columns"] for one in column]


def card(client: Client, heading: str) -> Any:
    """Return a section of the first page by its heading, None if it is not there."""
    return next((one for one in sections(client) if one.heading == heading), None)


def blank(**changes: Any) -> dict[str, Any]:
    """Return the fields of an empty page for a meeting, with some filled in."""
    fields: dict[str, Any] = {
        "date": "2023-08-23",
        "name": "A meeting",
        "date_precision": "day",
        "classification": "regular",
        "status": "held",
        "attendance_mode": "in_person",
        "attendance_status": "recorded",
        "chair_note": "The source names nobody.",
        "disclosure": "open",
    }
    for prefix in PREFIXES:
        fields |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return fields | changes


def filled(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Return the fields of a page as it opens, stored rows folded, with some changed."""
    context = client.get(address).context
    fields: dict[str, Any] = values(context["adminform"].form) | {"seen": context.get("seen", "")}
    for inline in context["inline_admin_formsets"]:
        fields |= values(inline.formset.management_form)
        for form in inline.formset.forms:
            fields |= values(form)
    return fields | changes


def values(form: Any) -> dict[str, Any]:
    """Return what a browser would send of a form: no empty file, no unticked box, nothing disabled."""
    shown = {bound.html_name: bound.value() for bound in form if not bound.field.disabled}
    return {name: value for name, value in shown.items() if is_sent(value)}


def is_sent(value: Any) -> bool:
    """Return whether a browser sends a field with this value: no empty one, no unticked box, no file."""
    return value is not None and value is not False and not isinstance(value, File)


def row(prefix: str, number: int, **fields: Any) -> dict[str, Any]:
    """Return the fields of one row."""
    return {f"{prefix}-{number}-{name}": value for name, value in fields.items()}


def notes(response: Any) -> list[str]:
    """Return the messages that the next page would show."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response: Any) -> dict[str, Any]:
    """Return all errors a page shows: {name of the field: messages}."""
    form = response.context["adminform"].form
    found = {form.add_prefix(name): list(messages) for name, messages in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for row_form in inline.formset.forms:
            found |= {
                row_form.add_prefix(name): list(messages) for name, messages in row_form.errors.items()
            }
        if messages := inline.formset.non_form_errors():
            found[inline.formset.prefix] = list(messages)
    return found


def save(client: Client, address: str, fields: dict[str, Any]) -> Any:
    """Send a page that is expected to be saved, and return the answer."""
    response = client.post(address, fields)
    assert response.status_code == 302, errors(response)
    return response
