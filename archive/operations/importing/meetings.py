"""Meetings of the full form: built one by one, written together."""

import copy
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.db import models

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpan,
    Document,
    Matter,
    Meeting,
    MeetingBody,
    MeetingTranslation,
    NameToCheck,
    Person,
    Resolution,
    ResolutionRelation,
    Sitting,
    Vote,
)
from archive.models.fields import key_of
from archive.models.names_as_written import NamesAsWritten
from archive.operations.importing.build import (
    Directory,
    NamedPerson,
    all_texts,
    build,
    find_meeting,
    find_resolution,
    read_day,
    take_named,
    take_position,
    take_rows,
    take_text,
)
from archive.operations.importing.document_files import ImportFolder, copy_file
from archive.operations.importing.json_lines import Refused, Row, refuse_unknown
from archive.operations.importing.namesakes import Namesakes, post_of
from archive.operations.importing.same_meeting import resolution_here
from archive.operations.importing.written_words import (
    Words,
    emptied,
    read_choices,
    read_meeting,
    read_presence,
    read_resolution,
    read_vote,
)
from archive.operations.matters import matter_known_as
from archive.operations.publish.vote_tallies import COUNTED, is_borne_out, is_weighed, weight_of
from archive.text.names import tidy_name

LONGEST_NUMBER = 100  # characters, as the columns are
LONGEST_NAME = 500
LONGEST_NAME_AS_WRITTEN = 200
NAMING = ("person", "on_behalf_of", "voter", "proxy", "mover", "seconder", "responsible")  # keys of people
PARTS = (
    *("sittings", "attendances", "agenda_items", "resolutions", "action_items", "documents"),
    *("other_bodies", "translations"),
)
# In the order in which rows are written: each after those it refers to.
PART_MODELS: tuple[type[models.Model], ...] = (
    Sitting,
    AgendaItem,
    Attendance,
    AttendanceSpan,
    Resolution,
    Vote,
    ResolutionRelation,
    ActionItem,
    Document,
    MeetingBody,
    MeetingTranslation,
)


class BuiltMeeting:
    """A meeting with all its rows, built from a row of the full form and not yet written.

    `folder` has its files. Raises Refused: a meeting is taken whole or not at all.
    """

    def __init__(self, row: Row, directory: Directory, folder: ImportFolder) -> None:
        row = copy.deepcopy(row)  # a failed batch is built again, meeting by meeting
        parts = {name: take_rows(row, name) for name in PARTS if name != "other_bodies"}
        parts["other_bodies"] = take_other_bodies(row)
        directory.look_up(names_in(parts))
        self.directory = directory
        self.folder = folder
        self.files: list[tuple[Document, Path]] = []
        self.wants_publication = take_publication(row)
        self.unknown: Words = []
        self.meeting = self.build_meeting(row, parts["sittings"])
        self.attending: set[int] = set()
        listed = [(take_named(dict(one), "person"), one) for one in parts["attendances"]]
        self.namesakes = Namesakes(listed, self.meeting, directory)
        self.unclear: list[str] = []
        self.rows: dict[type[models.Model], list[Any]] = {model: [] for model in PART_MODELS}
        self.related: list[tuple[Resolution, str, Row]] = []  # to others, which may come later
        # What was made of each row of the source, None of one that names nobody.
        self.made: dict[str, list[Any]] = {}
        for name, add in (
            ("sittings", self.add_sitting),
            ("agenda_items", self.add_item),
            ("attendances", self.add_attendance),
            ("resolutions", self.add_resolution),
            ("action_items", self.add_action),
            ("documents", self.add_document),
            ("other_bodies", self.add_body),
            ("translations", self.add_translation),
        ):
            self.made[name] = [
                add(part, position, f"{name} {position}, ")
                for position, part in enumerate(parts[name], start=1)
            ]
        for resolution, place, relation in self.related:
            self.add_relation(resolution, place, relation)
        self.meeting.next_sequence = len(self.rows[Resolution]) + 1
        self.say_if_attendance_is_listed()

    def build_meeting(self, row: Row, sittings: list[Row]) -> Meeting:
        """Build the meeting itself; it lasts to its last sitting, unless the row says itself how long."""
        self.unknown += read_meeting(row)
        days = [read_day(sitting.get("date")) for sitting in sittings]
        if days and not row.get("end_date"):
            row["end_date"] = max(days).isoformat()
        approved_at = row.pop("approved_at", None)
        approving = None if approved_at is None else find_meeting(approved_at)
        name = take_text(row, "body")
        # Built before its body is looked up: a new body takes its language.
        meeting = build(Meeting, row, approved_at=approving)
        meeting.body = self.directory.body(name, language=meeting.language)
        meeting.body_as_written = name
        meeting.fill_derived()
        return meeting

    def say_if_attendance_is_listed(self) -> None:
        """Call the attendance recorded if the row lists people, unless it says what it is itself.

        Chair and recorder alone are no list: many sources name them in the heading, and those present
        in an appendix. Without a list it stays not known.
        """
        is_list = any(row.role not in Attendance.OFFICERS for row in self.rows[Attendance])
        if is_list and not self.meeting.attendance_status:
            self.meeting.attendance_status = Meeting.AttendanceStatus.RECORDED

    def add(self, model: type[models.Model], row: Row, place: str, **given: Any) -> Any:
        blank = emptied(model, row)
        said = {key: value for key, value in row.items() if key not in blank}
        built = build(model, said, place, **given, **blank)
        self.rows[model].append(built)
        return built

    def add_sitting(self, row: Row, position: int, place: str) -> Any:
        return self.add(Sitting, row, place, meeting=self.meeting, position=position)

    def add_item(self, row: Row, position: int, place: str) -> Any:
        continued = row.pop("continued_from", None)
        before = None if continued is None else find_item(continued)
        return self.add(
            AgendaItem, row, place, meeting=self.meeting, position=position, continued_from=before
        )

    def add_attendance(self, row: Row, position: int, place: str) -> Any:
        """Add the row of a person, or of each of several; a name to check keeps its place as written."""
        self.unknown += read_presence(row)
        spans = take_rows(row, "spans")
        names = names_of_row(Attendance, row)
        named = take_named(row, "person")
        surely = self.namesakes.sure.get(position - 1)
        check = None if surely else self.directory.name_to_check(named)
        if possible := (not check and self.namesakes.held.get(position - 1)):
            check = self.directory.held_name(named)
            self.doubt_namesake(named, place, possible)
        given: Row = {"meeting": self.meeting, "position": position}
        given |= self.person_meant(row, Attendance, "on_behalf_of", place)
        if check and not check.decision:
            held = self.add(Attendance, row, place, name_to_check=check, **given)
            fill_names(held, names)
            self.add_spans(held, spans, place)
            return held
        if check:
            people = [person for person in check.people.all() if person.pk not in self.attending]
            if check.decision == NameToCheck.Decision.SEVERAL:
                row.pop("name_as_written", None)
                names.pop("name_as_written", None)
        else:
            people = [surely or self.in_order(named, post_of(row), place)]
        if people and people[0].pk in self.attending:
            raise Refused(f"{place}{people[0]} is listed twice.")
        self.attending.update(person.pk for person in people)
        for person in people:
            self.directory.posts[person.pk].add(post_of(row))
        made = [self.add(Attendance, row, place, person=person, **given) for person in people]
        for attendance in made:
            fill_names(attendance, names)
            self.add_spans(attendance, spans, place)
        return made[0] if made else None

    def in_order(self, named: NamedPerson, post: str, place: str) -> Person:
        """Return who attends under a name, of several who are all listed; a doubt if posts do not tell."""
        taken = self.attending | self.namesakes.taken
        person, possible = self.directory.attending(named, post, taken)
        if possible > 1:
            self.doubt_namesake(named, place, possible, "taken in the order of the list")
        return person

    def add_spans(self, attendance: Attendance, spans: list[Row], place: str) -> None:
        for position, given in enumerate(spans, start=1):
            at, span = f"{place}spans {position}, ", dict(given)
            self.unknown += read_choices(AttendanceSpan, span)
            ends = {end: self.pick(AgendaItem, span, end, at) for end in ("from_item", "to_item")}
            self.add(AttendanceSpan, span, at, attendance=attendance, position=position, **ends)

    def add_resolution(self, row: Row, position: int, place: str) -> Any:
        self.unknown += read_resolution(row)
        votes, relations = take_rows(row, "votes"), take_rows(row, "relations")
        number = take_text(row, "number")
        if len(number) > LONGEST_NUMBER:
            raise Refused(f"{place}number is longer than {LONGEST_NUMBER} characters.")
        matter = take_matter(row, place)
        item = self.pick(AgendaItem, row, "agenda_item", place)
        motion = take_position(row, "amends_motion")
        names = names_of_row(Resolution, row)
        people = [self.person_meant(row, Resolution, key, place) for key in Resolution.HELD]
        resolution = self.add(
            Resolution,
            row,
            place,
            meeting=self.meeting,
            body=self.meeting.body,
            date=self.meeting.date,
            start_minute=self.meeting.start_minute,
            sequence=position,
            agenda_item=item,
            **people[0],
            **people[1],
        )
        fill_names(resolution, names)
        resolution.number_as_written = number
        resolution.matter_named = matter
        resolution.mark_if_procedural()
        self.add_votes(resolution, votes, place)
        if motion:
            self.related.append((resolution, f"{place}amends_motion: ", amendment_of(motion)))
        self.related += [(resolution, f"{place}relations, ", relation) for relation in relations]
        return resolution

    def add_relation(self, source: Resolution, place: str, relation: Row) -> None:
        """Relate a resolution to another; what amends one of this meeting is an amendment of a motion."""
        target = relation.pop("target", None)
        self.unknown += read_choices(ResolutionRelation, relation)
        here = resolution_here(source, target, self.rows[Resolution])
        if not here or relation.get("kind") != ResolutionRelation.Kind.AMENDS:
            other = here or find_resolution(target)
            self.add(ResolutionRelation, relation, place, source=source, target=other)
            return
        if source.amends_motion is not None and source.amends_motion is not here:
            raise Refused(f"{place}it amends two motions.")
        note = take_text(relation, "note")
        refuse_unknown(relation, {"kind"}, " of an amendment")
        source.amends_motion = here
        if source.amends_itself():
            raise Refused(f"{place}it would amend itself.")
        source.follow_motion()
        source.text = "\n\n".join(filter(None, [source.text, note]))

    def add_votes(self, resolution: Resolution, votes: list[Row], place: str) -> None:
        voters: dict[bool, set[int]] = {True: set(), False: set()}  # a casting vote is one beside the first
        place = f"{place}votes, "
        unsure = self.unsure_voters(votes, place)
        for vote in votes:
            self.unknown += read_vote(vote)
            names = names_of_row(Vote, vote)
            named = take_named(vote, "voter")
            given = {"resolution": resolution} | self.person_meant(vote, Vote, "proxy", place)
            others = voters[vote.get("is_casting") is True]
            check = self.directory.name_to_check(named)
            if named in unsure and not check:
                check = self.directory.held_name(named)
            if check and check.decision:
                names.pop("name_as_written", None)
            if check and not check.decision:
                held = self.add(Vote, vote, place, name_to_check=check, **given)
                fill_names(held, names)
                continue
            for voter in check.people.all() if check else [self.first_meant(named, others)]:
                if voter.pk in others:
                    raise Refused(f"{place}{voter} voted twice.")
                others.add(voter.pk)
                built = self.add(Vote, vote, place, voter=voter, **given)
                fill_names(built, names)

    def unsure_voters(self, votes: list[Row], place: str) -> set[NamedPerson]:
        """Return the names of several people that do not tell who voted how: not if all voted alike."""
        options: dict[NamedPerson, list[Any]] = defaultdict(list)
        for vote in votes:
            if vote.get("is_casting") is not True:
                options[take_named(dict(vote), "voter")].append(vote.get("option"))
        unsure = set()
        for named, cast in options.items():
            if not named or self.directory.name_to_check(named):
                continue
            possible = len(self.people_meant(named))
            if possible > 1 and (len(cast) != possible or len(set(map(str, cast))) > 1):
                self.doubt_namesake(named, place, possible)
                unsure.add(named)
        return unsure

    def add_action(self, row: Row, position: int, place: str) -> Any:
        self.unknown += read_choices(ActionItem, row)
        names = names_of_row(ActionItem, row)
        given = {
            "agenda_item": self.pick(AgendaItem, row, "agenda_item", place),
            "resolution": self.pick(Resolution, row, "resolution", place),
            "responsible_body": self.directory.body_or_none(take_text(row, "responsible_body")),
        }
        given |= self.person_meant(row, ActionItem, "responsible", place)
        closed_at = row.pop("closed_at", None)
        given["closed_at"] = None if closed_at is None else find_meeting(closed_at)
        action = self.add(ActionItem, row, place, meeting=self.meeting, position=position, **given)
        fill_names(action, names)
        return action

    def people_meant(self, named: NamedPerson) -> list[Person]:
        """Return whom a name may mean here: those of that name who attended, otherwise all."""
        if named.slug:
            return [self.directory.person(named)]
        check = self.directory.checks.get(key_of(named.name))
        if check and check.decision:
            return list(check.people.all())
        people = self.directory.namesakes(named.name)
        return [person for person in people if person.pk in self.attending] or people

    def first_meant(self, named: NamedPerson, others: Collection[int]) -> Person:
        """Return the first of those meant who is not among others, so that namesakes vote one each."""
        people = self.people_meant(named)
        return next((person for person in people if person.pk not in others), people[0])

    def doubt_namesake(
        self, named: NamedPerson, place: str, possible: int, taken: str = "kept as written, to be checked"
    ) -> None:
        """Say that a name may mean one of several people, and who was taken for it."""
        self.unclear.append(f"{place}{named.name} may be one of {possible} people: {taken}.")

    def person_meant(self, row: Row, model: type[NamesAsWritten], key: str, place: str) -> Row:
        """Remove the one person that a row names, and return what the fields of a model are to hold.

        That is the person, or a name to check: one that waits, or that stands for several people. Where
        two may be meant it waits too, and is a doubt.
        """
        named = take_named(row, key)
        check = self.directory.name_to_check(named)
        if check and check.decision in {"", NameToCheck.Decision.SEVERAL}:
            return {model.HELD[key]: check}
        people = self.people_meant(named) if named else []
        if len(people) > 1:
            self.doubt_namesake(named, f"{place}{key}, ", len(people))
            return {model.HELD[key]: self.directory.held_name(named)}
        return {key: people[0] if len(people) == 1 else None}

    def add_document(self, row: Row, position: int, place: str) -> Any:
        """Add a document: an address, or a file in the folder of the import."""
        given = {
            "agenda_item": self.pick(AgendaItem, row, "agenda_item", place),
            "resolution": self.pick(Resolution, row, "resolution", place),
        }
        self.unknown += read_choices(Document, row)
        file = row.pop("file", None)
        if (file is None) == (not row.get("url")):
            raise Refused(f"{place}give either a file or a url, and not both.")
        document = self.add(Document, row, place, meeting=self.meeting, **given)
        if file is not None:
            self.files.append((document, self.folder.take(document, file)))
        return document

    def add_body(self, row: Row, position: int, place: str) -> Any:
        """Add another body of a joint meeting, under the name that the file has."""
        name = take_text(row, "name")
        body = self.directory.body(name, language=self.meeting.language)
        if body.pk in {self.meeting.body_id, *(other.body_id for other in self.rows[MeetingBody])}:
            raise Refused(f"{place}{name} is listed twice.")
        given = {"meeting": self.meeting, "body": body, "position": position}
        made = self.add(MeetingBody, row, place, **given)
        made.name_as_written = name
        lines = [self.meeting.other_bodies_as_written, name]
        self.meeting.other_bodies_as_written = "\n".join(filter(None, lines))
        return made

    def add_translation(self, row: Row, position: int, place: str) -> Any:
        made = self.add(MeetingTranslation, row, place, meeting=self.meeting)
        if [one.language for one in self.rows[MeetingTranslation]].count(made.language) > 1:
            raise Refused(f"{place}there is a translation into {made.language} already.")
        return made

    def doubts(self) -> Iterator[str]:
        """Yield a sentence for each name of several people, and each count that the names contradict."""
        yield from self.unclear
        for vote in self.rows[Vote]:
            if not vote.option:
                said = f"resolutions {vote.resolution.sequence}, votes, {vote.name_as_written}"
                yield f"{said}: “{vote.option_as_written}” is not understood, and not counted."
        votes_of: dict[int, list[Vote]] = defaultdict(list)
        for vote in self.rows[Vote]:
            votes_of[id(vote.resolution)].append(vote)
        for resolution in self.rows[Resolution]:
            votes = votes_of[id(resolution)]
            for column, option in COUNTED.items():
                declared, named = (
                    getattr(resolution, column),
                    [one for one in votes if one.option == option],
                )
                if named and declared is not None and not is_borne_out(declared, named, votes):
                    place = f"resolutions {resolution.sequence}, {option.label}"
                    weight = f", by weight {weight_of(named)}" if is_weighed(named) else ""
                    yield f"{place}: the count says {declared}, the names are {len(named)}{weight}."

    def pick(self, model: type[models.Model], row: Row, key: str, place: str) -> Any:
        """Remove a position (from 1) and return the row of this meeting that stands there, or None."""
        position = take_position(row, key)
        if position is None:
            return None
        rows = self.rows[model]
        if position > len(rows):
            raise Refused(f"{place}{key}: there is none at position {position}.")
        return rows[position - 1]


def amendment_of(position: int) -> Row:
    return {"kind": ResolutionRelation.Kind.AMENDS.value, "target": {"resolution": position}}


def take_other_bodies(row: Row) -> list[Row]:
    """Remove and return the names of the other bodies of a joint meeting as rows. Raises Refused."""
    names = row.pop("other_bodies", None) or []
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise Refused("other_bodies is not a list of names of bodies.")
    return [{"name": name} for name in names]


def names_of_row(model: type[NamesAsWritten], row: Row) -> dict[str, str]:
    """Return {field of a name as written: the name in a row of the file, without padding}."""
    values = {written: row.get(key) for key, written in model.WRITTEN.items()}
    names = {key: value.get("name") if isinstance(value, dict) else value for key, value in values.items()}
    return {
        key: tidy_name(name)[:LONGEST_NAME_AS_WRITTEN]
        for key, name in names.items()
        if isinstance(name, str)
    }


def fill_names(row: NamesAsWritten, names: dict[str, str]) -> None:
    """Set the names as written of a row that was built: as the file has them, otherwise as of today."""
    for key, written in row.WRITTEN.items():
        named = getattr(row, key)
        if named or row.is_held(key):
            setattr(row, written, getattr(row, written) or names.get(written) or named.name)


def take_publication(row: Row) -> str:
    """Remove and return "draft" or "published", or "" if the meeting does not say. Raises Refused."""
    wanted = take_text(row, "publication")
    if wanted not in {"", Meeting.Publication.DRAFT, Meeting.Publication.PUBLISHED}:
        raise Refused("publication is neither draft nor published.")
    return wanted


def names_in(row: Row) -> Iterator[str]:
    """Yield the names of people in the parts of a meeting, to be looked up in one query."""
    for part in itertools.chain(*(dicts_in(row, name) for name in PARTS)):
        for one in (part, *dicts_in(part, "votes")):
            yield from (name for key in NAMING if isinstance(name := one.get(key), str))


def dicts_in(row: Row, key: str) -> list[Row]:
    rows = row.get(key)
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []


def take_matter(row: Row, place: str) -> tuple[str, str] | None:
    """Remove and return number and title of the matter that a resolution belongs to. Raises Refused."""
    value = row.pop("matter", None)
    named = {"identifier": value} if isinstance(value, str) else value or {}
    if not isinstance(named, dict) or not named.keys() <= {"identifier", "name"} or not all_texts(named):
        raise Refused(f'{place}matter is neither a number nor {{"identifier": "…", "name": "…"}}.')
    identifier, name = (named.get(key, "").strip() for key in ("identifier", "name"))
    if len(identifier) > LONGEST_NUMBER or len(name) > LONGEST_NAME:
        raise Refused(f"{place}matter: the number or the title is too long.")
    return (identifier, name) if identifier or name else None


def find_item(reference: Any) -> AgendaItem:
    """Return the agenda item that {body, date, position} names. Raises Refused."""
    rest = dict(reference) if isinstance(reference, dict) else {}
    position = take_position(rest, "position")
    if position is None:
        raise Refused('An agenda item is named as {"body": "…", "date": "…", "position": 1}.')
    item = find_meeting(rest).agenda_items.filter(position=position).first()
    if item is None:
        raise Refused(f"No agenda item is known as {reference}.")
    return item


def write_meetings(built: list[BuiltMeeting], *, dry: bool = False) -> None:
    """Write meetings with all their rows; a few queries for each table, however many meetings.

    A dry run copies no files.
    """
    resolutions = [row for one in built for row in one.rows[Resolution]]
    give_identifiers(resolutions)
    name_matters(resolutions)
    Meeting.objects.bulk_create([one.meeting for one in built])
    for document, path in itertools.chain(*(one.files for one in built)):
        take_keys(document)
        copy_file(document, path, dry=dry)
    for model in PART_MODELS:
        rows = [row for one in built for row in one.rows[model]]
        motions = [(row, row.amends_motion) for row in rows if getattr(row, "amends_motion", None)]
        for row, _motion in motions:
            row.amends_motion = None  # not written yet
        for row in rows:
            take_keys(row)
        model._default_manager.bulk_create(rows, batch_size=500)
        for row, motion in motions:
            row.amends_motion = motion
        if motions:
            Resolution.objects.bulk_update([row for row, _motion in motions], ["amends_motion"])


def take_keys(row: models.Model) -> None:
    """Set the foreign keys of a row again, since the rows they name have been saved by now."""
    for name, related in list(row._state.fields_cache.items()):
        if related is not None:
            setattr(row, name, related)


def give_identifiers(resolutions: list[Any]) -> None:
    """Make a number as written the official one; part of the title if an official one stands beside it.

    One number may stand for many decisions: many sources start counting again at each session.
    """
    for row in resolutions:
        number = row.number_as_written
        if number and row.identifier:
            row.name = f"{number} {row.name}".strip()[:LONGEST_NAME]
        row.identifier = row.identifier or number


def name_matters(resolutions: list[Any]) -> None:
    """Give decisions the matters that their rows name, made if need be. Raises Refused."""
    for row in resolutions:
        if row.matter_named:
            identifier, name = row.matter_named
            body = row.meeting.body
            row.matter = matter_known_as(body, identifier, name) or Matter.objects.create(
                body=body, identifier=identifier, name=name
            )
