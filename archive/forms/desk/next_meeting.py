"""How a new meeting begins."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.forms.fields import DateField
from archive.models import Body


class NextMeetingForm(forms.Form):
    """Whose last meeting the next one is filled in from, and perhaps its day."""

    next_of = forms.ModelChoiceField(
        label=_("New from the last meeting of"), queryset=Body.objects.that_met()
    )
    on = DateField(label=pgettext_lazy("a day", "on"), required=False, widget=forms.TextInput({"size": 16}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["placeholder"] = _("by habit")
