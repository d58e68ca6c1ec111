"""What a browser sends of a passkey. django-allauth fails on JSON of another shape: here it is refused."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as of_allauth
from django.core.exceptions import ValidationError


class ReadWithCare:
    """Takes whatever the library cannot read as a wrong code: a stranger may send anything."""

    def clean_credential(self) -> Any:
        inner: Any = super()
        return read_or_refuse(inner.clean_credential)

    def clean(self) -> Any:
        inner: Any = super()
        return read_or_refuse(inner.clean)


def read_or_refuse(read: Any) -> Any:
    try:
        return read()
    except ValidationError:
        raise
    except Exception as problem:
        raise get_adapter().validation_error("incorrect_code") from problem


class AddPasskeyForm(ReadWithCare, of_allauth.AddWebAuthnForm):
    def clean_credential(self) -> Any:
        return self.cleaned_data["credential"]


class AuthenticatePasskeyForm(ReadWithCare, of_allauth.AuthenticateWebAuthnForm): ...


class LogInPasskeyForm(ReadWithCare, of_allauth.LoginWebAuthnForm): ...


class ReauthenticatePasskeyForm(ReadWithCare, of_allauth.ReauthenticateWebAuthnForm): ...
