"""One word, three places: a route, its view and the view's template have one name."""

from pathlib import Path

import pytest

from tests.world import ROUTES

TEMPLATES = Path(__file__).parent.parent / "templates"
VIEWS = {name: route.callback for name, route in ROUTES.items()}


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_view_has_the_name_of_its_route(name: str):
    assert VIEWS[name].__name__ == name


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_template_stands_in_the_folder_of_its_view(name: str):
    subject = VIEWS[name].__module__.rpartition(".")[2]

    assert {path.parent.name for path in TEMPLATES.glob(f"*/{name}.*")} <= {subject}


def test_every_page_template_has_the_name_of_a_view_or_of_an_answer_instead_of_it():
    folders = {VIEWS[name].__module__.rpartition(".")[2] for name in VIEWS}
    pages = {path.stem for folder in folders for path in TEMPLATES.glob(f"{folder}/[!_]*")}

    instead = {
        "meeting_withdrawn",
        "meeting_version_withdrawn",
        "meeting_version_withheld",
        "matter_withdrawn",
        "topic_withdrawn",
    }
    assert pages - VIEWS.keys() == instead
