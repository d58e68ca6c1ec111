"""Accounts and groups of staff: Django's pages, with permissions as a table of checkboxes."""

import logging
from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from archive.admin.base import ListTitleMixin, folded
from archive.admin.letters import mail_is_sent, send_invitation
from archive.forms.desk.page_changes import PageChanges
from archive.forms.fields import RowsField
from archive.models import Body, DeskLimit
from archive.models.staff_act import changed

VERBS = {
    "view": gettext_lazy("View"),
    "add": gettext_lazy("Add"),
    "change": gettext_lazy("Change"),
    "delete": gettext_lazy("Delete"),
}
# What the groups that every archive has may do; their names are stored, and read in either language.
MADE_GROUPS = {
    gettext_noop("Clerk"): gettext_lazy("enters meetings, people and bodies"),
    gettext_noop("Publisher"): gettext_lazy("publishes, corrects and withdraws too"),
}


class PermissionTable(forms.CheckboxSelectMultiple):
    """Permissions as a table: a row for each kind of thing, a column for each verb, a box in each cell."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        groups = self.optgroups(name, self.format_value(value))
        options = [option for _name, group, _index in groups for option in group]
        context = {
            "verbs": VERBS.values(),
            "rows": permission_rows(options),
            "name": name,
            "id": (attrs or {}).get("id"),
        }
        return render_to_string("admin/archive/permissions.html", context)


def permission_rows(options: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows, those of the archive first: `label`, `cells` of the four verbs or None, `others`."""
    rows: dict[Any, dict[str, Any]] = {}
    for option in options:
        permission: Permission = option["value"].instance
        kind = permission.content_type
        row = rows.setdefault(kind, {"label": kind_label(kind), "cells": [None] * 4, "others": []})
        verb = permission.codename.partition("_")[0]
        if permission.codename == f"{verb}_{kind.model}" and verb in VERBS:
            option["label"] = f"{row['label']}: {VERBS[verb]}"
            row["cells"][list(VERBS).index(verb)] = option
        else:
            option["label"] = _(permission.name)
            row["others"].append(option)
    return [rows[kind] for kind in sorted(rows, key=lambda kind: kind.app_label != "archive")]


def kind_label(kind: Any) -> str:
    model = kind.model_class()
    return str(capfirst(model._meta.verbose_name_plural)) if model else kind.name


class GroupsField(RowsField):
    """Groups, each with what its members may do if the archive made it."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        purpose = MADE_GROUPS.get(obj.name)
        return f"{_(obj.name)}: {purpose}" if purpose else obj.name


class PermissionsMixin(ListTitleMixin):
    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.related_model is Permission:
            kwargs["widget"] = PermissionTable()
            kwargs["form_class"] = RowsField
            kwargs["queryset"] = Permission.objects.select_related("content_type").order_by(
                "content_type__app_label", "content_type__model", "codename"
            )
        elif db_field.related_model is Group:
            kwargs["form_class"] = GroupsField
            kwargs["queryset"] = Group.objects.order_by("name")
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None:
            field.help_text = ""
        return field


PASSWORD_FIELDS = ("usable_password", "password1", "password2")
NOT_DELETED = gettext_lazy(
    "An account is not deleted, because what it did stays under its name. To close it, untick “Active”: "
    "nobody can log in with it any more, and its open sessions end."
)
OWN_ACCOUNT = gettext_lazy("You cannot close the account that you are logged in with.")


class AccountForm(UserChangeForm):
    """An account, which is closed by unticking "Active", but not by its owner."""

    own_key: int | None = None  # of the account that is logged in

    bodies = RowsField(
        Body.objects.by_name(),
        label=capfirst(gettext_lazy("bodies")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Counts if the account, or a group of it, has the permission “Reaches only the bodies named "
            "for the account”. Then it sees, enters and publishes only meetings of these, and a joint "
            "meeting only if one of them is its first body."
        ),
    )
    with_below = forms.BooleanField(
        label=capfirst(gettext_lazy("also the bodies beneath them")), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if limit := DeskLimit.objects.of_user(self.instance).first():
            self.initial["bodies"] = list(limit.bodies.values_list("pk", flat=True))
            self.initial["with_below"] = limit.with_below
        if field := self.fields.get("is_active"):
            field.help_text = gettext_lazy(
                "Untick this to close the account: nobody can log in with it any more. It is not deleted, "
                "because what it did stays under its name."
            )

    def clean_is_active(self) -> bool:
        is_active: bool = self.cleaned_data["is_active"]
        if not is_active and self.instance.pk == self.own_key:
            raise forms.ValidationError(OWN_ACCOUNT)
        return is_active


class NewAccountForm(AdminUserCreationForm):
    """A new account, whose owner may be sent a letter to choose the password."""

    invite = forms.BooleanField(
        label=gettext_lazy("Invite by mail"),
        help_text=gettext_lazy("A link to choose a password is sent. Leave the passwords below empty."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["username", "email", "invite"])
        if not mail_is_sent():
            del self.fields["invite"]

    def clean_invite(self) -> bool:
        invite: bool = self.cleaned_data["invite"]
        if invite and not self.cleaned_data.get("email"):
            self.add_error("email", _("To whom shall the invitation be sent?"))
        return invite

    def clean_usable_password(self) -> str:
        return "false" if self.cleaned_data.get("invite") else self.cleaned_data["usable_password"]


class AccountAdmin(PermissionsMixin, UserAdmin):
    """Accounts, which are closed and never deleted: what somebody did stays under their name."""

    form = AccountForm
    add_form = NewAccountForm
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "email", "invite", *PASSWORD_FIELDS),
            },
        ),
    )
    actions = ("invite_selected", "forget_factors", "close_selected")
    list_display = ("username", "full_name", "group_names", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_superuser")
    readonly_fields = ("last_login", "date_joined")  # they say what happened
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (gettext_lazy("What they may do"), {"fields": ("is_active", "is_staff", "groups", "is_superuser")}),
        folded(gettext_lazy("Only some bodies"), "bodies", "with_below"),
        folded(gettext_lazy("Single permissions besides"), "user_permissions"),
        (gettext_lazy("Important dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.own_key = request.user.pk
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj or mail_is_sent():
            return super().get_fieldsets(request, obj)
        return ((None, {"classes": ("wide",), "fields": ("username", "email", *PASSWORD_FIELDS)}),)

    # Inviting

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if {"bodies", "with_below"} & set(form.changed_data):
            limit, _made = DeskLimit.objects.update_or_create(
                user=obj, defaults={"with_below": form.cleaned_data["with_below"]}
            )
            limit.bodies.set(form.cleaned_data["bodies"])
        if not change and form.cleaned_data.get("invite"):
            # Afterwards, because nobody can save anything while this is a transaction.
            transaction.on_commit(lambda: self.invite(request, [obj]))

    @admin.action(
        description=gettext_lazy("Send the selected people a link to choose a password"),
        permissions=["change"],
    )
    def invite_selected(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        people = list(chosen.filter(is_active=True))
        transaction.on_commit(lambda: self.invite(request, people))

    def invite(self, request: HttpRequest, people: list[User]) -> None:
        for user in people:
            message, level = _("%s was sent a link to choose a password."), messages.SUCCESS
            try:
                if not user.email or not mail_is_sent():
                    message = _("No letter to %s: a mail address and a mail server are needed.")
                    level = messages.ERROR
                else:
                    send_invitation(request, user)
            except OSError:
                logging.getLogger("archive.mail").exception("An invitation was not sent.")
                message = _("The mail server did not take the letter to %s. Try again.")
                level = messages.ERROR
            self.message_user(request, message % user.get_username(), level)

    def log_taken(self, request: HttpRequest, user: User, what: str) -> None:
        self.log_change(request, user, PageChanges([changed(what, True, False)], is_struck=False))

    # Second factors that were lost

    @admin.action(
        description=gettext_lazy("Take the second factor from the selected accounts (if it was lost)"),
        permissions=["change"],
    )
    def forget_factors(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        holders = list(chosen.filter(authenticator__isnull=False).distinct())
        for user in holders:
            Authenticator.objects.filter(user=user).delete()
            self.log_taken(request, user, "second_factor")
        message = ngettext(
            "%d account has no second factor any more.",
            "%d accounts have no second factor any more.",
            len(holders),
        )
        self.message_user(request, message % len(holders))

    # Closing

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Say that an account is closed instead."""
        self.message_user(request, NOT_DELETED, messages.ERROR)
        return redirect("admin:auth_user_change", object_id)

    @admin.action(description=gettext_lazy("Close the selected accounts"), permissions=["change"])
    def close_selected(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        own: Any = request.user.pk
        if chosen.filter(pk=own).exists():
            self.message_user(request, OWN_ACCOUNT, messages.ERROR)
        others = chosen.filter(is_active=True).exclude(pk=own)
        for user in others:
            user.is_active = False
            user.save(update_fields=["is_active"])
            self.log_taken(request, user, "is_active")
        message = ngettext("%d account was closed.", "%d accounts were closed.", len(others))
        self.message_user(request, message % len(others))

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=gettext_lazy("groups"))
    def group_names(self, user: User) -> str:
        names = sorted(_(group.name) for group in user.groups.all())
        return ", ".join([*names, _("Superuser")] if user.is_superuser else names)


class StaffGroupAdmin(PermissionsMixin, GroupAdmin):
    list_display = ("name", "member_count")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("user_set")

    @admin.display(description=gettext_lazy("members"))
    def member_count(self, group: Group) -> int:
        return len(group.user_set.all())


OF_ALLAUTH = {"account", "mfa", "socialaccount", "usersessions"}


def register_accounts(site: admin.AdminSite) -> None:
    """Replace the pages that Django registered while it started, and drop those of django-allauth."""
    for model in [model for model in site._registry if model._meta.app_label in OF_ALLAUTH]:
        site.unregister(model)
    for model, page in ((User, AccountAdmin), (Group, StaffGroupAdmin)):
        site.unregister(model)
        site.register(model, page)
