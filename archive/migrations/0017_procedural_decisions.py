"""Mark decisions whose words say that they settle only the meeting itself, an election or a report.

New ones are marked when they are entered or imported. The mark is in no version of a meeting, so that
nothing published changes; it takes the decision from the register of what is in force.
"""

from django.db import migrations
from django.db.models.functions import Left

from archive.text.procedural import LONGEST, is_procedural_motion

CHUNK = 500  # keys in one query


def mark(apps, _schema_editor):
    resolutions = apps.get_model("archive", "Resolution").objects
    rows = resolutions.annotate(words=Left("text", LONGEST + 1))  # a longer text is none
    found = rows.values_list("pk", "name", "words").iterator()
    keys = [key for key, name, words in found if is_procedural_motion(name, words)]
    for start in range(0, len(keys), CHUNK):
        resolutions.filter(pk__in=keys[start : start + CHUNK]).update(is_procedural=True)


class Migration(migrations.Migration):
    dependencies = [("archive", "0016_registers_of_what_is_in_force")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
