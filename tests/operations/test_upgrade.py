"""After an upgrade, or a step back, the doctor says what is left to do."""

import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from archive.models import Revision
from archive.operations import doctor
from archive.operations.upgrade import stale_static_files
from archive.place import why_not_ready
from tests.factories import make_meeting


def findings_about(subject: str) -> list[tuple[str, str]]:
    """Return (what was found, what to do) of each fault of a subject."""
    found = doctor.examine(thorough=False)
    return [(one.found, one.remedy) for one in found if one.subject == subject and one.level != doctor.OK]


@pytest.mark.django_db
def test_index_that_another_version_made_is_found():
    meeting = make_meeting(text="budget")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_search_entry SET digest = 'of before'")

    assert findings_about("search index") == [
        (
            f"It is not as this version makes it (stale: meeting {meeting.pk} of meeting {meeting.pk}).",
            "Run `manage.py rebuild_search_index`.",
        )
    ]


@pytest.mark.django_db
def test_database_of_a_newer_version_is_found():
    MigrationRecorder(connection).record_applied("archive", "9999_of_a_newer_version")

    assert findings_about("migrations") == [
        ("A newer version applied 9999_of_a_newer_version.", doctor.NEWER)
    ]
    assert why_not_ready().startswith("A newer version applied 9999_of_a_newer_version. Install")


@pytest.mark.django_db
def test_record_of_a_newer_version_is_found():
    meeting = make_meeting()
    assert findings_about("record") == []
    snapshot = Revision.objects.get(meeting=meeting).snapshot.replace('"format":2', '"format":99')
    Revision.objects.filter(meeting=meeting).update(snapshot=snapshot)

    assert findings_about("record") == [("A newer version wrote the last minutes.", doctor.NEWER)]


@pytest.mark.any_engine
def test_static_files_of_before_are_found(settings, tmp_path: Path):
    settings.STATIC_ROOT, settings.HASHED_FILES = tmp_path, True
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(storage.path(name), tmp_path / name)
    assert list(doctor.static_files()) == []

    (tmp_path / "css/base.css").write_text("of before")
    (tmp_path / "css/tokens.css").unlink()
    [changed] = doctor.static_files()
    settings.HASHED_FILES = False
    [never] = doctor.static_files()

    assert stale_static_files() == ["css/base.css", "css/tokens.css"]
    assert (changed.found, never.found) == ("2 are of another version.", "None were collected.")
    assert changed.remedy == "Run `manage.py collectstatic --no-input`, then start the site again."


@pytest.mark.any_engine
def test_version_of_the_program_is_told():
    assert doctor.versions().found.startswith("Minutebook 0.1.0, Python 3.")
