"""Tags for the frame of every page: site name, languages, titles, address, navigation, the desk."""

import html
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from archive.text.direction import language_tag

register = template.Library()

READING = "admin:archive_meeting_read"


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def site_owner() -> str:
    return settings.SITE_OWNER


@register.simple_tag
def page_language() -> str:
    """Return the language of the page as a tag: zh-Hans, not Django's zh-hans."""
    return language_tag(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def interface_languages() -> list[dict[str, str]]:
    """Return {code, tag, name, current} of each interface language, named in itself; [] if there is one."""
    codes = [code for code, _name in settings.LANGUAGES]
    if len(codes) < 2:
        return []
    current = get_language()
    return [
        {
            "code": code,
            "tag": language_tag(code),
            "name": get_language_info(code)["name_local"],
            "current": "true" if code == current else "",
        }
        for code in codes
    ]


@register.simple_block_tag
def page_title(content: str) -> SafeString:
    title = on_one_line(content)
    full = f"{title} · {settings.SITE_NAME}" if title else settings.SITE_NAME
    shared = format_html('<meta property="og:title" content="{}">', title or full)
    return format_html("<title>{}</title>\n  {}", full, shared)


@register.simple_block_tag
def page_description(content: str) -> SafeString:
    text = Truncator(on_one_line(content)).chars(LONGEST_DESCRIPTION)
    if not text:
        return SafeString("")
    return format_html('<meta name="description" property="og:description" content="{}">', text)


LONGEST_DESCRIPTION = 200  # characters; search engines cut the rest


def on_one_line(content: str) -> str:
    return " ".join(html.unescape(content).split())


@register.simple_tag(takes_context=True)
def canonical_links(context: template.Context) -> SafeString:
    address = canonical_address(context)
    if not address:
        return SafeString("")
    return format_html(
        '<link rel="canonical" href="{0}">\n  <meta property="og:url" content="{0}">', address
    )


def canonical_address(context: template.Context) -> str:
    """Return the canonical address of a page; "" without a request, as on the page for server errors.

    Only lists, which have a `page`, keep their query: elsewhere it changes nothing.
    """
    request = context.get("request")
    if request is None:
        return ""
    path = request.path
    if "page" in context and (query := request.GET.urlencode()) and query != "page=1":
        path = f"{path}?{query}"
    return request.build_absolute_uri(path)


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, view: str, text: str) -> SafeString:
    """Return a link of the main navigation, marked on its own page ("page") and on those below ("true").

    Pages belong together if their views' names begin alike: meeting_list, meeting_detail. Works
    without a request, as on the page for server errors.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    name = match.url_name if match and match.url_name else ""
    current = SafeString("")
    if name == view:
        current = SafeString(' aria-current="page"')
    elif name.partition("_")[0] == view.partition("_")[0]:
        current = SafeString(' aria-current="true"')
    return format_html('<a href="{}"{}>{}</a>', reverse(view), current, text)


@register.simple_block_tag
def crumbs(content: str) -> SafeString:
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol><li><a href="{}">{}</a></li>{}</ol></nav>',
        _("Breadcrumb"),
        reverse("home"),
        _("Home"),
        content,
    )


# The desk


@register.simple_tag(takes_context=True)
def desk_link(context: template.Context, name: str, text: str, keys: str = "") -> SafeString:
    """Return a link of the desk, marked on its own page ("page") and on those below ("true").

    `keys` are its shortcut, as "Alt+R".
    """
    address = reverse(name)
    path = getattr(context.get("request"), "path", "")
    is_other = (
        path.startswith(reverse(READING)) and name != READING
    )  # which lies below the list of meetings
    below = path.startswith(address) and name != "admin:index" and not is_other
    current = ' aria-current="page"' if path == address else ' aria-current="true"' if below else ""
    shortcut = format_html(' aria-keyshortcuts="{}"', keys) if keys else ""
    return format_html('<a href="{}"{}{}>{}</a>', address, mark_safe(current), shortcut, text)  # noqa: S308 - one of three


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
