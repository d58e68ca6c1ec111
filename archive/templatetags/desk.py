"""What the templates of the desk need beyond Django's own tags."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_link(context: template.Context, name: str, text: str) -> SafeString:
    """Return a link of the desk, marked on its own page ("page") and on those below ("true")."""
    address = reverse(name)
    path = getattr(context.get("request"), "path", "")
    below = path.startswith(address) and name != "admin:index"
    current = ' aria-current="page"' if path == address else ' aria-current="true"' if below else ""
    return format_html('<a href="{}"{}>{}</a>', address, mark_safe(current), text)  # noqa: S308 - one of three


@register.simple_tag
def labelled_cells(cells: Iterable[SafeString], headers: Iterable[dict[str, Any]]) -> SafeString:
    """Return the cells of one row of a list, each with the head of its column as `data-label`.

    The cells are <td> and <th> elements that Django made; headers are its result_headers, in whose
    text a tick box that chooses all may stand.
    """
    found = [labelled(cell, str(header["text"])) for cell, header in zip(cells, headers, strict=True)]
    return mark_safe("".join(found))  # noqa: S308 - Django's own cells, and labels that were escaped


def labelled(cell: str, heading: str) -> str:
    if "<" in heading or not cell.startswith(("<td", "<th")):
        return cell
    return cell[:3] + format_html(' data-label="{}"', capfirst(heading)) + cell[3:]
