"""Words taken out of what was published: written [[redacted: basis]], shown as a block with its basis."""

import re
from typing import Any

from django.utils.translation import gettext as _

# On one line and without brackets within, so that it can stand in any field.
REDACTED = re.compile(
    r"\[\[redacted[:：][^\S\n]*([^\[\]\s](?:[^\[\]\n]*[^\[\]\s])?)[^\S\n]*\]\]", re.IGNORECASE
)


def show_redactions(text: str) -> str:
    """Return a text with its redactions in words of the active language: [Redacted: personal data]."""
    if "[[" not in text:
        return text
    return REDACTED.sub(lambda match: _("[Redacted: %(basis)s]") % {"basis": match[1]}, text)


def show_redactions_in(value: Any, *, except_for: tuple[str, ...] = ()) -> Any:
    """Apply show_redactions() to every text in plain data, except under some dictionary keys."""
    if isinstance(value, str):
        return show_redactions(value)
    if isinstance(value, list):
        return [show_redactions_in(part, except_for=except_for) for part in value]
    if isinstance(value, dict):
        return {
            key: part if key in except_for else show_redactions_in(part, except_for=except_for)
            for key, part in value.items()
        }
    return value
