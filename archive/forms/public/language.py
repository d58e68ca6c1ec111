"""The form behind the links that change the language of the interface."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme


class NextForm(forms.Form):
    """Where to go on: an address of this site, and nowhere else."""

    next = forms.CharField(max_length=2000)

    def __init__(self, data: QueryDict, *, host: str, is_secure: bool) -> None:
        super().__init__(data)
        self.host = host
        self.is_secure = is_secure

    def clean_next(self) -> Any:
        """Refuse an address of another site: a link here must not lead there unnoticed."""
        address = self.cleaned_data["next"]
        is_safe = url_has_allowed_host_and_scheme(address, {self.host}, require_https=self.is_secure)
        if not is_safe or not address.startswith("/"):
            raise forms.ValidationError("", code="elsewhere")
        return address

    def address(self, otherwise: str) -> str:
        """Return the address, or the other one if it is missing or not safe."""
        return self.cleaned_data["next"] if self.is_valid() else otherwise
