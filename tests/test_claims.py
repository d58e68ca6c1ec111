"""No page of a record that holds only what an import requires claims more than the record says.

CLAIMS are the sentences and labels of public pages that say something of a meeting, its body or its people,
with what the record must hold for each. Any other string of a public template stands in not_claims.txt: a
new one fails a test until it is placed in one of the two.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, pgettext

from archive.models import Meeting
from archive.record.build import Record, record_of
from tests.operations.importing.rows import import_rows, simple_row

LANGUAGES = ["en", "zh-hans"]
LABEL = r"<dt>{}</dt>"
HEADING = r"<h[2-4][^>]*>(?:<[^>]*>)*\s*{}"
ALONE = r">\s*{}\s*<(?!/option|/label|/a)"  # not a choice of a filter, nor where a link leads

Held = Callable[[Record, Meeting], bool]


class Claim(NamedTuple):
    """Words of a template, in English, that a page may say, and what the record must hold for them.

    `frame` tells the claim from the same words elsewhere, as a link or a choice of a filter.
    """

    words: str
    is_held: Held
    frame: str = "{}"
    context: str = ""

    def pattern(self, language: str) -> str:
        with translation.override(language):
            said = said_as(self.words, self.context)
            if self.words in PLURALS:  # English says both; Chinese has one form
                said = f"(?:{said}|{said_as(PLURALS[self.words], '')})"
        return self.frame.format(said)


def said_as(words: str, context: str) -> str:
    """Return a regular expression for words of a template in the active language."""
    plain = re.sub(r"{{ (\w+) }}", r"%(\1)s", words.replace("%", "%%"))
    told = pgettext(context, plain) if context else gettext(plain)
    return ".{0,200}?".join(re.escape(part.replace("%%", "%")) for part in re.split(r"%\(\w+\)s", told))


def never(_record: Record, _meeting: Meeting) -> bool:
    return False


def holds(field: str, *values: str) -> Held:
    return lambda record, _meeting: record.get(field) in values if values else bool(record.get(field))


def lists(section: str, field: str) -> Held:
    """Return whether any row of a section has something in a field."""
    return lambda record, _meeting: any(row.get(field) for row in record[section])


def body_holds(field: str) -> Held:
    return lambda _record, meeting: bool(getattr(meeting.body, field))


def claims(is_held: Held, *words: str, frame: str = "{}", context: str = "") -> list[Claim]:
    return [Claim(each, is_held, frame, context) for each in words]


# Strings of the templates


TAG = re.compile(
    r"""{%\s*translate\s+(?P<quote>["'])(?P<short>.*?)(?P=quote)(?P<rest>[^%]*)%}"""
    r"|{%\s*blocktranslate.*?%}(?P<long>.*?)(?:{%\s*plural\s*%}(?P<plural>.*?))?{%\s*endblocktranslate",
    re.DOTALL,
)
CONTEXT = re.compile(r'context "([^"]*)"')
NOT_PUBLIC = {"account", "admin", "allauth", "mfa", "registration", "socialaccount", "usersessions"}


def strings_of_templates() -> Iterator[tuple[str, str, str]]:
    """Yield the words, the plural and the context of each string of a public page."""
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        if not NOT_PUBLIC & {*path.parts}:
            for found in TAG.finditer(path.read_text()):
                context = CONTEXT.search(found["rest"] or "")
                yield found["short"] or found["long"], found["plural"] or "", context[1] if context else ""


PLURALS = {words: plural for words, plural, _context in strings_of_templates() if plural}
NOT_CLAIMS = (Path(__file__).parent / "not_claims.txt").read_text().splitlines()


CLAIMS = [
    # Approval
    *claims(
        body_holds("approval"),
        "Not yet approved.",
        "This archive has no record that these minutes were approved; what they say may still be "
        "corrected.",
        "Minutes approved",
    ),
    *claims(holds("approved_on"), "Approved minutes"),
    *claims(holds("approved_on"), "Approved", frame=LABEL),
    *claims(
        holds("approved_at"), '{{ date }}, <a href="{{ address }}">at the meeting of {{ meeting_date }}</a>'
    ),
    # What it was
    *claims(holds("classification"), "Kind", frame=LABEL),
    *claims(holds("location"), "Where", frame=LABEL),
    *claims(holds("issued_on"), "Issued", frame=LABEL),
    *claims(holds("document_number"), "Document number", frame=LABEL),
    *claims(holds("copied_to"), "Copied to", frame=LABEL),
    *claims(holds("licence"), "Licence", frame=LABEL),
    *claims(holds("status", "scheduled"), "This meeting has been called; it has no minutes yet."),
    *claims(holds("status", "cancelled"), "This meeting was cancelled."),
    *claims(holds("status", "scheduled"), "Announced, no minutes", "Held, no minutes", frame=ALONE),
    # The body
    *claims(body_holds("parent"), "Part of", frame=LABEL),
    *claims(never, "Bodies under it", frame=LABEL),
    *claims(body_holds("founding_date"), "Founded", frame=LABEL),
    *claims(body_holds("dissolution_date"), "Dissolved", frame=LABEL),
    *claims(never, "formerly"),
    # Who was there
    *claims(holds("attendances"), "Chair", frame=LABEL, context="of a meeting"),
    *claims(holds("attendances"), "Recorder", "Present", frame=LABEL),
    *claims(
        holds("attendances"),
        "Present",
        "In attendance",
        "Excused",
        "Apologies",
        "Absent",
        "Named in the minutes",
        "As the minutes say",
        frame=HEADING,
    ),
    *claims(
        holds("attendances"),
        "By video link",
        "for {{ name }}",
        "from {{ time }}",
        "until {{ time }}",
        "Without a vote",
        frame=r"<small>(?:<[^>]*>)*{}",
    ),
    *claims(holds("sittings"), "Sittings", frame=LABEL),
    *claims(
        holds("attendance_mode", "by_circulation"),
        "By circulation: nobody met; the papers were circulated and signed.",
    ),
    *claims(holds("attendance_mode", "by_circulation"), "How", "Signed", frame=LABEL),
    *claims(
        holds("attendance_mode", "by_circulation"),
        "Signed",
        "Circulated to, not signed",
        "Circulated to, for information",
        frame=HEADING,
    ),
    *claims(
        holds("attendance_mode", "by_circulation"),
        "{{ count }} signed",
        "circulated to {{ count }}",
        frame=r">\s*{}",
    ),
    *claims(holds("expected_count"), "{{ count }} expected", frame=r">\s*{}"),
    *claims(holds("present_count"), "{{ count }} present", frame=r">\s*{}"),
    *claims(holds("present_count"), "Head-count", frame=LABEL),
    *claims(holds("present_count"), "Only the number of those present was recorded."),
    *claims(
        holds("attendance_mode", "by_circulation"),
        "Only the number of those who signed was recorded.",
        "Who signed was not recorded.",
    ),
    *claims(
        holds("attendances"),
        "{{ title }} ({{ count }})",
        "{{ title }} ({{ count }}, and {{ waiting }} name to check)",
        "{{ title }} ({{ waiting }} name to check)",
        frame=r"<h2>{}</h2>",
    ),
    *claims(holds("quorum"), "quorum {{ count }}", frame=r">[^<]*{}"),
    *claims(
        holds("attendance_status", "not_recorded"),
        "Attendance was not recorded.",
        "Attendance was not recorded; people named in the minutes are listed above.",
    ),
    *claims(holds("attendance_status", "withheld"), "Who attended is not public."),
    *claims(
        never,
        "<b>{{ percent }} %</b>: present at {{ present }} of {{ number }} meeting whose minutes list who "
        "was absent.",
        "Named as present at {{ number }} meeting; its minutes do not list who was absent.",
        "No rate: no published minutes of a meeting for which this person was a member say who was there.",
    ),
    # What was decided
    *claims(holds("resolutions"), "Result as written", "Decided by", "Vote", frame=LABEL),
    *claims(holds("resolutions"), "Moved by", "Seconded by", frame=r"<(?:dt|span)>{}"),
    *claims(holds("resolutions"), "Roll call: {{ count }} vote", "{{ kind }} this resolution"),
    *claims(lists("agenda_items", "presenter"), "Presented by"),
    *claims(
        body_holds("keeps_register"),
        "In force: {{ number }} of {{ total }}. It is of a body that keeps a register, last checked on "
        "{{ date }} or later.",
        "Nothing in this archive ends the others; nobody has checked.",
        "Yes; the register of this body was last checked on {{ date }}",
        "kept, last checked on {{ date }}",
        "Register of what is in force",
    ),
    *claims(
        holds("resolutions"),
        "Nothing in this archive ends it; nobody has checked.",
        "Nothing in this archive ends these decisions; nobody has checked whether they are in force.",
        "No: it was not adopted",
        "No: its time has run out",
        'No: {{ kind }} <a href="{{ address }}"{{ lang }}>{{ title }}</a>',
        "On the meeting itself, an election or a report: never listed as in force.",
    ),
    *claims(holds("resolutions"), "In force", "Not checked", frame=r"<span>{}</span>"),
    *claims(holds("resolutions"), "In force today", "In force from", "In force until", frame=LABEL),
    *claims(
        holds("resolutions"),
        "Amendments:",
        "Attendance and vote",
        "By weight:",
        "Not in the room",
        "Not known whether in the room",
        "Not present:",
        "Present at this decision",
        "Vote by weight",
        "by proxy:",
        "casting vote",
    ),
    *claims(holds("resolutions"), "Amendment to", "Taken at", "The matter", "Signed", frame=LABEL),
    # How and with whom it met
    *claims(
        holds("attendance_mode", "by_circulation"),
        "By circulation: nobody met; the papers were circulated and signed.",
        "Circulated to, for information",
        "Circulated to, not signed",
        "circulated to {{ count }}",
        "{{ count }} signed",
    ),
    *claims(never, "Sittings", "Joint meeting", "Languages of these minutes"),
    *claims(
        never,
        "This meeting was closed.",
        "Only what may be public is shown here.",
        "These minutes are given on request.",
    ),
    *claims(never, "Basis:", frame=r"<p class=\"notice\">.*?{}"),
    *claims(never, "first taken up {{ date }}, {{ body }}", "taken up again {{ date }}, {{ body }}"),
    # What came of it
    *claims(holds("action_items"), "due {{ date }}", "Done", frame=r"<span[^>]*>{}"),
    *claims(
        holds("action_items"),
        "Overdue by {{ number }} day",
        "carried over {{ number }} meeting",
        'closed at the meeting of <a href="{{ address }}">{{ date }}</a>',
        "nobody is named",
    ),
    # What is missing
    *claims(holds("number"), "No number is missing between those of meetings that have one."),
    *claims(
        never,
        "These meetings carry no numbers. They follow a rhythm, and no gap stands out.",
        "No meeting between {{ after }} and {{ before }}: {{ days }} days, where about {{ usual }} are "
        "usual",
        "{{ count }} meeting, where most years have {{ usual }}",
    ),
    # What became of the minutes
    *claims(
        never,
        "<b>These minutes were withdrawn</b> {{ date }}.",
        "These minutes were withdrawn.",
        "These minutes were withdrawn: what their versions say can no longer be read.",
        "<b>What this version says was withheld</b> {{ date }}.",
        "What this version says was withheld {{ date }}:",
        "There is a newer version.",
        "<b>This topic was withdrawn</b> {{ date }}.",
        "This topic was withdrawn.",
    ),
    *claims(never, "{{ kind }} {{ date }}.", frame=r'<p class="notice">\s*<b>{}'),
]

# Words that no template says as they are: choices of fields, sentences of other formats, figures.
OTHER_CLAIMS: list[tuple[str, Held]] = [
    *(
        (rf">\s*{kind}\s*<(?!/option)", body_holds("classification"))
        for kind in ("Committee", "Council", "Board", "委员会", "理事会")
    ),
    (r"(?<![\w.])Regular(?![\w])(?!</option>)", holds("classification", "regular")),
    ("(Offline|Online|Mixed)EventAttendanceMode", holds("attendance_mode")),
    (r"in the chair", holds("attendances")),
    (r"Present \(\d+\)|出席（\d+）", holds("attendances")),
    (r"\d+ %</b>", never),
    ("Approval not recorded|How it was decided was not recorded|No count was recorded", never),
    ("every meeting that was announced", never),
    (r"<b>In force: \d|<b>现行有效：?\s?\d", body_holds("keeps_register")),
]

PAGES = (
    "/", "/about/", "/bodies/", "/people/", "/meetings/", "/meetings/2023/", "/resolutions/",
    "/resolutions/?in_force=2024",
    "/actions/", "/gaps/", "/corrections/", "/changes/", "/matters/", "/meetings.atom", "/resolutions.atom",
    "/meetings.csv", "/resolutions.csv",
    "/topics/", "/search/?q=met",
)  # fmt: skip


@pytest.fixture
def meeting(db: None, tmp_path: Path) -> Meeting:
    row = simple_row(date="2023-03-01", body="Harbour Watch", title="Spring meeting", text="We met.")
    required = ("source", "source_url_or_path", "date", "body", "title", "text")
    assert import_rows(tmp_path, {name: row[name] for name in required}, publish=True)[1] == []
    return Meeting.objects.with_children().get()


def pages_of(meeting: Meeting) -> list[str]:
    body, own = f"/bodies/{meeting.body.slug}/", meeting.get_absolute_url()
    return [
        *PAGES,
        own,
        f"{own}history/",
        f"{own}v1/",
        body,
        f"/gaps/?body={meeting.body.slug}",
    ]


def page_at(client: Client, address: str, language: str) -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200, address
    return (b"".join(response) if response.streaming else response.content).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_of_required_fields_alone_claims_nothing_more(
    client: Client, meeting: Meeting, language: str
):
    record = record_of(meeting)
    patterns = [(one.pattern(language), one.is_held) for one in CLAIMS] + OTHER_CLAIMS
    not_held = [pattern for pattern, is_held in patterns if not is_held(record, meeting)]

    for address in pages_of(meeting):
        page = page_at(client, address, language)
        assert [one for one in not_held if re.search(one, page)] == [], address


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_stands_alone(client: Client, meeting: Meeting, language: str):
    for address in pages_of(meeting):
        page = page_at(client, address, language)
        for _label, value in re.findall(r"<dt>(.*?)</dt>\s*(<dd[^>]*>.*?</dd>)?", page, re.DOTALL):
            assert re.sub(r"<[^>]*>", "", value).strip(), address


@pytest.mark.parametrize("language", LANGUAGES)
def test_gaps_of_a_record_without_a_number_cannot_be_seen(client: Client, meeting: Meeting, language: str):
    with translation.override(language):
        said = gettext("These meetings carry no numbers, so a gap cannot be seen.")

    for address in (f"/gaps/?body={meeting.body.slug}", f"/bodies/{meeting.body.slug}/"):
        assert said in page_at(client, address, language)


def test_claims_are_ones_that_the_record_can_lack(meeting: Meeting):
    record = record_of(meeting)

    held = [one.words for one in CLAIMS if one.is_held(record, meeting)]
    held += [pattern for pattern, is_held in OTHER_CLAIMS if is_held(record, meeting)]

    assert held == []


# The list is whole


def test_each_string_of_a_public_page_is_placed():
    """A new one stands in CLAIMS with what it needs, or in not_claims.txt if it says nothing of minutes."""
    placed = {*NOT_CLAIMS, *(one.words for one in CLAIMS)}

    assert sorted({words for words, _plural, _context in strings_of_templates()} - placed) == []


def test_each_string_that_is_placed_stands_in_a_template():
    found = {words for words, _plural, _context in strings_of_templates()}

    assert [one for one in NOT_CLAIMS if one not in found] == []
    assert [one.words for one in CLAIMS if one.words not in found] == []


def test_claims_are_not_among_what_claims_nothing():
    assert {one.words for one in CLAIMS if one.frame == "{}"} & {*NOT_CLAIMS} == set()


def test_claims_are_said_otherwise_in_chinese():
    assert [one.words for one in CLAIMS if one.pattern("zh-hans") == one.pattern("en")] == []
