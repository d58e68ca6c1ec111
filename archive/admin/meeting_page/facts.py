"""The head of a meeting's page: facts in two halves, days and hours in words, and a line of sections."""

import re
from typing import Any, NamedTuple

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.forms.desk.day_words import TYPED, words_beside
from archive.models import Attendance

HALF, FOLDED, LONG = "half", "collapse", "long"  # classes of a fieldset, which say where it stands
FIELDSETS: tuple[Any, ...] = (
    (
        None,
        {
            "classes": (HALF,),
            "fields": (
                "number",
                "document_number",
                "body",
                "date",
                ("start_time", "end_time"),
                "name",
            ),
        },
    ),
    (
        None,
        {
            "classes": (HALF,),
            "fields": (
                "location",
                "attendance_mode",
                ("expected_count", "present_count", "quorum"),
                "issued_on",
            ),
        },
    ),
    (
        gettext_lazy("Days, kind and language"),
        {
            "classes": (FOLDED,),
            "fields": (
                "end_date",
                "date_precision",
                "classification",
                "classification_as_written",
                "number_series",
                "status",
                "language",
                "alternate_name",
                "attendance_mode_as_written",
                "body_as_written",
                "copied_to",
                "summary",
            ),
        },
    ),
    (
        gettext_lazy("Attendance"),
        {"classes": (FOLDED,), "fields": ("attendance_status", "chair_note")},
    ),
    (
        gettext_lazy("Disclosure and approval"),
        {
            "classes": (FOLDED,),
            "fields": (
                "disclosure",
                "disclosure_basis",
                "approved_on",
                "approved_at",
                "shown_of_closed",
            ),
        },
    ),
    (
        gettext_lazy("Source"),
        {"classes": (FOLDED,), "fields": ("source", "source_url", "licence")},
    ),
    (None, {"classes": (LONG,), "fields": ("text",)}),
)
BEFORE_TEXT = ("attendances", "agenda_items", "resolutions")
RARE = ("other_bodies", "translations", "sittings")

CHINESE = r"\u3400-\u9fff\uf900-\ufaff"
WORDS = re.compile(rf"[{CHINESE}]|[^\W{CHINESE}]+")


class Section(NamedTuple):
    """A link to a part of the page, with what it holds; `kind` is the class of what it lacks."""

    anchor: str
    label: Any
    state: str = ""
    kind: str = "soft"


def facts_context(context: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of the page in their order, and say days and hours in words beside their fields."""
    form = context["adminform"].form
    if context["original"] is None and "body" in form.fields:
        form.fields["body"].widget.attrs["autofocus"] = True
    typed = {name: form[name].value() for name in TYPED if name in form.fields}
    for name, words in words_beside({key: str(value or "") for key, value in typed.items()}).items():
        if words.days or not words.is_doubt:  # what cannot be read is an error of the field
            form[name].words = words
    parts: dict[str, list[Any]] = {HALF: [], FOLDED: [], LONG: [], "": []}
    for fieldset in context["adminform"]:
        parts[next((one for one in parts if one and one in fieldset.classes), "")].append(fieldset)
    rows = {inline.formset.prefix: inline for inline in context["inline_admin_formsets"]}
    rare = [rows.pop(prefix) for prefix in RARE if prefix in rows]
    before = [rows.pop(prefix) for prefix in BEFORE_TEXT if prefix in rows]
    return {
        "facts": {"above": parts[""], "halves": parts[HALF], "more": parts[FOLDED], "texts": parts[LONG]},
        "is_more_open": any(name in form.errors for name in names_in(parts[FOLDED])),
        "rows_before_text": before,
        "rows_after_text": list(rows.values()),
        "rare_rows": rare,
        "is_rare_open": any(has_rows(inline.formset) for inline in rare),
        "officers": officers(context),
        "sections": sections(context),
    }


def names_in(fieldsets: list[Any]) -> list[str]:
    return [
        field.field.name
        for fieldset in fieldsets
        for line in fieldset
        for field in line
        if not field.is_readonly
    ]


def has_rows(formset: Any) -> bool:
    return formset.total_form_count() > 0 or formset.total_error_count() > 0


def officers(context: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Return who was in the chair and who took the minutes, as the rows of the attendance say."""
    rows = forms_of(context, "attendances")
    roles = ((_("Chair"), Attendance.Role.CHAIR), (_("Recorded by"), Attendance.Role.RECORDER))
    return [(label, role, [name for form in rows if (name := named(form, role))]) for label, role in roles]


def named(form: Any, role: str) -> str:
    """Return the name in a row of the attendance that has a role, "" of any other."""
    if form.value_of("role") != role:
        return ""
    person = form.known.get("person", {}).get(str(form.value_of("person")))
    return str(person or form.value_of("name_as_written") or "")


def forms_of(context: dict[str, Any], prefix: str) -> list[Any]:
    """Return the rows of one kind that hold something."""
    found = (inline.formset for inline in context["inline_admin_formsets"])
    formset = next((one for one in found if one.prefix == prefix), None)
    return [form for form in formset.forms if form.instance.pk or form.has_changed()] if formset else []


def sections(context: dict[str, Any]) -> list[Section]:
    """Return the parts of the page, each with how much it holds or what it lacks."""
    form = context["adminform"].form
    asked = len(context.get("follow_up") or []) + len(context.get("to_approve") or [])
    columns = len((context.get("roll_call") or {}).get("motions", []))
    text = str(form["text"].value() or "") if "text" in form.fields else str(form.instance.text or "")
    found = [
        Section("facts", _("Facts")),
        Section("follow-up", _("Earlier meetings"), counted(asked)) if asked else None,
        attendance_section(context),
        agenda_section(context),
        Section("roll-call", _("Roll call"), counted(columns)) if columns else None,
        Section("text", _("Text"), length_of(text)),
        Section("action_items-group", _("Actions"), counted(len(forms_of(context, "action_items")))),
        Section("documents-group", _("Documents"), counted(len(forms_of(context, "documents")))),
    ]
    return [section for section in found if section]


def counted(number: int) -> str:
    return str(number) if number else ""


def attendance_section(context: dict[str, Any]) -> Section:
    rows = len(forms_of(context, "attendances"))
    form = context["adminform"].form
    declared = str(form["expected_count"].value() or "") if "expected_count" in form.fields else ""
    if declared and declared != str(rows):
        state = _("%(rows)d of %(declared)s") % {"rows": rows, "declared": declared}
        return Section("attendances-group", _("Attendance"), state, "warn")
    return Section("attendances-group", _("Attendance"), counted(rows))


def agenda_section(context: dict[str, Any]) -> Section:
    anchor = "outline-heading" if context.get("outline") else "agenda_items-group"
    motions = forms_of(context, "resolutions")
    lacking = sum(not form.value_of("result") for form in motions)
    if lacking:
        state = ngettext("%d result missing", "%d results missing", lacking) % lacking
        return Section(anchor, _("Agenda and resolutions"), state, "stop")
    number = len(motions) + len(forms_of(context, "agenda_items"))
    return Section(anchor, _("Agenda and resolutions"), counted(number))


def length_of(text: str) -> str:
    """Return how long a text is: in characters if most of it is Chinese, otherwise in words."""
    words = WORDS.findall(text)
    if not words:
        return ""
    is_chinese = sum(len(word) == 1 for word in words) * 2 > len(words)
    form = ngettext("%d character", "%d characters", len(words))
    return (form if is_chinese else ngettext("%d word", "%d words", len(words))) % len(words)


def words_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Answer the page's script with what the fields say, in words: {name: [text, is_doubt, days]}."""
    if not (admin.has_add_permission(request) or admin.has_change_permission(request)):
        raise PermissionDenied
    return JsonResponse(words_beside(request.GET.dict()))
