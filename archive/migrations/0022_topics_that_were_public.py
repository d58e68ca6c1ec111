from django.db import migrations


def remember(apps, schema_editor):
    apps.get_model("archive", "Topic").objects.filter(is_public=True).update(was_public=True)


class Migration(migrations.Migration):
    dependencies = [("archive", "0021_public_changes")]

    operations = [migrations.RunPython(remember, migrations.RunPython.noop)]
