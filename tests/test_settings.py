"""Settings: the default of every variable, and one sentence about a bad value."""

import json
import os
import subprocess
import sys
from pathlib import Path
from runpy import run_path
from unittest import mock

import pytest
from django.conf import global_settings, settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from tests.management.processes import ROOT, environment, manage


def settings_with(folder: Path, *names: str, **variables: str) -> list:
    """Return some settings as a process with these variables in its environment has them.

    Raises ImproperlyConfigured about a bad value.
    """
    with mock.patch.dict(os.environ, environment(folder, **variables), clear=True):
        read = run_path(str(ROOT / "archive" / "settings.py"))
    found = [read[name] if name in read else getattr(global_settings, name) for name in names]
    return json.loads(json.dumps(found, default=str))


# Defaults


def test_defaults(tmp_path):
    names = ["DEBUG", "ALLOWED_HOSTS", "TIME_ZONE", "LANGUAGE_CODE", "SITE_NAME", "SITE_OWNER", "DATA_DIR"]
    names.append("MAX_UPLOAD_MB")

    found = settings_with(tmp_path, *names)

    hosts = ["localhost", "127.0.0.1", "[::1]"]
    assert found == [False, hosts, "UTC", "en", "Minutebook", "", str(tmp_path), 100]


def test_defaults_are_those_of_a_site_in_production(tmp_path):
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS"]

    assert settings_with(tmp_path, *names) == [True, True, True, 2592000]


def test_blank_values_are_as_good_as_none(tmp_path):
    names = ["ALLOWED_HOSTS", "TIME_ZONE", "LANGUAGE_CODE", "SITE_NAME", "DEBUG", "SECURE_HSTS_SECONDS"]
    blank = dict.fromkeys(
        ["ALLOWED_HOSTS", "TIME_ZONE", "LANGUAGES", "SITE_NAME", "DEBUG", "HSTS_SECONDS"], " "
    )

    assert settings_with(tmp_path, *names, **blank) == settings_with(tmp_path, *names)


def test_database_is_sqlite_in_the_data_folder_by_default(tmp_path):
    [databases] = settings_with(tmp_path, "DATABASES")

    assert databases["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert databases["default"]["NAME"] == str(tmp_path / "minutebook.sqlite3")


def test_postgresql_connections_persist(tmp_path):
    url = "postgresql://clerk:secret@db.example.org:5433/archive"

    [databases] = settings_with(tmp_path, "DATABASES", DATABASE_URL=url)

    found = databases["default"]
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (600, True)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", "5433", "archive")


def test_postgresql_compiles_no_plans(tmp_path):
    url = "postgresql://clerk@db.example.org/archive?options=-c%20work_mem%3D8MB"

    [databases] = settings_with(tmp_path, "DATABASES", DATABASE_URL=url)

    assert databases["default"]["OPTIONS"] == {
        "options": "-c work_mem=8MB -c jit=off",
        "connect_timeout": 5,
    }


def test_postgresql_address_may_have_several_hosts(tmp_path):
    url = "postgresql://clerk:a%40b@one:5432,two:5433/archive?target_session_attrs=read-write"

    [databases] = settings_with(tmp_path, "DATABASES", DATABASE_URL=url)

    found = databases["default"]
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("one,two", "5432,5433", "a@b")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"


def test_replicas_are_read_only_and_given_up_soon(tmp_path):
    primary, replica = "postgresql://clerk@one/archive", "postgresql://clerk@two/archive"

    databases, aliases = settings_with(
        tmp_path,
        "DATABASES",
        "REPLICAS",
        DATABASE_URL=primary,
        DATABASE_REPLICA_URLS=f"{replica} {replica}",
    )

    options = databases["replica1"]["OPTIONS"]
    assert aliases == ["replica1", "replica2"]
    assert options["options"] == "-c jit=off -c default_transaction_read_only=on"
    assert options["connect_timeout"] == 2


@pytest.mark.parametrize(
    ("variables", "are_kept"),
    [
        ({}, True),
        ({"KEEP_PAGES": "off"}, False),
        ({"DOCUMENTS_URL": "s3://minutes"}, False),
        ({"DATABASE_URL": "postgresql://a@b/c", "DATABASE_REPLICA_URLS": "postgresql://a@d/c"}, False),
    ],
)
def test_pages_are_kept_only_by_a_host_that_knows_of_every_change(
    tmp_path, variables: dict[str, str], are_kept: bool
):
    [middleware] = settings_with(tmp_path, "MIDDLEWARE", **variables)

    assert ("archive.kept_pages.keep_pages" in middleware) == are_kept


def test_pooled_connections_keep_nothing_from_one_transaction_to_the_next(tmp_path):
    url = "postgresql://clerk@db.example.org/archive"

    [databases] = settings_with(tmp_path, "DATABASES", DATABASE_URL=url, DATABASE_POOLED="on")

    assert databases["default"]["OPTIONS"] == {"connect_timeout": 5, "prepare_threshold": None}
    assert databases["default"]["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_no_mail_is_sent_by_default(tmp_path):
    names = ["EMAIL_BACKEND", "ADMINS", "DEFAULT_FROM_EMAIL"]

    found = settings_with(tmp_path, *names)

    assert found == ["django.core.mail.backends.dummy.EmailBackend", [], "minutebook@localhost"]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example.org", ["mail.example.org", 25, "", "", False, False]),
        ("smtp+tls://a:b%40c@mail.example.org", ["mail.example.org", 587, "a", "b@c", True, False]),
        ("smtps://a%2Bb:c@[::1]:4650", ["::1", 4650, "a+b", "c", False, True]),
    ],
)
def test_mail_server_is_read_from_its_address(tmp_path, url: str, found: list):
    names = ["HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL"]

    answer = settings_with(
        tmp_path,
        *(f"EMAIL_{name}" for name in names),
        "ADMINS",
        "SERVER_EMAIL",
        EMAIL_URL=url,
        ADMINS="a@example.org, b@example.org",
        EMAIL_FROM="archive@example.org",
    )

    assert answer == [*found, [["", "a@example.org"], ["", "b@example.org"]], "archive@example.org"]


@pytest.mark.parametrize(
    ("variables", "handlers", "formatter"),
    [
        ({}, ["stderr"], "text"),
        ({"LOG_FORMAT": "JSON"}, ["stderr"], "json"),
        ({"ADMINS": "a@example.org", "EMAIL_URL": "smtp://localhost"}, ["stderr", "mail"], "text"),
    ],
)
def test_log_goes_where_it_is_wanted(tmp_path, variables: dict[str, str], handlers: list, formatter: str):
    [found] = settings_with(tmp_path, "LOGGING", **variables)

    assert found["root"]["handlers"] == handlers
    assert found["handlers"]["stderr"]["formatter"] == formatter


@pytest.mark.parametrize(
    ("variables", "name", "value"),
    [
        ({"DEBUG": "on"}, "SECURE_SSL_REDIRECT", False),
        ({"HTTPS": "off"}, "SESSION_COOKIE_SECURE", False),
        ({"HTTPS": "off"}, "SECURE_HSTS_SECONDS", 0),
        ({"HSTS_SECONDS": "60"}, "SECURE_HSTS_SECONDS", 60),
        ({}, "SECURE_HSTS_INCLUDE_SUBDOMAINS", False),
        ({}, "SECURE_HSTS_PRELOAD", False),
        ({"HSTS_SUBDOMAINS": "on"}, "SECURE_HSTS_INCLUDE_SUBDOMAINS", True),
        ({"HSTS_SUBDOMAINS": "on", "HTTPS": "off"}, "SECURE_HSTS_INCLUDE_SUBDOMAINS", False),
        (
            {"HSTS_PRELOAD": "on", "HSTS_SUBDOMAINS": "on", "HSTS_SECONDS": "31536000"},
            "SECURE_HSTS_PRELOAD",
            True,
        ),
        ({"MAX_UPLOAD_MB": "1"}, "MAX_UPLOAD_MB", 1),
        ({"BEHIND_PROXY": "YES"}, "SECURE_PROXY_SSL_HEADER", ["HTTP_X_FORWARDED_PROTO", "https"]),
        ({}, "SECURE_PROXY_SSL_HEADER", None),
        ({"ALLOWED_HOSTS": "a.example.org, .b.example"}, "ALLOWED_HOSTS", ["a.example.org", ".b.example"]),
        ({"LANGUAGES": "zh-Hans"}, "LANGUAGE_CODE", "zh-hans"),
        ({"TIME_ZONE": "Asia/Shanghai"}, "TIME_ZONE", "Asia/Shanghai"),
        ({"SITE_NAME": "漯河档案"}, "SITE_NAME", "漯河档案"),
        ({"SITE_OWNER": "The clerk"}, "SITE_OWNER", "The clerk"),
        ({"URL_PREFIX": "/minutes/"}, "FORCE_SCRIPT_NAME", "/minutes"),
        ({"URL_PREFIX": "/town/minutes"}, "STATIC_URL", "/town/minutes/static/"),
        ({"URL_PREFIX": "/minutes"}, "SESSION_COOKIE_PATH", "/minutes/"),
        ({"URL_PREFIX": "/"}, "FORCE_SCRIPT_NAME", None),
        ({}, "CSRF_COOKIE_PATH", "/"),
    ],
)
def test_variable_is_heard(tmp_path, variables: dict[str, str], name: str, value: object):
    assert settings_with(tmp_path, name, **variables) == [value]


# Bad values

BAD = [
    ("DEBUG", "perhaps", "DEBUG is 'perhaps'; it must be on or off."),
    ("HTTPS", "2", "HTTPS is '2'; it must be on or off."),
    ("BEHIND_PROXY", "nginx", "BEHIND_PROXY is 'nginx'; it must be on or off."),
    ("HSTS_SECONDS", "-1", "HSTS_SECONDS is '-1'; it must be a whole number, 0 or more."),
    ("HSTS_SECONDS", "²", "HSTS_SECONDS is '²'; it must be a whole number, 0 or more."),
    ("HSTS_SUBDOMAINS", "all", "HSTS_SUBDOMAINS is 'all'; it must be on or off."),
    ("HSTS_PRELOAD", "on", "HSTS_PRELOAD needs HSTS_SUBDOMAINS=on and HSTS_SECONDS=31536000 or more."),
    ("MAX_UPLOAD_MB", "0", "MAX_UPLOAD_MB is '0'; it must be a whole number, from 1 to 10000."),
    ("MAX_UPLOAD_MB", "10001", "MAX_UPLOAD_MB is '10001'; it must be a whole number, from 1"),
    ("MAX_UPLOAD_MB", "100 MB", "MAX_UPLOAD_MB is '100 MB'; it must be a whole number, from 1"),
    ("TIME_ZONE", "Mars", "TIME_ZONE is 'Mars'; it must be a name of the IANA database"),
    ("TIME_ZONE", "../../etc", "TIME_ZONE is '../../etc'; it must be a name of the IANA database"),
    ("TIME_ZONE", "Asia", "TIME_ZONE is 'Asia'; it must be a name of the IANA database"),
    ("LANGUAGES", "en,tlh", "LANGUAGES is 'en,tlh'; it must list one or more of: en, zh-hans, zh-hant."),
    ("LANGUAGES", ",", "LANGUAGES is ''; it must list one or more of: en, zh-hans, zh-hant."),
    (
        "ALLOWED_HOSTS",
        "https://a.example",
        "ALLOWED_HOSTS has 'https://a.example'; it must list host names",
    ),
    ("ALLOWED_HOSTS", "a.example:8000", "ALLOWED_HOSTS has 'a.example:8000'; it must list host names"),
    ("SECRET_KEY", "short", "SECRET_KEY is too short: it must be at least 50 characters"),
    ("SECRET_KEY", "x" * 60, "SECRET_KEY is too short: it must be at least 50 characters, of 5 different"),
    ("DATABASE_URL", "archive.sqlite3", "DATABASE_URL must be sqlite:///path/to/file or postgresql://"),
    ("DATABASE_URL", "mysql://a@b/c", "DATABASE_URL must be sqlite:///path/to/file or postgresql://"),
    ("DATABASE_URL", "postgresql://a@b:port/c", "DATABASE_URL must be sqlite:///path/to/file or"),
    ("DATABASE_URL", "postgresql://a@b", "DATABASE_URL must be sqlite:///path/to/file or"),
    ("URL_PREFIX", "minutes", "URL_PREFIX is 'minutes'; it must be a path such as /minutes."),
    ("URL_PREFIX", "/a b", "URL_PREFIX is '/a b'; it must be a path such as /minutes."),
    ("URL_PREFIX", "//example.org", "URL_PREFIX is '//example.org'; it must be a path such as /minutes."),
    ("DATABASE_URL", "postgresql://a@b/c?sslmod=require", "DATABASE_URL must be sqlite:///path/to/file or"),
    ("DATABASE_REPLICA_URLS", "postgresql://a@b/c", "DATABASE_REPLICA_URLS must be addresses such as"),
    ("REPLICA_LAG_SECONDS", "0", "REPLICA_LAG_SECONDS is '0'; it must be a whole number, from 1 to 3600."),
    ("METRICS_LISTEN", "9464", "METRICS_LISTEN is '9464'; it must be an address and port such as"),
    ("DOCUMENTS_URL", "https://bucket", "DOCUMENTS_URL must be s3://bucket/folder, with ?endpoint="),
    ("DOCUMENTS_URL", "s3://bucket?acl=public-read", "DOCUMENTS_URL must be s3://bucket/folder, with"),
    ("DATABASE_POOLED", "pgbouncer", "DATABASE_POOLED is 'pgbouncer'; it must be on or off."),
    ("LOG_FORMAT", "xml", "LOG_FORMAT is 'xml'; it must be text or json."),
    ("EMAIL_URL", "mail.example.org", "EMAIL_URL must be smtp+tls://user:password@host:587, or"),
    ("EMAIL_URL", "smtp://host:port", "EMAIL_URL must be smtp+tls://user:password@host:587, or"),
    ("EMAIL_FROM", "archive", "EMAIL_FROM has 'archive'; it must be a mail address such as"),
    ("ADMINS", "a@b.example,Ann", "ADMINS has 'Ann'; it must be a mail address such as"),
    ("ADMINS", "a@b.example", "ADMINS get errors by mail, so EMAIL_URL must name a mail server."),
    (
        "OIDC_URL",
        "login.example.org",
        "OIDC_URL is 'login.example.org'; it must be the issuer's address, such",
    ),
    (
        "OIDC_URL",
        "http://login.example.org",
        "OIDC_URL is 'http://login.example.org'; it must be the issuer's",
    ),
    ("OIDC_URL", "https://[", "OIDC_URL is 'https://['; it must be the issuer's address, such as"),
    (
        "OIDC_URL",
        "https://login.example.org",
        "OIDC_URL needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, from the",
    ),
    ("OIDC_GROUPS", "Clerk", "OIDC_GROUPS must list values of the claim with groups, such as"),
    ("DATA_DIR", "/dev/null/var", "DATA_DIR is '/dev/null/var'; it must be a folder, or a place where"),
    ("DATA_DIR", "/dev/null", "DATA_DIR is '/dev/null'; it must be a folder, or a place where"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), BAD)
def test_bad_value_is_told_in_one_sentence(tmp_path, name: str, value: str, sentence: str):
    with pytest.raises(ImproperlyConfigured) as problem:
        settings_with(tmp_path, **{name: value})

    assert str(problem.value).startswith(sentence)
    assert len(str(problem.value).splitlines()) == 1


PROVIDER = {
    "OIDC_URL": "https://login.example.org/realms/town/",
    "OIDC_CLIENT_ID": "minutes",
    "OIDC_CLIENT_SECRET": "a secret",
}


def test_provider_of_log_ins_is_set_up(tmp_path):
    names = ["OIDC", "OIDC_NAME", "OIDC_GROUPS_CLAIM", "OIDC_GROUPS", "SOCIALACCOUNT_PROVIDERS"]
    groups = "/staff/a=b=Clerk, heads = Publisher"

    found, name, claim, values, providers = settings_with(tmp_path, *names, **PROVIDER, OIDC_GROUPS=groups)

    assert found["settings"] == {
        "server_url": "https://login.example.org/realms/town",
        "oauth_pkce_enabled": True,
        "scope": ["openid", "profile", "email"],
    }
    assert (found["client_id"], found["secret"], name, claim) == (
        "minutes",
        "a secret",
        "login.example.org",
        "groups",
    )
    assert values == {"/staff/a=b": "Clerk", "heads": "Publisher"}
    assert providers == {"openid_connect": {"APPS": [found]}}
    assert settings_with(tmp_path, *names) == [{}, "", "groups", {}, {}]


# Of the extra [oidc]; None in sys.modules is what cannot be imported.
WITHOUT_EXTRA = """
import sys
for name in ("requests", "jwt", "oauthlib"):
    sys.modules[name] = None
import importlib.util
find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: sys.modules.get(name, name) and find_spec(name, *more)
import django
django.setup()
from django.urls import get_resolver, reverse
get_resolver().url_patterns
print(reverse("openid_connect_login"))
"""


@pytest.mark.parametrize("variables", [{}, PROVIDER], ids=["no provider", "provider"])
def test_packages_of_the_extra_are_needed_for_a_provider_only(tmp_path, variables: dict[str, str]):
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WITHOUT_EXTRA],
        env=environment(tmp_path, DJANGO_SETTINGS_MODULE="archive.settings", **variables),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    if variables:
        assert "OIDC_URL needs packages: pip install 'django-allauth[socialaccount]'." in answer.stderr
    else:
        assert (answer.stdout, answer.stderr) == ("/desk/account/provider/\n", "")


def test_site_starts_with_a_provider(tmp_path):
    answer = manage(tmp_path, "check", **PROVIDER)

    assert (answer.returncode, answer.stderr) == (0, "")


def test_bad_value_stops_the_start_with_its_sentence(tmp_path):
    answer = manage(tmp_path, "check", DEBUG="perhaps")

    assert (answer.returncode, answer.stderr) == (1, "DEBUG is 'perhaps'; it must be on or off.\n")


def test_server_cannot_start_with_a_bad_value(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-c", "import archive.wsgi"],
        env=environment(tmp_path, DEBUG="maybe"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert answer.returncode == 3  # servers stop at this one, instead of trying for ever
    assert answer.stderr == "DEBUG is 'maybe'; it must be on or off.\n"


def test_server_does_not_start_without_an_archive(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "import archive.wsgi"],
        env=environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (answer.returncode, list(tmp_path.iterdir())) == (3, [])
    assert answer.stderr.startswith(f"There is no archive here: {tmp_path / 'secret_key'}, ")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "The file of the database is not there, or cannot be opened."),
        ("postgresql://nobody@127.0.0.1:1/none", "The database cannot be reached. Start it, or look at"),
    ],
)
def test_command_without_a_database_ends_with_a_sentence(tmp_path, url: str, sentence: str):
    answer = manage(tmp_path, "verify_record", DATABASE_URL=url)

    assert (answer.returncode, list(tmp_path.iterdir())) == (1, [])
    assert answer.stderr.startswith(sentence)
    assert len(answer.stderr.splitlines()) == 1


def test_folder_that_cannot_be_written_is_said_by_migrate(tmp_path):
    (tmp_path / "documents").write_text("in the way")

    answer = manage(tmp_path, "migrate")

    assert answer.returncode == 1
    assert answer.stderr == (f"The archive cannot be made there: File exists: {tmp_path / 'documents'}.\n")


# The secret key


def test_secret_key_is_that_in_the_data_folder(tmp_path):
    (tmp_path / "secret_key").write_text("0123456789 abcdefghijklmnopqrstuvwxyz 0123456789 abc\n")

    assert settings_with(tmp_path, "SECRET_KEY") == ["0123456789 abcdefghijklmnopqrstuvwxyz 0123456789 abc"]


def test_folder_that_is_not_there_is_not_made(tmp_path):
    assert manage(tmp_path, "check", DATA_DIR=str(tmp_path / "var")).returncode == 0

    assert list(tmp_path.iterdir()) == []


def test_secret_key_of_the_environment_makes_no_file(tmp_path):
    key = "0123456789 abcdefghijklmnopqrstuvwxyz 0123456789 abc"

    assert settings_with(tmp_path, "SECRET_KEY", SECRET_KEY=key) == [key]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "SECRET_KEY is too short: the one in {path} must be at least 50 characters"),
        (
            b"\xff" * 60,
            "SECRET_KEY must be set to 50 or more random characters, because {path} cannot be used.",
        ),
    ],
)
def test_damaged_secret_key_is_told_in_one_sentence(tmp_path, content: bytes, sentence: str):
    path = tmp_path / "secret_key"
    path.write_bytes(content)

    with pytest.raises(ImproperlyConfigured) as problem:
        settings_with(tmp_path)

    assert str(problem.value).startswith(sentence.format(path=path))
    assert len(str(problem.value).splitlines()) == 1


# In force


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("mmap_size", 67108864),
        ("cache_size", -32768),
        ("temp_store", 2),  # MEMORY
        ("busy_timeout", 20000),
    ],
)
def test_sqlite_pragma_is_in_force(engine: str, pragma: str, value: object):
    if engine != "sqlite":
        pytest.skip("PostgreSQL has no pragmas")

    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")

        assert cursor.fetchone() == (value,)


@pytest.mark.django_db(transaction=True)
def test_sqlite_transactions_begin_by_locking(engine: str):
    if engine != "sqlite":
        pytest.skip("PostgreSQL locks rows")

    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        pass

    assert queries[0]["sql"] == "BEGIN IMMEDIATE"


def test_policy_allows_nothing_from_elsewhere():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert directives["default-src"] == ["'self'"]
    assert not any("unsafe" in source for sources in directives.values() for source in sources)


def test_check_in_production_settings_is_clean(tmp_path):
    manage(tmp_path, "collectstatic", "--no-input", "--verbosity=0")

    key = "0123456789 abcdefghijklmnopqrstuvwxyz 0123456789 abc"
    answer = manage(tmp_path, "check", "--deploy", "--fail-level=WARNING", SECRET_KEY=key)

    assert (answer.returncode, answer.stderr) == (0, "")


def test_passwords_are_hashed_with_argon2_and_older_ones_at_their_next_log_in(tmp_path, db: None):
    [hashers] = settings_with(tmp_path, "PASSWORD_HASHERS")

    with override_settings(PASSWORD_HASHERS=hashers):
        user = User(username="clerk", password=make_password("right", hasher="pbkdf2_sha256"))
        user.save()

        assert authenticate(username="clerk", password="wrong") is None
        assert identify_hasher(User.objects.get().password).algorithm == "pbkdf2_sha256"
        assert authenticate(username="clerk", password="right") == user
        assert identify_hasher(User.objects.get().password).algorithm == "argon2"


def test_sessions_and_second_factor(tmp_path):
    names = ["SESSION_COOKIE_AGE", "SESSION_MAX_SECONDS", "MFA_REQUIRED_FOR"]
    given = {"SESSION_IDLE_MINUTES": "30", "SESSION_MAX_HOURS": "8", "MFA_REQUIRED_FOR": "Publisher, Clerk"}

    assert settings_with(tmp_path, *names) == [7200, 86400, []]
    assert settings_with(tmp_path, *names, **given) == [1800, 28800, ["Publisher", "Clerk"]]
    with pytest.raises(ImproperlyConfigured, match="SESSION_IDLE_MINUTES is '1'"):
        settings_with(tmp_path, SESSION_IDLE_MINUTES="1")
