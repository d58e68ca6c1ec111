"""The exchange with the OpenID Connect provider, by django-allauth.

Imported at the first log-in with a provider and not before: it needs the packages of the extra [oidc].
"""

import hashlib
import json
import re
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from requests import RequestException

# What comes of a provider that is away, or whose answers are not those of OpenID Connect.
PROVIDER_FAULTS = (
    OAuth2Error,
    RequestException,
    SuspiciousOperation,  # an address that is none of the web
    ImproperlyConfigured,  # a subject that is too long
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)
TOKEN = re.compile(r"eyJ[\w.-]*")  # a JSON Web Token, which says who somebody is


class Exchange(OpenIDConnectOAuth2Adapter):
    """Fetches the token and the claims, of which nothing is stored but a hash of issuer and subject."""

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> Any:
        login = super().complete_login(request, app, token, **kwargs)
        check_storable(login.account.extra_data)
        signed, told = login.account.extra_data["id_token"], login.account.extra_data["userinfo"]
        if signed["sub"] != told["sub"]:  # OpenID Connect Core 1.0, section 5.3.2
            raise OAuth2Error("The userinfo is that of somebody else.")
        # The issuer too: another provider in the place of this one has the same subjects for other people.
        login.account.uid = hashlib.sha256(f"{signed['iss']} {signed['sub']}".encode()).hexdigest()
        login.account.extra_data = {}
        login.claims = signed | told
        return login


def check_storable(claims: Any) -> None:
    """Raise ValueError if a claim has what no database takes: NUL, or half of a surrogate pair."""
    text = json.dumps(claims, ensure_ascii=False)
    text.encode()  # UnicodeEncodeError is a ValueError
    if "\\u0000" in text:
        raise ValueError("A claim has a NUL in it.")


def to_provider(request: HttpRequest, provider_id: str, address: str) -> HttpResponse:
    """Redirect to the provider, to come back and go on to an address. Raises PROVIDER_FAULTS."""
    provider = Exchange(request, provider_id).get_provider()
    wanted = address if get_adapter(request).is_safe_url(address) else None
    return provider.redirect(request, AuthProcess.LOGIN, next_url=wanted)


def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Log in who comes back from the provider. Raises PROVIDER_FAULTS."""
    return OAuth2CallbackView.adapter_view(Exchange(request, provider_id))(request)


def is_of_network(problem: BaseException) -> bool:
    return isinstance(problem, OAuth2Error | RequestException)


def fault_told(problem: BaseException) -> str:
    """Return why a provider could not be used, without tokens: they say who somebody is."""
    return TOKEN.sub("…", f"{type(problem).__name__}: {problem}")[:500]
