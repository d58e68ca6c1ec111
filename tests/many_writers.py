# ruff: noqa: E402 - the settings are read before the models are imported
"""Many processes that save, correct, publish, withdraw, approve, merge, import and upload at once.

    HTTPS=off DATABASE_URL=… DATA_DIR=… python -m tests.many_writers [--processes 8] [--operations 24]
        [--meetings 50] [--backup FILE]

needs an empty database, and prints one line of JSON at the end: how often each was done or refused, what
failed, what was acknowledged and is not there, what is wrong with the record and the index, and the seconds
of the longest operation and of all. With --backup the first process makes a backup when it is half done.
"""

import argparse
import json
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django.setup()

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment

from archive.models import Attendance, Document, Meeting, Revision, write_lock
from archive.models.write_lock import retried
from archive.operations.importing.importer import Importer
from archive.operations.people import merge_people, undo_merge
from archive.operations.publish import CannotApprove, CannotPublish, approve, correct, publish, withdraw
from archive.record.verify import problems_of_record
from archive.search.index import check_index
from tests.admin.pages import change, filled, row
from tests.factories import make_attendance, make_draft, make_meeting, make_person, make_user

PATIENCE = 300  # seconds: what is tested is that nobody waits for ever, on a machine however slow
# Another process withdrew, published or approved the meeting meanwhile.
REFUSED = (CannotApprove, CannotPublish, ValueError)
MOST_UPLOADS = 5  # to one draft, whose page shows them all


class Writer:
    """One process; `noted` says what the archive acknowledged: {kind: what must be found}."""

    def __init__(self, number: int, keys: list[int]) -> None:
        self.number, self.name = number, f"writer-{number}"
        self.keys = keys
        self.chance = random.Random(number)
        self.steps = 0
        self.user = make_user("Publisher", username=self.name)
        self.client = Client()
        self.client.force_login(self.user)
        self.draft = make_draft(name=f"Draft of {self.name}")
        self.noted: dict[str, list[Any]] = {"reasons": [], "approved": [], "imported": [], "documents": []}

    def token(self) -> str:
        self.steps += 1
        return f"{self.name}, step {self.steps}"

    def meeting(self) -> Meeting:
        return Meeting.objects.get(pk=self.chance.choice(self.keys))

    def correct(self, change_rows: Callable[[Meeting], Any], kind: str = "corrected") -> None:
        """Correct as a program may that takes no lock itself: its first row saved takes it."""
        token, meeting = self.token(), self.meeting()

        def unit() -> None:
            with transaction.atomic():
                change_rows(meeting)
                correct(meeting, kind=kind, reason=token, by=self.user)

        retried(unit, seconds=PATIENCE)
        self.noted["reasons"].append(token)

    # What is done by turns

    def save_at_desk(self) -> None:
        self.send(location=self.token())

    def upload_at_desk(self) -> None:
        name, count = self.token(), self.draft.documents.count()
        if count == MOST_UPLOADS:
            self.draft, count = make_draft(name=f"Draft of {name}", body=self.draft.body), 0
        file = SimpleUploadedFile("notes.txt", f"Notes of {name}.".encode())
        fields = row("documents", count, name=name, classification="attachment", file=file)
        self.send(**fields | {"documents-TOTAL_FORMS": count + 1})
        self.noted["documents"].append(name)

    def send(self, **fields: Any) -> None:
        address = change(self.draft)
        answer = self.client.post(address, filled(self.client, address, **fields) | {"_save": "1"})
        if answer.status_code != 302:
            raise RuntimeError(f"The desk answered {answer.status_code}.")

    def correct_place(self) -> None:
        def move(meeting: Meeting) -> None:
            meeting.location = self.name
            meeting.save()

        self.correct(move)

    def add_document(self) -> None:
        def add(meeting: Meeting) -> None:
            text = ContentFile(b"Appendix.", "appendix.txt")
            Document.objects.create(meeting=meeting, name="Appendix", file=text)

        self.correct(add, "document_added")

    def publish_new(self) -> None:
        meeting = make_draft(name=self.token(), body=self.draft.body)
        publish(meeting, by=self.user)
        self.noted["reasons"].append("")

    def withdraw_and_return(self) -> None:
        meeting, reasons = self.meeting(), [self.token(), self.token()]
        withdraw(meeting, reason=reasons[0], by=self.user)
        self.noted["reasons"].append(reasons[0])
        publish(meeting, reason=reasons[1], by=self.user)
        self.noted["reasons"].append(reasons[1])

    def approve_one(self) -> None:
        meeting = self.meeting()
        approve(meeting, on=meeting.date, by=self.user)
        self.noted["approved"].append(meeting.pk)

    def merge_and_undo(self) -> None:
        kept, absorbed = make_person(self.token()), make_person(self.token())
        self.correct(lambda meeting: make_attendance(meeting, person=kept))
        self.correct(lambda meeting: make_attendance(meeting, person=absorbed))
        shared = Attendance.objects.for_person(kept).values("meeting")
        if not Attendance.objects.for_person(absorbed).filter(meeting__in=shared).exists():
            merge = merge_people(kept, absorbed, decisions={}, by=self.user)
            undo_merge(merge, by=self.user)

    def import_one(self) -> None:
        name = self.token()
        record = {
            "type": "meeting", "source": "writers", "source_url": f"https://example.org/{name}",
            "body": "Council", "date": "2021-05-04", "name": name, "attendance_status": "not_recorded",
            "text": "The council met.",
        }  # fmt: skip
        path = settings.DATA_DIR / f"{self.name}.jsonl"
        path.write_text(json.dumps(record))
        importer = Importer(publish=True, on_refusal=self.fail)
        importer.import_file(path)
        self.noted["imported"].append(name)

    def fail(self, _line: Any, reason: str) -> None:
        raise RuntimeError(reason)


QUICK: list[Callable[[Writer], None]] = [
    Writer.correct_place,
    Writer.withdraw_and_return,
    Writer.import_one,
    Writer.add_document,
    Writer.approve_one,
    Writer.publish_new,
]
SLOW: list[Callable[[Writer], None]] = [
    Writer.save_at_desk,
    Writer.merge_and_undo,
    Writer.upload_at_desk,
]  # half a second each


def turns(number: int) -> list[Callable[[Writer], None]]:
    """Return what a writer does by turns: each kind once, each writer from another one, then quick ones."""
    every = [*QUICK, *SLOW]
    start = number % len(every)
    return every[start:] + every[:start] + QUICK + QUICK


def work(writer: Writer, operations: int, answer: Path, backup: Path | None) -> None:
    """Do so many operations, each kind by turns, and write what came of them to a file."""
    done: Counter[str] = Counter()
    failed: list[str] = []
    longest = 0.0
    for step, kind in enumerate(islice(cycle(turns(writer.number)), operations)):
        if backup and step == operations // 2:
            call_command("backup", str(backup))
        began = time.monotonic()
        try:
            kind(writer)
            done[kind.__name__] += 1
        except REFUSED:
            done["refused"] += 1
        except Exception:
            failed.append(f"{kind.__name__}: {traceback.format_exc()}")
        longest = max(longest, time.monotonic() - began)
    answer.write_text(json.dumps([done, failed, writer.noted, longest]))


def lost(noted: list[dict[str, list[Any]]], writers: list[Writer]) -> list[Any]:
    """Return what was acknowledged and is not there, or is there twice."""
    missing: list[Any] = []
    uploaded = Document.objects.exclude(name="Appendix")
    for writer, one in zip(writers, noted, strict=True):
        ours = Revision.objects.filter(created_by=writer.user)
        reasons = Counter(ours.exclude(kind="approved").values_list("reason", flat=True))
        missing += [reason for reason, count in Counter(one["reasons"]).items() if reasons[reason] != count]
        approved = set(ours.filter(kind="approved").values_list("meeting", flat=True))
        missing += set(one["approved"]) ^ approved
        missing += set(one["imported"]) - set(Meeting.objects.published().values_list("name", flat=True))
        missing += set(one["documents"]) - set(uploaded.values_list("name", flat=True))
    return missing


def main(processes: int, operations: int, meetings: int, backup: Path | None = None) -> dict[str, Any]:
    """Fill the archive, let the processes write, and compare."""
    setup_test_environment()
    write_lock.WAIT_SECONDS = PATIENCE
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = PATIENCE
    call_command("migrate", verbosity=0)
    keys = [make_meeting(resolutions=2).pk for _ in range(meetings)]
    writers = [Writer(number, keys) for number in range(processes)]
    answers = [settings.DATA_DIR / f"{writer.name}.json" for writer in writers]
    connection.close()  # each process opens its own
    began = time.monotonic()
    backups = [backup, *[None] * (processes - 1)]
    parts = zip(writers, answers, backups, strict=True)
    children = [start(writer, operations, answer, file) for writer, answer, file in parts]
    for child in children:
        os.waitpid(child, 0)
    seconds = round(time.monotonic() - began)
    told = [json.loads(path.read_text()) for path in answers]
    done: Counter[str] = Counter()
    for one in told:
        done.update(one[0])
    return {
        "done": done,
        "failed": [problem for one in told for problem in one[1]],
        "lost": lost([one[2] for one in told], writers),
        "problems": list(problems_of_record()),
        "index": [str(fault) for fault in check_index()],
        "longest": round(max(one[3] for one in told), 1),
        "seconds": seconds,
    }


def start(writer: Writer, operations: int, answer: Path, backup: Path | None) -> int:
    """Fork; return the child's number."""
    child = os.fork()
    if child == 0:
        try:
            work(writer, operations, answer, backup)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)  # never goes on as if it were its parent
    return child


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--operations", type=int, default=24, help="of each process")
    parser.add_argument("--meetings", type=int, default=50)
    parser.add_argument("--backup", type=Path, metavar="FILE", help="made while they write")
    result = main(**vars(parser.parse_args()))
    sys.stdout.write(json.dumps(result) + "\n")
