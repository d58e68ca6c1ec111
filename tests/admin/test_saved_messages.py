"""What the desk says of saving and of empty fields, in its own sentences."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.test import Client, RequestFactory

import archive.forms.desk
from archive.models import Body, Meeting
from tests.admin.pages import ADD, blank, change, errors, filled, notes, row, save
from tests.factories import make_body, make_draft, make_meeting, make_resolution, make_user

# Forms whose fields no page shows: what is missing there is no fault of the user.
HIDDEN = {
    *("SameDayForm", "SourceForm", "StepForm", "ApprovingMeetingForm"),
    *("AutosaveForm", "AutosaveKeyForm", "DropForm"),
    *("PublicationForm", "AddPasskeyForm", "AuthenticatePasskeyForm", "LogInPasskeyForm"),
    "ReauthenticatePasskeyForm",
}
# Given their sentence once they are made, or chosen on the page before.
CHOSEN = {(form, "meetings") for form in ("WithdrawalForm", "ChosenForm", "AssignmentForm", "ReturnForm")}
OTHERS = {("LogInForm", "password"), ("CorrectionMixin", "correction_kind"), *CHOSEN}


def page_forms() -> Any:
    """Yield the form and the rows of each page of the desk."""
    request = RequestFactory().get("/desk/")
    request.user = make_user(is_superuser=True)
    for page in admin.site._registry.values():
        if page.has_add_permission(request):
            yield page.get_form(request)
            yield from (formset.form for formset, _inline in page.get_formsets_with_inlines(request))


def desk_forms(kind: type[forms.BaseForm] = forms.BaseForm) -> Any:
    """Yield the other forms of the desk."""
    for module in iter_modules(archive.forms.desk.__path__):
        import_module(f"archive.forms.desk.{module.name}")
    for form in kind.__subclasses__():
        if form.__module__.startswith("archive.forms.desk") and not issubclass(form, forms.BaseModelForm):
            yield form
        yield from desk_forms(form)


@pytest.mark.any_engine
def test_no_field_of_the_desk_only_says_that_it_is_required(db: None):
    said = str(forms.Field.default_error_messages["required"])
    asked = [*page_forms(), *(form for form in desk_forms() if form.__name__ not in HIDDEN)]

    silent = {
        (form.__name__, name)
        for form in asked
        for name, field in form.base_fields.items()
        if field.required and str(field.error_messages["required"]) == said
    }

    assert len(asked) > 20
    assert silent <= OTHERS


def test_empty_fields_say_what_to_do_in_both_languages(clerk: Client):
    fields = blank(date="", name="") | {"documents-TOTAL_FORMS": 1} | row("documents", 0, language="en")

    said = errors(clerk.post(ADD, fields))
    said_in_chinese = errors(clerk.post(ADD, fields, headers={"Accept-Language": "zh-hans"}))

    assert said["body"] == ["Choose the body that met."]
    assert said["date"] == ["Write the day of the meeting, for example 2023-08-23."]
    assert said["documents-0-classification"] == ["Choose one of the list."]
    assert said_in_chinese["body"] == ["请选择开会的机构。"]


def test_log_in_says_what_is_missing(db: None):
    page = Client().post("/desk/login/", {"username": "", "password": ""})

    assert "This field is required" not in page.text
    assert "Fill this in" in page.text


def test_saving_says_what_was_saved_with_a_link(clerk: Client):
    body = make_body("Council")

    added = notes(save(clerk, ADD, blank(body=body.pk, name="Floods")))
    meeting = Meeting.objects.get()
    stayed = notes(save(clerk, change(meeting), filled(clerk, change(meeting), _continue="1")))

    named = "Council, 2023-08-23: Floods"
    assert added == [f'Saved: <a href="{change(meeting)}">{named}</a>']
    assert stayed == [f"Saved: {named}"]


def test_correction_says_which_version_it_published(publisher: Client):
    meeting = make_meeting(name="Floods")
    fields = filled(publisher, change(meeting), name="Flods", correction_reason="A slip.")

    said = notes(save(publisher, change(meeting), fields))

    assert said == [f'<a href="{meeting.get_absolute_url()}">Version 2 was published.</a>']


def test_correction_of_a_resolution_says_so_too(publisher: Client):
    meeting = make_meeting()
    resolution = make_resolution(meeting)
    address = f"/desk/archive/resolution/{resolution.pk}/change/"
    fields = filled(publisher, address, name="Sandbags", correction_reason="A slip.")

    said = notes(save(publisher, address, fields))

    assert said == [f'<a href="{meeting.get_absolute_url()}">Version 2 was published.</a>']


def test_correction_that_changes_nothing_says_nothing_else(publisher: Client):
    meeting = make_meeting()

    said = notes(save(publisher, change(meeting), filled(publisher, change(meeting))))

    assert said == ["Nothing was changed, so no version was written."]


def test_account_is_saved_in_the_same_words(superuser: Client):
    password = {"password1": "correct horse 7", "password2": "correct horse 7", "usable_password": "true"}
    response = superuser.post("/desk/auth/user/add/", {"username": "pike", **password})

    assert notes(response)[0].startswith("Saved: ")


def test_chinese_pages_name_things_as_chinese_does(clerk: Client):
    meeting = make_draft(body=make_body("漯东市应急管理局"), name="局务会议")
    chinese = {"Accept-Language": "zh-hans"}

    page = clerk.get(ADD, headers=chinese)
    listed = clerk.get("/desk/archive/meeting/", headers=chinese)
    answer = clerk.post(change(meeting), filled(clerk, change(meeting)), headers=chinese)

    assert page.context["title"] == "新增会议"
    assert "添加另一个" not in page.text
    assert listed.status_code == 200
    assert "漯东市应急管理局，2023年8月23日：局务会议" in notes(answer)[0]


def test_rows_of_a_body_say_what_is_missing(publisher: Client):
    body: Body = make_body()
    address = f"/desk/archive/body/{body.pk}/change/"
    fields = filled(publisher, address) | {"memberships-TOTAL_FORMS": 1}
    fields |= row("memberships", 0, label="Mayor", role="chair")

    assert errors(publisher.post(address, fields))["memberships-0-person"] == ["Choose one of the list."]
