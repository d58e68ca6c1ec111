"""The desk as a site: /admin/, where Django has its admin, leads to it."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/admin/", "/desk/"),
        ("/admin/archive/meeting/", "/desk/archive/meeting/"),
        ("/admin/archive/meeting/?waiting=drafts&q=a%20b", "/desk/archive/meeting/?waiting=drafts&q=a%20b"),
        ("/admin/archive/body/會%3F/", "/desk/archive/body/%E6%9C%83%3F/"),
        ("/admin//elsewhere.example/", "/desk//elsewhere.example/"),
    ],
)
def test_admin_leads_to_the_same_page_of_the_desk(client: Client, address: str, target: str):
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (302, target)


def test_admin_without_a_slash_leads_to_the_desk(db: None):
    response = Client().get("/admin", follow=True)

    assert response.redirect_chain == [("/admin/", 301), ("/desk/", 302), ("/desk/login/?next=/desk/", 302)]


def test_nothing_is_sent_to_admin(client: Client):
    assert client.post("/admin/archive/body/add/", {"name": "A body"}).status_code == 405
