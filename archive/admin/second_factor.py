"""The second factor: what django-allauth asks of this site, and of which groups it is demanded."""

import re
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin
from django.utils.safestring import SafeString, mark_safe

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Routes that lead to a second factor, or away from the site.
SETTING_UP = re.compile(
    r"mfa_\w+|account_(reauthenticate|logout)|logout|password_change(_done)?|language|jsi18n"
)


class SecondFactorAdapter(DefaultMFAAdapter):
    """What django-allauth asks of this site about second factors."""

    def build_totp_svg(self, url: str) -> SafeString:
        """Return the QR code as an element: the Content-Security-Policy allows no data: address."""
        _declaration, _end, svg = super().build_totp_svg(url).rpartition("?>")
        return mark_safe(svg)  # noqa: S308 - drawn by the library


def is_demanded_of(user: Any) -> bool:
    """Return whether MFA_REQUIRED_FOR names a group of a user; a superuser may do what any group may."""
    groups = settings.MFA_REQUIRED_FOR
    return bool(groups) and (user.is_superuser or user.groups.filter(name__in=groups).exists())


def lacks_second_factor(request: HttpRequest) -> bool:
    """Return whether a user must set one up first. At a single sign-on it is the provider's to ask for."""
    user: Any = request.user
    if not user.is_authenticated or not is_demanded_of(user):
        return False
    if any(record["method"] == "socialaccount" for record in get_authentication_records(request, user)):
        return False
    return not Authenticator.objects.filter(user=user, type__in=STRONG).exists()


class DemandSecondFactor(MiddlewareMixin):
    """Leads who lacks a demanded second factor to the page that sets it up, and lets them do nothing else.

    On public pages they are a reader like any other.
    """

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        is_asked = settings.MFA_REQUIRED_FOR and settings.SESSION_COOKIE_NAME in request.COOKIES
        match = request.resolver_match
        if not is_asked or not match or SETTING_UP.fullmatch(match.url_name or ""):
            return None
        if not lacks_second_factor(request):
            return None
        if match.route.startswith("desk/"):
            return redirect("mfa_index")
        request.user = AnonymousUser()
        return None
