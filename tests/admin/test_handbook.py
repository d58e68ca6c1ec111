"""The handbook: each page in each language, with its picture, linked from the place that it speaks of."""

import re
import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from archive.templatetags.handbook import HANDBOOK

TEMPLATES = settings.BASE_DIR / "templates"
TEXTS = TEMPLATES / "admin/archive/handbook"
PICTURES = settings.BASE_DIR / "static/img/handbook"
LANGUAGES = {"en": "en", "zh_Hans": "zh-CN"}
LARGEST_PICTURE = 150_000  # bytes


def names(folder: Path, suffix: str) -> set[str]:
    return {path.stem for path in folder.glob(f"*{suffix}")}


@pytest.mark.parametrize("folder", LANGUAGES)
def test_each_language_has_a_text_and_a_picture_for_each_page(folder: str):
    assert names(TEXTS / folder, ".html") == set(HANDBOOK)
    assert names(PICTURES / folder, ".png") == set(HANDBOOK)


@pytest.mark.parametrize(
    "picture", sorted(PICTURES.rglob("*.png")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_picture_is_small_and_fits_the_page(picture: Path):
    content = picture.read_bytes()
    width, _height = struct.unpack(">II", content[16:24])

    assert content.startswith(b"\x89PNG")
    assert (len(content) <= LARGEST_PICTURE, width <= 1280) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES.values())
@pytest.mark.parametrize("page", HANDBOOK)
def test_page_opens_with_its_picture_and_links_that_exist(clerk: Client, page: str, language: str):
    accept = {"accept-language": language}

    response = clerk.get(f"/desk/handbook/{page}/", headers=accept)

    html = response.content.decode()
    article = html[html.index('class="handbook"') :]
    links = set(re.findall(r'<a href="(/desk/[^"#?]*)', article))
    assert response.status_code == 200
    assert re.search(rf'<img src="[^"]*handbook/[^"]*{page}[^"]*" alt="[^"]{{8,}}"', article)
    assert {link: clerk.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_chinese_page_is_chinese(clerk: Client):
    response = clerk.get("/desk/handbook/roll-call/", headers={"accept-language": "zh-CN"})

    assert "出席者为行，动议为列" in response.content.decode()


def test_page_in_traditional_chinese_has_its_words(clerk: Client):
    response = clerk.get("/desk/handbook/roll-call/", headers={"accept-language": "zh-TW"})

    assert "出席者為行，動議為列" in response.content.decode()


def test_contents_lead_to_every_page(clerk: Client):
    html = clerk.get("/desk/handbook/").content.decode()

    assert [f"/desk/handbook/{page}/" in html for page in HANDBOOK] == [True] * len(HANDBOOK)


def test_unknown_page_is_not_found(clerk: Client):
    assert clerk.get("/desk/handbook/fortune/").status_code == 404


@pytest.mark.parametrize("page", HANDBOOK)
def test_page_is_linked_from_the_place_that_it_speaks_of(page: str):
    link = f'{{% handbook_link "{page}" %}}'

    assert [path for path in TEMPLATES.rglob("*.html") if link in path.read_text()]
