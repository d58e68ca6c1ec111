"""The log-in of the desk: django-allauth's, for staff only, throttled, with typed forms carried through."""

import ipaddress
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LoginView
from allauth.core import context, ratelimit
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.carried_form import CARRIED, is_form_page, lead_back
from archive.admin.letters import about_letters, mail_is_sent, send_soon
from archive.admin.second_factor import is_demanded_of
from archive.admin.single_sign_on import about_provider, is_of_provider, refused
from archive.operations.account_acts import log_refused

FRAMED = ("account_", "mfa_", "openid_connect_", "usersessions_")  # names of routes
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - of who comes through a socket: nothing is bound to it


class AccountAdapter(DefaultAccountAdapter):
    """What django-allauth asks of this site."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "Too many log-ins failed. To keep others out, no further one is tried for now: please wait ten "
            "minutes, then try again. Whoever is logged in already can go on working."
        ),
        "username_password_mismatch": AdminAuthenticationForm.error_messages["invalid_login"]
        % {"username": User._meta.get_field("username").verbose_name},
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return NO_ADDRESS

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether an address to go on to is of this site, and of a page that may be there."""
        request = context.request
        hosts = {request.get_host()}
        if not url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure()):
            return False
        try:
            resolve("/" + urlsplit(url or "").path.removeprefix(get_script_prefix()))
        except (Resolver404, ValueError):
            return False
        return True

    # Throttling: the limits are in settings

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        here = here_as(request, credentials)
        try:
            if not ratelimit.consume(request, action="login_failed_here", key=here):
                raise self.validation_error("too_many_login_attempts")
            super().pre_authenticate(request, **credentials)
        except Exception:
            log_refused(credentials, "too many before")
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the member of staff whose name and password these are, None if nobody's."""
        user: Any = super().authenticate(request, **credentials)
        if not user or not user.is_staff:
            return None
        ratelimit.clear(request, action="login_failed_here", key=here_as(request, credentials))
        return user

    def pre_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse | None:
        """Refuse a passkey of an account that is the provider's: it may be closed there by now."""
        is_by_provider = "sociallogin" in (about["signal_kwargs"] or {})
        if not is_by_provider and is_of_provider(user):
            return refused(request, user)
        return super().pre_login(request, user, **about)

    # Letters

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        send_soon(self.render_mail(template_prefix, email, context | about_letters()))

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        if user.is_staff and mail_is_sent() and not is_of_provider(user):
            super().send_password_reset_mail(user, email, context)

    # What was typed

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        carried = request.session.pop(CARRIED, None) or request.POST.get(CARRIED)
        address = response.headers.get("Location", "")
        if carried and is_form_page(urlsplit(address).path):
            return lead_back(request, address, carried)
        return response


def here_as(request: HttpRequest, credentials: dict[str, Any]) -> str:
    """Return the name that was typed and where; of IPv6 the network, as one reader has many addresses."""
    address = ipaddress.ip_address(AccountAdapter(request).get_client_ip(request))
    if address.version == 6:
        address = ipaddress.ip_network(f"{address}/64", strict=False).network_address
    return f"{credentials.get('username', '').lower()} {address}"


class LogIn(LoginView):
    """The log-in at /desk/login/; 429 instead of trying one more password after too many wrong ones."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if admin.site.has_permission(request):
            return redirect(self.get_success_url() or "admin:index")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.pop(CARRIED, None)  # of a log-in with the provider that was not finished
        response = super().form_valid(form)
        if CARRIED in self.request.POST and not self.request.user.is_authenticated:
            self.request.session[CARRIED] = self.request.POST[CARRIED]  # until the second factor was shown
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.is_throttled:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.POST.get(REDIRECT_FIELD_NAME) or self.request.GET.get(REDIRECT_FIELD_NAME, "")
        own = {"title": _("Log in"), REDIRECT_FIELD_NAME: asked, "carried": self.request.POST.get(CARRIED)}
        return super().get_context_data(**kwargs) | own


def frame_of_the_desk(request: HttpRequest) -> dict[str, Any]:
    """Return what the desk's head and foot show, for pages of django-allauth; a context processor."""
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    if name != "login" and not name.startswith(FRAMED):
        return {}
    return admin.site.each_context(request) | {
        **about_provider(),
        "mail_is_sent": mail_is_sent(),
        "second_factor_is_demanded": request.user.is_authenticated and is_demanded_of(request.user),
    }
