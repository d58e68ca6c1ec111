"""Names as written: a row keeps the name that a person or body had on its day."""

from functools import cache
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.fields import with_fields

LONGEST_NAME = 200


def written_name(label: Any) -> "models.CharField[str, str]":
    """Return the field of a name as written, which save() fills in where staff leave it empty."""
    help_text = _("The name of that day, or what the minutes write instead.")
    return models.CharField(label, max_length=LONGEST_NAME, blank=True, help_text=help_text)


@cache
def columns_of_names(model: type["NamesAsWritten"]) -> list[tuple[str, str]]:
    """Return (column of a key, field of the name as written) of a kind of row."""
    return [(f"{key}_id", written) for key, written in model.WRITTEN.items()]


class NamesAsWritten(models.Model):
    """A row that names people or bodies. `WRITTEN` says which field keeps the name that which key has.

    A name is written when the row first names someone, and again when it names someone else. Nothing that
    happens to the person or body changes it. In `TYPED` are the fields that staff type: a name typed stays.
    `HELD` says which key leads to the name to check that stands in a person's place until it is decided.
    """

    WRITTEN: ClassVar[dict[str, str]] = {}
    HELD: ClassVar[dict[str, str]] = {}
    TYPED: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **with_fields(kwargs, *self.write_names()))
        self.remember_names()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row.remember_names()
        return row

    def remember_names(self) -> None:
        """Remember whom the row names in the database; fields that were not fetched are left out."""
        held = self.__dict__
        held["stored_names"] = {
            written: (held[key], held[written])
            for key, written in columns_of_names(type(self))
            if key in held and written in held
        }

    def write_names(self) -> list[str]:
        """Fill in the names that are to be written, and return their fields; a query for each.

        bulk_create calls no save(): its callers fill in names by hand.
        """
        deferred = self.get_deferred_fields()
        pairs = self.WRITTEN.items()
        fetched = [(key, written) for key, written in pairs if not {f"{key}_id", written} & deferred]
        filled = [(key, written) for key, written in fetched if self.is_to_be_written(key, written)]
        for key, written in filled:
            named = getattr(self, key)
            setattr(self, written, named.name_on(self.written_on) if named else "")
        return [written for _key, written in filled] + self.forget_decided()

    def forget_decided(self) -> list[str]:
        """Forget the names to check in whose place someone is named now, and return their keys."""
        done = [held for key, held in self.HELD.items() if self.is_held(key) and self.names_someone(key)]
        for held in done:
            setattr(self, held, None)
        return done

    def is_held(self, key: str) -> bool:
        """Return whether a name waits where the row would name a person; never if it was not fetched."""
        held = self.HELD.get(key)
        return bool(held and self.__dict__.get(f"{held}_id"))

    def names_someone(self, key: str) -> bool:
        return self.__dict__.get(f"{key}_id") is not None

    def is_to_be_written(self, key: str, written: str) -> bool:
        """Return whether someone is named without a name, no longer named, or named in another's place."""
        is_named, is_written = getattr(self, f"{key}_id") is not None, bool(getattr(self, written))
        if not is_named and self.is_held(key):
            return False  # a name that waits stands for itself
        return is_named != is_written or (is_written and self.names_another(key, written))

    def names_another(self, key: str, written: str) -> bool:
        """Return whether the row came to name someone else, under the name of the one before."""
        stored = self.__dict__.get("stored_names", {}).get(written)
        if stored is None or stored[0] == getattr(self, f"{key}_id"):
            return False
        before, name = stored
        if before is None or getattr(self, written) != name:  # a name that waited stays as it was read
            return False
        related: Any = self._meta.get_field(key).related_model
        return written not in self.TYPED or related.objects.filter(pk=before, name=name).exists()

    @property
    def written_on(self) -> Any:
        """The day of the minutes."""
        raise NotImplementedError
