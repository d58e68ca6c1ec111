"""Nothing forwards: numbers were unique. Backwards, numbers that came back go where imports put them."""

from django.db import migrations
from django.db.models import Min


def into_titles(apps, schema_editor):
    decisions = apps.get_model("archive", "Resolution").objects.exclude(identifier="")
    firsts = decisions.values("body", "identifier").annotate(first=Min("pk")).values("first")
    for row in decisions.exclude(pk__in=list(firsts.values_list("first", flat=True))):
        row.name, row.identifier = f"{row.identifier} {row.name}".strip()[:500], ""
        row.save(update_fields=["name", "identifier"])
    meetings = apps.get_model("archive", "Meeting").objects.exclude(number_series="").exclude(number="")
    for row in meetings:
        row.number = f"{row.number_series} {row.number}"[:50]
        row.save(update_fields=["number"])


class Migration(migrations.Migration):
    dependencies = [("archive", "0029_matters_and_series_of_numbers")]

    operations = [migrations.RunPython(migrations.RunPython.noop, into_titles)]
