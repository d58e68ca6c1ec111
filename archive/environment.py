"""The environment variables: each reader names its variable, and what it accepts when a value is bad.

The settings call these before Django is there, so nothing else of the archive is imported but what the
settings may import.
"""

import os
import re
import zoneinfo
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

import platformdirs
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from archive import databases

PACKAGE_DIR = Path(__file__).resolve().parent
BASE_DIR = PACKAGE_DIR.parent
IS_CHECKOUT = (BASE_DIR / "manage.py").exists()


def read_switch(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be on or off.")
    return default


def read_list(name: str, default: str) -> list[str]:
    value = os.environ.get(name, "").strip() or default
    return [part.strip() for part in value.split(",") if part.strip()]


# A name, with a dot before it to include all below; an address; or * for any.
HOST = re.compile(r"\*|\.?[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*|\[[0-9a-fA-F:.]+\]")


def read_hosts() -> list[str]:
    hosts = read_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
    for host in hosts:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS has {host!r}; it must list host names without scheme, port or path, "
                "such as archive.example.org."
            )
    return hosts


def read_folder() -> Path:
    """Return DATA_DIR, which only `migrate` makes, see archive/place.py."""
    own = BASE_DIR / "var" if IS_CHECKOUT else platformdirs.user_data_path("minutebook", appauthor=False)
    folder = Path(os.environ.get("DATA_DIR", "").strip() or own).resolve()
    try:
        is_right = next(path for path in (folder, *folder.parents) if path.exists()).is_dir()
    except OSError:
        is_right = False
    if not is_right:
        raise ImproperlyConfigured(
            f"DATA_DIR is {str(folder)!r}; it must be a folder, or a place where one can be made."
        )
    return folder


PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")


def read_prefix() -> str:
    """Return the path below which the site stands, without a slash at its end; "" for a host of its own."""
    prefix = os.environ.get("URL_PREFIX", "").strip().rstrip("/")
    if not PREFIX.fullmatch(prefix):
        raise ImproperlyConfigured(f"URL_PREFIX is {prefix!r}; it must be a path such as /minutes.")
    return prefix


def read_number(name: str, default: int, *, least: int = 0, most: int = 10**12) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    is_number = value.isascii() and value.isdecimal() and len(value) <= len(str(most))
    if not is_number or not least <= int(value) <= most:
        accepted = f"{least} or more" if most == 10**12 else f"from {least} to {most}"
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number, {accepted}.")
    return int(value)


def read_time_zone() -> str:
    name = os.environ.get("TIME_ZONE", "").strip() or "UTC"
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ImproperlyConfigured(
            f"TIME_ZONE is {name!r}; it must be a name of the IANA database such as Asia/Shanghai."
        ) from problem
    return name


KNOWN_LANGUAGES = {
    "en": _("English"),
    "zh-hans": _("Simplified Chinese"),
    "zh-hant": _("Traditional Chinese"),
}


def read_languages() -> list[tuple[str, Any]]:
    """Return the interface languages, the default one first."""
    codes = [code.lower() for code in read_list("LANGUAGES", "en,zh-hans,zh-hant")]
    if not codes or any(code not in KNOWN_LANGUAGES for code in codes):
        raise ImproperlyConfigured(
            f"LANGUAGES is {','.join(codes)!r}; it must list one or more of: {', '.join(KNOWN_LANGUAGES)}."
        )
    return [(code, KNOWN_LANGUAGES[code]) for code in dict.fromkeys(codes)]


def read_secret_key(folder: Path) -> str:
    """Return SECRET_KEY, or the key in the data folder; "" if `migrate` has not made one yet.

    Only the owner can read the file. A key shorter than Django's own check asks for is refused.
    """
    if key := os.environ.get("SECRET_KEY", "").strip():
        return long_enough(key, "it")
    path = folder / "secret_key"
    try:
        return long_enough(path.read_text().strip(), f"the one in {path}")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as problem:
        raise ImproperlyConfigured(
            f"SECRET_KEY must be set to 50 or more random characters, because {path} cannot be used."
        ) from problem


def long_enough(key: str, which: str) -> str:
    if len(key) < 50 or len(set(key)) < 5:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too short: {which} must be at least 50 characters, of 5 different ones."
        )
    return key


def read_databases(folder: Path) -> dict[str, Any]:
    """Return the database of DATABASE_URL, or SQLite in the data folder, and its replicas."""
    url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{folder / 'minutebook.sqlite3'}"
    is_pooled = read_switch("DATABASE_POOLED", default=False)
    try:
        found = {"default": databases.database_at(url, folder, is_pooled=is_pooled)}
    except ValueError as problem:
        raise ImproperlyConfigured(
            "DATABASE_URL must be sqlite:///path/to/file or postgresql://user:password@host:5432/name."
        ) from problem
    replicas = os.environ.get("DATABASE_REPLICA_URLS", "").split()
    try:
        if replicas and not url.startswith(databases.POSTGRESQL):
            raise ValueError("the primary is SQLite")
        for number, replica in enumerate(replicas, start=1):
            found[f"replica{number}"] = databases.replica_at(replica, is_pooled=is_pooled)
    except ValueError as problem:
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URLS must be addresses such as postgresql://user:password@host:5432/name of "
            "replicas of the PostgreSQL in DATABASE_URL, with blanks between them."
        ) from problem
    return found


# Ports by scheme: unencrypted or STARTTLS (RFC 6409), and TLS from the start (RFC 8314).
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
MAIL_ADDRESS = re.compile(r"[^@\s<>,]+@[^@\s<>,]+")


def read_mail() -> SplitResult:
    """Return the parts of EMAIL_URL; the scheme is empty if no mail is sent."""
    try:
        parts = urlsplit(os.environ.get("EMAIL_URL", "").strip())
        is_right = not parts.geturl() or (parts.scheme in MAIL_PORTS and parts.hostname and parts.port != 0)
    except ValueError:  # a port that is none
        is_right = False
    if not is_right:
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp+tls://user:password@host:587, or smtps:// or smtp:// and so on."
        )
    return parts


def read_mail_addresses(name: str, default: str) -> list[str]:
    addresses = [part.strip() for part in (os.environ.get(name, "").strip() or default).split(",")]
    for address in filter(None, addresses):
        if not MAIL_ADDRESS.fullmatch(address):
            raise ImproperlyConfigured(
                f"{name} has {address!r}; it must be a mail address such as clerk@example.org."
            )
    return [address for address in addresses if address]


def read_log_format() -> str:
    name = os.environ.get("LOG_FORMAT", "").strip().lower() or "text"
    if name not in {"text", "json"}:
        raise ImproperlyConfigured(f"LOG_FORMAT is {name!r}; it must be text or json.")
    return name


def read_documents() -> dict[str, Any]:
    """Return where documents are stored: in DATA_DIR, or in the bucket of DOCUMENTS_URL."""
    url = os.environ.get("DOCUMENTS_URL", "").strip()
    if not url:
        return {"BACKEND": "archive.documents.whole_files.WholeFiles"}
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    names = {"endpoint": "endpoint_url", "region": "region_name"}
    if parts.scheme != "s3" or not parts.netloc or options.keys() - names.keys():
        raise ImproperlyConfigured(
            "DOCUMENTS_URL must be s3://bucket/folder, with ?endpoint=https://host&region=name if needed."
        )
    if not find_spec("storages") or not find_spec("boto3"):
        raise ImproperlyConfigured("DOCUMENTS_URL needs a package: pip install 'django-storages[s3]'.")
    given = {names[name]: value for name, value in options.items()}
    if given.get("endpoint_url"):  # few but Amazon's have a name for each bucket
        given["addressing_style"] = "path"
    return {
        "BACKEND": "archive.s3_storage.DocumentsInS3",
        "OPTIONS": {"bucket_name": parts.netloc, "location": parts.path.strip("/"), **given},
    }


def read_metrics_address() -> str:
    address = os.environ.get("METRICS_LISTEN", "").strip()
    if address and not re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}", address):
        raise ImproperlyConfigured(
            f"METRICS_LISTEN is {address!r}; it must be an address and port such as 127.0.0.1:9464."
        )
    if address and not find_spec("prometheus_client"):
        raise ImproperlyConfigured("METRICS_LISTEN needs a package: pip install prometheus-client.")
    return address


def read_provider() -> dict[str, Any]:
    """Return the OpenID Connect provider that staff may log in with, for django-allauth; {} if none."""
    url = os.environ.get("OIDC_URL", "").strip().rstrip("/")
    if not url:
        return {}
    try:
        parts = urlsplit(url)
        is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        is_right = parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and is_here))
    except ValueError:
        is_right = False
    if not is_right or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"OIDC_URL is {url!r}; it must be the issuer's address, such as https://login.example.org/realms/town."
        )
    client = os.environ.get("OIDC_CLIENT_ID", "").strip()
    secret = os.environ.get("OIDC_CLIENT_SECRET", "").strip()
    if not client or not secret:
        raise ImproperlyConfigured(
            "OIDC_URL needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, from the provider."
        )
    if not all(find_spec(name) for name in ("requests", "jwt", "oauthlib", "cryptography")):
        raise ImproperlyConfigured("OIDC_URL needs packages: pip install 'django-allauth[socialaccount]'.")
    scopes = os.environ.get("OIDC_SCOPES", "").strip() or "openid profile email"
    return {
        "provider_id": "oidc",
        "name": os.environ.get("OIDC_NAME", "").strip() or parts.hostname,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url, "oauth_pkce_enabled": True, "scope": scopes.split()},
    }


def read_provider_groups() -> dict[str, str]:
    """Return {value of the claim: name of the group}; {} if each value is a group's name."""
    pairs = [part.rpartition("=") for part in read_list("OIDC_GROUPS", "")]
    for value, _sign, group in pairs:
        if not value.strip() or not group.strip():
            raise ImproperlyConfigured(
                "OIDC_GROUPS must list values of the claim with groups, such as"
                " town-clerks=Clerk,heads=Publisher."
            )
    return {value.strip(): group.strip() for value, _sign, group in pairs}
