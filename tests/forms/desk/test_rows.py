"""Widgets written in Python are those that Django's templates write."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from pytest_django.asserts import assertHTMLEqual

from archive.forms.desk.rows import QuickRenderer


class SampleForm(forms.Form):
    text = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"class": "wide", "autofocus": True})
    )
    long = forms.CharField(required=False, widget=forms.Textarea)
    number = forms.IntegerField(required=False, min_value=0)
    time = forms.TimeField(required=False)
    tick = forms.BooleanField(required=False)
    choice = forms.ChoiceField(required=False, choices=[("", "-"), ("a", "A & B"), ("<", "less")])
    hidden = forms.CharField(required=False, widget=forms.HiddenInput)
    mail = forms.EmailField(required=False)


def written(renderer: Any, **initial: Any) -> list[str]:
    return [bound.as_widget() for bound in SampleForm(initial=initial, renderer=renderer)]


@pytest.mark.parametrize("value", [None, "", "<&'\">", "a", "0"])
@pytest.mark.parametrize("name", ["text", "long", "number", "time", "tick", "choice", "hidden", "mail"])
def test_quick_renderer_writes_what_django_writes(name: str, value: str | None):
    for quick, plain in zip(
        written(QuickRenderer(), **{name: value}), written(DjangoTemplates(), **{name: value}), strict=True
    ):
        assertHTMLEqual(quick, plain)
