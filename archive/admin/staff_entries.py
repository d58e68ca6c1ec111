"""Entries of the staff log in words, and those about one row as its history."""

from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.form_page import render_view
from archive.forms.desk.staff_log import LARGEST, StaffLogForm
from archive.models import StaffAct
from archive.models.staff_act import Change
from archive.text.text_diff import Part, compare, shortened

SIZE = 50  # entries on a page
READ_AT_ONCE = 60  # characters of the values before and after

# Of changes that are of no field of a model.
LABELS = {
    "version": gettext_lazy("version"),
    "publication": gettext_lazy("publication"),
    "kind": gettext_lazy("kind"),
    "reason": gettext_lazy("reason"),
    "remark": gettext_lazy("remark"),
    "merged": gettext_lazy("merged"),
    "told_apart": gettext_lazy("not the same as"),
    "file": gettext_lazy("file"),
    "type": gettext_lazy("kind of thing"),
    "line": gettext_lazy("line"),
    "order": gettext_lazy("No."),
    "second_factor": gettext_lazy("Second factor"),
    "spans": gettext_lazy("out of the room"),
    "new_people": gettext_lazy("new people"),
}
IS = {"added": gettext_lazy("Added"), "deleted": gettext_lazy("Deleted")}


class ShownChange(NamedTuple):
    """A change in words: `what` is the field, after the row if that is another one.

    Of two longer texts, `parts` tell what was kept, deleted and inserted.
    """

    row: str
    what: str
    before: str
    after: str
    parts: list[Part]


class Entry(NamedTuple):
    """An act in words; `address` leads to the row, "" where it has no page at the desk."""

    act: StaffAct
    who: str
    row: str
    address: str
    changes: list[ShownChange]


def history_of_row(admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show what the log tells of one row to those who may see it, newest first."""
    row = admin.get_object(request, unquote(object_id))
    if row is None:
        missing: HttpResponse = admin._get_obj_does_not_exist_redirect(request, admin.opts, object_id)
        return missing
    if not admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    form = StaffLogForm({"before": request.GET.get("before", "")})
    acts = (
        StaffAct.objects.of(row._meta.label_lower, row.pk) if form.is_valid() else StaffAct.objects.none()
    )
    shown, older = acts.page_before(form.first, SIZE)
    context = {"title": _("History"), "row": row, "older": older, "is_first": form.first == LARGEST}
    return render_view(
        admin, request, "staffact/history.html", entries=[entry_of(act) for act in shown], **context
    )


# An entry in words


def entry_of(act: StaffAct) -> Entry:
    full_name = act.user.get_full_name() if act.user else ""
    who = f"{full_name} ({act.who})" if full_name else act.who
    return Entry(
        act, who, row_words(act), row_address(act), [shown_change(one, act) for one in act.change_list]
    )


def row_words(act: StaffAct) -> str:
    if not act.row_kind:
        return ""
    return f"{kind_words(act.row_kind)}: {act.row_name or act.row_key}"


def kind_words(label: str) -> str:
    model = model_of(label)
    return str(capfirst(model._meta.verbose_name)) if model else label


def model_of(label: str) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def row_address(act: StaffAct) -> str:
    if act.kind == StaffAct.Kind.DELETED or not act.row_key:
        return ""
    try:
        return reverse(f"admin:{act.row_kind.replace('.', '_')}_change", args=[act.row_key])
    except NoReverseMatch:
        return ""


def shown_change(change: Change, act: StaffAct) -> ShownChange:
    label = change.get("model", "")
    field = field_of(label or act.row_kind, change["field"])
    words = field.verbose_name if field is not None else LABELS.get(change["field"], change["field"])
    rows = [
        kind_words(label) if label else "",
        change.get("row", ""),
        str(IS.get(change.get("is", ""), "")),
    ]
    before, after = (value_words(change.get(name), field) for name in ("before", "after"))
    row = " · ".join(filter(None, rows))
    return ShownChange(row, str(capfirst(words)), before, after, parts_of(before, after))


def parts_of(before: str, after: str) -> list[Part]:
    """Return what was kept, deleted and inserted; [] for short texts, read beside each other."""
    is_long = before and after and len(before) + len(after) > READ_AT_ONCE
    return shortened(compare(before, after)) if is_long else []


def field_of(label: str, name: str) -> Any:
    """Return a field of a model, or None: of another kind, or of a model that is no more."""
    model = model_of(label)
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return field if hasattr(field, "verbose_name") else None


def value_words(value: Any, field: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = dict(getattr(field, "flatchoices", None) or ())
    return "" if value is None else str(choices.get(value, value))
