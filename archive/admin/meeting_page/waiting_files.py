"""The table of files that wait: many at once are stored, read one by one, told apart, and made into drafts.

Every button works without a script. With one (static/js/files.js) each file is sent, read and made into a
draft by a request of its own, which answers with the row alone.
"""

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.form_page import FormPageAdmin, render_view
from archive.forms.desk.waiting_files import AgainForm, AnswersForm, TableForm
from archive.models import Body, Meeting, SourceText
from archive.models.reach import has_limit, reached
from archive.operations.entry.source_texts import drop
from archive.operations.entry.waiting_files import (
    WaitingFile,
    answer,
    answer_all,
    copy_to_read_again,
    draft_waiting,
    make_body,
    read_waiting,
    store_upload,
    waiting_files,
)
from archive.operations.importing.json_lines import Refused

MOST_LISTED = 500  # rows of one page
READ_AT_ONCE = 10  # files, where no script asks for them one by one
SECONDS = 15  # for the files of one request
SHOWN = {
    "ready": gettext_lazy("Ready"),
    "doubtful": gettext_lazy("In doubt"),
    "asked": gettext_lazy("To be answered"),
    "twice": gettext_lazy("Perhaps twice"),
    "refused": gettext_lazy("Not taken"),
    "unread": gettext_lazy("Not read yet"),
}


def files_view(admin: FormPageAdmin, request: HttpRequest) -> HttpResponse:
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if request.FILES:
        return take_uploads(request)
    if request.method != "POST":
        return show_table(admin, request)
    if again := AgainForm(request.POST, sources=taken_by(request)).sources():
        for source in again:
            copy_to_read_again(source, request.user)
        return redirect("admin:archive_meeting_files")
    form = sent_table(request)
    if one := form.cleaned_data.get("one"):
        return answer_one(request, one)
    return press(admin, request, form)


def sent_table(request: HttpRequest) -> TableForm:
    """Return what was sent, having kept what was typed in its rows, whatever button was pressed."""
    sources = SourceText.objects.open_to(request.user)
    for source in TableForm(request.POST, sources=sources).cleaned_data.get("row", ()):
        typed = AnswersForm(request.POST, prefix=f"file-{source.pk}")
        if typed.is_sent and typed.is_valid():
            answer(source, **typed.cleaned_data)
    return TableForm(request.POST, sources=sources)


def taken_by(request: HttpRequest) -> Any:
    """Return the sources that meetings were made from which the account reaches."""
    return SourceText.objects.taken(reached(Meeting.objects.all(), request.user)).defer("text")


def press(admin: FormPageAdmin, request: HttpRequest, form: TableForm) -> HttpResponse:
    """Do what a button says with the rows that are ticked, and show the table, ticked as it was."""
    ticked, data = list(form.cleaned_data.get("tick", ())), form.cleaned_data
    changed: list[SourceText] = []
    if "_read" in request.POST:
        changed = read_next(request)
    elif "_apply" in request.POST:
        changed = ticked
        answer_all(ticked, data.get("body_for_all", ""), data.get("day_order", ""))
    elif name := data.get("new_body"):
        changed = [row for row in data.get("row", ()) if row.body_name == name]
        add_body(admin, request, name)
    elif "_drop" in request.POST:
        for source in ticked:
            drop(source)
        told = ngettext("%d file was dropped.", "%d files were dropped.", len(ticked)) % len(ticked)
        admin.message_user(request, told)
    elif "_make" in request.POST:
        make_drafts(admin, request, ticked)
    return show_table(admin, request, {row.pk for row in ticked}, {row.pk for row in changed})


def take_uploads(request: HttpRequest) -> HttpResponse:
    """Store files, and lead to the table, which tells of those that were taken before."""
    stored = [store_upload(file, request.user) for file in request.FILES.getlist("file")]
    again = [one.source.pk for one in stored if one.is_known and one.source.meeting_id]
    if "_script" in request.POST:
        return JsonResponse({"again": again})
    query = urlencode([("again", key) for key in again])
    return redirect(f"{reverse('admin:archive_meeting_files')}?{query}")


def answer_one(request: HttpRequest, source: SourceText) -> HttpResponse:
    """Read one file, or make its draft, and answer with its row."""
    why, meeting = "", None
    if "_read" in request.POST and source.is_unread:
        read_waiting(source)
    [row] = waiting_files([source], request.user)
    if "_make" in request.POST:
        why = draft_waiting(row, request.user).why
        source.refresh_from_db()
        meeting = source.meeting
        if meeting is None:
            [row] = waiting_files([source], request.user)
    context = {"row": row, "meeting": meeting, "why": why, "is_ticked": row.can_be_drafted and not why}
    return render(request, "admin/archive/meeting/_file.html", context)


def read_next(request: HttpRequest) -> list[SourceText]:
    sources = SourceText.objects.open_to(request.user).unread().oldest_first()
    read, end = [], time.monotonic() + SECONDS
    for source in sources[:READ_AT_ONCE]:
        read_waiting(source)
        read.append(source)
        if time.monotonic() > end:
            break
    return read


def make_drafts(admin: FormPageAdmin, request: HttpRequest, ticked: list[SourceText]) -> None:
    made, left, end = 0, 0, time.monotonic() + SECONDS
    for source in ticked:
        if time.monotonic() > end:
            left += 1
            continue
        [row] = waiting_files([source], request.user)  # a file before it may be of the same meeting
        taken = draft_waiting(row, request.user)
        made += taken.became == "drafted"
        if taken.became != "drafted" and taken.why:
            admin.message_user(request, f"{source}: {taken.why}", messages.WARNING)
    admin.message_user(request, ngettext("%d draft was made.", "%d drafts were made.", made) % made)
    if left:
        told = ngettext("%d file is left: press again.", "%d files are left: press again.", left) % left
        admin.message_user(request, told, messages.WARNING)


def may_make_bodies(request: HttpRequest) -> bool:
    return request.user.has_perm("archive.add_body") and not has_limit(request.user)


def add_body(admin: FormPageAdmin, request: HttpRequest, name: str) -> None:
    if not may_make_bodies(request):
        raise PermissionDenied
    try:
        make_body(name, by=request.user)
    except Refused as refused:
        admin.message_user(request, str(refused), messages.ERROR)
    else:
        admin.message_user(request, _("There is a body “%s” now.") % name)


# The page


def show_table(
    admin: FormPageAdmin,
    request: HttpRequest,
    ticked: Iterable[int] | None = None,
    changed: Iterable[int] = (),
) -> HttpResponse:
    """Show all rows, or those of one state; at first those are ticked of which a draft can be made."""
    waiting = SourceText.objects.open_to(request.user)
    rows = waiting_files(waiting.oldest_first().with_first_words()[:MOST_LISTED], request.user)
    counts = Counter(row.state for row in rows)
    show = request.GET.get("show") if request.GET.get("show") in SHOWN else ""
    context = {
        "title": _("Files that wait"),
        "rows": [(row, is_ticked(row, ticked, changed)) for row in rows if show in ("", row.state)],
        "show": show,
        "filters": [(state, label, counts[state]) for state, label in SHOWN.items() if counts[state]],
        "total": len(rows),
        "beyond": waiting.count() - len(rows) if len(rows) == MOST_LISTED else 0,
        "read_count": len(rows) - counts["unread"],
        "unread_count": counts["unread"],
        "can_count": counts["ready"] + counts["doubtful"],
        "new_bodies": new_bodies(rows),
        "may_make_bodies": may_make_bodies(request),
        "bodies": reached(Body.objects.by_name(), request.user).values_list("name", flat=True)[:1000],
        "again": AgainForm(request.GET, sources=taken_by(request)).sources(),
    }
    return render_view(admin, request, "meeting/files.html", **context)


def is_ticked(row: WaitingFile, ticked: Iterable[int] | None, changed: Iterable[int]) -> bool:
    if ticked is None or row.source.pk in changed:
        return row.can_be_drafted or row.source.pk in (ticked or ())
    return row.source.pk in ticked


def new_bodies(rows: Iterable[WaitingFile]) -> list[tuple[str, int]]:
    """Return (name, files) of the bodies that texts name and that are not there, the commonest first."""
    names = Counter(row.source.body_name for row in rows if row.body is None and row.source.body_name)
    return names.most_common()


def file_to_look_at(request: HttpRequest) -> SourceText | None:
    """Return the row whose text is to be checked beside the page of a new meeting."""
    return sent_table(request).cleaned_data.get("look") if "look" in request.POST else None
