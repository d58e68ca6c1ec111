"""Base classes of the desk's pages, lists and inlines: written dates, pickers, search in both scripts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Prefetch, Q
from django.forms import DateInput, TimeInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, gettext_noop

from archive.admin.desk_list import DeskList
from archive.admin.form_page import FormPageAdmin
from archive.admin.pickers import Picker, PickerOfSeveral
from archive.admin.saved_messages import SavedMessageMixin
from archive.admin.staff_acts import LoggedAdmin
from archive.forms.desk.rows import ANOTHER_LABEL, NEW_LABEL, KnownChoiceField, RowForm, RowFormSet
from archive.forms.desk.three_way_merge import DeskForm
from archive.forms.fields import (
    DateField,
    FileField,
    RowsField,
    TextField,
    TimeField,
    say_if_left_empty,
)
from archive.models import AgendaItem, Body, Meeting, Person, Resolution
from archive.models.reach import BODY_OF, bodies_of, in_reach, reached, reaches_kind
from archive.operations.withheld import may_read_withheld
from archive.text.folding import in_both_scripts

# What says that the public reads a row that a field of another body's row may name.
PUBLIC_BY = {
    "Meeting": "publication",
    "Resolution": "meeting__publication",
    "AgendaItem": "meeting__publication",
}
FIELDS: Mapping[type[models.Field], Mapping[str, Any]] = {
    models.DateField: {"form_class": DateField, "widget": DateInput},
    models.TimeField: {"form_class": TimeField, "widget": TimeInput},
    models.TextField: {"form_class": TextField},
    models.FileField: {"form_class": FileField},
    models.URLField: {"assume_scheme": "https"},
}

# Django’s words, which our catalogue translates as the rest of the desk speaks.
DJANGO_WORDS = (gettext_noop("Add another %(verbose_name)s"),)

NOT_FILTERED = gettext_lazy(
    "The address of this list asked for something that cannot be read. All of the list is shown."
)


ALL_FIELDS = "all"  # in the address of a page: nothing of its rows is left to the script


def folded(name: Any, *fields: Any) -> Any:
    """Return a fieldset that is folded when the page opens."""
    return name, {"classes": ("collapse",), "fields": fields}


def limit_choices(db_field: Any, request: HttpRequest, options: dict[str, Any]) -> None:
    """Let a field take what the user reaches, and what the public reads; of its body only the former."""
    model, bodies = db_field.related_model, bodies_of(request.user)
    gives_body = model is Body and db_field.model.__name__ in BODY_OF and db_field.name == "body"
    if bodies is None or model.__name__ not in BODY_OF or (model is Body and not gives_body):
        return
    choices = options.get("queryset", model._default_manager.all())
    condition = in_reach(model, bodies)
    if path := PUBLIC_BY.get(model.__name__):
        condition |= Q(**{path: Meeting.Publication.PUBLISHED})
    options["queryset"] = choices.filter(condition)


class PickerMixin(BaseModelAdmin):
    """Fields read what people write, and people and bodies are picked by typing."""

    formfield_overrides = FIELDS

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))
        if db_field.related_model is Meeting:
            kwargs.setdefault("queryset", Meeting.objects.select_related("body"))  # which names it
        elif db_field.related_model in {AgendaItem, Resolution}:
            rows = db_field.related_model.objects.select_related("meeting")  # which may be withdrawn
            kwargs.setdefault("queryset", rows.defer("meeting__text", "meeting__summary"))
        limit_choices(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", PickerOfSeveral(db_field, self.admin_site))
            kwargs.setdefault("form_class", RowsField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # without its icons for adding and changing rows
        return field


class ReachingAdmin(admin.ModelAdmin):
    """Lists, pages, pickers and actions hold only what the user reaches, see archive/models/reach.py."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return reached(super().get_queryset(request), request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) and reaches_kind(request.user, self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and reaches_kind(request.user, self.model)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and reaches_kind(request.user, self.model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and reaches_kind(request.user, self.model)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and reaches_kind(request.user, self.model)


class ListTitleMixin(ReachingAdmin, LoggedAdmin, SavedMessageMixin):
    """A list and its rows under their own names, not "Select meeting to change"."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        say_if_left_empty(form.base_fields.values())
        return form

    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> type[DeskList]:
        return DeskList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if ERROR_FLAG in request.GET:
            if len(request.GET) > 1:
                return redirect(f"{request.path}?{ERROR_FLAG}=1")
            self.message_user(request, NOT_FILTERED, messages.WARNING)
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if row := context.get("original"):
            context |= {"title": str(row), "subtitle": None}
        return super().render_change_form(request, context, *args, **kwargs)


class BothScriptsMixin(ListTitleMixin):
    """A list, and the pickers that ask it, in which Chinese is found in either script."""

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        for written in in_both_scripts(search_term)[1:]:
            more, repeats = super().get_search_results(request, queryset, written)
            found, may_repeat = found | more, may_repeat or repeats
        return found, may_repeat


class DeskAdmin(BothScriptsMixin, PickerMixin, FormPageAdmin):
    """A page of the desk, and its list."""

    form = DeskForm
    list_per_page = 50
    instead_of_deleting: Any = ""
    fixed_fields: tuple[str, ...] = ()  # read-only once the row is stored

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *(self.fixed_fields if obj else ()))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        found = super().get_deleted_objects(objs, request)
        if found[3] and self.instead_of_deleting:
            self.message_user(request, self.instead_of_deleting, messages.ERROR)
        return found


def without_withdrawn(rows: Any, request: HttpRequest, name: str) -> Any:
    """Leave out what a foreign key leads to where it was withdrawn and this user may not read that."""
    if may_read_withheld(request.user):
        return rows
    related = rows.model._meta.get_field(name).related_model
    shown = related.objects.filter(meeting__in=Meeting.objects.not_withdrawn())
    return rows.prefetch_related(Prefetch(name, shown))


class RowInline(PickerMixin, admin.TabularInline):
    """Rows of one kind on their parent's page: `columns` side by side, `more` folded in the last cell."""

    form: type[RowForm]
    template = "admin/archive/rows.html"
    formset = RowFormSet
    extra = 0
    view_on_site = False
    columns: tuple[str, ...] = ()
    may_be_lean = True  # whether rows may open without their folded fields

    @property
    def column_count(self) -> int:
        return len(self.columns)

    def initial_rows(self, request: HttpRequest, obj: Any) -> list[dict[str, Any]] | None:
        return None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        more = self.form.more
        folded = [(None, {"fields": more})] if more else []
        return [(None, {"fields": self.columns}), *folded]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the formset, lean where an empty row has the fields that a script puts in."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        may_change = self.has_change_permission(request, obj)
        say_if_left_empty(formset.form.base_fields.values())
        formset.is_whole = ALL_FIELDS in request.GET
        may_add = self.has_add_permission(request, obj)
        formset.is_short = may_change and may_add and not formset.is_whole
        formset.is_lean = self.may_be_lean and formset.is_short
        return formset

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.in_order() if hasattr(rows, "in_order") else rows.order_by("pk")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return a field that does not query for each row."""
        kwargs.setdefault("form_class", KnownChoiceField)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if isinstance(field.widget, Picker) and db_field.related_model is Person:
            field.takes_new = request.user.has_perm("archive.add_person")
            if field.takes_new:
                field.widget.attrs |= {"data-new-label": NEW_LABEL, "data-another-label": ANOTHER_LABEL}
        return field


class ReadOnlyAdmin(BothScriptsMixin, admin.ModelAdmin):
    """A list that the archive writes itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
