"""`manage.py import_documents`: a folder of finished minutes becomes drafts, each file once."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.documents.extraction import Extracted, TextStatus
from archive.models import Body, Meeting, Person, SourceText
from archive.operations.entry import folder_import
from archive.operations.entry.source_texts import ReadSource, attach, keep_text
from tests.factories import make_body, make_draft, make_person
from tests.samples import pdf

TEXT = """Minutes of the Flood Control Commission

Date: 4 October 2023
Place: Room 2

Present: Sun Quanzhong (Chair), Li Wei
Apologies: Chen Jie

1. Resolved: To buy ten thousand sandbags. Carried.
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    """Return an empty folder beside that of the archive's own files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "minutes").mkdir()
    return tmp_path / "minutes"


def run(folder: Path, *options: str) -> list[str]:
    output = StringIO()
    call_command("import_documents", str(folder), *options, stdout=output)
    # A slow machine also shows the progress.
    return [line for line in output.getvalue().splitlines() if not line.startswith("import_documents: ")]


def test_files_become_drafts_with_rows_and_source(folder: Path):
    make_body("Flood Control Commission")
    (folder / "2023").mkdir()
    (folder / "2023" / "october.md").write_text(TEXT)

    said = run(folder)

    meeting = Meeting.objects.get()
    assert said == ["looked into 1 files: drafted 1"]
    assert (meeting.publication, str(meeting.date), meeting.location) == ("draft", "2023-10-04", "Room 2")
    rows = list(meeting.attendances.in_order().values_list("person__name", "role", "status"))
    assert rows == [
        ("Sun Quanzhong", "chair", "present"),
        ("Li Wei", "member", "present"),
        ("Chen Jie", "member", "excused"),
    ]
    assert [row.result for row in meeting.resolutions.in_order()] == ["adopted"]
    assert (meeting.source_text.name, meeting.source_text.text) == ("october.md", TEXT.strip("\n"))
    assert Path(meeting.source_text.file.path).read_text() == TEXT


def test_days_and_mode_of_a_text_are_in_its_draft(folder: Path):
    make_body("Flood Control Commission")
    (folder / "one.txt").write_text(TEXT.replace("4 October", "4-6 October").replace("Room 2", "online"))

    run(folder)

    meeting = Meeting.objects.get()
    assert (str(meeting.date), str(meeting.end_date)) == ("2023-10-04", "2023-10-06")
    assert meeting.attendance_mode == "online"


def test_counts_and_votes_of_a_text_are_in_its_draft(folder: Path):
    make_body("Flood Control Commission")
    (folder / "one.txt").write_text(TEXT.replace("Carried.", "Carried, 2 in favour, 0 against."))

    run(folder)

    resolution = Meeting.objects.get().resolutions.get()
    assert (resolution.yes_count, resolution.no_count, resolution.abstain_count) == (2, 0, None)


def test_file_is_taken_once_whatever_it_is_called(folder: Path):
    make_body("Flood Control Commission")
    (folder / "one.txt").write_text(TEXT)
    run(folder)
    (folder / "two.txt").write_text(TEXT)

    said = run(folder)

    assert said[-1] == "looked into 2 files: known 2"
    assert Meeting.objects.count() == 1


def test_what_says_too_little_waits_for_a_clerk(folder: Path):
    (folder / "one.txt").write_text("We met on 4 October 2023 and talked.\n")

    said = run(folder)

    assert "The text does not say: its body" in said[0]
    assert said[1] == "looked into 1 files: waiting 1"
    assert "on the desk under Read minutes" in said[2]
    assert SourceText.objects.get().meeting is None


def test_unknown_body_is_named_and_a_later_run_takes_what_waited(folder: Path):
    (folder / "one.txt").write_text(TEXT)
    said = run(folder)
    assert said[0].endswith(
        "waiting. It names the body “Flood Control Commission”, which is not in the archive."
    )
    body = make_body("Flood Control Commission")

    assert run(folder) == ["looked into 1 files: drafted 1"]
    assert run(folder)[-1] == "looked into 1 files: known 1"
    assert Meeting.objects.get().body == body
    assert SourceText.objects.get().meeting == Meeting.objects.get()


def test_bodies_are_made_on_request(folder: Path):
    (folder / "one.txt").write_text(TEXT)
    (folder / "two.txt").write_text(TEXT.replace("4 October", "5 October"))
    run(folder)

    assert run(folder, "--make-bodies") == ["looked into 2 files: drafted 2"]
    assert [meeting.body.name for meeting in Meeting.objects.all()] == 2 * ["Flood Control Commission"]


def test_body_may_be_named_for_texts_that_do_not(folder: Path):
    body = make_body("Another name")
    (folder / "one.txt").write_text(TEXT)
    run(folder)

    run(folder, "--body", "Another name")

    assert Meeting.objects.get().body == body


def test_body_on_the_command_line_is_made_on_request(folder: Path):
    (folder / "one.txt").write_text(TEXT)

    run(folder, "--body", "Water Board", "--make-bodies")

    assert Meeting.objects.get().body.name == "Water Board"


def test_file_stays_with_its_meeting_as_a_document_that_is_not_public(folder: Path):
    make_body("Flood Control Commission")
    (folder / "october.md").write_text(TEXT)

    run(folder)

    document = Meeting.objects.get().documents.get()
    assert (document.name, document.classification, document.is_public) == ("october", "minutes", False)
    assert (document.media_type, document.text_status) == ("text/markdown", "extracted")
    assert document.text == TEXT.strip("\n")
    assert Path(document.file.path).read_text() == TEXT


def test_dry_run_tells_the_same_and_keeps_nothing(folder: Path):
    (folder / "one.txt").write_text(TEXT)

    waiting = run(folder, "--dry-run")
    made = run(folder, "--dry-run", "--body", "Water Board", "--make-bodies")

    assert waiting[0].endswith("which is not in the archive.")
    assert made[0] == "looked into 1 files: drafted 1"
    assert made[1].startswith("Nothing was kept.")
    assert [model.objects.count() for model in (Body, Meeting, SourceText)] == [0, 0, 0]
    assert list(folder.parent.glob("media/**/*.txt")) == []
    assert run(folder, "--make-bodies") == ["looked into 1 files: drafted 1"]


def test_text_that_was_pasted_before_is_not_taken_from_a_file(folder: Path):
    pasted = keep_text(TEXT.replace("\n\n", "\n").strip())
    meeting = make_draft(body=make_body("Another name"), name="Floods")
    attach(ReadSource(pasted), meeting)
    (folder / "one.txt").write_text(TEXT)

    said = run(folder)

    assert f"known. It was taken before, into “{meeting}”." in said[0]
    assert Meeting.objects.get() == meeting


def test_date_in_the_name_of_a_file_is_evidence(folder: Path):
    make_body("Flood Control Commission")
    undated = TEXT.replace("Date: 4 October 2023\n", "")
    (folder / "2023-10-05.txt").write_text(TEXT)
    (folder / "minutes 6 October 2023.txt").write_text(undated)
    (folder / "2023-10-07 same.txt").write_text(TEXT.replace("4 October", "7 October"))
    (folder / "2023-11-10.txt").write_text(TEXT.replace("4 October 2023", "10/11/2023"))
    (folder / "november.txt").write_text(TEXT.replace("4 October 2023", "9/11/2023"))

    said = run(folder)

    assert len(said) == 4
    assert said[0].endswith("drafted. The file’s name says 2023-10-05, the text 2023-10-04.")
    assert said[1].endswith("drafted. Its date, 2023-10-06, stands only in the file’s name.")
    assert said[2].endswith("drafted. Its date, 9/11/2023, may be another than 2023-09-11.")
    dates = Meeting.objects.order_by("date").values_list("date", flat=True)
    assert [str(date) for date in dates] == [
        *("2023-09-11", "2023-10-04", "2023-10-06", "2023-10-07", "2023-11-10"),
    ]


@pytest.mark.parametrize(
    ("status", "became", "sentence"),
    [
        (TextStatus.IN_PART, "drafted", "Only a part of it was read"),
        (TextStatus.NOT_READABLE, "refused", "the fonts in it do not say which letters they hold"),
        (TextStatus.NO_TEXT, "refused", "is it a scan?"),
    ],
)
def test_what_became_of_reading_is_told(folder: Path, monkeypatch, status: str, became: str, sentence: str):
    make_body("Flood Control Commission")
    (folder / "one.txt").write_text(TEXT)
    text = TEXT if became == "drafted" else ""
    monkeypatch.setattr(folder_import, "text_of", lambda _file: Extracted(text, status))

    said = run(folder)

    assert f": {became}. " in said[0]
    assert sentence in said[0]


def test_files_that_are_not_read_are_named(folder: Path):
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")

    said = run(folder)

    assert [line.partition(": ")[2] for line in said[:2]] == 2 * [
        "not read. Files of this kind are not read: save it as .docx, .odt, .rtf, .pdf, .html, .md or .txt."
    ]
    assert said[2] == "looked into 2 files: not read 2"


def test_bad_files_stop_nothing(folder: Path):
    make_body("Flood Control Commission")
    (folder / "a.pdf").write_bytes(b"MZ\x90\x00 not a document")
    (folder / "b.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "c.txt").write_text("")
    (folder / "d.pdf").write_bytes(pdf("Minutes of nothing"))
    (folder / "e.txt").write_text(TEXT)
    (folder / "f.xyz").write_text("Minutes")

    said = run(folder)

    assert said[-2] == "looked into 6 files: drafted 1, refused 4, waiting 1"
    assert Meeting.objects.count() == 1


def test_number_that_is_taken_leaves_the_text_waiting(folder: Path):
    make_body("安全生产委员会")
    numbered = "安全生产委员会第12次会议纪要\n\n时间：2023年9月6日\n地点：二楼会议室\n主持：孙全忠\n"
    (folder / "a.txt").write_text(numbered)
    (folder / "b.txt").write_text(numbered.replace("9月6日", "9月13日"))

    said = run(folder)

    assert "It repeats a number" in said[0]
    assert said[1] == "looked into 2 files: drafted 1, waiting 1"
    assert Meeting.objects.count() == 1


def test_links_out_of_the_folder_and_hidden_files_are_left(folder: Path, tmp_path: Path):
    (tmp_path / "secret.txt").write_text(TEXT)
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / ".hidden.txt").write_text(TEXT)
    (folder / "~$october.docx").write_text(TEXT)

    assert run(folder) == ["looked into 0 files"]


def test_folder_and_body_that_are_not_there_are_told(folder: Path):
    with pytest.raises(CommandError, match="is not a folder"):
        run(folder / "none")
    with pytest.raises(CommandError, match="There is no body named Nobody; --make-bodies"):
        run(folder, "--body", "Nobody")


def test_draft_says_where_a_name_may_mean_one_of_several(folder: Path):
    make_body("Flood Control Commission")
    make_person("Li Wei"), make_person("Li Wei")
    (folder / "one.txt").write_text(TEXT)

    said = run(folder)

    assert said[0].endswith(
        "drafted. attendances 2, Li Wei may be one of 2 people: kept as written, to be checked."
    )


COUNCIL = """Minutes of the Flood Control Commission

Date: 4 October 2023
Present: Councillor Sun Quanzhong (Chair), Councillor Li Wei, Councillor Chen Jie

1. Sandbags
Moved by Councillor Li, seconded by Chen, that sandbags be bought. Ayes: Li, Chen. Nays: Sun. Carried 2-1.
Councillor Chen moved to amend sandbags to pumps. Seconded by Cllr Mills. The amendment failed 1-2.
ACTION: Li Wei to ask for prices by 1 November 2023.

2. Any other business
"""


def test_draft_has_items_amendments_roll_call_and_asks_who_a_mover_is(folder: Path):
    make_body("Flood Control Commission")
    (folder / "one.txt").write_text(COUNCIL)

    run(folder)

    motion, amendment = Meeting.objects.get().resolutions.in_order()
    assert amendment.amends_motion == motion
    assert [getattr(row.agenda_item, "name", "") for row in (motion, amendment)] == ["Sandbags", "Sandbags"]
    assert (str(motion.mover), str(motion.seconder), str(amendment.mover)) == (
        "Li Wei",
        "Chen Jie",
        "Chen Jie",
    )
    assert {(vote.voter.name, vote.option) for vote in motion.votes.all()} == {
        *(("Li Wei", "yes"), ("Chen Jie", "yes"), ("Sun Quanzhong", "no")),
    }
    assert (amendment.seconder, str(amendment.seconder_to_check)) == (None, "Cllr Mills")
    assert amendment.seconder_as_written == "Cllr Mills"
    assert not Person.objects.filter(name__contains="Mills").exists()
    assert Meeting.objects.get().action_items.get().agenda_item == motion.agenda_item


def test_second_meeting_of_a_day_waits_for_a_clerk(folder: Path):
    known = make_draft(body=make_body("Flood Control Commission"), date=dt.date(2023, 10, 4), name="Typed")
    (folder / "october.md").write_text(TEXT)

    said = run(folder, "--verbosity", "2")

    assert "There is a meeting of this body on this day: Flood Control Commission" in str(said)
    assert list(Meeting.objects.all()) == [known]
    assert SourceText.objects.get().meeting is None
