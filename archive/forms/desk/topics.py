"""The form of a topic, and labels of resolutions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.rows import withdrawn_label
from archive.forms.desk.three_way_merge import DeskForm
from archive.forms.fields import RowsField
from archive.models import Resolution
from archive.models.meeting import date_in_titles
from archive.search.query import parse


def resolution_label(resolution: Resolution) -> str:
    """Return number, title, body and date, which tell it from others of the same title."""
    number = f"{resolution.identifier} " if resolution.identifier else ""
    return f"{number}{resolution} ({resolution.body}, {date_in_titles(resolution.date)})"


class ResolutionsField(RowsField):
    """Resolutions under labels that tell them apart, without what was withdrawn."""

    def label_from_instance(self, obj: Any) -> str:
        return withdrawn_label(obj) or resolution_label(obj)


class TopicForm(DeskForm):
    """A topic; its words, if there are any, must be something to look for."""

    def clean_query(self) -> str:
        """Refuse words that find nothing whatever is published."""
        query: str = self.cleaned_data["query"]
        if query and parse(query).finds_nothing:
            message = _("Give a word or a number: punctuation, and words with a minus alone, find nothing.")
            raise forms.ValidationError(message, code="nothing")
        return query


class GatheredTopicForm(TopicForm):
    """A topic that is being gathered by a user who may not make it public."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["is_public"] = False

    def clean_is_public(self) -> bool:
        if self.cleaned_data["is_public"]:
            message = _("Only a user who may correct published minutes can make a topic public: untick it.")
            raise forms.ValidationError(message, code="public")
        return False
