"""Fill in the sort keys; a person's `sort_name` becomes what staff chose, "" where the program made it."""

import re

from django.db import migrations

from archive.text.names import sort_key, sort_name

LONGEST = 250  # of both columns
LATIN = re.compile(r"([\x20-\u02ff\u1e00-\u1eff]+?)([(（\[].*)?", re.DOTALL)
PARTICLES = "af al av bin d' da de del della den der di dos du el ibn la le ten ter van von zu".split()
SUFFIXES = ("jr", "jr.", "sr", "sr.", "ii", "iii", "iv")


def fill_in(apps, schema_editor):
    database = schema_editor.connection.alias
    for model in ("Body", "Topic"):
        rows = apps.get_model("archive", model).objects.using(database)
        found = list(rows.only("pk", "name", "sort_key"))
        for row in found:
            row.sort_key = sort_key(row.name)[:LONGEST]
        rows.bulk_update(found, ["sort_key"], batch_size=200)
    people = apps.get_model("archive", "Person").objects.using(database)
    found = list(people.only("pk", "name", "sort_name", "sort_key"))
    for person in found:
        made = sort_name(person.name)
        if person.sort_name in (made[:LONGEST], made_before(person.name)[:LONGEST]):
            person.sort_name = ""
        person.sort_key = sort_key(person.sort_name or made)[:LONGEST]
    people.bulk_update(found, ["sort_name", "sort_key"], batch_size=200)


def fill_in_sort_names(apps, schema_editor):
    people = apps.get_model("archive", "Person").objects.using(schema_editor.connection.alias)
    found = list(people.filter(sort_name="").only("pk", "name", "sort_name"))
    for person in found:
        person.sort_name = sort_name(person.name)[:LONGEST]
    people.bulk_update(found, ["sort_name"], batch_size=200)


def made_before(name):
    """Return what the program made of a Latin name until now; Chinese names are read as before."""
    match = LATIN.fullmatch(name.removeprefix("@"))
    if match is None:
        return ""
    words = match[1].split()
    suffix = f" {words.pop()}" if len(words) > 1 and words[-1].casefold() in SUFFIXES else ""
    if len(words) > 1 and "," not in match[1]:
        first = len(words) - 1
        while first > 1 and words[first - 1] in PARTICLES:
            first -= 1
        inverted = f"{' '.join(words[first:])}, {' '.join(words[:first])}{suffix}"
    else:
        inverted = " ".join(match[1].split())
    return " ".join(filter(None, [inverted, match[2]]))


class Migration(migrations.Migration):
    dependencies = [("archive", "0007_sort_key")]

    operations = [migrations.RunPython(fill_in, fill_in_sort_names)]
