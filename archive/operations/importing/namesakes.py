"""Rows of an attendance whose name several people have: who is surely meant, and where nobody can say."""

from collections import defaultdict
from collections.abc import Sequence

from archive.models import Meeting, Membership, Person
from archive.models.fields import key_of
from archive.operations.importing.build import Directory, NamedPerson
from archive.operations.importing.json_lines import Row


class Namesakes:
    """What the rows of one list say together.

    `sure` holds the person of each row (by its index) whose post only one of them is known with, or who is
    the only one on the roster of the body that day. `held` holds the rows that may be any of several: a
    blank is better than a guess. Where all who have a name are listed, they are neither: each has a row.
    """

    def __init__(self, rows: Sequence[tuple[NamedPerson, Row]], meeting: Meeting, known: Directory) -> None:
        self.sure: dict[int, Person] = {}
        self.held: dict[int, int] = {}  # index: of how many people it may be one
        self.taken = {known.person(named).pk for named, _row in rows if named.slug}
        by_key: dict[str, list[int]] = defaultdict(list)
        for index, (named, _row) in enumerate(rows):
            if not named.slug:
                by_key[key_of(named.name)].append(index)
        for key, indexes in by_key.items():
            people = [person for person in known.people.get(key, []) if person.pk not in self.taken]
            if len(people) > 1:
                posts = {index: post_of(rows[index][1]) for index in indexes}
                self.tell_apart(posts, people, meeting, known)
        self.taken |= {person.pk for person in self.sure.values()}

    def tell_apart(
        self, posts: dict[int, str], people: list[Person], meeting: Meeting, known: Directory
    ) -> None:
        """Note who is meant by rows of one name; `posts` are {index of the row: post}."""
        free, rest = list(people), []
        said = list(posts.values())
        for index, post in posts.items():
            found = known.with_post(post, people) if post and said.count(post) == 1 else []
            if len(found) == 1 and found[0] in free:
                self.sure[index] = found[0]
                free.remove(found[0])
            else:
                rest.append(index)
        if len(rest) < len(free):
            members = on_roster(meeting, free)
            if len(members) == len(rest) == 1:
                self.sure[rest[0]] = members[0]
            else:
                self.held |= dict.fromkeys(rest, len(free))


def post_of(row: Row) -> str:
    label = row.get("label")
    return label if isinstance(label, str) else ""


def on_roster(meeting: Meeting, people: list[Person]) -> list[Person]:
    """Return those of some people who were members of the body on the day; one query."""
    posts = Membership.objects.filter(body=meeting.body, person__in=[one.pk for one in people])
    members = set(posts.covering(meeting.date).values_list("person", flat=True))
    return [person for person in people if person.pk in members]
