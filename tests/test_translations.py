"""The Chinese catalogue is whole, compiled, and what readers see; English needs none."""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client

from archive.models import Meeting, Person
from archive.operations.publish import correct, publish, withdraw
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_membership,
    make_person,
    make_resolution,
    make_topic,
    make_vote,
)
from tests.traditional_catalogue import TRADITIONAL, catalogue

CATALOGUE = settings.BASE_DIR / "archive/locale/zh_Hans/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}|</?[a-z][^>]*>")

# What may stand in Latin letters on a page whose records are Chinese: names, and examples of searching.
LATIN = re.compile(
    "AA|Atom|BibTeX|CSV|English|GB|JSON|LD|Linux|Minutebook|SHA|UTF|WCAG|Windows|axe|iCalendar|json|macOS|"
    "org|record|schema|"
    "August|OR|budget|code|conduct|draft|flood|flooding|floods|of|storm"
)
READ_ALOUD = {"alt", "aria-label", "placeholder", "title"}


def entries(path: Path) -> polib.POFile:
    return polib.pofile(str(path))


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def translations_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


# The catalogue


def test_catalogue_translates_every_string():
    unfinished = [entry.msgid for entry in entries(CATALOGUE) if entry.fuzzy or not entry.translated()]

    assert unfinished == []


def test_catalogue_keeps_placeholders_and_markup():
    changed = [
        entry.msgid
        for entry in entries(CATALOGUE)
        for written in translations_of(entry)
        if sorted(PLACEHOLDER.findall(written)) != sorted(PLACEHOLDER.findall(entry.msgid))
    ]

    assert changed == []


def test_catalogue_has_one_plural_form():
    assert entries(CATALOGUE).metadata["Plural-Forms"] == "nplurals=1; plural=0;"


@pytest.mark.parametrize("path", [CATALOGUE, TRADITIONAL], ids=["zh_Hans", "zh_Hant"])
def test_compiled_catalogue_says_what_the_source_says(path: Path):
    compiled = polib.mofile(str(path.with_suffix(".mo")))

    said = {key(entry): translations_of(entry) for entry in compiled}

    assert said == {key(entry): translations_of(entry) for entry in entries(path)}


def test_traditional_catalogue_is_made_of_the_simplified_one():
    made = {key(entry): translations_of(entry) for entry in catalogue()}

    assert {key(entry): translations_of(entry) for entry in entries(TRADITIONAL)} == made


def test_traditional_catalogue_keeps_placeholders_and_markup():
    changed = [
        entry.msgid
        for entry in entries(TRADITIONAL)
        for written in translations_of(entry)
        if sorted(PLACEHOLDER.findall(written)) != sorted(PLACEHOLDER.findall(entry.msgid))
    ]

    assert changed == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs GNU gettext, which .ci/run installs")
def test_catalogue_has_exactly_the_strings_of_the_code(tmp_path):
    for name in ("archive", "templates"):
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name)
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    copy = tmp_path / CATALOGUE.relative_to(settings.BASE_DIR)

    command = [sys.executable, "manage.py", "makemessages", "--locale=zh_Hans", "--no-obsolete"]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": ""}, check=True)

    assert set(map(key, entries(copy))) == set(map(key, entries(CATALOGUE)))


# The pages


class Words(HTMLParser):
    """The text of a page that is read or read aloud, but for code."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.texts += [value or "" for name, value in attrs if name in READ_ALOUD]

    def handle_data(self, data: str) -> None:
        if not self.tags or self.tags[-1] not in {"code", "pre", "script", "style"}:
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.tags and self.tags.pop() != tag:
            pass

    def latin(self) -> Iterator[str]:
        """Yield the words in Latin letters, of two letters or more."""
        for text in self.texts:
            yield from re.findall("[A-Za-z]{2,}", text)


@pytest.fixture
def chinese() -> Client:
    """Return a reader whose browser asks for Chinese."""
    return Client(headers={"accept-language": "zh-CN,zh;q=0.9"})


@pytest.fixture
def meeting(db: None) -> Meeting:
    """Return published minutes, all in Chinese, with a row of everything; corrected once."""
    body = make_body(
        "应急局", slug="bureau", language="zh-Hans", description="简介", founding_date=dt.date(2019, 1, 1)
    )
    li, sun = make_person("李伟", slug="li-wei"), make_person("孙全中")
    make_membership(person=li, body=body, start_date=dt.date(2020, 1, 1), label="科长")
    meeting = make_draft(
        body=body,
        name="局长办公会",
        language="zh-Hans",
        text="正文。",
        expected_count=4,
        present_count=2,
        quorum=3,
    )
    make_attendance(meeting, person=sun, role="chair", label="局长", arrived_at=dt.time(9))
    make_attendance(meeting, person=li, on_behalf_of=sun, mode="remote", voting=False)
    for name, status in (("王芳", "excused"), ("赵敏", "absent")):
        make_attendance(meeting, person=make_person(name), status=status)
    make_decisions(meeting, li)
    publish(meeting)
    meeting.approved_on = dt.date(2023, 9, 6)
    meeting.save()
    correct(meeting, kind="corrected", reason="笔误", at=dt.datetime(2023, 9, 7, tzinfo=dt.UTC))
    return meeting


def make_decisions(meeting: Meeting, person: Person) -> None:
    """Add an item that led to two resolutions, a vote, what is to be done, and a document."""
    item = make_item(meeting, number="一", name="防汛", presenter="李伟")
    older, newer = (
        make_resolution(meeting, name=name, agenda_item=item, mover=person, yes_count=3, no_count=1)
        for name in ("旧决议", "新决议")
    )
    newer.relations.create(target=older, kind="replaces", note="全部")
    make_vote(newer, voter=person)
    make_action(meeting, description="排查", responsible=person, due_date=dt.date(2023, 9, 1))
    make_document(meeting, name="通知")


def fill_topics_and_gaps(meeting: Meeting) -> None:
    """Make a dossier, an empty one, a meeting without minutes, and numbers with a gap between them."""
    make_topic("防汛", slug="fang-xun", query="决议", description="说明", meetings=[meeting])
    make_topic("空白", slug="none-yet")
    announced = {"status": "scheduled", "text": "", "language": "zh-Hans", "body": meeting.body}
    for day, number in ((1, "第1次"), (2, "第4次")):
        make_meeting(name="预告", date=dt.date(2023, 3, day), number=number, **announced)
    Person.objects.filter(name="孙全中").update(slug="sun-quan-zhong")


@pytest.fixture
def addresses(meeting: Meeting) -> list[str]:
    """Return the pages of an archive with these minutes and others that were withdrawn."""
    withdrawn = make_meeting(
        body=meeting.body, name="撤回的会议", language="zh-Hans", text="正文。", date=dt.date(2022, 5, 4)
    )
    withdraw(withdrawn, reason="有误")
    minutes = meeting.get_absolute_url()
    below = ("", "resolutions/1/", "resolutions/2/", "history/", "v1/", "v2/", "changes/1..2/", "v9/")
    lists = ("/", "/meetings/", "/meetings/2023/", "/resolutions/", "/people/", "/bodies/", "/corrections/")
    asked = (
        "/meetings/?since=2023&body=x",
        "/meetings/?since=2024",
        "/resolutions/?until=x",
        "/people/?q=z9",
        "/resolutions/?q=决议&in_force=2024",
        "/resolutions/?q=-决议&mover=x",
        "/resolutions/?in_force=2024&contested=on&mover=li-wei",
        "/actions/",
        "/actions/?state=done&by=李",
        "/actions/?responsible=x&responsible_body=x",
        "/actions/?state=x",
        "/topics/",
        "/topics/fang-xun/",
        "/topics/none-yet/",
        "/gaps/",
        "/gaps/?body=x",
        "/people/li-wei/votes/",
        "/people/sun-quan-zhong/votes/",
    )
    fill_topics_and_gaps(meeting)
    return [
        *(minutes + page for page in below),
        *(withdrawn.get_absolute_url() + page for page in ("", "history/")),
        *lists,
        *asked,
        *("/people/li-wei/", "/bodies/bureau/", "/bodies/bureau/?on=1999", "/bodies/bureau/?on=x"),
        *(
            "/search/",
            "/search/?q=决议",
            "/search/?q=-决议",
            "/search/?q=z9&since=x",
            "/search/?q=决议+OR+防汛",
        ),
        *("/about/", "/accessibility/", "/data/", "/verification/", "/nothing/", "/meetings/?page=99"),
    ]


def test_pages_in_chinese_hold_no_english(chinese, addresses):
    left = {}

    for address in addresses:
        words = set(Words(chinese.get(address).content.decode()).latin())
        left[address] = sorted(word for word in words if not LATIN.fullmatch(word))

    assert {address: words for address, words in left.items() if words} == {}


def test_pages_in_english_are_seen_by_the_same_search(client, meeting):
    words = set(Words(client.get(meeting.get_absolute_url()).content.decode()).latin())

    assert {"Present", "Apologies", "Resolutions", "Search"} <= words


@pytest.mark.parametrize("tag", ["zh-TW", "zh-HK", "zh-Hant"])
def test_reader_of_traditional_chinese_has_an_interface_of_that_script(tag, meeting):
    reader = Client(headers={"accept-language": f"{tag},en;q=0.5"})

    home, page = (reader.get(address).content.decode() for address in ("/", meeting.get_absolute_url()))

    assert '<html lang="zh-Hant"' in home
    assert {word: word in home for word in ("會議", "搜尋", "會議紀錄檔案", "会议", "搜索")} == {
        "會議": True, "搜尋": True, "會議紀錄檔案": True, "会议": False, "搜索": False,
    }  # fmt: skip
    assert "2023年8月23日 星期三" in page


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年8月23日 星期三",
        "出席（2）",
        "（<span>局长</span>）",
        "2023年9月1日</time>前办结",
        "2023年9月7日</time>已更正。",
        "旧决议</a>、<a",
    ],
)
def test_minutes_in_chinese_follow_its_word_order_and_punctuation(chinese, meeting, sentence):
    meeting_page = chinese.get(meeting.get_absolute_url()).content.decode()

    assert sentence in meeting_page
