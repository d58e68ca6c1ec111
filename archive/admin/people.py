"""Bodies and people on the desk: the posts people hold, and merging those entered twice."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from archive.admin.base import RowInline, folded
from archive.admin.form_page import Button, FormPage, render_view, saving_buttons
from archive.admin.merging import MergeAdmin, MergingAdmin
from archive.admin.roster import (
    END_TERM,
    FILL_SEAT,
    PASTE_MEMBERS,
    RosterInline,
    end_term,
    fill_seat,
    is_list_taken,
    paste_members,
    roster_context,
    save_body,
)
from archive.forms.desk.merging import BodyPairForm, DecisionsForm, MergeForm, PairForm
from archive.forms.desk.renaming import QUESTIONS, RenamingForm, is_renamed
from archive.forms.desk.roster import BodyForm
from archive.forms.desk.rows import RowForm
from archive.models import (
    Attendance,
    Body,
    BodyMerge,
    Meeting,
    Membership,
    OtherName,
    Person,
    PersonMerge,
)
from archive.models.reach import bodies_of, has_limit
from archive.operations.bodies import (
    BODY_REFERENCES,
    BodyPlan,
    merge_bodies,
    plan_body_merge,
    undo_body_merge,
)
from archive.operations.people import (
    REFERENCES,
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


class RenamedAdmin(MergingAdmin):
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
    form = BodyForm
    buttons = {
        PASTE_MEMBERS: Button(step=paste_members),
        END_TERM: Button(step=end_term),
        FILL_SEAT: Button(step=fill_seat),
        **saving_buttons(save_body),
    }
    inlines = (OtherNameInline, RosterInline)
    autocomplete_fields = ("parent",)
    instead_of_deleting = gettext_lazy(
        "A body that the record names is not deleted. If it no longer exists, enter the date of its "
        "dissolution."
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    "alternate_name",
                    "classification",
                    "classification_as_written",
                    "language",
                )
            },
        ),
        folded(
            gettext_lazy("Where it belongs, and when it existed"),
            *("parent", ("founding_date", "dissolution_date"), "approval", "seats", "description", "slug"),
        ),
        folded(gettext_lazy("What is in force"), ("keeps_register", "register_checked_on")),
    )

    def page_context(self, page: FormPage) -> dict[str, Any]:
        return super().page_context(page) | roster_context(page)

    def is_page_valid(self, page: FormPage) -> bool:
        return super().is_page_valid(page) and is_list_taken(page)

    picker_label = staticmethod(both_names)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse who is limited to bodies: a new one would be none of theirs."""
        return super().has_add_permission(request) and not has_limit(request.user)

    merge_title = gettext_lazy("Merge two bodies")
    pair_form = BodyPairForm
    decisions_form = MergeForm
    picked = Meeting._meta.get_field("body")
    plan = staticmethod(plan_body_merge)

    def merge(self, plan: BodyPlan, decisions: dict[str, str], **who: Any) -> BodyMerge:
        return merge_bodies(plan.kept, plan.absorbed, **who)


class MembershipInline(RowInline):
    model = Membership
    form = RowForm
    columns = ("body", "role", "label", "start_date", "end_date", "voting_right")
    autocomplete_fields = ("body",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).open_to(bodies_of(request.user))


class KnownBodyFilter(admin.RelatedFieldListFilter):
    """Members of a body: one that the account reaches, or that the public may know of."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        terms = Membership.objects.open_to(bodies_of(request.user))
        bodies = Body.objects.filter(pk__in=terms.values("body")).by_name()
        return [(body.pk, str(body)) for body in bodies]


class PersonAdmin(RenamedAdmin):
    """Those who attend, move, vote and act."""

    list_display = ("name", "alternate_name", "sorted_as", "has_public_page")
    list_filter = ("has_public_page", ("memberships__body", KnownBodyFilter))
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

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name no row that keeps a person to an account that may not read all of them."""
        deleted, counts, needed, protecting = super().get_deleted_objects(objs, request)
        if protecting and has_limit(request.user):
            protecting = [_("what the record says of this person")]
        return deleted, counts, needed, protecting

    @admin.display(description=gettext_lazy("sorted as"), ordering="sort_key")
    def sorted_as(self, person: Person) -> str:
        return person.sorted_as

    # Merging two

    merge_title = gettext_lazy("Merge two people")
    pair_form = PairForm
    decisions_form = DecisionsForm
    picked = Attendance._meta.get_field("person")
    plan = staticmethod(plan_merge)

    def merge(self, plan: Plan, decisions: dict[str, str], **who: Any) -> PersonMerge:
        return merge_people(plan.kept, plan.absorbed, decisions=decisions, **who)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("duplicates/", view(self.duplicates_view), name="archive_person_duplicates"),
            path("distinct/", view(require_POST(self.distinct_view)), name="archive_person_distinct"),
            *super().get_urls(),
        ]

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


class PersonMergeAdmin(MergeAdmin):
    """Merges of people."""

    references = REFERENCES
    undoing = staticmethod(undo_merge)
    restored = gettext_lazy(
        "“%(absorbed)s” will be a person again, apart from “%(kept)s”. What moved goes back, except for "
        "what was changed since."
    )
    search_fields = ("absorbed_name", "kept__name", "kept__name_key")


class BodyMergeAdmin(MergeAdmin):
    """Merges of bodies."""

    references = BODY_REFERENCES
    undoing = staticmethod(undo_body_merge)
    restored = gettext_lazy(
        "“%(absorbed)s” will be a body again, apart from “%(kept)s”. What moved goes back, except for "
        "what was changed since."
    )
    search_fields = ("absorbed_name", "kept__name", "kept__other_names__name")
