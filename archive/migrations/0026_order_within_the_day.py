"""The order of meetings of one day, from their start; the same for their resolutions."""

from django.db import migrations


def fill(apps, schema_editor):
    """Write 1 to 1440 wherever the start is known; a start that many have costs two statements."""
    meetings = apps.get_model("archive", "Meeting").objects
    resolutions = apps.get_model("archive", "Resolution").objects
    starts = meetings.exclude(start_time=None).order_by().values_list("start_time", flat=True).distinct()
    for start in list(starts):
        minute = 1 + start.hour * 60 + start.minute
        begun = meetings.filter(start_time=start)
        resolutions.filter(meeting__in=begun.values("pk")).update(start_minute=minute)
        begun.update(start_minute=minute)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0025_days_and_sittings"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
