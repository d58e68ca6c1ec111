"""A source that says something else than when it was imported: told, and corrected only if asked."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import ImportedRecord, Meeting, Person, Revision
from archive.operations.publish import correct, publish
from archive.record.verify import problems_of_record
from tests.operations.importing.rows import Row, full_row, import_rows, simple_row

pytestmark = pytest.mark.django_db

ONE = "imported 1, unchanged 0, differs 0, refused 0"
SAME = "imported 0, unchanged 1, differs 0, refused 0"
OTHER = "imported 0, unchanged 0, differs 1, refused 0"
LIN, WU = {"name": "Lin", "role": "Chair"}, {"name": "Wu"}


def again(folder: Path, row: Row, **options: object) -> tuple[str, list[str]]:
    """Import a row; return the counts and what differs."""
    told: list[str] = []
    counts, refusals = import_rows(
        folder, row, on_difference=lambda _line, what: told.append(what), **options
    )
    assert refusals == []
    return counts, told


def test_minutes_amended_at_the_source_are_told(tmp_path):
    import_rows(tmp_path, simple_row(text="The vote was 5 to 2."), publish=True)

    counts, told = again(tmp_path, simple_row(title="Meeting (as amended)", text="The vote was 4 to 3."))

    assert counts == OTHER
    assert told == [
        "name: Meeting 1 → Meeting (as amended)",
        "text: The vote was 5 to 2. → The vote was 4 to 3.",
    ]
    assert Meeting.objects.get().text == "The vote was 5 to 2."


def test_change_is_told_until_somebody_corrects_it(tmp_path):
    import_rows(tmp_path, simple_row())
    amended = simple_row(location="Hall")

    first, second = again(tmp_path, amended), again(tmp_path, amended)
    Meeting.objects.update(location="Hall")

    assert first == second == (OTHER, ["location: — → Hall"])
    assert again(tmp_path, amended) == (SAME, [])


def test_two_lines_of_one_meeting_in_one_file_are_compared(tmp_path):
    counts, _refusals = import_rows(tmp_path, simple_row(), simple_row(title="Other"), simple_row())

    assert counts == "imported 1, unchanged 1, differs 1, refused 0"


def test_same_words_in_another_order_of_keys_are_unchanged(tmp_path):
    import_rows(tmp_path, simple_row(attendees=[LIN]))

    assert again(tmp_path, dict(reversed(simple_row(attendees=[LIN]).items()))) == (SAME, [])
    assert again(tmp_path, simple_row(attendees=[LIN], location="")) == (SAME, [])


def test_rows_that_changed_are_told_one_by_one(tmp_path):
    import_rows(
        tmp_path,
        simple_row(
            agenda=["Budget"],
            attendees=[LIN, WU],
            resolutions=[{"text": "Buy.", "status": "passed"}, {"text": "Sell."}],
        ),
    )

    _counts, told = again(
        tmp_path,
        simple_row(
            agenda=["Budget", "Flood"],
            attendees=[LIN, {"name": "Chen"}],
            resolutions=[
                {"text": "New."},
                {"text": "Buy.", "status": "rejected", "votes": {"names_no": ["Lin"]}},
                {"text": "Sell."},
            ],
        ),
    )

    assert told == [
        "attendances 2: — → Chen",
        "attendances: Wu, Present → —",
        "agenda_items 2: — → Flood",
        "resolutions 1: — → New.",
        "resolutions 2, decision_method: not_recorded → roll_call",
        "resolutions 2, result: adopted → rejected",
        "resolutions 2, result_as_written: passed → rejected",
        "resolutions 2, votes: — → [{'voter': 'Lin', 'option': 'no'}]",
    ]


def test_correction_writes_a_version_with_the_reason(tmp_path):
    resolutions = [{"text": "Buy.", "status": "passed"}]
    import_rows(tmp_path, simple_row(attendees=[LIN, WU], resolutions=resolutions), publish=True)
    amended = simple_row(
        text="Amended.",
        agenda=["Budget"],
        attendees=[LIN, {"name": "Chen"}],
        resolutions=[{"text": "Buy.", "status": "否决", "votes": {"names_no": ["Lin"]}}, {"text": "Sell."}],
    )

    counts, _told = again(tmp_path, amended, correct="Amended at the source.")

    meeting = Meeting.objects.get()
    assert (counts, meeting.text) == (OTHER, "Amended.")
    assert list(meeting.attendances.in_order().values_list("person__name", flat=True)) == ["Lin", "Chen"]
    first, second = meeting.resolutions.in_order()
    assert (first.sequence, first.result, first.votes.get().option) == (1, "rejected", "no")
    assert (second.sequence, second.text) == (2, "Sell.")
    assert [item.name for item in meeting.agenda_items.all()] == ["Budget"]
    version = meeting.revisions.latest("pk")
    assert (version.number, version.kind, version.reason) == (2, "corrected", "Amended at the source.")
    assert again(tmp_path, amended) == (SAME, [])
    assert list(problems_of_record()) == []


def test_correction_updates_a_draft_without_a_version(tmp_path):
    import_rows(tmp_path, simple_row(attendees=[LIN]))

    counts, _told = again(tmp_path, simple_row(attendees=[LIN], date="2023-08-24"), correct="Amended.")

    meeting = Meeting.objects.get()
    assert (counts, str(meeting.date), meeting.edit_number) == (OTHER, "2023-08-24", 1)
    assert not Revision.objects.exists()


def test_what_a_clerk_changed_since_is_neither_told_nor_overwritten(tmp_path):
    import_rows(tmp_path, simple_row(location="Hall", attendees=[LIN]), publish=True)
    meeting = Meeting.objects.get()
    meeting.location = "Town Hall"
    meeting.save()
    correct(meeting, kind="corrected", reason="The hall has a name.")

    assert again(tmp_path, simple_row(location="Hall", attendees=[LIN, WU]))[1] == ["attendances 2: — → Wu"]
    counts, told = again(
        tmp_path, simple_row(location="Room 2", text="New.", attendees=[LIN]), correct="Amended."
    )

    meeting.refresh_from_db()
    assert counts == OTHER
    assert told == [
        "location: Town Hall → Room 2 (changed in the archive, or not to be changed by an import: left)",
        "text: The council met. → New.",
    ]
    assert (meeting.location, meeting.text) == ("Town Hall", "New.")
    assert again(tmp_path, simple_row(location="Room 2", text="New.", attendees=[LIN]))[1] == told[:1]


def test_row_that_a_clerk_deleted_stays_deleted(tmp_path):
    import_rows(tmp_path, simple_row(attendees=[LIN, WU]))
    Meeting.objects.get().attendances.get(person__name="Wu").delete()

    assert again(tmp_path, simple_row(attendees=[LIN, WU], location="Hall"), correct="Amended.") == (
        OTHER,
        ["location: — → Hall"],
    )
    assert Meeting.objects.get().attendances.count() == 1


def test_row_that_a_clerk_added_first_is_not_added_again(tmp_path):
    import_rows(tmp_path, simple_row(attendees=[LIN]))
    meeting = Meeting.objects.get()
    meeting.attendances.create(person=Person.objects.create(name="Wu"), position=2)

    assert again(tmp_path, simple_row(attendees=[LIN, WU])) == (SAME, [])


def test_resolution_that_the_source_drops_is_left_to_a_person(tmp_path):
    import_rows(tmp_path, simple_row(resolutions=[{"text": "Buy."}, {"text": "Sell."}]), publish=True)

    _counts, told = again(tmp_path, simple_row(resolutions=[{"text": "Sell."}]), correct="Amended.")

    assert [what.endswith("left)") for what in told] == [True]
    assert Meeting.objects.get().resolutions.count() == 2
    assert Revision.objects.count() == 1


def test_withdrawn_meeting_is_left_alone(tmp_path):
    import_rows(tmp_path, simple_row(), publish=True)
    import_rows(
        tmp_path,
        {
            "type": "withdrawal",
            "meeting": {"body": "Town Council", "date": "2023-08-23"},
            "reason": "By order of a court.",
        },
    )

    counts, told = again(tmp_path, simple_row(text="New."), correct="Amended.")

    assert (counts, Meeting.objects.get().text) == (OTHER, "The council met.")
    assert told[0].endswith("left)")


@pytest.mark.parametrize("form", [simple_row, full_row])
def test_meeting_imported_before_digests_were_kept_is_compared_with_the_archive(tmp_path, form):
    import_rows(tmp_path, form(location="Hall"), publish=True)
    ImportedRecord.objects.all().delete()

    assert again(tmp_path, form(location="Hall")) == (SAME, [])
    assert ImportedRecord.objects.count() == 1
    ImportedRecord.objects.all().delete()
    assert again(tmp_path, form(location="Room 2")) == (OTHER, ["location: Hall → Room 2"])


def test_meeting_edited_before_digests_were_kept_is_never_overwritten(tmp_path):
    import_rows(tmp_path, simple_row(location="Hall"), publish=True)
    ImportedRecord.objects.all().delete()
    meeting = Meeting.objects.get()
    meeting.location = "Town Hall"
    meeting.save()
    correct(meeting, kind="corrected", reason="The hall has a name.")

    again(tmp_path, simple_row(location="Hall"), correct="Amended.")

    assert Meeting.objects.get().location == "Town Hall"


def test_second_run_looks_into_nothing_that_is_unchanged(tmp_path):
    rows = [simple_row(number, attendees=[LIN]) for number in range(3)]
    import_rows(tmp_path, *rows)

    with CaptureQueriesContext(connection) as queries:
        counts, _refusals = import_rows(tmp_path, *rows)

    assert counts == "imported 0, unchanged 3, differs 0, refused 0"
    assert not [query for query in queries if "archive_attendance" in query["sql"]]


def test_only_digests_are_kept_of_what_was_imported(tmp_path):
    import_rows(tmp_path, simple_row(text="Secret words.", attendees=[LIN]))

    assert "Secret" not in str(ImportedRecord.objects.get().digests)


def test_bad_row_of_a_known_meeting_is_refused_alone(tmp_path):
    import_rows(tmp_path, full_row(), full_row(2))

    counts, refusals = import_rows(tmp_path, full_row(attendances="Lin"), full_row(2, text="New."))

    assert counts == "imported 0, unchanged 0, differs 1, refused 1"
    assert refusals == [(1, "attendances is not a list of objects.")]


CARD = "Wu came with the identity card 11010519491231002X."


def test_correction_makes_no_personal_number_public(tmp_path):
    import_rows(tmp_path, simple_row(), publish=True)

    counts, refusals = import_rows(tmp_path, simple_row(text=CARD), correct="As the source has it.")

    assert counts == "imported 0, unchanged 0, differs 0, refused 1"
    assert "11010519491231002X" in refusals[0][1]
    assert Meeting.objects.get().text != CARD
    assert Revision.objects.count() == 1


def test_correction_of_something_else_is_not_held_by_a_number_that_was_public(tmp_path):
    import_rows(tmp_path, simple_row(text=CARD))
    publish(Meeting.objects.get())

    counts, _refusals = import_rows(
        tmp_path, simple_row(text=CARD, location="Hall"), correct="As the source has it."
    )

    assert counts == OTHER
    assert Meeting.objects.get().location == "Hall"
