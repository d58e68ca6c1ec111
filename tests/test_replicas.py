"""Replicas, two web hosts, a failover and pgbouncer, each with real servers of PostgreSQL."""

import contextlib
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, OperationalError, connection, connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from pytest_django import DjangoDbBlocker

from archive.databases import postgresql_at, replica_at
from archive.middleware import ReadFromReplicas
from archive.models import Meeting
from archive.operations import doctor
from archive.place import missing_migrations, one_migration_at_a_time
from archive.record.verify import problems_of_record
from archive.replicas import (
    PRIMARY,
    Router,
    Server,
    Watch,
    chosen,
    reading_alias,
    reading_connection,
    watch,
)
from archive.search.entries import Kind
from archive.search.find import find
from archive.search.index import check_index
from archive.search.query import parse
from tests.cluster import Node, WebHost, pooled, wait_for
from tests.factories import make_meeting

KEY = "shared by all hosts of a test, and no secret: 0123456789 abcdefghijklmnopqrstuvwxyz"
LAG = 5  # seconds
WRITTEN = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"
PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


# What one process knows


def watched(*, primary: int, replica: int, lag: float = 10) -> Watch:
    watch = Watch(["replica1"], lag)
    watch.primary.note(0, is_standby=False, position=primary)
    watch.replicas["replica1"].note(100, is_standby=True, position=replica)
    return watch


def test_replica_that_has_replayed_what_was_written_some_time_ago_is_used():
    watch = watched(primary=50, replica=50)
    watch.primary.note(95, is_standby=False, position=70)

    assert watch.usable(100, 0) == ["replica1"]


def test_replica_that_lags_is_left_out():
    assert watched(primary=51, replica=50).usable(100, 0) == []


def test_replica_is_used_only_for_who_has_seen_no_more():
    watch = watched(primary=10, replica=50)

    assert (watch.usable(100, 50), watch.usable(100, 51)) == (["replica1"], [])


def test_replica_that_was_not_seen_for_some_seconds_is_left_out():
    watch = watched(primary=10, replica=50)

    assert (watch.usable(104, 0), watch.usable(106, 0)) == (["replica1"], [])


def test_replica_that_was_promoted_is_left_out():
    watch = watched(primary=10, replica=50)
    watch.replicas["replica1"].note(100, is_standby=False, position=50)

    assert watch.usable(100, 0) == []


def test_positions_of_long_ago_are_forgotten():
    server = Server(PRIMARY, kept_seconds=10)
    for second in range(100):
        server.note(second, is_standby=False, position=second)

    assert (server.earlier_position, server.position, len(server.positions)) == (89, 99, 11)


def test_replica_that_does_not_answer_is_left_out_at_once(django_db_blocker: DjangoDbBlocker):
    replica = replica_at("postgresql://nobody@127.0.0.1:1/none", is_pooled=False)
    connections.settings["replica1"] = {**connections.settings[PRIMARY], **replica}
    watch = watched(primary=10, replica=50)
    watch.replicas["replica1"].note(time.monotonic(), is_standby=True, position=50)
    watch.process = os.getpid()  # as if it were looking already

    with django_db_blocker.unblock():
        alias = watch.choose(0)
    del connections["replica1"], connections.settings["replica1"]

    assert (alias, watch.usable(time.monotonic(), 0)) == (PRIMARY, [])


# The router


@pytest.fixture
def reading_a_replica() -> Iterator[None]:
    chosen.set("replica1")
    yield
    chosen.set(PRIMARY)


def test_only_reads_outside_a_transaction_go_to_a_replica(reading_a_replica: None):
    router = Router()

    assert (router.db_for_read(Meeting), router.db_for_write(Meeting)) == ("replica1", PRIMARY)
    assert [router.allow_migrate(alias, "archive") for alias in (PRIMARY, "replica1")] == [True, False]


@pytest.mark.django_db
def test_transaction_reads_the_primary_that_it_writes(reading_a_replica: None):
    assert (reading_alias(), reading_connection().alias) == (PRIMARY, PRIMARY)


# The requests


def answer_from(alias: str) -> Callable[[int], str]:
    """Return a choice of a replica that has replayed up to position 50."""
    return lambda position: alias if position <= 50 else PRIMARY


@pytest.fixture
def middleware(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadFromReplicas]:
    """Yield a middleware whose answers say which database they come from."""
    settings.REPLICAS = ["replica1"]
    monkeypatch.setattr(watch, "choose", answer_from("replica1"))
    monkeypatch.setitem(watch.replicas, "replica1", Server("replica1"))

    def get_response(request: Any) -> HttpResponse:
        made.process_view(request, resolve(request.path).func)
        alias = reading_alias()
        if "fails" in request.GET and alias != PRIMARY:
            problem = OperationalError("the connection is lost")
            return made.process_exception(request, problem) or HttpResponse(status=500)
        return HttpResponse(alias)

    made = ReadFromReplicas(get_response)
    yield made
    chosen.set(PRIMARY)


@pytest.mark.parametrize(
    ("path", "cookies", "alias"),
    [
        ("/meetings/", {}, "replica1"),
        ("/meetings.atom", {}, "replica1"),
        ("/meetings/", {"minutebook_seen": "50"}, "replica1"),
        ("/meetings/", {"minutebook_seen": "51"}, PRIMARY),
        ("/meetings/", {"minutebook_seen": "9" * 5000}, "replica1"),
        ("/meetings/", {"minutebook_seen": "²"}, "replica1"),
        ("/meetings/", {"sessionid": "abc"}, PRIMARY),
        ("/desk/login/", {}, PRIMARY),
        ("/meetings/?fails", {}, PRIMARY),
    ],
)
def test_request_is_answered_by(middleware: ReadFromReplicas, path: str, cookies: dict, alias: str):
    request = RequestFactory().get(path)
    request.COOKIES = cookies

    response = middleware(request)

    assert (response.content.decode(), response.status_code) == (alias, 200)
    assert not response.cookies


def test_nothing_is_done_without_replicas():
    with pytest.raises(MiddlewareNotUsed):
        ReadFromReplicas(lambda _request: HttpResponse())


# With real servers


@pytest.fixture(scope="module")
def source(engine: str, django_db_setup: str) -> str:
    """Return the URL of the run's server and the name of its migrated database."""
    if engine != "postgresql" or "TEST_DATABASE_URL" in os.environ:
        pytest.skip("only a PostgreSQL of the run's own is copied")
    return django_db_setup


class Cluster:
    """A primary, its standby, and two web hosts before them."""

    def __init__(self, name: str, folder: Path, stack: contextlib.ExitStack) -> None:
        self.name = name
        self.primary = Node(os.environ["DATABASE_URL"], is_standby=False)
        stack.callback(self.primary.remove)
        self.standby = Node(self.primary.url(), is_standby=True)
        stack.callback(self.standby.remove)
        self.hosts = [WebHost(folder / f"host{port}", port, **self.variables()) for port in free_ports(2)]
        for host in self.hosts:
            stack.callback(host.stop)
        for host in self.hosts:
            host.wait()

    def variables(self) -> dict[str, str]:
        one, two = self.primary.url(self.name), self.standby.url(self.name)
        both = f"{one.rpartition('/')[0]},{two.split('@')[1]}?target_session_attrs=read-write"
        return {
            "DATABASE_URL": both,
            "DATABASE_REPLICA_URLS": two,
            "REPLICA_LAG_SECONDS": str(LAG),
            "SECRET_KEY": KEY,
        }


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [listener.getsockname()[1] for listener in listeners]


@pytest.fixture(scope="module")
def cluster(source: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with contextlib.ExitStack() as stack:
        yield Cluster(source, tmp_path_factory.mktemp("cluster"), stack)


@pytest.fixture
def connected(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """Yield what connects this process to a database of the cluster, in place of the run's."""
    kept = dict(connections.settings[PRIMARY])

    def connect(url: str, *, is_pooled: bool = False) -> None:
        connection.close()
        connections.settings[PRIMARY].update(postgresql_at(url, is_pooled=is_pooled))

    with django_db_blocker.unblock():
        yield connect
        connection.close()
        connections.settings[PRIMARY].update(kept)


def log_in(host: WebHost) -> tuple[str, str]:
    """Return the session's cookie, and that of what was written."""
    _status, _text, given = host.answer("/desk/login/")
    [token] = [cookie for cookie in given if cookie.startswith("csrftoken=")]
    form = {"username": "clerk", "password": "of a test", "csrfmiddlewaretoken": token.split("=")[1]}
    status, _text, given = host.answer("/desk/login/", cookies=token, form=urlencode(form))
    assert status == 302
    named = dict(cookie.split("=", 1) for cookie in given)
    return f"sessionid={named['sessionid']}", f"minutebook_seen={named['minutebook_seen']}"


def is_used(cluster: Cluster, host: WebHost, path: str = "/meetings/", cookies: str = "") -> bool:
    """Return whether a page comes from the standby."""
    began = cluster.standby.ask("SELECT clock_timestamp()::text")
    assert host.answer(path, cookies=cookies)[0] == 200
    sql = f"SELECT count(*) FROM pg_stat_activity WHERE query ~ 'archive_' AND query_start > '{began}'"
    return bool(cluster.standby.ask(f"{sql} AND pid <> pg_backend_pid()"))


def make_clerk() -> None:
    password = PBKDF2PasswordHasher().encode("of a test", "salt", iterations=1)
    get_user_model().objects.create(username="clerk", password=password, is_staff=True, is_superuser=True)


def test_readers_read_replicas_and_writers_what_they_wrote(cluster: Cluster, connected: Any):
    one, two = cluster.hosts
    connected(cluster.primary.url(cluster.name))
    make_clerk()
    session, _seen = log_in(one)
    wait_for(lambda: is_used(cluster, one))

    cluster.standby.ask("SELECT pg_wal_replay_pause()")
    try:
        make_meeting(name="Only on the primary")
        seen = f"minutebook_seen={cluster.primary.ask(WRITTEN)}"
        pages = [one.answer("/meetings/", cookies=cookie)[1] for cookie in ("", seen)]
        of_staff = [two.answer(path, cookies=session) for path in ("/meetings/", "/desk/")]
        wait_for(lambda: "Only on the primary" in one.answer("/meetings/")[1])  # the replica is left out
    finally:
        cluster.standby.ask("SELECT pg_wal_replay_resume()")

    assert ["Only on the primary" in page for page in pages] == [False, True]
    assert "Only on the primary" in of_staff[0][1]
    assert of_staff[1][0] == 200  # the session is known to both hosts
    wait_for(lambda: is_used(cluster, one))


def test_replica_that_is_down_is_left_out_and_taken_back(cluster: Cluster):
    host = cluster.hosts[0]
    wait_for(lambda: is_used(cluster, host))

    cluster.standby.stop()
    statuses = {host.answer(path)[0] for _ in range(5) for path in ("/meetings/", "/search/?q=flood")}
    cluster.standby.start()

    assert statuses == {200}
    wait_for(lambda: is_used(cluster, host))


def test_search_asks_a_replica_and_counts_on_the_primary(cluster: Cluster):
    host = cluster.hosts[0]
    wait_for(lambda: is_used(cluster, host))

    assert is_used(cluster, host, "/search/?q=nowhere")
    counted = "SELECT count FROM archive_searchmiss WHERE term = 'nowhere'"
    assert cluster.primary.ask(counted, cluster.name) == 1


def test_pages_of_the_desk_and_of_staff_never_ask_a_replica(cluster: Cluster, connected: Any):
    host = cluster.hosts[0]
    connected(cluster.primary.url(cluster.name))
    wait_for(lambda: is_used(cluster, host))
    session, _seen = log_in(host)

    assert not is_used(cluster, host, cookies=session)


def test_doctor_looks_at_replicas_on_which_nothing_can_be_written(
    cluster: Cluster, connected: Any, settings: Any
):
    connected(cluster.primary.url(cluster.name))
    replica = replica_at(cluster.standby.url(cluster.name), is_pooled=False)
    connections.settings["replica1"] = {**connections.settings[PRIMARY], **replica}
    settings.REPLICAS = ["replica1"]
    wait_for(lambda: cluster.standby.ask("SELECT pg_last_wal_replay_lsn() IS NOT NULL") is True)

    [finding] = doctor.standbys()
    with pytest.raises(DatabaseError, match="read-only transaction"):
        Meeting.objects.using("replica1").update(location="Elsewhere")
    connections["replica1"].close()
    cluster.standby.stop()
    [gone] = doctor.standbys()
    cluster.standby.start()
    del connections.settings["replica1"]

    assert (finding.level, finding.found.split()[-2:]) == (doctor.OK, ["bytes", "behind."])
    assert (gone.level, gone.remedy) == (doctor.WARNING, "Start it, or look at its address.")


@pytest.mark.skipif(not PGBOUNCER, reason="pgbouncer is not installed")
def test_pgbouncer_in_transaction_mode(cluster: Cluster, connected: Any):
    """Six threads share two connections: publish, search, walk through rows and lock."""
    with pooled(cluster.primary, size=2) as url:
        connected(url(cluster.name), is_pooled=True)
        with ThreadPoolExecutor(6) as threads:
            made = list(threads.map(publish_and_find, range(12)))

        assert made == [True] * 12
        assert list(problems_of_record()) == []
        assert list(check_index()) == []
        assert len(list(Meeting.objects.iterator(chunk_size=2))) >= 12
        with one_migration_at_a_time(pytest.fail):
            assert missing_migrations() == []
        connection.close()


def publish_and_find(number: int) -> bool:
    try:
        meeting = make_meeting(name=f"Pooled {number}", text=f"word{number}")
        found = find(parse(f"word{number}"), Meeting.objects.published(), kind=Kind.MEETING)
        return found.total == 1 and meeting.revisions.count() == 1
    finally:
        connection.close()


def test_site_is_read_during_a_failover_and_written_after_it(cluster: Cluster):
    one, two = cluster.hosts
    wait_for(lambda: is_used(cluster, one) and is_used(cluster, two))

    cluster.primary.stop()
    read = [one.answer("/meetings/")[0], two.answer("/meetings/")[0]]
    assert cluster.standby.ask("SELECT pg_promote()") is True
    session, seen = log_in(one)

    assert read == [200, 200]
    assert two.answer("/desk/", cookies=session)[0] == 200
    assert one.answer("/meetings/", cookies=seen)[0] == 200
