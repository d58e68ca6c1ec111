"""Forms for a meeting, its rows, its correction, its approval, its withdrawal and its autosave."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive.documents.extraction import Extracted, text_of
from archive.documents.media_types import Facts, facts_of
from archive.forms.desk.next_day import check_next_day, refuse_late_start
from archive.forms.desk.rows import (
    KeyField,
    OrderedFormSet,
    OrderedRowForm,
    RowForm,
    RowFormSet,
    check_names_written,
)
from archive.forms.desk.three_way_merge import ASIDE, EditedForm
from archive.forms.desk.topics import resolution_label
from archive.forms.fields import DateField, TextField
from archive.models import (
    ActionItem,
    Body,
    Meeting,
    Resolution,
    ResolutionRelation,
    Revision,
)
from archive.models.fields import is_key
from archive.models.reach import Bodies, in_reach
from archive.models.visibility import is_open
from archive.operations.matters import join_with, proposals_of
from archive.text.dates import read_days
from archive.text.hours import Hours


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


LEFT_EMPTY = {
    "body": _("Choose the body that met."),
    "date": _("Write the day of the meeting, for example 2023-08-23."),
    "name": _("Write the title, as on the minutes."),
}


class MeetingForm(EditedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & LEFT_EMPTY.keys():
            self.fields[name].error_messages["required"] = LEFT_EMPTY[name]
        self.part_days()
        if not self.instance.pk and "language" in self.fields:
            self.fields["language"].required = False
            self.initial["language"] = ""
            self.fields["language"].help_text = _("Left empty: the language of the body.")
        if "approved_at" in self.fields and self.instance.body_id:
            self.fields["approved_at"].widget.attrs["data-body"] = self.instance.body_id

    def clean_approved_at(self) -> Any:
        """Refuse a meeting that cannot have approved minutes; what was chosen before may stay."""
        meeting = self.cleaned_data["approved_at"]
        is_new = "approved_at" in self.changed_data
        if meeting and is_new and not (meeting.is_published and meeting.status == Meeting.Status.HELD):
            raise ValidationError(_("Choose a meeting that was held and whose minutes are published."))
        return meeting

    def part_days(self) -> None:
        """Fill date and last day from what was typed into the date alone: 9–11 April 2024."""
        first, last = self.add_prefix("date"), self.add_prefix("end_date")
        days = read_days(self.data.get(first, "")) if self.is_bound else None
        if days and not self.data.get(last):
            typed: Any = self.data.copy()  # type: ignore[attr-defined]
            typed[first], typed[last] = (day.isoformat() for day in days)
            self.data = typed

    def clean_start_time(self) -> Any:
        """Refuse 24:00 as a start: it is 0:00 of another day than the date says."""
        start = self.cleaned_data["start_time"]
        refuse_late_start(self, start)
        return start

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "language" in cleaned and not cleaned["language"] and cleaned.get("body"):
            cleaned["language"] = cleaned["body"].language
        self.check_days(cleaned)
        if self.closes_what_was_public(cleaned):
            message = _("Its earlier versions stay public: withdraw it first, or choose “Redacted” below.")
            self.add_error("disclosure", message)
        return cleaned

    def closes_what_was_public(self, cleaned: dict[str, Any]) -> bool:
        """Return whether minutes that were published open are to be closed; a redaction may do that."""
        was_open = self.initial.get("disclosure") == Meeting.Disclosure.OPEN and self.instance.published_at
        is_redaction = cleaned.get("correction_kind") == Revision.Kind.REDACTED
        return bool(was_open) and cleaned.get("disclosure") != Meeting.Disclosure.OPEN and not is_redaction

    def check_days(self, cleaned: dict[str, Any]) -> None:
        """Say beside the last day what Django would say of the two rules above the page."""
        first, last = cleaned.get("date"), cleaned.get("end_date")
        if first and last and last < first:
            self.add_error("end_date", _("The last day is before the first."))
        elif last and cleaned.get("date_precision", Meeting.Precision.DAY) != Meeting.Precision.DAY:
            self.add_error("end_date", _("Give the exact first day too, or no last day."))
        if not last or last == first:
            check_next_day(self, Hours(cleaned.get("start_time"), cleaned.get("end_time")), ["end_time"])

    def validate_unique(self) -> None:
        """Check the rules that speak of the year and of the publication too."""
        super().validate_unique()
        if self.instance.date:
            self.instance.fill_derived()
        check_rules(self, {"meeting_number_once_a_year": "number"})


class CorrectionMixin(forms.Form):
    """What a change of published minutes asks besides: what kind of change, and why.

    The reason is owed by a correction, and not by a fact that came since, which only the whole page shows:
    see archive/admin/correction.py.
    """

    KINDS = (Revision.Kind.CORRECTED, Revision.Kind.AMENDED, Revision.Kind.REDACTED)

    correction_kind = forms.ChoiceField(
        label=capfirst(_("kind of change")),
        choices=[(kind.value, kind.label) for kind in KINDS],
        initial=Revision.Kind.CORRECTED,
    )
    correction_reason = TextField(
        label=capfirst(_("reason for the correction")),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text=_(
            "The public reads it, for example: The vote on resolution 3 was 7 to 2, not 7 to 3. None is "
            "needed to enter an approval, a document or the minutes, or to cancel or postpone a meeting."
        ),
    )


class MeetingCorrectionForm(CorrectionMixin, MeetingForm):
    """A published meeting."""


class MeetingReturnForm(MeetingForm):
    """A withdrawn meeting, which may be published again."""

    return_reason = TextField(
        label=capfirst(_("reason for publishing again")),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text=_("Needed to publish it again. The public reads it."),
    )


class SittingRowForm(OrderedRowForm):
    """A sitting; rules about its day are the model's."""

    def clean_start_time(self) -> Any:
        start = self.cleaned_data["start_time"]
        refuse_late_start(self, start)
        return start

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_next_day(self, Hours(cleaned.get("start_time"), cleaned.get("end_time")), ["end_time"])
        return cleaned


class AgendaItemRowForm(OrderedRowForm):
    """An agenda item; `row_key` names one that is not stored yet, see ResolutionRowForm.item_key."""

    more = ("presenter", "is_public", "disclosure_basis", "continued_from", "row_key")
    unsaid = {"row_key"}
    row_key = KeyField()


class MeetingBodyFormSet(OrderedFormSet):
    """The other bodies of a joint meeting."""

    def validate_unique(self) -> None:
        """Leave it to clean(), which says it beside the field."""

    def clean(self) -> None:
        """Refuse a body listed twice, or the first one again."""
        super().clean()
        refuse_twice(self, "body", _("This body is listed already."))
        for form in self.forms:
            body = getattr(form, "cleaned_data", {}).get("body")
            if body and body.pk == self.instance.body_id and form not in self.deleted_forms:
                form.add_error("body", _("This is the meeting’s first body: name the others only."))

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        if commit and self.has_changed():
            self.instance.note_other_bodies()
        return saved


class MeetingBodyRowForm(OrderedRowForm):
    more = ()


class TranslationRowForm(RowForm):
    """A translation; nothing is folded away, since it is as wide as the page."""


class TranslationFormSet(RowFormSet):
    labelled = frozenset({"language", "name", "summary", "text"})

    def validate_unique(self) -> None:
        """Leave it to clean(), which says it beside the field."""

    def clean(self) -> None:
        """Refuse two translations into one language, or into that of the original."""
        super().clean()
        refuse_twice(self, "language", _("There is a translation into this language already."))
        for form in self.forms:
            language = getattr(form, "cleaned_data", {}).get("language")
            if language and language == self.instance.language and form not in self.deleted_forms:
                form.add_error("language", _("This is the language of the original."))


class ActionItemRowForm(OrderedRowForm):
    more = (
        *("responsible_as_written", "responsible_body", "responsible_body_as_written", "responsible_text"),
        *("status_as_written", "agenda_item", "resolution", "outcome", "closed_at"),
    )


class DocumentRowForm(RowForm):
    """A document; without a title it is called as its file is."""

    more = ("classification_as_written", "agenda_item", "resolution", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file = cleaned.get("file")
        if not cleaned.get("name") and not {"name", "file"} & self.errors.keys():
            cleaned["name"] = PurePath(file.name or "").stem[:300] if isinstance(file, UploadedFile) else ""
            if not cleaned["name"]:
                self.add_error("name", _("Write the title of the document."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            self.take(facts_of(file), text_of(file))
        elif not self.instance.file:
            self.take(Facts("", None, ""), Extracted("", ""))
        return super().save(commit)

    def take(self, facts: Facts, extracted: Extracted) -> None:
        self.instance.media_type, self.instance.size, self.instance.sha256 = facts
        self.instance.text, self.instance.text_status = extracted


class DecisionsField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{resolution_label(obj)}: {obj.get_result_display() or obj.result_as_written}"


class ResolutionForm(EditedForm):
    """A resolution; `same_matter_as` offers decisions that may be of one matter with it."""

    same_matter_as = DecisionsField(
        Resolution.objects.none(),
        label=_("same matter as"),
        required=False,
        empty_label=_("none of these"),
        help_text=_(
            "Decisions with this number or nearly these words. To choose one makes both one matter."
        ),
    )

    bodies: Bodies = None  # that the user reaches

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["same_matter_as"]
        proposed = Resolution.objects.with_keys(proposals_of(self.instance))
        choice.queryset = proposed.filter(in_reach(Resolution, self.bodies)).with_meeting()
        if "agenda_item" in self.fields:
            item: Any = self.fields["agenda_item"]
            item.queryset = self.instance.meeting.agenda_items.in_order()
        if "amends_motion" in self.fields:
            motion: Any = self.fields["amends_motion"]
            others = self.instance.meeting.resolutions.exclude(pk=self.instance.pk)
            motion.queryset = others.in_order()

    def save(self, commit: bool = True) -> Any:
        """Save it, with the matter of the decision that was chosen, made if need be."""
        if other := self.cleaned_data.get("same_matter_as"):
            join_with(self.instance, other)
        return super().save(commit)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_names_written(self)
        return cleaned


class ResolutionCorrectionForm(CorrectionMixin, ResolutionForm):
    """A resolution of a published meeting."""


class RelationFormSet(RowFormSet):
    def clean(self) -> None:
        """Refuse to end one resolution twice in one go, which no row can know alone."""
        super().clean()
        message = _("It is replaced or repealed in another row already.")
        refuse_twice(self, "target", message, kinds=ResolutionRelation.ENDING_KINDS)


def refuse_twice(formset: RowFormSet, name: str, message: Any, *, kinds: tuple[str, ...] = ()) -> None:
    """Add an error to each row whose value of one field stands in a row above.

    With `kinds`, only rows of these kinds count.
    """
    seen = set()
    for form in formset.forms:
        cleaned = getattr(form, "cleaned_data", {})
        value = cleaned.get(name)
        if not value or form in formset.deleted_forms or (kinds and cleaned.get("kind") not in kinds):
            continue
        if value in seen:
            form.add_error(name, message)
        seen.add(value)


class MeetingsField(forms.ModelMultipleChoiceField):
    """Meetings by primary keys from an address, which may be anything."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> Any:
        """Leave out what cannot be a key, because the databases refuse it."""
        return super().clean([key for key in value or [] if is_key(key)])


class PublicationForm(forms.Form):
    """Which meetings are published, and the keys of the doubts about them that were shown."""

    meetings = MeetingsField(queryset=Meeting.objects.all())
    confirmed = forms.CharField(required=False)
    from_today = forms.BooleanField(required=False)


class WithdrawalForm(forms.Form):
    """Which published meetings are taken back, and why."""

    meetings = MeetingsField(queryset=Meeting.objects.published().select_related("body"))
    reason = TextField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80, "autofocus": True}),
        help_text=_("The public reads it in place of the minutes."),
        error_messages={"required": _("Say why: the public reads the reason.")},
    )


class AutosaveKeyForm(forms.Form):
    """Which page was typed on, and the key it got when it was opened."""

    path = forms.CharField(max_length=300)
    key = forms.CharField(max_length=32, validators=[RegexValidator(r"\A[0-9a-f]{32}\Z")])


class DropForm(AutosaveKeyForm):
    """What is dropped, and whether on the first page."""

    from_today = forms.BooleanField(required=False)


class AutosaveForm(AutosaveKeyForm):
    """What was typed: JSON, {name: [values]}."""

    typed = forms.CharField(strip=False)


# The kind of a change of published minutes: a fact that came since, or a correction


APPROVAL = {"approved_on", "approved_at"}
# What changes when a meeting is postponed.
CONVENED = {"date", "end_date", "start_time", "end_time", "location"}
CLOSING = {"status", "outcome", "closed_at"}  # what changes when an action item is closed
CALLED_FOR = {"body", "date", "date_precision"}


def changed_alone(form: Any, formsets: Iterable[Any], prefix: str) -> Any:
    """Return the rows of one kind if nothing else of valid forms was changed, and none removed, or None."""
    changed = [rows for rows in formsets if rows.has_changed()]
    if form.changes_record() or [rows.prefix for rows in changed] != [prefix]:
        return None
    return None if changed[0].deleted_forms else changed[0]


def new_documents(form: Any, formsets: Iterable[Any]) -> list[Any] | None:
    """Return the rows of the documents added, or None if anything else was changed; valid forms."""
    rows = changed_alone(form, formsets, "documents")
    if rows is None or any(row.has_changed() for row in rows.initial_forms):
        return None
    return [row.instance for row in rows.extra_forms if row.has_changed()]


def adds_nothing_public(form: Any, formsets: Iterable[Any]) -> bool:
    added = new_documents(form, formsets)
    return bool(added) and not any(is_open(document) for document in added or ())


def closes_actions(form: Any, formsets: Iterable[Any]) -> bool:
    """Return whether open action items were closed at a meeting, and nothing else changed; valid forms."""
    rows = changed_alone(form, formsets, "action_items")
    if rows is None or any(row.has_changed() for row in rows.extra_forms):
        return False
    return all(is_closed_since(row) for row in rows.initial_forms if row.has_changed())


def is_closed_since(row: Any) -> bool:
    was_open = row.initial.get("status") == ActionItem.Status.OPEN
    at_meeting = row.cleaned_data.get("closed_at")
    changed = set(row.changed_data)
    return was_open and bool(at_meeting) and "status" in changed and changed <= CLOSING


def fact_added(form: Any, formsets: Iterable[Any]) -> str | None:
    """Return the kind of the fact, one of FACTS, that the valid forms of a published meeting add.

    None if they correct what was said, and so owe a reason. A meeting brought forward, or postponed with
    another change, is a correction.
    """
    if not isinstance(form.instance, Meeting):
        return None
    formsets = list(formsets)
    if new_documents(form, formsets):
        return Revision.Kind.DOCUMENT_ADDED
    fields = set(form.changed_data) - ASIDE
    before, after = form.initial, form.cleaned_data
    has_rows = any(rows.has_changed() for rows in formsets)
    if closes_actions(form, formsets):
        return Revision.Kind.ACTION_CLOSED
    if not has_rows and fields <= APPROVAL and not before.get("approved_on") and after.get("approved_on"):
        return Revision.Kind.APPROVED
    if before.get("status") != Meeting.Status.SCHEDULED:
        return None
    if "status" in fields:
        return fact_of_status(after["status"], fields, has_rows=has_rows)
    is_later = "date" in fields and after["date"] > before["date"]
    return Revision.Kind.POSTPONED if is_later and fields <= CONVENED and not has_rows else None


def fact_of_status(status: str, fields: set[str], *, has_rows: bool) -> str | None:
    """Return the kind of what became of a scheduled meeting: cancelled, or held with its minutes."""
    if status == Meeting.Status.CANCELLED and fields == {"status"} and not has_rows:
        return Revision.Kind.CANCELLED
    has_minutes = has_rows or "text" in fields
    if status == Meeting.Status.HELD and has_minutes and not fields & CALLED_FOR:
        return Revision.Kind.MINUTES_ADDED
    return None


# When minutes were approved, and by which later meeting


class ApprovingMeetingForm(forms.Form):
    """What the picker of “approved at” asks with; no other picker has its `field_name`."""

    field_name = forms.RegexField(r"\Aapproved_at\Z")
    body = forms.ModelChoiceField(Body.objects.all(), required=False)


class ApprovalForm(forms.Form):
    """When some meetings' minutes were approved; proposes the next meeting, if they are of one body."""

    approved_at = forms.ModelChoiceField(
        Meeting.objects.published().held().select_related("body"),
        label=capfirst(_("approved at")),
        required=False,
        help_text=_("The later meeting that approved them. Leave it empty if none did, or unknown."),
    )
    approved_on = DateField(
        label=capfirst(_("approved on")),
        required=False,
        help_text=_("Left empty: the day of that meeting."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )

    def __init__(self, meetings: Sequence[Meeting], data: Any = None) -> None:
        super().__init__(data, initial={"approved_at": proposed_meeting(meetings)})
        bodies = {meeting.body for meeting in meetings}
        self.body = bodies.pop() if len(bodies) == 1 else None

    @staticmethod
    def meetings_in(keys: Sequence[str], reached: Any) -> list[Meeting]:
        meetings = reached.published().select_related("body").defer("text", "summary")
        return list(meetings.with_keys([int(key) for key in keys if is_key(key)]).oldest_first())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("approved_on") or cleaned.get("approved_at") or self.errors):
            self.add_error("approved_on", _("Say on which day, or at which meeting, they were approved."))
        return cleaned

    def approval(self) -> dict[str, Any]:
        """Return what approve_all() takes; the form must be valid."""
        at_meeting = self.cleaned_data["approved_at"]
        return {"on": self.cleaned_data["approved_on"] or at_meeting.date, "at_meeting": at_meeting}


def proposed_meeting(meetings: Sequence[Meeting]) -> Meeting | None:
    """Return the first meeting held after all of these, if they are of one body that approves so."""
    if len({meeting.body_id for meeting in meetings}) != 1:
        return None
    last = meetings[-1]
    if last.body.approval != Body.Approval.AT_LATER_MEETING:
        return None
    later = Meeting.objects.for_body(last.body).published().held().after(last).defer("text", "summary")
    return later.exclude(date=last.date).oldest_first().first()
