"""Log-in with an OpenID Connect provider, OIDC_URL: whom it lets in, and what their groups are.

The provider says who somebody is and what groups they have; an account is known by issuer and subject.
"""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from archive.admin.carried_form import CARRIED
from archive.models import StaffAct
from archive.models.staff_act import changed, new_act, note

log = logging.getLogger("archive.login")


class ProviderAdapter(DefaultSocialAccountAdapter):
    """What django-allauth asks of this site about log-ins with the provider."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Set the groups, and make the account at the first log-in; raise the answer to who stays out.

        An account that was made here is never joined, neither by its name nor by its mail address: people
        may choose these at a provider, or get those of somebody else, and would get the rights with them.
        """
        groups = groups_in(sociallogin.claims)
        is_known = sociallogin.is_existing
        try:
            with transaction.atomic():
                if is_known:
                    set_groups(sociallogin.user, groups)
                elif groups:
                    self.make_account(request, sociallogin, groups)
        except IntegrityError as problem:  # the same person, or the same name, in two windows at once
            raise ImmediateHttpResponse(not_finished(request)) from problem
        user = sociallogin.user
        if not groups or not user.is_active or not user.is_staff or user.is_superuser:
            raise ImmediateHttpResponse(refused(request, user))

    def make_account(self, request: HttpRequest, sociallogin: Any, groups: list[Group]) -> None:
        """Make an account of staff without a password, under the name at the provider if it is free."""
        user = sociallogin.user
        try:
            user.username = get_account_adapter(request).clean_username(user.username)
        except ValidationError:
            user.username = ""  # one like it is made
        proven = [address.email for address in sociallogin.email_addresses if address.verified]
        user.email = proven[0] if proven else ""
        user.is_staff, sociallogin.email_addresses = True, []
        self.save_user(request, sociallogin)
        user.groups.set(groups)
        made = [changed(name, None, getattr(user, name)) for name in ("username", "is_staff")]
        note_of_provider(StaffAct.Kind.ADDED, user, [*made, changed("groups", None, names_of(groups))])

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **_more: Any
    ) -> None:
        """Answer with a page of the desk, whatever went wrong."""
        raise ImmediateHttpResponse(
            not_answering(request, exception) if exception else not_finished(request)
        )


# Groups


def groups_in(claims: dict[str, Any]) -> list[Group]:
    """Return the groups of this archive that the claim names; what it does not know is left out."""
    claim = claims.get(settings.OIDC_GROUPS_CLAIM)
    values = [claim] if isinstance(claim, str) else claim if isinstance(claim, list | dict) else []
    given = {value for value in values if isinstance(value, str)}
    names = {settings.OIDC_GROUPS.get(value) for value in given} if settings.OIDC_GROUPS else given
    return list(Group.objects.filter(name__in=names).order_by("name"))


def names_of(groups: list[Group]) -> str:
    return ", ".join(group.name for group in groups)


def set_groups(user: User, groups: list[Group]) -> None:
    """Let an account have these groups only; a superuser, whom no provider lets in, is left alone."""
    before = list(user.groups.order_by("name"))
    if before != groups and not user.is_superuser:
        user.groups.set(groups)
        change = changed("groups", names_of(before), names_of(groups))
        note_of_provider(StaffAct.Kind.CHANGED, user, [change])


def note_of_provider(kind: str, user: User, changes: list[Any]) -> None:
    act = new_act(kind, user, changes)
    act.who = f"OIDC: {settings.OIDC_NAME}"[:150]
    act.save()


# Who stays out


def is_of_provider(user: User) -> bool:
    """Return whether an account can be logged in to by the provider only, which may have shut it since."""
    return not user.has_usable_password() and SocialAccount.objects.filter(user=user).exists()


def refused(request: HttpRequest, user: User) -> HttpResponse:
    """Answer whom the provider knows, and who may not use the desk."""
    note(StaffAct.Kind.LOGIN_FAILED, user if user.pk else None)
    log.warning(
        "Log-in refused: by the provider's word, %s.", f"account {user.pk}" if user.pk else "a stranger"
    )
    return render(request, "socialaccount/refused.html", about_provider(), status=403)


def not_finished(request: HttpRequest) -> HttpResponse:
    log.warning("Log-in refused: it was not begun here, or not finished at the provider.")
    return render(request, "socialaccount/not_finished.html", about_provider(), status=400)


def not_answering(request: HttpRequest, problem: BaseException) -> HttpResponse:
    from archive.admin.openid_connect import fault_told, is_of_network  # noqa: PLC0415 - needs [oidc]

    trace = None if is_of_network(problem) else problem
    log.error("The OpenID Connect provider is of no use: %s", fault_told(problem), exc_info=trace)
    return render(request, "socialaccount/not_answering.html", about_provider(), status=503)


def about_provider() -> dict[str, Any]:
    return {"provider_name": settings.OIDC_NAME}


# The way there and back


def or_not_answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that is not there without OIDC_URL, and has a page for a provider that is no use."""

    @never_cache
    def guarded(request: HttpRequest, provider_id: str) -> HttpResponse:
        if not settings.OIDC_NAME:
            raise Http404
        from archive.admin import openid_connect  # noqa: PLC0415 - needs the extra [oidc]

        try:
            return view(openid_connect, request, provider_id)
        except openid_connect.PROVIDER_FAULTS as problem:
            return not_answering(request, problem)

    return guarded


@require_POST
@or_not_answering
def openid_connect_login(exchange: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider, by a page: the Content-Security-Policy lets no form lead to another site."""
    if not ratelimit.consume(request, action="provider_login"):
        return render(request, "socialaccount/not_finished.html", about_provider(), status=429)
    answer = exchange.to_provider(request, provider_id, request.POST.get(REDIRECT_FIELD_NAME, ""))
    if CARRIED in request.POST:
        request.session[CARRIED] = request.POST[CARRIED]  # until the provider leads back
    return render(request, "socialaccount/leaving.html", about_provider() | {"address": answer["Location"]})


@require_safe
@or_not_answering
def openid_connect_callback(exchange: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """Log in who comes back from the provider."""
    return exchange.from_provider(request, provider_id)
