"""Minutes in the layout of a Chinese official document (公文, 纪要).

Source: GB/T 9704-2012, 党政机关公文格式, sections 7.3 (elements) and 10.3 (纪要).
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from archive.models import Resolution
from archive.record.build import Record
from archive.record.render.display import bodies_of, days_in, written_date
from archive.record.render.page import Item, MeetingPage
from archive.record.render.presence_words import missed_item, spans_words
from archive.text.numerals import write_count

# Titles often end in what kind of paper it is, which the heading says already.
KIND_OF_PAPER = re.compile("(?<=.)(?:纪要|记录)$")
CIRCULATED = {"present": "签署", "absent": "未签署", "in_attendance": "传阅"}  # where nobody met
GROUPS = {
    "present": "出席",
    "named": "出席",
    "excused": "请假",
    "absent": "缺席",
    "in_attendance": "列席",
    "as_written": "其他",
}


@dataclass(frozen=True)
class PaperLine:
    word: str
    text: str


@dataclass(frozen=True)
class Decision:
    heading: str
    record: Record
    result: str


class OfficialPaper:
    """The parts of a 纪要, from a Record."""

    def __init__(self, minutes: MeetingPage) -> None:
        self.minutes = minutes
        self.record = minutes.record

    @property
    def mark(self) -> str:
        """The heading in red: whose minutes these are."""
        names = "、".join(body["name"] for body in bodies_of(self.record))
        return f"{names}{'联席' if self.minutes.is_joint else ''}会议纪要"

    @property
    def title(self) -> str:
        return KIND_OF_PAPER.sub("", self.record["name"])

    @property
    def number(self) -> str:
        """The document's number, else the meeting's, as written, with the series it belongs to."""
        written = self.record["document_number"]
        return written or " ".join(filter(None, [self.record.get("number_series"), self.record["number"]]))

    @property
    def circumstances(self) -> list[PaperLine]:
        """When, where, who was in the chair and who took the minutes, as far as it was recorded."""
        with translation.override("zh-hans"):
            when = days_in(self.record) + self.minutes.hours
            sittings = [sitting_words(row) for row in self.minutes.sittings]
        chairs, recorders = self.names(self.minutes.chairs), self.names(self.minutes.recorders)
        lines = [
            PaperLine("时间", when),
            *(PaperLine(f"第{ordinal(place)}次会议", text) for place, text in enumerate(sittings, start=1)),
            PaperLine("方式", "书面传签" if self.minutes.is_by_circulation else ""),
            PaperLine("地点", self.record["location"]),
            PaperLine("主持", chairs or self.record.get("chair_note", "")),
            PaperLine("记录", recorders),
        ]
        return [line for line in lines if line.text]

    @property
    def roll(self) -> list[PaperLine]:
        lines = [PaperLine(self.words[group.kind], self.names(group.rows)) for group in self.minutes.groups]
        in_order = sorted(lines, key=lambda line: list(self.words.values()).index(line.word))
        return in_order or [PaperLine(self.words["present"], told) for told in [self.unrecorded] if told]

    @property
    def words(self) -> dict[str, str]:
        return GROUPS | CIRCULATED if self.minutes.is_by_circulation else GROUPS

    @property
    def unrecorded(self) -> str:
        """What is known of the attendance where no names are; "" if nothing is."""
        expected, present = self.record["expected_count"], self.record["present_count"]
        words = ("传签", "签署") if self.minutes.is_by_circulation else ("应到", "实到")
        counts = zip(words, (expected, present), strict=True)
        known = [f"{word}{count}人" for word, count in counts if count is not None]
        return "，".join(known) or ("" if self.minutes.is_silent_on_attendance else "未记录")

    def names(self, rows: list[Record]) -> str:
        return names_with_posts(rows, self.record)

    @property
    def items(self) -> list[tuple[Item, str]]:
        """Each agenda item, and who was out of the room for it; of a closed one that is not said."""
        return [
            (item, "" if item.is_closed else missed_by(item.record, self.record))
            for item in self.minutes.agenda
        ]

    @property
    def decisions(self) -> list[Decision]:
        return [
            Decision(f"（{ordinal(place)}）{amendment_mark(row)}{decision_title(row)}", row, outcome(row))
            for place, row in enumerate(self.minutes.resolutions, start=1)
        ]

    @property
    def tasks(self) -> list[PaperLine]:
        return [PaperLine(row["description"].rstrip("。"), task(row)) for row in self.minutes.actions]

    @property
    def copied_to(self) -> str:
        return self.record.get("copied_to", "")

    @property
    def issued(self) -> str:
        date = self.record.get("issued_on")
        return day(date) if date else ""


def sitting_words(row: Record) -> str:
    """Return a sitting of MeetingPage in Chinese: 2024年4月9日19:00–次日00:30（休会）."""
    note = f"（{row['note']}）" if row["note"] else ""
    return f"{written_date(row['date'])}{row['hours']}{note}"


def names_with_posts(rows: list[Record], record: Record) -> str:
    """Return people with post, presence as written, and when they were out: 罗建平（局长）."""
    said = ((row["label"], row.get("status_as_written"), spans_in_chinese(row, record)) for row in rows)
    posts = (f"（{told}）" if told else "" for told in ("，".join(filter(None, one)) for one in said))
    return "、".join(f"{row['person']['name']}{post}" for row, post in zip(rows, posts, strict=True))


def spans_in_chinese(row: Record, record: Record) -> str:
    with translation.override("zh-hans"):
        return spans_words(row.get("spans", []), record)


def missed_by(item: Record, record: Record) -> str:
    """Return who was out of the room for an agenda item, with the reason: 贺文静（申报利益）."""
    with translation.override("zh-hans"):
        missed = missed_item(item, record)
    reasons = (f"（{one['reason']}）" if one["reason"] else "" for one in missed)
    return "、".join(f"{one['person']['name']}{why}" for one, why in zip(missed, reasons, strict=True))


def day(date: str, precision: str = "day") -> str:
    """Return an ISO date in Chinese, in Arabic digits as the standard has it: 2023年8月23日."""
    year, month, number = map(int, date.split("-"))
    return {"day": f"{year}年{month}月{number}日", "month": f"{year}年{month}月"}.get(
        precision, f"{year}年"
    )


def ordinal(number: int) -> str:
    """Return a number below 100 in words: 十二; any other in digits."""
    return write_count(number) if number < 100 else str(number)


def decision_title(row: Record) -> str:
    number = f"（{row['identifier']}）" if row["identifier"] and row["name"] else ""
    return f"{row['name'] or row['identifier'] or '决议'}{number}"


def amendment_mark(row: Record) -> str:
    """Return what tells an amendment of a motion: 对“买灯”的修正案："""
    return f"对“{decision_title(row['motion'])}”的修正案：" if row.get("motion") else ""


def outcome(row: Record) -> str:
    """Return result and votes, in Chinese for every reader: 通过（赞成3票，陈莹投决定票赞成）."""
    result = row["result_as_written"]
    if not result and row["result"]:
        with translation.override("zh-hans"):
            result = str(Resolution.Result(row["result"]).label)
    votes = [("赞成", row["yes_count"]), ("反对", row["no_count"]), ("弃权", row["abstain_count"])]
    told = [f"{word}{count}票" for word, count in votes if count is not None]
    words = {"yes": "赞成", "no": "反对", "abstain": "弃权"}
    told += [f"按权重{words[option]}{weight}" for option, weight in row.get("weights", [])]
    told += [
        f"{vote['voter']['name']}投决定票{words.get(vote['option'], '')}"
        for vote in row["votes"]
        if vote.get("is_casting")
    ]
    counted = "，".join(told)
    return f"{result}（{counted}）" if counted else result


def task(row: Any) -> str:
    body = row["responsible_body"]
    names = [
        row["responsible"] and row["responsible"]["name"],
        row["responsible_text"],
        body and body["name"],
    ]
    who = "、".join(filter(None, names))
    due = row["due_date"] and f"{day(row['due_date'].isoformat())}前"
    return "，".join(filter(None, [who, due]))
