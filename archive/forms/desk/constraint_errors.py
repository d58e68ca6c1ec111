"""Database rules that speak of more fields than a form shows, checked beside the field they concern."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError


def check_rules(form: forms.ModelForm, rules: Mapping[str, str]) -> None:
    """Add an error for each constraint that the form's instance breaks.

    `rules` is {name of the constraint: field of the form}. Django skips a constraint that speaks of a
    field which the form lacks, such as the year of a meeting, and the database then refuses the row.
    Call it where the instance has its values: in validate_unique(), after the parent's.
    """
    instance = form.instance
    for constraint in instance._meta.constraints:
        field = rules.get(constraint.name)
        if field not in form.fields or field in form.errors:
            continue
        try:
            constraint.validate(type(instance), instance)
        except ValidationError as problem:
            form.add_error(field, problem)
