"""Form fields that read what people write: dates, times, long text and files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.documents.extraction import FileRefusedError, text_of
from archive.text.dates import read_date
from archive.text.times import read_time


class DateField(forms.DateField):
    """A day in any of the ways people write it, whatever the language of the page.

    Django's own formats will not do: those of zh_Hans and zh_Hant refuse 2023年5月8日.
    """

    default_error_messages = {
        "invalid": _(
            "No such day. Write it as 2023-08-23, 23 August 2023, 23.8.2023, 2023年8月23日, "
            "二〇二三年八月二十三日 or 民國112年8月23日."
        )
    }

    def to_python(self, value: Any) -> Any:
        """Return the day, or None if left empty."""
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        if (day := read_date(value)) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def prepare_value(self, value: Any) -> Any:
        """Show a stored day as 2023-08-23, which Django's date picker understands in every language."""
        return value.isoformat() if hasattr(value, "isoformat") else value


class TimeField(forms.TimeField):
    """A time of day in any of the ways people write it."""

    default_error_messages = {
        "invalid": _("No such time. Write it as 9:00, 14:30, 2:30 pm, 上午9:00 or 下午2时30分.")
    }

    def to_python(self, value: Any) -> Any:
        """Return the time, or None if left empty."""
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        if (time := read_time(value)) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time

    def prepare_value(self, value: Any) -> Any:
        """Show a stored time as 09:00, with seconds only where there are any."""
        if not hasattr(value, "isoformat"):
            return value
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")


class TextField(forms.CharField):
    """Long text; browsers send its lines with CR LF, it is kept and compared with LF."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """Return the text with its lines as the archive keeps them."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether more than line ends and outer blanks differ: else each save were a correction."""
        return super().has_changed(self.to_python(initial), data)


class FileField(forms.FileField):
    """A file that is neither too large nor other than its name says, and whose text is known."""

    def to_python(self, data: Any) -> Any:
        """Return the file; it is looked into, and operations.extraction.text_of() knows its text."""
        file = super().to_python(data)
        if file is not None:
            try:
                text_of(file)
            except FileRefusedError as problem:
                raise ValidationError(str(problem), code="refused") from problem
        return file
