"""Agenda items: what a meeting took up, in the order it did."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.visibility import VisibleQuerySet


class AgendaItemQuerySet(VisibleQuerySet["AgendaItem"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class AgendaItem(models.Model):
    """One item of an agenda. A closed one is never public, nor any row of it but decisions disclosed."""

    meeting = models.ForeignKey(
        "archive.Meeting", models.CASCADE, related_name="agenda_items", verbose_name=_("meeting")
    )
    position = models.PositiveIntegerField(_("position"))
    number = models.CharField(_("number"), max_length=50, blank=True, help_text=_("As written: 三, 10.1."))
    name = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    presenter = models.CharField(_("presented by"), max_length=200, blank=True)
    is_public = models.BooleanField(
        _("public"),
        default=True,
        help_text=_("A closed item and its rows are not shown, except decisions marked public."),
    )
    disclosure_basis = models.CharField(
        _("why it is closed"),
        max_length=500,
        blank=True,
        help_text=_("Law or rule. The public reads it beside a decision that is shown."),
    )
    continued_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="continuations",
        verbose_name=_("continued from"),
        null=True,
        blank=True,
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_item_position_once",
                violation_error_message=_("Two agenda items have the same position."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()
