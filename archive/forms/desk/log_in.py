"""Name and password, as typed at the log-in."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.models import User
from django.utils.text import capfirst

from archive.forms.fields import say_if_left_empty


class LogInForm(LoginForm):
    """django-allauth's form, with the names that the log-in of Django's admin has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        self.fields["login"] = forms.CharField(
            label=capfirst(User._meta.get_field("username").verbose_name),
            max_length=User._meta.get_field("username").max_length,
            widget=forms.TextInput(attrs=attrs),
        )
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        say_if_left_empty(self.fields.values())
        self.order_fields(["login", "password"])

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else super().add_prefix(field_name)

    @property
    def is_throttled(self) -> bool:
        """Return whether no password was compared, because too many were wrong before."""
        return self.has_error("__all__", "too_many_login_attempts")
