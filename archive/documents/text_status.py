"""What became of the text of a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextStatus(models.TextChoices):
    """What became of reading the text; empty where nobody tried: a link, or not yet."""

    EXTRACTED = "extracted", _("Text read")
    IN_PART = "in_part", _("Text read in part")
    NO_TEXT = "no_text", _("No text in it")
    NOT_READABLE = "not_readable", _("Text not readable")
    NOT_A_TEXT_FORMAT = "not_a_text_format", _("Not a text format")
