"""The desk's handbook: short pages for the clerk, each with a picture, in the languages of the desk.

The text of a page is a template, `templates/admin/archive/handbook/<language>/<page>.html`; its picture is
`static/img/handbook/<language>/<page>.png`, made by `python -m tests.handbook_pictures`.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.templatetags.handbook import HANDBOOK
from archive.templatetags.site import page_language
from archive.text.traditional_chinese import in_words_of_taiwan, is_traditional


def handbook_language() -> str:
    """Return the folder of the texts and pictures for the reader's language."""
    return "zh_Hans" if (get_language() or "").startswith("zh") else "en"


def handbook_contents(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """Show the list of pages; `context` is that of every page of the desk."""
    return render(
        request,
        "admin/archive/handbook/contents.html",
        context | {"title": _("Handbook"), "pages": HANDBOOK.items()},
    )


def handbook_page(request: HttpRequest, page: str, context: dict[str, object]) -> HttpResponse:
    """Show one page, with links to the one before and the one after it."""
    if page not in HANDBOOK:
        raise Http404
    pages = list(HANDBOOK.items())
    place = pages.index((page, HANDBOOK[page]))
    folder = handbook_language()
    picture = {"picture": f"img/handbook/{folder}/{page}.png"}
    text = render_to_string(f"admin/archive/handbook/{folder}/{page}.html", context | picture, request)
    if is_traditional(page_language()):
        text = mark_safe(in_words_of_taiwan(text))  # noqa: S308 - rendered, and only Chinese is changed
    found = {
        "title": HANDBOOK[page],
        "before": pages[place - 1] if place else None,
        "after": pages[place + 1] if place + 1 < len(pages) else None,
        "text": text,
    }
    return render(request, "admin/archive/handbook/page.html", context | found)
