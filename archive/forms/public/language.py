"""The address that a language link leads back to."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme


class NextForm(forms.Form):
    """An address on this site; an open redirect would let a link here lead elsewhere unnoticed."""

    next = forms.CharField(max_length=2000)

    def __init__(self, data: QueryDict, *, host: str, is_secure: bool) -> None:
        super().__init__(data)
        self.host = host
        self.is_secure = is_secure

    def clean_next(self) -> Any:
        address = self.cleaned_data["next"]
        is_safe = url_has_allowed_host_and_scheme(address, {self.host}, require_https=self.is_secure)
        if not is_safe or not address.startswith("/"):
            raise forms.ValidationError("", code="elsewhere")
        return address

    def address(self, otherwise: str) -> str:
        return self.cleaned_data["next"] if self.is_valid() else otherwise
