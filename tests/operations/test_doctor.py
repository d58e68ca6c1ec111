"""The doctor finds each thing that is wrong, and says what to do about it."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import timezone

from archive.models import Meeting, Revision
from archive.operations import doctor
from archive.operations.backups.backup import make_backup
from archive.search.index import forget
from tests.factories import make_document, make_meeting
from tests.test_docs import table_of


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up an installation in which nothing is wrong but what a test spoils."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.HTTPS = True
    settings.ALLOWED_HOSTS = ["localhost"]
    return tmp_path


def found(*, thorough: bool = True) -> dict[str, doctor.Finding]:
    """Return the findings by subject; of several of one subject the worst."""
    worst: dict[str, doctor.Finding] = {}
    for finding in doctor.examine(thorough=thorough):
        old = worst.get(finding.subject)
        levels = [doctor.OK, doctor.WARNING, doctor.ERROR]
        if not old or levels.index(finding.level) > levels.index(old.level):
            worst[finding.subject] = finding
    return worst


def wrong(findings: dict[str, doctor.Finding]) -> set[str]:
    assert all(finding.remedy for finding in findings.values() if finding.level != doctor.OK)
    return {finding.subject for finding in findings.values() if finding.level != doctor.OK}


# Of a test’s installation: no public name, no mail server, no backup, no collected files.
ALWAYS = {"HTTPS", "backup", "mail", "rights", "static files"}


@pytest.mark.django_db
def test_healthy_archive_lacks_nothing(folder: Path):
    make_meeting()

    findings = found()

    assert wrong(findings) <= ALWAYS
    assert findings.keys() >= {
        "database",
        "migrations",
        "record",
        "search index",
        "files",
        "orphaned files",
    }


@pytest.mark.django_db
def test_changed_row_missing_file_and_stray_file_are_found(folder: Path):
    meeting = make_meeting()
    document = make_document(meeting, file=ContentFile(b"plan", name="plan.txt"))
    Path(document.file.path).unlink()
    Path(document.file.path).with_name("stray.txt").write_text("left over")
    Meeting.objects.filter(pk=meeting.pk).update(location="Elsewhere")

    findings = found()

    assert wrong(findings) >= {"record", "files", "orphaned files"}
    assert "location" in findings["record"].found
    assert (findings["files"].level, findings["orphaned files"].level) == (doctor.ERROR, doctor.WARNING)


@pytest.mark.django_db
def test_empty_index_and_version_of_the_future_are_found():
    meeting = make_meeting()
    forget([meeting.pk])
    Revision.objects.update(created_at=timezone.now() + dt.timedelta(days=1))

    findings = found(thorough=False)

    assert wrong(findings) - ALWAYS == {"search index", "clock"}
    assert "record" not in findings  # only when everything is read


@pytest.mark.django_db
def test_missing_migration_is_found_before_its_tables_are_asked():
    [(app, newest)] = MigrationLoader(connection).graph.leaf_nodes("archive")
    MigrationRecorder(connection).record_unapplied(app, newest)

    findings = found()

    assert newest in findings["migrations"].found
    assert findings["migrations"].remedy == "Make a backup, then run `manage.py migrate`."
    assert "record" not in findings


@pytest.mark.django_db
def test_database_that_is_down_is_told(monkeypatch: pytest.MonkeyPatch):
    def refuse() -> None:
        raise DatabaseError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "cursor", refuse)

    assert found()["database"].found == "It cannot be reached: connection refused"


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ALOWED_HOSTS", "ALLOWED_HOSTS"),
        ("Allowed_Hosts", "ALLOWED_HOSTS"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("TIMEZONE", "TIME_ZONE"),
        ("BEHIND_PROXI", "BEHIND_PROXY"),
        ("LANGUAGE", ""),
        ("HTTPS_PROXY", ""),
        ("HOME", ""),
        ("ALLOWED_HOSTS", ""),
    ],
)
def test_misspelt_variable_is_found(monkeypatch: pytest.MonkeyPatch, name: str, meant: str):
    monkeypatch.setenv(name, "x")

    remedies = [finding.remedy for finding in doctor.variables() if finding.found.startswith(f"{name} ")]

    assert remedies == ([f"Write {meant}."] if meant else [])


@pytest.mark.any_engine
def test_variables_are_those_of_readme():
    assert set(table_of("Settings")) == doctor.VARIABLES


@pytest.mark.any_engine
def test_what_others_may_read_is_found(folder: Path):
    folder.chmod(0o755)
    (folder / "secret_key").touch(mode=0o644)

    told = [finding.remedy for finding in doctor.rights()]

    assert f"Run: chmod 700 {folder}" in told
    assert f"Run: chmod 600 {folder / 'secret_key'}" in told
    assert {warning.id for warning in run_checks(tags=["security"], include_deployment_checks=True)} >= {
        "archive.W002"
    }


@pytest.mark.any_engine
def test_https_and_mail_are_tried(settings, monkeypatch: pytest.MonkeyPatch):
    settings.ALLOWED_HOSTS = ["localhost", "archive.invalid"]
    [https] = doctor.https()
    settings.HTTPS = False
    [off] = doctor.https()

    assert https.found.startswith("https://archive.invalid does not answer from here: ")
    assert "BEHIND_PROXY" in https.remedy
    assert off.found == "HTTPS is off."
    settings.MAIL = settings.MAIL._replace(scheme="smtp")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens
    [mail] = doctor.mail()
    assert (mail.level, mail.remedy) == (doctor.ERROR, "Mend EMAIL_URL.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert [finding.level for finding in doctor.mail()] == [doctor.OK]


@pytest.mark.django_db
def test_age_of_the_last_backup_is_told(folder: Path):
    [never] = doctor.backups()
    make_backup(folder / "all.zip")
    [fresh] = doctor.backups()
    note = folder / "last_backup.json"
    made_at = (timezone.now() - dt.timedelta(days=9)).isoformat()
    note.write_text(json.dumps(json.loads(note.read_text()) | {"made_at": made_at}))
    [old] = doctor.backups()

    assert never.found == "No backup was ever made."
    assert (fresh.level, fresh.remedy) == (doctor.OK, "")
    assert (old.level, old.found[:26]) == (doctor.WARNING, "The last one is 9 days old")


@pytest.mark.django_db
def test_command_ends_with_the_result(folder: Path):
    output = io.StringIO()
    call_command("doctor", "--quick", stdout=output)
    [*_lines, last] = output.getvalue().splitlines()
    as_json = io.StringIO()
    call_command("doctor", "--quick", "--json", stdout=as_json)

    assert last.startswith("doctor: 0 errors, ")
    assert {"subject", "level", "found", "remedy"} == set(json.loads(as_json.getvalue())[0])
    make_meeting()
    Revision.objects.update(created_at=timezone.now() + dt.timedelta(days=1))
    with pytest.raises(SystemExit) as stopped:
        call_command("doctor", "--quick", stdout=io.StringIO())
    assert stopped.value.code == 1


@pytest.mark.django_db
def test_folder_that_is_not_mounted_is_told_and_not_made(folder: Path, settings):
    settings.DATA_DIR = folder / "gone"

    assert found(thorough=False)["rights"].found == f"{folder / 'gone'} is not there."
    assert not (folder / "gone").exists()


@pytest.mark.django_db
def test_host_that_signs_with_another_key_is_found():
    with override_settings(
        SECRET_KEY="of another host, and no secret: 9876543210 zyxwvutsrqponmlkjihgfedcba"
    ):
        session = SessionStore()
        session["clerk"] = 1
        session.save()

    [finding] = doctor.shared_key()

    assert finding.found == "The newest session was signed with another key."
    assert finding.remedy.startswith("Set the same SECRET_KEY on every host.")


@pytest.mark.django_db
def test_folder_of_documents_is_named(folder: Path, engine: str):
    finding = doctor.storage()

    assert finding.found.startswith(f"Documents are in {folder / 'documents'}.")
    assert ("Other web hosts" in finding.found) == (engine == "postgresql")


@pytest.mark.django_db
def test_group_that_nobody_has_needs_no_second_factor_and_is_named(settings):
    settings.MFA_REQUIRED_FOR = ["Publisher", "Publishers"]

    [finding] = doctor.groups_of_settings()

    assert finding.level == doctor.ERROR
    assert finding.found == "MFA_REQUIRED_FOR names Publishers, but no group has that name."
    assert finding.remedy == "Write one of: Clerk, Publisher."


@pytest.mark.django_db
def test_group_of_the_provider_that_is_none_here_is_named(settings):
    settings.OIDC_GROUPS = {"a": "Clerk", "b": "Publishers", "c": "Publishers"}

    [finding] = doctor.groups_of_settings()

    assert (finding.subject, finding.level) == ("single sign-on", doctor.ERROR)
    assert finding.found == "OIDC_GROUPS names Publishers, but no group has that name."


@pytest.mark.any_engine
def test_provider_of_log_ins_that_is_away_is_found(settings):
    assert list(doctor.provider()) == []
    settings.OIDC = {"settings": {"server_url": "http://127.0.0.1:1"}}

    [finding] = doctor.provider()

    assert finding.level == doctor.ERROR
    assert finding.found.startswith("http://127.0.0.1:1 does not answer: ")
