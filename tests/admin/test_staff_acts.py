"""The staff log: every act at the desk leaves an entry with what was before and after."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.logs import acting
from archive.models import Meeting, PublicChange, StaffAct
from archive.models.staff_act import changed, note
from archive.operations.publish import correct
from archive.record.chain import withhold_changes
from tests.admin.conftest import logged_in
from tests.admin.pages import ADD, LIST, blank, change, filled, row, save
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_person,
    make_resolution,
    make_user,
    make_vote,
)

SECRET = "numbat"


@pytest.fixture
def kate(db: None) -> Client:
    """Return the browser of a publisher who may also read what is withheld."""
    return logged_in("Publisher", username="kate", permissions=("view_withheld",))


def acts(*kinds: str) -> list[StaffAct]:
    """Return the entries after the log-in, oldest first."""
    found = StaffAct.objects.exclude(kind="logged_in").order_by("pk")
    return list(found.filter(kind__in=kinds) if kinds else found)


def kinds() -> list[str]:
    return [act.kind for act in acts()]


def told(act: StaffAct) -> dict[str, tuple[Any, Any]]:
    return {one["field"]: (one.get("before"), one.get("after")) for one in act.change_list}


def log_text() -> str:
    """Return all that the log holds, as text."""
    return repr(list(StaffAct.objects.values()))


# Pages


def test_save_tells_who_changed_what_of_which_row(kate: Client):
    meeting = make_draft(name="Budget", location="Hall", body=make_body("Council"))
    make_attendance(meeting, person=make_person("Ann Lee"))

    fields = filled(kate, change(meeting), location="Library", **row("attendances", 0, status="absent"))
    save(kate, change(meeting), fields)

    [act] = acts()
    assert (act.who, act.kind, act.row_key, act.body_key) == (
        "kate",
        "changed",
        meeting.pk,
        meeting.body_id,
    )
    assert act.row_name == str(meeting)
    assert told(act) == {"location": ("Hall", "Library"), "status": ("present", "absent")}
    assert act.change_list[1]["row"] == "Ann Lee"
    assert act.change_list[1]["model"] == "archive.attendance"


def test_new_row_and_row_taken_away_are_told_with_their_values(kate: Client):
    body, person = make_body("Council"), make_person("Ann Lee")
    first = row("attendances", 0, person=person.pk, status="present", role="member") | {
        "attendances-TOTAL_FORMS": 1
    }
    save(kate, ADD, blank(body=body.pk, **first))
    meeting = Meeting.objects.get()
    save(kate, change(meeting), filled(kate, change(meeting), **row("attendances", 0, DELETE="on")))

    added, taken = acts()
    assert added.kind == "added"
    assert (told(added)["body"], told(added)["person"]) == ((None, "Council"), (None, "Ann Lee"))
    assert told(taken)["status"] == ("present", None)
    assert {one["is"] for one in taken.change_list} == {"deleted"}


def test_what_was_chosen_before_is_told_by_its_name(kate: Client):
    child = make_body("Panel", parent=make_body("Council"))

    address = f"/desk/archive/body/{child.pk}/change/"
    save(kate, address, filled(kate, address, parent=make_body("Board").pk))

    assert told(acts()[0]) == {"parent": ("Council", "Board")}


def test_long_text_is_told_where_it_differs(kate: Client):
    meeting = make_draft(text="a" * 5000 + "Road" + "z" * 5000)

    save(kate, change(meeting), filled(kate, change(meeting), text="a" * 5000 + "Path" + "z" * 5000))

    [(before, after)] = told(acts()[0]).values()
    assert before.strip("…").strip("az") == "Road"
    assert after.strip("…").strip("az") == "Path"
    assert len(before) < 200


def test_log_of_a_save_costs_the_same_for_any_number_of_rows(kate: Client):
    costs = []
    for count in (1, 3):
        meeting = make_draft()
        for number in range(count):
            make_attendance(meeting, person=make_person(f"Ann {count} {number}"))
        fields = filled(kate, change(meeting))
        for number in range(count):
            other = make_person(f"Bea {count} {number}")
            fields |= row("attendances", number, person=other.pk)
        with CaptureQueriesContext(connection) as queries:
            save(kate, change(meeting), fields)
        texts = [query["sql"] for query in queries]
        of_log = [sql for sql in texts if "archive_staffact" in sql or '"archive_person"."id" IN (' in sql]
        costs.append(len(of_log))

    assert [len(act.change_list) for act in acts()] == [1, 3]
    assert costs[0] == costs[1]


def test_what_is_shown_before_it_is_saved_leaves_no_entry(kate: Client):
    meeting = make_draft()

    kate.post(change(meeting), filled(kate, change(meeting), location="Hall", _preview="1"))

    assert acts() == []


# Publishing, correcting, withdrawing


def test_publication_correction_and_withdrawal_are_told(kate: Client):
    meeting = make_draft(text="A.")
    kate.post(LIST, {"action": "publish_selected", "_selected_action": [meeting.pk]})
    fields = filled(
        kate, change(meeting), text="B.", correction_kind="corrected", correction_reason="Typo."
    )
    save(kate, change(meeting), fields)
    assert told(acts("changed")[0]) == {"text": ("A.", "B.")}
    assert told(acts("corrected")[0])["reason"] == (None, "Typo.")
    kate.post("/desk/archive/meeting/withdraw/", {"meetings": [meeting.pk], "reason": "By mistake."})

    assert kinds() == ["published", "corrected", "changed", "withdrawn"]
    published, corrected, _saved, withdrawn = acts()
    assert told(published) == {"version": (None, 1), "publication": ("draft", "published")}
    assert told(corrected) == {"version": (1, 2), "kind": (None, "corrected"), "reason": (None, None)}
    assert told(withdrawn)["publication"] == ("published", "withdrawn")
    assert told(withdrawn)["reason"] == (None, "By mistake.")
    assert {act.who for act in acts()} == {"kate"}


def test_redaction_strikes_the_words_from_all_entries_of_the_meeting(kate: Client):
    meeting = make_draft(name=f"About {SECRET}", body=make_body("Council"))
    save(kate, change(meeting), filled(kate, change(meeting), text=f"The {SECRET}."))
    other = make_draft(name="Other", text="Kept.")
    save(kate, change(other), filled(kate, change(other), text="Kept too."))
    kate.post(LIST, {"action": "publish_selected", "_selected_action": [meeting.pk]})
    assert SECRET in log_text()

    cleaned = {"name": "About [[redacted: x]]", "text": "The [[redacted: x]]."}
    told_why = {"correction_kind": "redacted", "correction_reason": "Data protection."}
    save(kate, change(meeting), filled(kate, change(meeting), **cleaned, **told_why))

    assert SECRET not in log_text()
    saved, kept, published, redacted, changed_act = acts()
    assert (saved.kind, saved.who, saved.change_list) == ("changed", "kate", [{"field": "text"}])
    assert saved.struck_at is not None
    assert told(kept) == {"text": ("Kept.", "Kept too.")}
    assert published.kind == "published"
    assert told(redacted)["reason"] == (None, "Data protection.")
    assert changed_act.change_list == [{"field": "name"}, {"field": "text"}]


def test_withdrawal_strikes_and_what_is_changed_afterwards_is_not_kept(kate: Client):
    meeting = make_draft(name=f"About {SECRET}")
    save(kate, change(meeting), filled(kate, change(meeting), text=f"The {SECRET}."))
    kate.post(LIST, {"action": "publish_selected", "_selected_action": [meeting.pk]})
    kate.post("/desk/archive/meeting/withdraw/", {"meetings": [meeting.pk], "reason": "By mistake."})
    assert SECRET not in log_text()

    returned = {"name": "About", "text": "The.", "return_reason": "Cleaned.", "_publish": "1"}
    kate.post(change(meeting), filled(kate, change(meeting), **returned))

    meeting.refresh_from_db()
    assert meeting.is_published
    assert SECRET not in log_text()
    assert {one["field"] for one in acts("changed")[-1].change_list} >= {"name", "text"}


def test_words_of_another_meeting_are_never_copied(kate: Client):
    meeting = make_draft()
    mine = make_resolution(meeting, name="Mine")
    target = make_resolution(make_meeting(body=meeting.body), name=SECRET, text=SECRET)

    address = f"/desk/archive/resolution/{mine.pk}/change/"
    fields = filled(kate, address, **row("relations", 0, kind="replaces", target=target.pk))
    save(kate, address, fields | {"relations-TOTAL_FORMS": 1})

    assert told(acts("changed")[0])["target"] == (None, f"resolution {target.pk}")


def test_line_that_is_withheld_is_struck_from_the_log(kate: Client):
    person = make_meeting(present=1).attendances.get().person
    address = f"/desk/archive/person/{person.pk}/change/"
    save(kate, address, filled(kate, address, alternate_name=SECRET))
    assert SECRET in log_text()

    withhold_changes(PublicChange.objects.all(), basis="A home address.")

    assert SECRET not in log_text()


def test_look_is_told_and_holds_none_of_it(kate: Client):
    meeting = make_meeting(text=f"The {SECRET}.")
    Meeting.objects.filter(pk=meeting.pk).update(text="The [[redacted: x]].")
    correct(meeting, kind="redacted", reason="Data protection.")
    version = meeting.revisions.get(number=1)

    kate.get(f"/desk/archive/revision/{version.pk}/change/")

    look = acts()[-1]
    assert (look.kind, look.row_kind, look.row_key) == ("looked", "archive.revision", version.pk)
    assert look.meeting_key == meeting.pk
    assert SECRET not in log_text()


# Deleting and merging


@pytest.mark.parametrize("count", [1, 3])
def test_deletion_tells_all_that_went(kate: Client, count: int):
    for number in range(count):
        meeting = make_draft(text="Gone.", resolutions=1, body=make_body("Council", slug=f"c{number}"))
        make_vote(meeting.resolutions.get(), voter=make_person("Ann Lee"), option="yes")
    keys = list(Meeting.objects.values_list("pk", flat=True))

    kate.post(LIST, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})

    assert not Meeting.objects.exists()
    assert kinds() == ["deleted"] * count
    for act in acts():
        assert told(act)["text"] == ("Gone.", None)
        assert told(act)["option"] == ("yes", None)


def test_merge_and_undoing_it_are_told(kate: Client):
    kept, absorbed = make_person("Ann Lee"), make_person("Anne Lee")
    address = f"/desk/archive/person/merge/?kept={kept.pk}&absorbed={absorbed.pk}"
    kate.post(address)
    merge = kept.merges.get()
    kate.post(f"/desk/archive/personmerge/{merge.pk}/undo/")

    assert kinds() == ["merged", "unmerged"]
    assert told(acts()[0]) == {"merged": ("Anne Lee", "Ann Lee")}


# Accounts


def test_change_of_an_account_is_told_without_its_password(superuser: Client):
    user = make_user("Clerk", username="bob", email="bob@example.org")
    publisher = Group.objects.get(name="Publisher")
    address = f"/desk/auth/user/{user.pk}/change/"
    superuser.post(
        address, {"username": "bob", "is_active": "on", "is_staff": "on", "groups": [publisher.pk]}
    )
    superuser.post(
        f"/desk/auth/user/{user.pk}/password/",
        {"password1": "sand-bags 1953", "password2": "sand-bags 1953", "usable_password": "true"},
    )

    saved, password = acts()
    assert told(saved) == {"groups": (["Clerk"], ["Publisher"]), "email": ("bob@example.org", "")}
    assert (password.kind, password.row_key, password.changes) == ("password", user.pk, "")
    user.refresh_from_db()
    assert user.check_password("sand-bags 1953")
    assert "sand-bags" not in log_text()
    assert user.password not in log_text()


def test_new_account_group_and_its_permissions_are_told(superuser: Client):
    new = {
        "username": "bob",
        "usable_password": "true",
        "password1": "sand-bags 1953",
        "password2": "sand-bags 1953",
    }
    superuser.post("/desk/auth/user/add/", new)
    superuser.post("/desk/auth/group/add/", {"name": "Readers", "permissions": []})

    account, group = acts()
    assert (account.kind, told(account)["username"]) == ("added", (None, "bob"))
    assert (group.kind, group.row_kind, told(group)) == ("added", "auth.group", {"name": (None, "Readers")})
    assert "sand-bags" not in log_text()


def test_log_ins_log_outs_and_refusals_are_told(db: None):
    make_user("Clerk", username="bob")
    client = Client()
    sent = {"username": "bob", "password": "wrong horse"}
    client.post("/desk/login/", sent)
    client.post("/desk/login/", {"username": "my-pass-word", "password": "x"})
    client.post("/desk/login/", sent | {"password": "correct horse battery staple"})
    client.post("/desk/logout/")

    found = list(StaffAct.objects.order_by("pk").values_list("kind", "who", "row_name"))
    assert found == [
        ("login_failed", "", "bob"),
        ("login_failed", "", ""),
        ("logged_in", "bob", "bob"),
        ("logged_out", "bob", "bob"),
    ]
    assert "my-pass-word" not in log_text()


def test_second_factor_is_told_without_its_secret(db: None):
    user = make_user("Publisher", username="bob")
    factor = Authenticator(user=user, type="totp", data={"secret": "JBSWY3DP"})

    for signal in (authenticator_added, authenticator_removed):
        signal.send(sender=Authenticator, request=None, user=user, authenticator=factor)

    assert [told(act) for act in acts()] == [
        {"second_factor": (None, "totp")},
        {"second_factor": ("totp", None)},
    ]
    assert "JBSWY3DP" not in log_text()


# Commands, and the log itself


@pytest.fixture
def command() -> Iterator[None]:
    token = acting.set("manage.py changepassword")
    yield
    acting.reset(token)


@pytest.mark.usefixtures("db", "command")
def test_command_is_told_as_who_did_it():
    user = User.objects.create_user("bob", password="sand-bags 1953")
    user.set_password("sand-bags 1954")
    user.save()
    note("imported", None, [changed("file", None, "a.jsonl")])

    assert [(act.who, act.user) for act in acts()] == [("manage.py changepassword", None)] * 3
    assert kinds() == ["added", "password", "imported"]
    assert StaffAct.objects.by("manage.py").count() == 3


def test_log_outlives_the_account_and_is_not_deleted(kate: Client):
    save(kate, "/desk/archive/person/add/", filled(kate, "/desk/archive/person/add/", name="Ann Lee"))
    User.objects.get(username="kate").delete()

    [act] = acts()
    assert (act.who, act.user) == ("kate", None)
    with pytest.raises(ProtectedError):
        act.delete()
    with pytest.raises(ProtectedError):
        StaffAct.objects.all().delete()
