"""The list of names to check on the desk, and the decision."""

import pytest

from archive.models import Attendance, NameToCheck, Person
from tests.operations.importing.rows import import_rows, simple_row

pytestmark = pytest.mark.django_db


def test_name_is_decided_on_its_page(tmp_path, admin_client):
    import_rows(tmp_path, simple_row(attendees=[{"name": "Wu & Chen"}]), publish=True)
    address = f"/desk/archive/nametocheck/{NameToCheck.objects.get().pk}/change/"
    assert "Wu &amp; Chen" in admin_client.get("/desk/archive/nametocheck/").content.decode()

    refused = admin_client.post(address, {"decision": "several", "people": [], "new_people": "Wu"})
    admin_client.post(address, {"decision": "several", "people": [], "new_people": "Wu\nChen"})

    assert "two or more" in refused.content.decode()
    assert {str(row.person) for row in Attendance.objects.all()} == {"Wu", "Chen"}
    assert set(NameToCheck.objects.get().people.all()) == set(Person.objects.all())


def test_first_page_counts_names_that_wait_and_leads_to_them(tmp_path, admin_client):
    import_rows(tmp_path, simple_row(attendees=[{"name": "Wu & Chen"}, {"name": "AOB"}]))
    NameToCheck.objects.create(name="Minutes", decision="nobody")

    first = admin_client.get("/desk/").content.decode()

    section = first[first.index("Names to check <span") :]
    assert section.startswith('Names to check <span class="soft">2<')
    for row in NameToCheck.objects.waiting():
        assert f'href="/desk/archive/nametocheck/{row.pk}/change/"' in section
    listed = admin_client.get("/desk/archive/nametocheck/?decision__exact=").content.decode()
    assert "AOB" in listed
    assert ">Minutes<" not in listed
