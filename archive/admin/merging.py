"""Merging on the desk: a page that shows what would happen, the list of merges, and undoing one."""

from collections.abc import Callable
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

from archive.admin.base import ReadOnlyAdmin
from archive.admin.form_page import render_view
from archive.admin.pickers import Picker
from archive.admin.public_things import PublicThingAdmin, may_correct
from archive.models.reach import has_limit, reaches_kind
from archive.operations.merge_rows import CannotMerge, References


class MergingAdmin(PublicThingAdmin):
    """People or bodies, two of which can be merged."""

    merge_title: Any
    pair_form: type[Any]
    decisions_form: Callable[..., Any]
    picked: Any  # a foreign key to such a row, which the picker asks for
    plan: Callable[..., Any]
    actions = ("merge_selected",)

    def merge(self, plan: Any, decisions: dict[str, str], **who: Any) -> Any:
        """Merge as planned. Raises CannotMerge."""
        raise NotImplementedError

    @property
    def merge_model(self) -> str:
        return f"{self.opts.model_name}merge"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name=f"archive_{self.opts.model_name}_merge"), *super().get_urls()]

    def may_merge(self, request: HttpRequest) -> bool:
        """Return whether a user may merge; nobody who is limited to bodies, since rows of all may move."""
        is_limited = has_limit(request.user)
        return request.user.has_perm(f"archive.add_{self.merge_model}") and not is_limited

    has_merge_permission = may_merge  # asked for by the action

    @admin.action(description=gettext_lazy("Merge the two selected…"), permissions=["merge"])
    def merge_selected(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
        """Lead to the page that compares the two; the one entered first stays unless that is changed."""
        keys = list(chosen.order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) != 2:
            self.message_user(request, _("Choose exactly two."), messages.ERROR)
            return None
        address = reverse(f"admin:archive_{self.opts.model_name}_merge")
        return redirect(f"{address}?kept={keys[0]}&absorbed={keys[1]}")

    def check_may_merge(self, request: HttpRequest) -> None:
        if not self.may_merge(request):
            raise PermissionDenied

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        self.check_may_merge(request)
        pair = self.pair_form(
            request.GET if "absorbed" in request.GET else None, initial=request.GET.dict()
        )
        if not pair.is_valid():
            return self.ask_for_pair(request, pair)
        plan = type(self).plan(pair.cleaned_data["kept"], pair.cleaned_data["absorbed"])
        form = type(self).decisions_form(plan, request.POST if request.method == "POST" else None)
        if form.is_valid() and (merge := self.try_to_merge(request, plan, form)):
            return self.say_merged(request, merge)
        context = {
            "title": self.merge_title,
            "plan": plan,
            "form": form,
            "may_correct": may_correct(request),
        }
        return render_view(self, request, f"{self.opts.model_name}/merge.html", **context)

    def ask_for_pair(self, request: HttpRequest, pair: Any) -> HttpResponse:
        for field in pair.fields.values():
            field.widget = Picker(self.picked, self.admin_site)
            field.widget.choices = field.choices
        context = {"title": self.merge_title, "form": pair, "media": self.media + pair.media}
        return render_view(self, request, "choose_pair.html", **context)

    def try_to_merge(self, request: HttpRequest, plan: Any, form: Any) -> Any:
        """Merge, and return the merge; if it cannot be done say so in the form and return None."""
        try:
            who = {"may_correct": may_correct(request), "by": request.user}
            return self.merge(plan, form.cleaned_data, **who)
        except CannotMerge as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        return None

    def say_merged(self, request: HttpRequest, merge: Any) -> HttpResponse:
        address = reverse(f"admin:archive_{self.merge_model}_change", args=[merge.pk])
        names = {"absorbed": merge.absorbed_name, "kept": merge.kept}
        said = _("“%(absorbed)s” is now “%(kept)s”.") % names
        link = format_html('{} <a href="{}">{}</a>', said, address, _("See what moved, or undo it"))
        self.message_user(request, link, messages.SUCCESS)
        return redirect(f"admin:archive_{self.opts.model_name}_change", merge.kept_id)


class MergeAdmin(ReadOnlyAdmin):
    """Merges that were made; each can be undone."""

    references: References
    undoing: Callable[..., Any]
    restored: Any  # what is said of a name that is no longer merged

    list_display = ("absorbed_name", "kept", "created_at", "created_by", "undone_at")
    list_select_related = ("kept", "created_by")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("absorbed_name", "kept", "what_moved")}),
        (None, {"fields": ("created_at", "created_by", "undone_at", "undone_by")}),
    )
    readonly_fields = ("what_moved",)

    @admin.display(description=gettext_lazy("what moved"))
    def what_moved(self, merge: Any) -> str:
        moved = merge.moved["references"]
        counts = [(one.label, len(moved.get(one.name, []))) for one in self.references]
        counts.append((_("Removed, as they stood twice"), len(merge.moved["removed"])))
        return ", ".join(f"{label}: {count}" for label, count in counts if count) or "–"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        name = f"archive_{self.opts.model_name}_undo"
        return [path("<int:pk>/undo/", view, name=name), *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        may_undo = request.user.has_perm(f"archive.change_{self.opts.model_name}")
        if not may_undo or not reaches_kind(request.user, self.model):
            raise PermissionDenied
        merge = get_object_or_404(self.model.objects.select_related("kept"), pk=pk)
        if request.method == "POST" and (address := self.undo(request, merge)):
            return redirect(address)
        said = self.restored % {"absorbed": merge.absorbed_name, "kept": merge.kept}
        context = {"title": _("Undo the merge"), "merge": merge, "said": said}
        return render_view(self, request, "undo_merge.html", **context, moved=self.what_moved(merge))

    def undo(self, request: HttpRequest, merge: Any) -> str:
        """Undo a merge and return where the row is; if it cannot be undone say so and return ""."""
        try:
            undone = type(self).undoing(merge, may_correct=may_correct(request), by=request.user)
        except CannotMerge as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return ""
        self.message_user(request, _("“%s” is there again.") % undone.restored, messages.SUCCESS)
        if undone.left:
            said = _("Rows that were changed since, and stay as they are: %d.")
            self.message_user(request, said % undone.left, messages.WARNING)
        kind = undone.restored._meta.model_name
        return reverse(f"admin:archive_{kind}_change", args=[undone.restored.pk])
