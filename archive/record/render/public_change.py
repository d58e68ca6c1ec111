"""A public change in words: what it is of, before and after."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.models import Body, Matter, Membership, Person, PublicChange, Topic

MODELS: dict[str, Any] = {"person": Person, "body": Body, "topic": Topic, "matter": Matter}


@dataclass(frozen=True)
class ChangeLine:
    """One line of the log; `before` and `after` are "" where there was nothing."""

    change: PublicChange

    @property
    def what(self) -> str:
        match self.change.what:
            case "post":
                return _("Post")
            case "other_name":
                return _("Other name")
            case "merged" if self.change.subject == "body":
                return _("Two entries were found to be one body")
            case "restored" if self.change.subject == "body":
                return _("One entry was found to be two bodies")
            case "merged":
                return _("Two entries were found to be one person")
            case "restored":
                return _("One entry was found to be two people")
        try:
            field = MODELS[self.change.subject]._meta.get_field(self.change.what)
        except FieldDoesNotExist:  # that of an earlier release
            return self.change.what
        return str(capfirst(field.verbose_name))

    @property
    def before(self) -> str:
        return self.words(self.change.before)

    @property
    def after(self) -> str:
        return self.words(self.change.after)

    def words(self, value: Any) -> str:
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, dict):
            return post_words(value)
        if value is None:
            return ""
        try:
            field = MODELS[self.change.subject]._meta.get_field(self.change.what)
        except FieldDoesNotExist:
            return str(value)
        return (
            str(dict(field.flatchoices).get(value, value)) if hasattr(field, "flatchoices") else str(value)
        )


def post_words(post: dict[str, Any]) -> str:
    """Return a post as text; see post_value() for its keys."""
    role = post["label"] or dict(Membership.Role.choices).get(post["role"], post["role"])
    vote = "" if post["voting_right"] else _("no vote")
    days = f"{post['start'] or ''} – {post['end'] or ''}" if post["start"] or post["end"] else ""
    return ", ".join(filter(None, [str(role), post["body"], vote, days]))
