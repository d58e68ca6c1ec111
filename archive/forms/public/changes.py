"""Form of the log of public changes: of one person, body, topic or matter, or of all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.models import Body, Matter, Person, Topic
from archive.models.public_change import PublicChangeQuerySet, Thing


class PublicChangesForm(forms.Form):
    """Of what the changes are listed, by the slug of its page; of all if nothing is given."""

    person = forms.SlugField(required=False, max_length=80)
    body = forms.SlugField(required=False, max_length=80)
    topic = forms.SlugField(required=False, max_length=80)
    matter = forms.SlugField(required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things: list[Thing] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        public: dict[str, Any] = {
            "person": Person.objects.with_public_page(),
            "body": Body.objects.known(),
            "topic": Topic.objects.ever_public(),
            "matter": Matter.objects.published(),
        }
        for name, things in public.items():
            if slug := cleaned.get(name):
                found = things.filter(slug=slug).first()
                if found is None:
                    self.add_error(name, _("Nothing in this archive has this address."))
                else:
                    self.things.append(found)
        return cleaned

    @property
    def thing(self) -> Thing | None:
        return self.things[0] if self.things else None

    def apply(self, changes: PublicChangeQuerySet) -> PublicChangeQuerySet:
        """Narrow changes to those of what was asked for; none if that could not be read."""
        if not self.is_valid():
            return changes.none()
        for thing in self.things:
            changes = changes.about(thing)
        return changes
