"""Documents in a bucket: kept as in a folder, verified, backed up and restored, and open to nobody else."""

import hashlib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from moto.server import ThreadedMotoServer

from archive.models import Document
from archive.models.write_lock import one_writer
from archive.operations import doctor
from archive.operations.backups.backup import make_backup
from archive.operations.backups.manifest import BackupError
from archive.operations.backups.restore import restore_backup
from archive.operations.publish import publish
from archive.record.stored_files import false_files, files_without_row
from tests.factories import make_document, make_draft, make_meeting
from tests.operations.backups.test_backups import empty
from tests.test_settings import settings_with

BUCKET = "minutes"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Yield the address of an S3 server on this machine."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Let the site keep its documents in a new bucket."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "clerk")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of a test")
    url = f"s3://{BUCKET}/archive?endpoint={server}&region=eu-west-1"
    [found] = settings_with(tmp_path, "STORAGES", DOCUMENTS_URL=url)
    s3 = boto3.resource("s3", endpoint_url=server, region_name="eu-west-1")
    made = s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    settings.STORAGES = {**settings.STORAGES, "default": found["default"]}
    yield made
    made.objects.delete()
    made.delete()


def keys(bucket: Any) -> list[str]:
    return sorted(each.key for each in bucket.objects.all())


def file_of(text: bytes) -> ContentFile:
    return ContentFile(text, name="plan.txt")


def sent(client: Client, document: Document) -> bytes:
    """Return what a reader gets; the client closes an answer that was read to its end."""
    answer: Any = client.get(document.get_absolute_url())
    return b"".join(answer.streaming_content)


@pytest.mark.any_engine
@pytest.mark.django_db
def test_document_is_stored_sent_verified_and_removed(bucket: Any, client):
    fingerprint = hashlib.sha256(b"the plan").hexdigest()
    document = make_document(make_meeting(), file=file_of(b"the plan"), sha256=fingerprint)
    twin = make_document(document.meeting, file=file_of(b"another"))

    assert keys(bucket) == sorted(f"archive/{each.file.name}" for each in (document, twin))
    assert sent(client, document) == b"the plan"
    assert [*false_files(), *files_without_row()] == []

    bucket.put_object(Key=f"archive/{document.file.name}", Body=b"another plan")
    bucket.put_object(Key="archive/9/stray.txt", Body=b"left over")
    bucket.Object(f"archive/{twin.file.name}").delete()
    changed, missing = false_files()

    assert ("was changed" in changed, "is missing" in missing) == (True, True)
    assert list(files_without_row()) == ["9/stray.txt"]
    client.raise_request_exception = False
    assert client.get(twin.get_absolute_url()).status_code == 503


@pytest.mark.any_engine
@pytest.mark.django_db
def test_file_of_a_save_that_is_rolled_back_goes_and_is_sent_again(bucket: Any):
    meeting = make_meeting()
    before = make_document(meeting, file=file_of(b"the plan"))
    upload = file_of(b"another")

    for _try in range(2):
        with one_writer():
            make_document(meeting, file=upload)
            transaction.set_rollback(True)
        assert keys(bucket) == [f"archive/{before.file.name}"]
    with one_writer():
        again = make_document(meeting, file=upload)

    assert keys(bucket) == sorted(f"archive/{each.file.name}" for each in (before, again))
    with default_storage.open(str(again.file.name)) as file:
        assert file.read() == b"another"


@pytest.mark.any_engine
@pytest.mark.django_db
def test_private_document_is_open_to_nobody(bucket: Any, client):
    document = make_document(make_meeting(), file=file_of(b"salaries"), is_public=False)
    storage: Any = default_storage
    address = storage.bare_address(document.file.name)

    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(address)
    assert client.get(document.get_absolute_url()).status_code == 404
    assert document.file.url == f"/{document.file.name}"  # no signature that opens it
    assert doctor.storage() == doctor.Finding(
        "storage", "ok", "Documents are in a bucket that is closed to strangers."
    )

    bucket.Object(f"archive/{document.file.name}").Acl().put(ACL="public-read")

    assert doctor.storage().level == doctor.ERROR


@pytest.mark.any_engine
@pytest.mark.django_db
def test_backup_of_a_bucket_is_restored_into_a_bucket(bucket: Any, settings, client, tmp_path: Path):
    settings.DATA_DIR = tmp_path
    fingerprint = hashlib.sha256(b"the plan").hexdigest()
    meeting = make_draft()
    document = make_document(meeting, file=file_of(b"the plan"), sha256=fingerprint)
    publish(meeting)
    before = keys(bucket)
    path, _manifest = make_backup(tmp_path / "backup.zip")
    empty()

    with pytest.raises(BackupError, match=f"it has {document.file.name}. Set DATA_DIR, or DOCUMENTS_URL"):
        restore_backup(path)
    bucket.objects.delete()
    manifest, problems = restore_backup(path)

    assert (manifest.missing, problems, keys(bucket)) == ([], [], before)
    assert sent(client, document) == b"the plan"


@pytest.mark.any_engine
@pytest.mark.django_db
@pytest.mark.parametrize("away", [{"bucket_name": "gone"}, {"endpoint_url": "http://127.0.0.1:1"}])
def test_bucket_that_is_away_is_told_as_a_disk_is(bucket: Any, settings, client, away: dict[str, str]):
    document = make_document(make_meeting(), file=file_of(b"the plan"))
    ours = settings.STORAGES["default"]
    there = {**ours, "OPTIONS": {**ours["OPTIONS"], **away}}
    settings.STORAGES = {**settings.STORAGES, "default": there}

    with pytest.raises(PermissionError, match="the storage of documents does not do it"):
        default_storage.save("1/plan.txt", file_of(b"new"))
    client.raise_request_exception = False
    assert client.get(document.get_absolute_url()).status_code == 503
    assert doctor.storage().level == doctor.ERROR
