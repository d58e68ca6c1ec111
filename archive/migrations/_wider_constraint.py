"""A constraint that becomes wider, and stays so if the migration is undone."""

from typing import Any

from django.db import migrations


class RemoveNarrower(migrations.RemoveConstraint):
    """Remove a constraint, and do not bring it back if the migration is undone: see AddWider."""

    def database_backwards(self, *_args: Any, **_kwargs: Any) -> None:
        pass


class AddWider(migrations.AddConstraint):
    """Add a constraint that allows more than the one before, and keep it if the migration is undone.

    Rows that only it allows may be there by then. Versions are such rows, and they are never removed or
    changed: the fingerprints of all later ones depend on them. What ran before writes none.
    """

    def database_backwards(self, *_args: Any, **_kwargs: Any) -> None:
        pass
