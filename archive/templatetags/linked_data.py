"""Links to feeds, tables and languages in the head of a page, and its JSON-LD."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models import Body, Matter, Person, Resolution
from archive.record.build import body_page, matter_page, person_page, resolution_part
from archive.record.render import json_ld
from archive.record.render.page import MeetingPage
from archive.templatetags.site import canonical_address, interface_languages, page_language

register = template.Library()


# Feeds and tables


@register.simple_tag(takes_context=True)
def same_query(context: template.Context, view: str) -> str:
    """Return the address of a feed or table with the filters of this list, and without its page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return f"{reverse(view)}?{query.urlencode()}" if query else reverse(view)


@register.simple_tag
def feed_link(address: str, title: str) -> SafeString:
    pattern = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    return format_html(pattern, title, address)


# Languages

# Open Graph names a country too. Source: the Open Graph protocol, "Optional Metadata".
OPEN_GRAPH = {"en": "en_GB", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}


@register.simple_tag(takes_context=True)
def spoken(context: template.Context) -> SafeString:
    """Return hreflang links: one address answers in every language, by Accept-Language."""
    address = canonical_address(context)
    tags = [language["tag"] for language in interface_languages()]
    if not address or not tags:
        return SafeString("")
    alternates = [(tag, address) for tag in [*tags, "x-default"]]
    links = format_html_join("\n  ", '<link rel="alternate" hreflang="{}" href="{}">', alternates)
    own = OPEN_GRAPH[page_language()]
    return format_html('{}\n  <meta property="og:locale" content="{}">', links, own)


# Paper


@register.simple_tag(takes_context=True)
def foot_on_paper(context: template.Context) -> str:
    """Return the foot of each printed page: the address, and of minutes the version and its fingerprint.

    The address of minutes is that of the version, so the paper leads to exactly what was printed.
    """
    request, version = context.get("request"), context.get("version")
    if request is None or version is None:
        return canonical_address(context)
    address = f"{context['meeting'].get_absolute_url()}v{version.number}/"
    values = {"number": version.number, "sha256": version.sha256}
    return f"{request.build_absolute_uri(address)}\n" + _("Version %(number)s, SHA-256 %(sha256)s") % values


# JSON-LD

# Within <script> nothing is escaped as in HTML; see also django.utils.html.json_script().
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def script(data: json_ld.Data) -> SafeString:
    """Return JSON-LD as a data block, which browsers do not run and the CSP does not forbid."""
    text = json.dumps(json_ld.document(data), ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


def absolute(context: template.Context) -> json_ld.Absolute:
    request: HttpRequest = context["request"]
    return request.build_absolute_uri


@register.simple_tag(takes_context=True)
def linked_meeting(context: template.Context, minutes: MeetingPage) -> SafeString:
    """Return the JSON-LD of a meeting; nothing for one without a public page."""
    if not minutes.record["address"]:
        return SafeString("")
    return script(json_ld.meeting_data(minutes, absolute(context)))


@register.simple_tag(takes_context=True)
def linked_resolution(
    context: template.Context, minutes: MeetingPage, resolution: dict[str, Any]
) -> SafeString:
    return script(json_ld.resolution_data(minutes, resolution, absolute(context)))


@register.simple_tag(takes_context=True)
def linked_matter(context: template.Context, matter: Matter, steps: list[Resolution]) -> SafeString:
    """Return the JSON-LD of a matter with its public decisions, which come from public_steps()."""
    parts = [resolution_part(step) for step in steps]
    return script(json_ld.matter_data(matter_page(matter), parts, absolute(context)))


@register.simple_tag(takes_context=True)
def linked_body(context: template.Context, body: Body, parent: Body | None) -> SafeString:
    return script(
        json_ld.body_data(body_page(body), body_page(parent) if parent else None, absolute(context))
    )


@register.simple_tag(takes_context=True)
def linked_person(context: template.Context, person: Person) -> SafeString:
    return script(json_ld.person_data(person_page(person), absolute(context)))


@register.simple_tag(takes_context=True)
def linked_site(context: template.Context) -> SafeString:
    whole = absolute(context)
    home, search = whole(reverse("home")), whole(f"{reverse('search')}?q=")
    languages = [language["tag"] for language in interface_languages()] or [page_language()]
    return script(json_ld.site_data(settings.SITE_NAME, settings.SITE_OWNER, home, search, languages))
