"""Rules that a database refused to break, as sentences."""

from django.apps import apps
from django.db import DatabaseError, models


def broken_rule(problem: DatabaseError) -> str:
    """Return the message of the constraint that an error names, else the error's own words.

    PostgreSQL names the constraint; SQLite names a unique one by its columns.
    """
    said = str(problem)
    for model in apps.get_app_config("archive").get_models():
        for constraint in model._meta.constraints:
            if constraint.name in said or columns_of(model, constraint) == said.partition(": ")[2]:
                return str(constraint.get_violation_error_message())
    return f"It breaks a rule of the database: {said.splitlines()[0]}."


def columns_of(model: type[models.Model], constraint: models.BaseConstraint) -> str:
    """Return the columns of a unique constraint as SQLite names them, or "none" for another one."""
    if not isinstance(constraint, models.UniqueConstraint):
        return "none"
    columns = {field.name: field.column for field in model._meta.fields}
    return ", ".join(f"{model._meta.db_table}.{columns[name]}" for name in constraint.fields)
