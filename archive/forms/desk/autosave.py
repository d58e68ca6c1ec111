"""What the desk's script sends while somebody types."""

from django import forms
from django.core.validators import RegexValidator


class KeyForm(forms.Form):
    """Which page was typed on, and the key it got when it was opened."""

    path = forms.CharField(max_length=300)
    key = forms.CharField(max_length=32, validators=[RegexValidator(r"\A[0-9a-f]{32}\Z")])


class TypedForm(KeyForm):
    """What was typed: JSON, {name: [values]}."""

    typed = forms.CharField(strip=False)
