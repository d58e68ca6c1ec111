"""Translations: the minutes of one meeting in other languages, beside the original."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.fields import LanguageField
from archive.models.visibility import VisibleQuerySet


class MeetingTranslationQuerySet(VisibleQuerySet["MeetingTranslation"]):
    def in_order(self) -> Self:
        return self.order_by("language", "pk")


class MeetingTranslation(models.Model):
    """Title, summary and text in another language than the meeting's, which is that of the original."""

    meeting = models.ForeignKey(
        "archive.Meeting", models.CASCADE, related_name="translations", verbose_name=_("meeting")
    )
    language = LanguageField(_("language"), default="", help_text=_("Of the translation: en, zh-Hans, …"))
    name = models.CharField(_("title"), max_length=500)
    summary = models.TextField(_("summary"), blank=True)
    text = models.TextField(_("text"), blank=True, help_text=_("The minutes, in Markdown."))

    objects = MeetingTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "language"],
                name="meeting_translation_once",
                violation_error_message=_("There is a translation into this language already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.name}"

    def clean(self) -> None:
        if self.language and self.language == self.meeting.language:
            raise ValidationError({"language": _("This is the language of the original.")})
