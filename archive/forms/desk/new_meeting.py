"""Forms for what a meeting begins from: the last one, actions still open, or minutes as a finished text."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.documents.extraction import text_of
from archive.documents.media_types import facts_of
from archive.forms.fields import DateField, FileField, TextField
from archive.models import ActionClosure, ActionItem, Body, Meeting, MinutesApproval, SourceText
from archive.operations.action_closures import Outcome
from archive.operations.entry.source_texts import (
    fingerprint_of_text,
    fingerprint_of_words,
    keep_file,
    keep_text,
    refusal_of,
)
from archive.reader.results import LONGEST_TEXT

STILL_OPEN = [("", _("Still open"))]


class NextMeetingForm(forms.Form):
    """The body whose last meeting the next one is filled in from, and perhaps its date."""

    next_of = forms.ModelChoiceField(
        label=_("New from the last meeting of"),
        queryset=Body.objects.that_met(),
        error_messages={"required": _("Choose the body that meets.")},
    )
    on = DateField(label=pgettext_lazy("a day", "on"), required=False, widget=forms.TextInput({"size": 16}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["placeholder"] = _("by habit")


class SameDayForm(forms.Form):
    """Body and day of a new meeting, as far as they are typed."""

    body = forms.ModelChoiceField(Body.objects.none())
    date = DateField()
    date_precision = forms.ChoiceField(choices=Meeting.Precision.choices, required=False)

    def __init__(self, data: Any, *, bodies: QuerySet[Body]) -> None:
        super().__init__(data)
        body: Any = self.fields["body"]
        body.queryset = bodies

    def clean_date_precision(self) -> str:
        return self.cleaned_data["date_precision"] or Meeting.Precision.DAY.value


class Asked(NamedTuple):
    """An action and the two fields that ask what became of it."""

    action: ActionItem
    status: forms.BoundField
    words: forms.BoundField


class FollowUpForm(forms.Form):
    """Asks for each action whether it is still open, done or dropped, and in what words."""

    def __init__(
        self, actions: Sequence[ActionItem], outcomes: Mapping[int, Outcome], data: Any = None
    ) -> None:
        super().__init__(data)
        self.actions = actions
        for action in actions:
            status, words = outcomes.get(action.pk, Outcome(""))
            self.fields[f"closing-{action.pk}-status"] = forms.ChoiceField(
                label=capfirst(_("status")),
                choices=[*STILL_OPEN, *ActionClosure.Status.choices],
                initial=status,
                required=False,
                widget=forms.Select({"aria-label": f"{_('status')}: {action}"}),
            )
            self.fields[f"closing-{action.pk}-outcome"] = forms.CharField(
                label=capfirst(_("outcome")),
                initial=words,
                required=False,
                widget=forms.TextInput({"class": "vTextField", "aria-label": f"{_('outcome')}: {action}"}),
            )

    def rows(self) -> list[Asked]:
        return [
            Asked(action, self[f"closing-{action.pk}-status"], self[f"closing-{action.pk}-outcome"])
            for action in self.actions
        ]

    def outcomes(self) -> dict[int, Outcome]:
        self.is_valid()
        answers = self.cleaned_data
        return {
            action.pk: Outcome(
                answers[f"closing-{action.pk}-status"], answers[f"closing-{action.pk}-outcome"]
            )
            for action in self.actions
            if f"closing-{action.pk}-status" in self.data
            and {f"closing-{action.pk}-status", f"closing-{action.pk}-outcome"} <= answers.keys()
        }


class MinutesOffered(NamedTuple):
    """Earlier minutes and the field that asks whether they are approved."""

    minutes: Meeting
    how: forms.BoundField


class MinutesApprovalForm(forms.Form):
    """Asks for each of the earlier minutes whether the meeting approves them; "" for not now."""

    def __init__(self, offered: Sequence[Meeting], noted: Mapping[int, str], data: Any = None) -> None:
        super().__init__(data)
        self.offered = offered
        question = _("Approve the minutes")
        for minutes in offered:
            self.fields[f"approving-{minutes.pk}"] = forms.ChoiceField(
                label=question,
                choices=[("", _("Not now")), *MinutesApproval.How.choices],
                initial=noted.get(minutes.pk, ""),
                required=False,
                widget=forms.Select({"aria-label": f"{question}: {minutes}"}),
            )

    def rows(self) -> list[MinutesOffered]:
        return [MinutesOffered(one, self[f"approving-{one.pk}"]) for one in self.offered]

    def answers(self) -> dict[int, str]:
        """Return {primary key of the minutes: how} for those that were asked about and answered."""
        self.is_valid()
        keys = {one.pk: f"approving-{one.pk}" for one in self.offered}
        sent = {key: name for key, name in keys.items() if name in self.data}
        return {key: self.cleaned_data[name] for key, name in sent.items() if name in self.cleaned_data}


# From a finished text, and the passages of it that were not placed


class SeveralFiles(forms.FileInput):
    """Takes as many files as one likes; the form sees the first, since several go to the table of files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name)


class ReadForm(forms.Form):
    text = TextField(
        label=_("The whole text"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18, "cols": 100, "autofocus": True}),
    )
    file = FileField(
        label=capfirst(_("or files")),
        required=False,
        help_text=_("Word (.docx), PDF with text, Markdown, plain text or HTML; as many as you like."),
        widget=SeveralFiles(attrs={"multiple": True}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        text = text_of(file).text if file else ""
        if file and not text:
            raise ValidationError(_("No text could be read in this file; is it a scan? Paste its text."))
        if refusal := refusal_of(text):
            raise ValidationError(refusal)
        return file

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if refusal := refusal_of(text):
            raise ValidationError(refusal)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned["text"].strip()) == bool(cleaned["file"]):
            self.add_error("text", _("Paste a text or choose a file, and not both."))
        return cleaned

    def prints(self) -> list[str]:
        """Return the fingerprints by which the text, or the file, is known if it was taken before."""
        if file := self.cleaned_data["file"]:
            words = fingerprint_of_words(text_of(file).text)
            return [facts_of(file).sha256, words]
        text = self.cleaned_data["text"]
        return [fingerprint_of_text(text), fingerprint_of_words(text)]

    def keep(self, *, by: Any) -> SourceText:
        if file := self.cleaned_data["file"]:
            return keep_file(file, text_of(file), by=by)
        return keep_text(self.cleaned_data["text"], by=by)


class SourceForm(forms.Form):
    """A source that waits for its meeting."""

    source = forms.ModelChoiceField(queryset=SourceText.objects.none())

    def __init__(self, data: Any, *, sources: QuerySet[SourceText]) -> None:
        super().__init__(data)
        source: Any = self.fields["source"]
        source.queryset = sources


class StepForm(forms.Form):
    """What is to become of a passage that was not placed: "resolution:1234", the number being its start."""

    WAYS = ("resolution", "agenda_item", "action_item", "attendee", "document", "text", "dismiss")
    FIELDS = ("name", "location", "copied_to", "issued_on")  # of the meeting

    place = forms.RegexField(rf"\A({'|'.join((*WAYS, *FIELDS))}):([0-9]{{1,7}})\Z")

    def clean_place(self) -> tuple[str, int]:
        way, start = self.cleaned_data["place"].split(":")
        return way, int(start)


class StartsField(forms.Field):
    """Offsets of passages; anything but a number is left out."""

    def clean(self, value: Any) -> list[int]:
        return [int(one) for one in value or [] if one.isascii() and one.isdecimal() and len(one) < 8]
