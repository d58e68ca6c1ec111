"""Streaming replicas of PostgreSQL: which of them may answer a reader, and the router that asks it.

Nothing here runs without DATABASE_REPLICA_URLS. Each process looks at the primary and the replicas once a
second, in threads of its own, so that no reader waits for it. What is meant by a position is the place in
the write-ahead log up to which a server has written or replayed, as a number of bytes.
"""

import os
import random
import threading
import time
from collections import deque
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import DEFAULT_DB_ALIAS as PRIMARY
from django.db import DatabaseError, InterfaceError, connections

LOOK_SECONDS = 1
FORGET_SECONDS = 5  # after which what was seen of a server counts no more
# Of what was committed, the end is inserted in the log of the primary; a replica counts what it replayed.
POSITION = """
SELECT pg_is_in_recovery(), CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
ELSE pg_current_wal_insert_lsn() END - '0/0'::pg_lsn
"""

# The database that the public reads of this request, or of this thread's, go to.
chosen: ContextVar[str] = ContextVar("chosen", default=PRIMARY)


def reading_alias() -> str:
    """Return the database to read from: the primary, except for a public page outside a transaction."""
    alias = chosen.get()
    return PRIMARY if alias == PRIMARY or connections[PRIMARY].in_atomic_block else alias


def reading_connection() -> Any:
    """Return the connection for SQL of our own that only reads."""
    return connections[reading_alias()]


class Router:
    """Sends reads where the request's go, and all else to the primary."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        return reading_alias()

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        return True

    def allow_migrate(self, alias: str, _app_label: str, **_hints: Any) -> bool:
        return alias == PRIMARY


class Server:
    """What one process knows of a server. Only the thread that looks at it writes here."""

    def __init__(self, alias: str, *, kept_seconds: float = 0) -> None:
        self.alias = alias
        self.kept_seconds = kept_seconds
        self.is_standby = False
        self.seen_at = float("-inf")  # by time.monotonic(), as all times here
        self.positions: deque[tuple[float, int]] = deque()

    @property
    def position(self) -> int:
        return self.positions[-1][1] if self.positions else 0

    @property
    def earlier_position(self) -> int:
        """The position `kept_seconds` before it was last seen, or the oldest that is known."""
        return self.positions[0][1] if self.positions else 0

    def note(self, now: float, *, is_standby: bool, position: int) -> None:
        self.positions.append((now, position))
        while len(self.positions) > 1 and self.positions[1][0] <= now - self.kept_seconds:
            self.positions.popleft()
        self.is_standby, self.seen_at = is_standby, now

    def look(self) -> None:
        """Look once a second, for ever."""
        connection = connections[self.alias].copy()
        while True:
            try:
                is_standby, position = position_of(connection)
                self.note(time.monotonic(), is_standby=is_standby, position=position)
            except (DatabaseError, InterfaceError):
                self.leave_out()
                connection.close()
            time.sleep(LOOK_SECONDS)

    def leave_out(self) -> None:
        """Ask it no more until it was seen again."""
        self.seen_at = float("-inf")


def position_of(connection: Any) -> tuple[bool, int]:
    """Return whether a server is a standby, and its position. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION)
        is_standby, position = cursor.fetchone()
    return is_standby, int(position or 0)


class Watch:
    """The servers as one process sees them."""

    def __init__(self, aliases: list[str], most_lag: float) -> None:
        self.primary = Server(PRIMARY, kept_seconds=most_lag)
        self.replicas = {alias: Server(alias) for alias in aliases}
        self.process = 0
        self.starting = threading.Lock()

    def start(self) -> None:
        """Begin to look, once in each process: threads do not survive a fork."""
        if self.process == os.getpid():
            return
        with self.starting:
            if self.process != os.getpid():
                self.process = os.getpid()
                for server in (self.primary, *self.replicas.values()):
                    threading.Thread(target=server.look, daemon=True).start()

    def usable(self, now: float, at_least: int) -> list[str]:
        """Return the replicas that may answer a reader who has seen a position.

        One that lags has not replayed what the primary had written `most_lag` seconds ago. If the primary
        is down, what it had shortly before is asked for, so that reading goes on.
        """
        wanted = max(at_least, self.primary.earlier_position)
        return [
            alias
            for alias, server in self.replicas.items()
            if server.is_standby and now - server.seen_at <= FORGET_SECONDS and server.position >= wanted
        ]

    def choose(self, at_least: int) -> str:
        """Return a replica that answers and is up to a position, or else the primary."""
        self.start()
        aliases = self.usable(time.monotonic(), at_least)
        for alias in random.sample(aliases, len(aliases)):
            connection = connections[alias]
            try:
                connection.close_if_health_check_failed()
                connection.ensure_connection()
            except (DatabaseError, InterfaceError):
                self.leave_out(alias)
            else:
                return alias
        return PRIMARY

    def leave_out(self, alias: str) -> None:
        self.replicas[alias].leave_out()


watch = Watch(settings.REPLICAS, settings.REPLICA_LAG_SECONDS)


def written_position() -> int:
    """Return a position that holds all that was committed until now; 0 if the primary does not say."""
    try:
        return position_of(connections[PRIMARY])[1]
    except (DatabaseError, InterfaceError):
        return 0


def read_from_primary(**_signal: Any) -> None:
    chosen.set(PRIMARY)


# At the end of a request, also of one whose answer was streamed.
request_finished.connect(read_from_primary, dispatch_uid="replicas.request_finished")
