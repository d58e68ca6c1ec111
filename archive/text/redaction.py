"""Words taken out of what was published: written [[redacted: basis]], shown as a block with its basis."""

import re
from typing import Any

from django.utils.translation import gettext as _

# On one line and without brackets within, so that it can stand in any field.
REDACTED = re.compile(r"\[\[redacted[:：][^\S\n]*([^\[\]\s][^\[\]\n]*?)[^\S\n]*\]\]", re.IGNORECASE)


def shown(text: str) -> str:
    """Return a text with its redactions in words of the active language: [Redacted: personal data]."""
    if "[[" not in text:
        return text
    return REDACTED.sub(lambda match: _("[Redacted: %(basis)s]") % {"basis": match[1]}, text)


def shown_in(value: Any, *, except_for: tuple[str, ...] = ()) -> Any:
    """Return plain data with shown() applied to every text in it, but for dictionary keys of some names."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, list):
        return [shown_in(part, except_for=except_for) for part in value]
    if isinstance(value, dict):
        return {
            key: part if key in except_for else shown_in(part, except_for=except_for)
            for key, part in value.items()
        }
    return value
