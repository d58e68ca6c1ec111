"""Bodies and people on the desk: the posts people hold, and merging those entered twice."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from archive.admin.base import ReadOnlyAdmin, RowInline, folded
from archive.admin.form_page import render_view
from archive.admin.pickers import Picker
from archive.admin.public_things import PublicThingAdmin, may_correct
from archive.forms.desk.person_merge import DecisionsForm, PairForm
from archive.forms.desk.renaming import QUESTIONS, RenamingForm, is_renamed
from archive.forms.desk.rows import RowForm
from archive.models import Attendance, Body, Membership, OtherName, Person, PersonMerge
from archive.operations.people import (
    REFERENCES,
    CannotMerge,
    Plan,
    merge_people,
    note_rename,
    plan_merge,
    suspected_pairs,
    tell_apart,
    undo_merge,
    with_people,
)
from archive.paging import page_of_list

PAIRS = 25  # on a page of suspicions
LIKENESSES = {
    "same": gettext_lazy("The same name"),
    "script": gettext_lazy("The same name in the other script"),
    "order": gettext_lazy("The same words"),
    "spelling": gettext_lazy("Nearly the same spelling or sound"),
}


def both_names(row: Body | Person) -> str:
    """Return the name in both scripts, which tells many namesakes apart."""
    return " · ".join(filter(None, [row.name, row.alternate_name]))


def name_and_post(person: Person) -> str:
    return " · ".join(filter(None, [both_names(person), person.post_text]))


class OtherNameInline(RowInline):
    """Names of before, other spellings, translations: found by everywhere, and obeyed by imports."""

    model = OtherName
    form = RowForm
    columns = ("name", "kind", "start_date", "end_date", "note")


class RenamedAdmin(PublicThingAdmin):
    """A page that asks what a change of the name is, and keeps the old one."""

    form = RenamingForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fieldsets, with the questions once the name was changed."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not is_renamed(obj, request.POST.get("name")):
            return fieldsets
        (title, first), *others = fieldsets
        names = first["fields"]
        asked = {"fields": (names[0], *QUESTIONS, *names[1:])}
        return [(title, {**first, **asked}), *others]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            note_rename(obj, form.initial["name"], first_day=form.first_day)


class BodyAdmin(RenamedAdmin):
    """The councils, committees and bureaux that meet."""

    list_display = ("name", "alternate_name", "classification", "parent", "language")
    list_filter = ("classification", "language")
    list_select_related = ("parent",)
    # The last holds the pinyin of a Chinese name.
    search_fields = ("name", "alternate_name", "other_names__name", "slug")
    ordering = ("sort_key", "pk")
    fixed_fields = ("slug",)  # the addresses of its meetings begin with it
    inlines = (OtherNameInline,)
    autocomplete_fields = ("parent",)
    instead_of_deleting = gettext_lazy(
        "A body that the record names is not deleted. If it no longer exists, enter the date of its "
        "dissolution."
    )
    fieldsets = (
        (None, {"fields": ("name", "alternate_name", "classification", "language")}),
        folded(
            gettext_lazy("Where it belongs, and when it existed"),
            *("parent", ("founding_date", "dissolution_date"), "approval", "description", "slug"),
        ),
        folded(gettext_lazy("What is in force"), ("keeps_register", "register_checked_on")),
    )

    picker_label = staticmethod(both_names)


class MembershipInline(RowInline):
    model = Membership
    form = RowForm
    columns = ("body", "role", "label", "start_date", "end_date", "voting_right")
    autocomplete_fields = ("body",)


class PersonAdmin(RenamedAdmin):
    """Those who attend, move, vote and act."""

    list_display = ("name", "alternate_name", "sorted_as", "has_public_page")
    list_filter = ("has_public_page", "memberships__body")
    search_fields = ("name", "alternate_name", "name_key")
    ordering = ("sort_key", "pk")
    fixed_fields = ("slug",)  # others link to it
    inlines = (OtherNameInline, MembershipInline)
    instead_of_deleting = gettext_lazy(
        "A person whom the record names is not deleted. To take their page from the public, untick “has a "
        "public page”."
    )
    fieldsets = (
        (None, {"fields": ("name", "alternate_name")}),
        folded(gettext_lazy("Sorting, address, public page"), "sort_name", "slug", "has_public_page"),
    )

    picker_label = staticmethod(name_and_post)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find people in every script, so that 陈莹 finds 陳瑩, and by pinyin."""
        people: Any = queryset
        return people.matching(search_term) if search_term.strip() else people, False

    @admin.display(description=gettext_lazy("sorted as"), ordering="sort_key")
    def sorted_as(self, person: Person) -> str:
        return person.sorted_as

    # Merging two

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("duplicates/", view(self.duplicates_view), name="archive_person_duplicates"),
            path("distinct/", view(require_POST(self.distinct_view)), name="archive_person_distinct"),
            path("merge/", view(self.merge_view), name="archive_person_merge"),
            *super().get_urls(),
        ]

    def check_may_merge(self, request: HttpRequest) -> None:
        if not request.user.has_perm("archive.add_personmerge"):
            raise PermissionDenied

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        self.check_may_merge(request)
        page = page_of_list(request, suspected_pairs(), PAIRS)
        pairs = [(suspects, LIKENESSES[suspects.likeness.value]) for suspects in with_people(page.items)]
        title = _("Likely duplicates")
        return render_view(self, request, "person/duplicates.html", title=title, page=page, pairs=pairs)

    def distinct_view(self, request: HttpRequest) -> HttpResponse:
        self.check_may_merge(request)
        form = PairForm(request.POST)
        if form.is_valid():
            first, second = form.cleaned_data["kept"], form.cleaned_data["absorbed"]
            tell_apart(first, second)
            said = _("“%(first)s” and “%(second)s” are two people: they will not be listed here again.")
            self.message_user(request, said % {"first": first, "second": second}, messages.SUCCESS)
        return redirect("admin:archive_person_duplicates")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        self.check_may_merge(request)
        pair = PairForm(request.GET if "absorbed" in request.GET else None, initial=request.GET.dict())
        if not pair.is_valid():
            return self.ask_for_pair(request, pair)
        plan = plan_merge(pair.cleaned_data["kept"], pair.cleaned_data["absorbed"])
        form = DecisionsForm(plan, request.POST if request.method == "POST" else None)
        if form.is_valid() and (merge := self.try_to_merge(request, plan, form)):
            return self.say_merged(request, merge)
        context = {"title": _("Merge two people"), "plan": plan, "form": form}
        context["may_correct"] = may_correct(request)
        return render_view(self, request, "person/merge.html", **context)

    def ask_for_pair(self, request: HttpRequest, pair: PairForm) -> HttpResponse:
        for field in pair.fields.values():
            choices: Any = field
            choices.widget = Picker(Attendance._meta.get_field("person"), self.admin_site)
            choices.widget.choices = choices.choices
        context = {"title": _("Merge two people"), "form": pair, "media": self.media + pair.media}
        return render_view(self, request, "person/choose.html", **context)

    def try_to_merge(self, request: HttpRequest, plan: Plan, form: DecisionsForm) -> PersonMerge | None:
        try:
            return merge_people(
                plan.kept,
                plan.absorbed,
                decisions=form.cleaned_data,
                may_correct=may_correct(request),
                by=request.user,
            )
        except CannotMerge as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        return None

    def say_merged(self, request: HttpRequest, merge: PersonMerge) -> HttpResponse:
        address = reverse("admin:archive_personmerge_change", args=[merge.pk])
        names = {"absorbed": merge.absorbed_name, "kept": merge.kept}
        said = _("“%(absorbed)s” is now “%(kept)s”.") % names
        link = format_html('{} <a href="{}">{}</a>', said, address, _("See what moved, or undo it"))
        self.message_user(request, link, messages.SUCCESS)
        self.log_change(request, merge.kept, _("Merged with “%s”.") % merge.absorbed_name)
        return redirect("admin:archive_person_change", merge.kept_id)


class PersonMergeAdmin(ReadOnlyAdmin):
    """Merges that were made; each can be undone."""

    list_display = ("absorbed_name", "kept", "created_at", "created_by", "undone_at")
    list_select_related = ("kept", "created_by")
    ordering = ("-pk",)
    search_fields = ("absorbed_name", "kept__name", "kept__name_key")
    fieldsets = (
        (None, {"fields": ("absorbed_name", "kept", "what_moved")}),
        (None, {"fields": ("created_at", "created_by", "undone_at", "undone_by")}),
    )
    readonly_fields = ("what_moved",)

    def what_moved(self, merge: PersonMerge) -> str:
        moved = merge.moved["references"]
        counts = [(one.label, len(moved.get(one.name, []))) for one in REFERENCES]
        counts.append((_("Removed, as they stood twice"), len(merge.moved["removed"])))
        return ", ".join(f"{label}: {count}" for label, count in counts if count) or "–"

    what_moved.short_description = gettext_lazy("what moved")  # type: ignore[attr-defined]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="archive_personmerge_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("archive.change_personmerge"):
            raise PermissionDenied
        merge = get_object_or_404(PersonMerge.objects.select_related("kept"), pk=pk)
        if request.method == "POST" and (address := self.undo(request, merge)):
            return redirect(address)
        context = {"title": _("Undo the merge"), "merge": merge, "moved": self.what_moved(merge)}
        return render_view(self, request, "personmerge/undo.html", **context)

    def undo(self, request: HttpRequest, merge: PersonMerge) -> str:
        """Undo a merge and return where the person is; if it cannot be undone say so and return ""."""
        try:
            undone = undo_merge(merge, may_correct=may_correct(request), by=request.user)
        except CannotMerge as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return ""
        self.message_user(request, _("“%s” is there again.") % undone.restored, messages.SUCCESS)
        if undone.left:
            said = _("Rows that were changed since, and stay as they are: %d.")
            self.message_user(request, said % undone.left, messages.WARNING)
        return reverse("admin:archive_person_change", args=[undone.restored.pk])
