"""The pipeline of a desk page: Django's changeform_view as short steps, each given what was sent.

Django's own method reads request.POST in its middle. A desk page may be sent its fields in another way:
carried through a log-in or a preview, taken from the autosave, filled in by a step. So what was sent is
handed to the forms here, and request.POST stays as the browser sent it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin import ModelAdmin, helpers
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Media, all_valid
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from archive.admin.carried_form import (
    CONFIRMED,
    LOST_FILE,
    RESUME,
    pack,
    sent_fields,
    show_typed,
    unpack,
)
from archive.admin.saved_messages import SAID
from archive.admin.unit_of_work import save_at_once
from archive.forms.desk.three_way_merge import with_stored
from archive.models import Meeting
from archive.operations.publish import CannotPublish, Problem, locked


@dataclass
class FormPage:
    """A request to the page of one row, and what becomes of it on its way through the pipeline.

    `fields` and `files` are what was sent, wherever it comes from; if a step filled them in, `is_step` says
    so, and nothing in them is an error yet. `row` is None while it is new, and the forms are made last.
    `doubts` keep a correction from being saved until they are confirmed. `said` is what is said of saving
    it, if more than that it is saved.
    """

    admin: FormPageAdmin
    request: HttpRequest
    object_id: str | None = None
    form_url: str = ""
    fields: QueryDict = field(default_factory=QueryDict)
    files: MultiValueDict[str, Any] = field(default_factory=MultiValueDict)
    is_step: bool = False
    doubts: list[Problem] = field(default_factory=list)
    said: Any = ""
    row: Any = None
    fieldsets: Any = ()
    form: Any = None
    formsets: list[Any] = field(default_factory=list)
    inlines: list[Any] = field(default_factory=list)

    @property
    def is_sent(self) -> bool:
        return self.request.method == "POST"

    @property
    def may_change(self) -> bool:
        if self.object_id is None:
            return self.admin.has_add_permission(self.request)
        return self.admin.has_change_permission(self.request, self.row)

    @property
    def confirmed(self) -> set[str]:
        """The keys of the doubts that this page showed before it was sent."""
        return set(self.fields.get(CONFIRMED, "").split())

    def tell(self, message: Any, level: int = messages.INFO) -> None:
        self.admin.message_user(self.request, message, level)


def save_row(page: FormPage) -> None:
    is_change = page.row is not None
    page.admin.save_model(page.request, page.form.instance, page.form, is_change)
    page.admin.save_related(page.request, page.form, page.formsets, is_change)


def answer_as_django(page: FormPage) -> HttpResponse:
    """Go where Django goes after saving: on with this row, to a new one, or to the list."""
    if page.said:
        setattr(page.request, SAID, page.said)
    answer = page.admin.response_add if page.row is None else page.admin.response_change
    return answer(page.request, page.form.instance)


class Button(NamedTuple):
    """What a button does, in this order.

    `allows` refuses a person who may not press it. `step` changes what was sent, or answers at once.
    `save` stores a valid page, `answer` says where that leads, and `is_undone` rolls back all of it.
    """

    allows: Callable[[HttpRequest], bool] | None = None
    step: Callable[[FormPage], HttpResponse | None] | None = None
    save: Callable[[FormPage], None] = save_row
    answer: Callable[[FormPage], HttpResponse] = answer_as_django
    is_undone: bool = False


def saving_buttons(save: Callable[[FormPage], None]) -> dict[str, Button]:
    """Return the buttons that every desk page has. RESUME saves nothing: DeskForm refuses it."""
    return {name: Button(save=save) for name in (RESUME, "_continue", "_addanother", "_save")}


class FormPageAdmin(ModelAdmin):
    """A ModelAdmin whose page of one row is answered by this pipeline."""

    buttons: Mapping[str, Button] = saving_buttons(save_row)

    def meeting_of(self, row: Any) -> Meeting | None:
        """Return the meeting that a row belongs to, which is locked while the row is saved."""
        return None

    def page_context(self, page: FormPage) -> dict[str, Any]:
        return {}

    def is_page_valid(self, page: FormPage) -> bool:
        """Return whether valid forms are valid together; add an error to one of them if not."""
        return True

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,  # no view of the desk has any
    ) -> HttpResponse:
        return answer_page(FormPage(self, request, object_id, form_url))


# The pipeline


def answer_page(page: FormPage) -> HttpResponse:
    """Show a page, or do what its button says with what was sent, carried or taken back."""
    if not page.is_sent:
        return open_page(page) or show_page(page)
    page.fields, page.files = sent_fields(page.request), page.request.FILES
    if (step := pressed(page).step) and (response := step(page)):
        return response
    return save_at_once(page.request, lambda: answer_sent(replace(page, formsets=[], inlines=[])))


def answer_sent(page: FormPage) -> HttpResponse:
    button = pressed(page)
    if button.allows and not button.allows(page.request):
        raise PermissionDenied
    if response := open_page(page):
        return response
    response = save_page(page, button) if is_valid(page) else show_page(page)
    if button.is_undone:
        transaction.set_rollback(True)
    return response


def pressed(page: FormPage) -> Button:
    """Return the button whose name was sent. A page sent without one is saved."""
    buttons = page.admin.buttons
    return buttons[next((name for name in buttons if name in page.fields), "_save")]


def open_page(page: FormPage) -> HttpResponse | None:
    """Fetch the row and make the forms of a page, or answer if it cannot be opened, or saved any more.

    Raises PermissionDenied.
    """
    fetch_row(page)
    is_gone = page.object_id is not None and page.row is None
    if page.is_sent and (is_gone or (page.row is not None and not page.may_change)):
        return show_typed(page.request, page.fields, page.admin.model, is_gone=is_gone)
    is_only_viewed = page.object_id is not None and not page.is_sent
    if not page.may_change and not (
        is_only_viewed and page.admin.has_view_permission(page.request, page.row)
    ):
        raise PermissionDenied
    if is_gone:
        django_admin: Any = page.admin
        return django_admin._get_obj_does_not_exist_redirect(page.request, page.admin.opts, page.object_id)
    make_forms(page)
    return None


def is_valid(page: FormPage) -> bool:
    """Validate all forms of a page, so that it shows all errors at once, and fill in its row."""
    is_form_valid = page.form.is_valid()
    if is_form_valid:
        page.admin.save_form(page.request, page.form, page.row is not None)
    return all_valid(page.formsets) and is_form_valid and page.admin.is_page_valid(page)


def save_page(page: FormPage, button: Button) -> HttpResponse:
    """Save a valid page as its button does, log the change, and answer."""
    admin, request, form, is_new = page.admin, page.request, page.form, page.row is None
    try:
        with transaction.atomic():
            button.save(page)
    except CannotPublish as refusal:
        return ask_about(page, refusal.problems)
    log = admin.log_addition if is_new else admin.log_change
    log(request, form.instance, admin.construct_change_message(request, form, page.formsets, is_new))
    return button.answer(page)


def ask_about(page: FormPage, doubts: list[Problem]) -> HttpResponse:
    """Show a page again as it was typed, not saved, with the doubts that saving it would make public."""
    fields = unpack(pack(page.fields, page.files))
    fields[RESUME] = "1"
    fields[CONFIRMED] = page.fields.get(CONFIRMED, "")
    again = replace(page, fields=fields, files=MultiValueDict(), doubts=doubts, formsets=[], inlines=[])
    return open_page(again) or show_page(again)


# The row and its forms


def fetch_row(page: FormPage) -> None:
    """Fetch the row. If the page was sent, lock its meeting, so that one person saves at a time.

    In SQLite the whole database is locked already.
    """
    if page.object_id is None:
        return
    key, field_name = unquote(page.object_id), to_field(page)
    page.row = page.admin.get_object(page.request, key, field_name)
    if page.is_sent and page.row is not None and (meeting := page.admin.meeting_of(page.row)):
        locked([meeting.pk], Meeting.objects.all())
        page.row = page.admin.get_object(page.request, key, field_name)  # as it is now that it is locked


def to_field(page: FormPage) -> str | None:
    """Return the field by which a popup knows the row, if not by its primary key."""
    name = page.fields.get(TO_FIELD_VAR, page.request.GET.get(TO_FIELD_VAR))
    if name and not page.admin.to_field_allowed(page.request, name):
        raise DisallowedModelAdminToField(f"The field {name} cannot be referenced.")
    return str(name) if name else None


def make_forms(page: FormPage) -> None:
    """Make the form and the formsets of a page, of what was sent and is not to be taken as stored."""
    admin, request, row = page.admin, page.request, page.row
    page.fields = with_stored(page.fields)
    page.fieldsets = admin.get_fieldsets(request, row)
    names = flatten_fieldsets(page.fieldsets)
    form_class = admin.get_form(request, row, change=row is not None, fields=names)
    if page.is_sent:
        page.form = form_class(page.fields, page.files, instance=row)
    elif row:
        page.form = form_class(instance=row)
    else:
        page.form = form_class(initial=admin.get_changeform_initial_data(request))
    for formset_class, inline in admin.get_formsets_with_inlines(request, row):
        page.formsets.append(make_formset(page, formset_class, inline))
        page.inlines.append(inline)


def make_formset(page: FormPage, formset_class: Any, inline: Any) -> Any:
    """Return the formset of an inline; rows that this person may not change stay as stored."""
    request, row = page.request, page.row
    formset = formset_class(
        data=page.fields if page.is_sent else None,
        files=page.files if page.is_sent else None,
        instance=page.form.instance,
        prefix=formset_class.get_default_prefix(),
        queryset=inline.get_queryset(request),
        initial=inline.initial_rows(request, row),
    )
    if not inline.has_change_permission(request, row):
        may_delete = inline.has_delete_permission(request, row)
        for form in formset.initial_forms:
            if not (may_delete and f"{form.prefix}-DELETE" in page.fields):
                form._errors, form.cleaned_data = {}, form.initial
    return formset


# The page


def show_page(page: FormPage) -> HttpResponse:
    admin, request, row = page.admin, page.request, page.row
    names = flatten_fieldsets(page.fieldsets)  # all are only shown to those who may not change them
    shown = admin.get_readonly_fields(request, row) if page.may_change else names
    if not page.may_change:
        page.form._meta.help_texts = dict.fromkeys(names, "")  # nothing can be filled in
    form = helpers.AdminForm(page.form, list(page.fieldsets), {}, shown, model_admin=admin)
    rows = admin.get_inline_formsets(request, page.formsets, page.inlines, row)
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Add %s") % admin.opts.verbose_name,  # ListTitleMixin calls a stored row by its name
        "adminform": form,
        "object_id": page.object_id,
        "original": row,
        "is_popup": IS_POPUP_VAR in page.fields or IS_POPUP_VAR in request.GET,
        "to_field": to_field(page),
        "media": sum((media_of(one) for one in rows), admin.media + form.media),
        "inline_admin_formsets": rows,
        "errors": helpers.AdminErrorList(page.form, page.formsets),
        "preserved_filters": admin.get_preserved_filters(request),
        **admin.page_context(page),
    }
    context |= resumed_context(page)
    ask_for_files(page)
    return admin.render_change_form(
        request, context, add=row is None, change=row is not None, form_url=page.form_url, obj=row
    )


def ask_for_files(page: FormPage) -> None:
    """Say beside each file of a page that is shown again that it must be chosen again."""
    for form in [page.form, *(form for rows in page.formsets for form in rows.forms)]:
        for name in form.fields if page.files else ():
            if (file := page.files.get(form.add_prefix(name))) and name not in form.errors:
                form.add_error(name, _("Choose the file “%s” again: a page cannot keep it.") % file.name)


def media_of(rows: Any) -> Media:
    """Return the files that the rows of an inline need. Django asks each row, which are all alike."""
    files: Media = rows.opts.media + rows.formset.empty_form.media
    return files


def render_view(admin: ModelAdmin, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page of the desk that is not the form of one row."""
    every_page = admin.admin_site.each_context(request)
    return render(request, f"admin/archive/{template}", every_page | {"opts": admin.opts} | context)


def resumed_context(page: FormPage) -> dict[str, Any]:
    """Say above a page shown again that nothing is saved, and not that it has errors."""
    refusals = page.form.non_field_errors().as_data() if RESUME in page.fields else []
    is_resumed = any(error.code == "resumed" for error in refusals)
    context = {"is_resumed": is_resumed, "lost_files": page.fields.getlist(LOST_FILE)}
    return context | ({"errors": None} if is_resumed else {})
