"""What a running archive needs, looked at one by one; each finding says in a sentence what to do."""

import datetime as dt
import os
import platform
import shutil
import stat
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import django
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connection, connections
from django.db.models import Max
from django.utils import timezone
from rapidfuzz.distance import DamerauLevenshtein

from archive.models import Meeting, Revision
from archive.operations.backups.backup import last_backup
from archive.operations.upgrade import (
    has_newer_record,
    program_version,
    stale_static_files,
)
from archive.place import NEWER, has_documents_here, missing_migrations, sqlite_path, unknown_migrations
from archive.record.stored_files import false_files, files_without_row, names_below
from archive.record.verify import problems_of_record
from archive.replicas import position_of
from archive.search.index import check_index, faults_among_newest, is_empty

OK, WARNING, ERROR = "ok", "warning", "error"
MOST_NAMED = 5  # of many problems of one kind
LEAST_FREE = 1024**3  # bytes on the disk
BACKUP_DAYS = 2  # after which one that is made each night has been missed
CLOCK_SECONDS = 60  # by which a version may seem to be of the future
NETWORK_SECONDS = 10
SAMPLE = 20  # meetings whose search entries are compared by --quick too
MOST_BEHIND = 16 * 1024 * 1024  # bytes of the log that a replica still has to replay: one of its segments
RESTORE = "If it is damaged, stop the site and restore the last backup."

# Those that settings.py reads; a test compares them with README's table.
VARIABLES = frozenset(
    "ADMINS ALLOWED_HOSTS BEHIND_PROXY DATABASE_POOLED DATABASE_REPLICA_URLS DATABASE_URL"
    " DATA_DIR DEBUG DOCUMENTS_URL EMAIL_FROM EMAIL_URL HSTS_PRELOAD HSTS_SECONDS HSTS_SUBDOMAINS"
    " HTTPS KEEP_PAGES LANGUAGES LOG_FORMAT MAX_UPLOAD_MB METRICS_LISTEN MFA_REQUIRED_FOR"
    " OIDC_CLIENT_ID OIDC_CLIENT_SECRET OIDC_GROUPS OIDC_GROUPS_CLAIM OIDC_NAME OIDC_SCOPES OIDC_URL"
    " REPLICA_LAG_SECONDS SECRET_KEY SESSION_IDLE_MINUTES SESSION_MAX_HOURS SITE_NAME SITE_OWNER"
    " TIME_ZONE URL_PREFIX".split()
)
OF_OTHERS = frozenset({"LANGUAGE", "HOSTNAME"})  # near to ours, but the system's


@dataclass(frozen=True)
class Finding:
    """What was found about one subject; `remedy` is empty if nothing is to be done."""

    subject: str
    level: str
    found: str
    remedy: str = ""


Findings = Iterator[Finding]


def examine(*, thorough: bool = True) -> Findings:
    """Yield the findings about every subject; without `thorough` nothing that reads the whole archive.

    If the database cannot be used, the subjects that need it are left out.
    """
    yield versions()
    for of_settings in (variables, rights, disk, static_files, https, provider, mail, backups):
        yield from of_settings()
    reached = database()
    yield reached
    if reached.level != OK:
        return
    missing = migrations()
    yield missing
    if missing.level != OK:
        return
    yield from unless_damaged(of_database())
    if thorough:
        yield from unless_damaged(whole_archive())


def unless_damaged(findings: Findings) -> Findings:
    """Yield findings up to what cannot be read, and then that."""
    try:
        yield from findings
    except DatabaseError as problem:
        yield Finding("database", ERROR, f"It cannot be read: {problem}", RESTORE)


def of_database() -> Findings:
    yield from clock()
    yield from standbys()
    yield storage()
    yield from shared_key()
    yield from groups_of_settings()
    if has_newer_record():
        yield Finding("record", ERROR, "A newer version wrote the last minutes.", NEWER)
    yield index_of_this_version()


def versions() -> Finding:
    program = f"Minutebook {program_version()}".strip()
    found = f"{program}, Python {platform.python_version()}, Django {django.get_version()}"
    return Finding("versions", OK, found)


def variables() -> Findings:
    """Find environment variables whose names are nearly, but not quite, those of settings."""
    unknown = sorted(set(os.environ) - VARIABLES - OF_OTHERS)
    for name in unknown:
        near = [known for known in sorted(VARIABLES) if is_near(name, known)]
        if near:
            yield Finding(
                "variables", WARNING, f"{name} is set, but no setting has that name.", f"Write {near[0]}."
            )


def is_near(name: str, known: str) -> bool:
    """Return whether a name is a slip of a known one: a letter or two, case or underscores aside."""
    if name.upper().replace("_", "") == known.replace("_", ""):
        return True
    return len(known) > 6 and DamerauLevenshtein.distance(name, known, score_cutoff=1) <= 1


def rights() -> Findings:
    """Nobody but the owner should read the database, the documents and the secret key."""
    if not settings.DATA_DIR.is_dir():
        remedy = "Mount its disk or set DATA_DIR; for a new archive, run `manage.py migrate`."
        yield Finding("rights", ERROR, f"{settings.DATA_DIR} is not there.", remedy)
        return
    for path in (settings.DATA_DIR, settings.DATA_DIR / "secret_key", sqlite_path()):
        if path and path.exists() and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
            wanted = "700" if path.is_dir() else "600"
            yield Finding(
                "rights", WARNING, f"Others may use {path} ({mode:o}).", f"Run: chmod {wanted} {path}"
            )
    if not os.access(settings.DATA_DIR, os.W_OK):
        yield Finding("rights", ERROR, f"{settings.DATA_DIR} cannot be written.", "Give it to this user.")


def disk() -> Findings:
    if not settings.DATA_DIR.is_dir():
        return
    free = shutil.disk_usage(settings.DATA_DIR).free
    found = f"{free // 1024**2:,} MB are free in {settings.DATA_DIR}."
    if free < LEAST_FREE:
        yield Finding("disk", WARNING, found, "Make room: without it nothing can be saved.")
    else:
        yield Finding("disk", OK, found)


def static_files() -> Findings:
    """The site serves what was collected: after an upgrade pages may have styles of before."""
    stale = stale_static_files()
    if settings.DEBUG or not stale:
        return
    found = "None were collected." if not settings.HASHED_FILES else f"{len(stale)} are of another version."
    remedy = "Run `manage.py collectstatic --no-input`, then start the site again."
    yield Finding("static files", WARNING, found, remedy)


def https() -> Findings:
    """Ask the site itself, by its public name, as a reader's browser would."""
    hosts = [host for host in settings.ALLOWED_HOSTS if "." in host.strip(".") and not is_local(host)]
    if not settings.HTTPS:
        yield Finding("HTTPS", WARNING, "HTTPS is off.", "Set HTTPS=on, unless only this machine reads.")
    elif not hosts:
        yield Finding("HTTPS", WARNING, "ALLOWED_HOSTS has no public name.", "Set it to the site's name.")
    elif problem := problem_of(f"https://{hosts[0].lstrip('.')}{settings.URL_PREFIX}/robots.txt"):
        yield Finding(
            "HTTPS",
            WARNING,
            f"https://{hosts[0]} does not answer from here: {problem}.",
            "See README, Production: the proxy must pass X-Forwarded-Proto, and BEHIND_PROXY must be on.",
        )
    else:
        yield Finding("HTTPS", OK, f"https://{hosts[0]} answers.")


def is_local(host: str) -> bool:
    return host.startswith(("127.", "[")) or host.endswith("localhost") or host == "*"


def problem_of(address: str) -> str:
    """Return why an address cannot be fetched, "" if it can."""
    try:
        with urllib.request.urlopen(address, timeout=NETWORK_SECONDS):  # noqa: S310 - https only
            return ""
    except (OSError, ValueError, urllib.error.HTTPError) as problem:
        return str(getattr(problem, "reason", problem))


def provider() -> Findings:
    """Ask the provider of log-ins for its addresses, if OIDC_URL names one."""
    if not settings.OIDC:
        return
    url = settings.OIDC["settings"]["server_url"]
    if problem := problem_of(f"{url}/.well-known/openid-configuration"):
        remedy = "Nobody can log in with it now; look whether OIDC_URL is its issuer."
        yield Finding("single sign-on", ERROR, f"{url} does not answer: {problem}.", remedy)
    else:
        yield Finding("single sign-on", OK, f"{url} answers.")


def mail() -> Findings:
    if not settings.MAIL.scheme:
        yield Finding(
            "mail", WARNING, "No mail is sent.", "Set EMAIL_URL, and ADMINS to be told of errors."
        )
        return
    try:
        with get_connection(timeout=NETWORK_SECONDS):
            yield Finding("mail", OK, f"{settings.EMAIL_HOST} takes mail.")
    except OSError as problem:
        yield Finding("mail", ERROR, f"{settings.EMAIL_HOST} takes no mail: {problem}.", "Mend EMAIL_URL.")


def backups() -> Findings:
    remedy = "Run `manage.py backup FOLDER --keep 30` each night."
    if not (last := last_backup()):
        yield Finding("backup", WARNING, "No backup was ever made.", remedy)
        return
    age = timezone.now() - last.made_at
    level = WARNING if age > dt.timedelta(days=BACKUP_DAYS) else OK
    yield Finding(
        "backup", level, f"The last one is {age.days} days old: {last.path}.", remedy * (level != OK)
    )


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        found = f"It cannot be reached: {one_line(problem)}"
        return Finding("database", ERROR, found, "Start it, or mend DATABASE_URL.")
    return Finding(
        "database", OK, f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
    )


def one_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]


def standbys() -> Findings:
    """Find what keeps readers from each replica, and plans that a pooler lets nobody switch off."""
    _is_standby, written = (False, 0) if not settings.REPLICAS else position_of(connection)
    for alias in settings.REPLICAS:
        host = connections[alias].settings_dict["HOST"]
        try:
            is_standby, replayed = position_of(connections[alias])
        except DatabaseError as problem:
            yield Finding(
                "replicas",
                WARNING,
                f"{host} is not reached: {one_line(problem)}",
                "Start it, or look at its address.",
            )
            continue
        behind = max(0, written - replayed)
        if not is_standby:
            remedy = "Take it out of DATABASE_REPLICA_URLS, or let it follow the primary."
            yield Finding("replicas", WARNING, f"{host} is no standby.", remedy)
        elif behind > MOST_BEHIND:
            remedy = "See whether it follows the primary. Until then the primary answers."
            yield Finding("replicas", WARNING, f"{host} is {behind:,} bytes behind.", remedy)
        else:
            yield Finding("replicas", OK, f"{host} is {behind:,} bytes behind.")
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        yield from plans()


def storage() -> Finding:
    """Ask the bucket as the site does and as a stranger would, or name the folder."""
    if has_documents_here():
        more = " Other web hosts need the same folder, or DOCUMENTS_URL." * (connection.vendor != "sqlite")
        return Finding("storage", OK, f"Documents are in {settings.MEDIA_ROOT}.{more}")
    try:
        name = next(names_below(""), "")
    except OSError as problem:
        remedy = "Mend DOCUMENTS_URL, or the key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        return Finding("storage", ERROR, f"Documents are not reached: {problem.strerror}", remedy)
    address = default_storage.bare_address(name) if name else ""  # type: ignore[attr-defined]
    if address and not problem_of(address):
        found = f"Anyone may read {address}, without asking the site."
        return Finding("storage", ERROR, found, "Close the bucket to the public.")
    return Finding("storage", OK, "Documents are in a bucket that is closed to strangers.")


def shared_key() -> Findings:
    """Find sessions that this host cannot read: another one signs with another key."""
    newest = Session.objects.filter(expire_date__gt=timezone.now()).order_by("-expire_date").first()
    if newest and not newest.get_decoded():
        remedy = "Set the same SECRET_KEY on every host. If it was just changed, people only log in again."
        yield Finding("secret key", WARNING, "The newest session was signed with another key.", remedy)


def plans() -> Findings:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('jit'), current_database()")
        jit, name = cursor.fetchone()
    if jit == "on":
        remedy = f"Run once, as its owner: ALTER DATABASE {name} SET jit = off"
        yield Finding("pooler", WARNING, "Plans are compiled, which slows lists down.", remedy)


def migrations() -> Finding:
    if unknown := unknown_migrations():
        return Finding("migrations", ERROR, f"A newer version applied {unknown[0]}.", NEWER)
    missing = missing_migrations()
    if not missing:
        return Finding("migrations", OK, "All are applied.")
    found = f"{len(missing)} are not applied, {missing[0]} first."
    return Finding("migrations", ERROR, found, "Make a backup, then run `manage.py migrate`.")


def groups_of_settings() -> Findings:
    """Find groups that settings name and that are none, so that what was meant comes of nobody."""
    known = set(Group.objects.values_list("name", flat=True))
    named = {
        "second factor": ("MFA_REQUIRED_FOR", settings.MFA_REQUIRED_FOR),
        "single sign-on": ("OIDC_GROUPS", sorted(set(settings.OIDC_GROUPS.values()))),
    }
    for subject, (variable, names) in named.items():
        for name in [name for name in names if name not in known]:
            yield Finding(
                subject,
                ERROR,
                f"{variable} names {name}, but no group has that name.",
                f"Write one of: {', '.join(sorted(known))}.",
            )


def clock() -> Findings:
    newest = Revision.objects.aggregate(newest=Max("created_at"))["newest"]
    if newest and newest > timezone.now() + dt.timedelta(seconds=CLOCK_SECONDS):
        yield Finding(
            "clock", ERROR, f"A version is of {newest:%Y-%m-%d %H:%M} UTC, still to come.", "Set the clock."
        )


def index_of_this_version() -> Finding:
    """Look at the newest entries only: another version of the program would have made all otherwise."""
    remedy = "Run `manage.py rebuild_search_index`."
    if is_empty() and Meeting.objects.published().exists():
        return Finding("search index", ERROR, "It is empty.", remedy)
    if faults := faults_among_newest(SAMPLE):
        found = f"It is not as this version makes it ({faults[0].problem}: {faults[0].what})."
        return Finding("search index", ERROR, found, remedy)
    return Finding("search index", OK, "It is there.")


def whole_archive() -> Findings:
    """Read every page of the database file, version, row, index entry and stored file."""
    if connection.vendor == "sqlite":
        yield summed_up("database file", damages(), RESTORE)
    yield summed_up(
        "record", problems_of_record(), "See `manage.py verify_record`, and compare with a backup."
    )
    faults = (f"{fault.problem}: {fault.what}" for fault in check_index())
    yield summed_up("search index", faults, "If the record is right: `manage.py rebuild_search_index`.")
    yield summed_up("files", false_files(), "Bring them back from a backup.")
    yield summed_up("orphaned files", files_without_row(), "Look at them, and remove them.", level=WARNING)


def damages() -> Iterator[str]:
    """Yield what SQLite finds amiss in the structure of its file."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA quick_check({MOST_NAMED})")
        yield from (line for [line] in cursor if line != "ok")


def summed_up(subject: str, problems: Iterator[str], remedy: str, *, level: str = ERROR) -> Finding:
    """Return one finding about problems of a kind, naming the first of them."""
    try:
        found = [*problems]
    except (DatabaseError, ValueError) as damaged:
        found = [f"the database cannot be read: {damaged}"]
    if not found:
        return Finding(subject, OK, "All is right.")
    more = f" (and {len(found) - MOST_NAMED} more)" if len(found) > MOST_NAMED else ""
    return Finding(subject, level, " · ".join(found[:MOST_NAMED]) + more, remedy)
