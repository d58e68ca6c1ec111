"""Settings: each difference between deployments is an environment variable (table in README)."""

import os
import re
import zoneinfo
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import platformdirs
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from archive import databases

PACKAGE_DIR = Path(__file__).resolve().parent
BASE_DIR = PACKAGE_DIR.parent
IS_CHECKOUT = (BASE_DIR / "manage.py").exists()
# In a wheel, templates and static files lie inside the package: see pyproject.toml.
SITE_DIR = BASE_DIR if IS_CHECKOUT else PACKAGE_DIR


# Reading the environment: each reader names the variable and what it accepts when a value is bad.


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


KNOWN_LANGUAGES = {"en": _("English"), "zh-hans": _("Simplified Chinese")}


def read_languages() -> list[tuple[str, Any]]:
    """Return the interface languages, the default one first."""
    codes = [code.lower() for code in read_list("LANGUAGES", "en,zh-hans")]
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


# Deployment

DEBUG = read_switch("DEBUG", default=False)
HTTPS = read_switch("HTTPS", default=not DEBUG)
DATA_DIR = read_folder()
SECRET_KEY = read_secret_key(DATA_DIR)
ALLOWED_HOSTS = read_hosts()
SITE_NAME = os.environ.get("SITE_NAME", "").strip() or "Minutebook"
SITE_OWNER = os.environ.get("SITE_OWNER", "").strip()

METRICS_LISTEN = read_metrics_address()
OIDC = read_provider()

# Application

INSTALLED_APPS = [
    "archive.apps.ArchiveConfig",
    "archive.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.openid_connect"] if OIDC else []),
    "allauth.usersessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
]
MIDDLEWARE = [
    "archive.probes.AnswerProbes",
    *(["archive.metrics.count_requests"] if METRICS_LISTEN else []),
    "archive.middleware.log_requests",
    "archive.middleware.restrict_browsers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.middleware.ReadFromReplicas",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "archive.middleware.RefuseOtherMethods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "archive.middleware.say_who_acts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "archive.admin.sessions.EndOldSessions",
    "archive.admin.second_factor.DemandSecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.middleware.follow_moved_addresses",
    "archive.middleware.AnswerSlowSearches",
    "archive.kept_pages.keep_pages",
]
ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive.admin.log_in.frame_of_the_desk",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "archive.templatetags.archive",
                "archive.templatetags.charts",
                "archive.templatetags.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Data

DATABASES = read_databases(DATA_DIR)
REPLICAS = [alias for alias in DATABASES if alias != "default"]
REPLICA_LAG_SECONDS = read_number("REPLICA_LAG_SECONDS", 10, least=1, most=3600)
DATABASE_ROUTERS = ["archive.replicas.Router"] if REPLICAS else []
# In the database, because what it counts (log-ins that failed) must hold on all processes of all hosts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "archive_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so that nobody can push a count out by making others
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "documents"
# A meeting of 300 people with 60 resolutions posts about 6,000 fields; Django's limit is 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

MAX_UPLOAD_MB = read_number("MAX_UPLOAD_MB", 100, least=1, most=10_000)
FILE_UPLOAD_HANDLERS = ["archive.documents.upload_limits.LimitedUploads"]

# Below a prefix, if the host is shared with other sites

URL_PREFIX = read_prefix()
FORCE_SCRIPT_NAME = URL_PREFIX or None
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{URL_PREFIX}/"

# Language and time

LANGUAGES = read_languages()
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = read_time_zone()
USE_TZ = True

# Files: hashed and compressed once `collectstatic` has run, straight from static/ before that.

STATIC_URL = f"{URL_PREFIX}/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
HASHED_FILES = not DEBUG and (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not HASHED_FILES
STORAGES = {
    "default": read_documents(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    if HASHED_FILES
    else {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A host does not know what another one withdrew, nor how old a page of a replica is.
IS_ALONE = not REPLICAS and "OPTIONS" not in STORAGES["default"]
if not read_switch("KEEP_PAGES", default=IS_ALONE):
    MIDDLEWARE.remove("archive.kept_pages.keep_pages")

# Security

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # without a page to go back to, or with one that is not there
# The log-in is django-allauth's. How often it may fail: from one address, under one name from anywhere,
# and under one name from one address, which is less, so that no single address locks anybody else out.
ACCOUNT_ADAPTER = "archive.admin.log_in.AccountAdapter"
ACCOUNT_FORMS = {"login": "archive.forms.desk.log_in.LogInForm"}
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/10m/ip,50/h/key",
    "login_failed_here": "5/10m/key",
    "provider_login": "30/10m/ip",  # each asks the provider, and may wait for it
}
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # who may not use the desk would be led around in a circle
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to strangers
TOKENS = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = TOKENS
ACCOUNT_EMAIL_VERIFICATION = "none"
# The log-in with an OpenID Connect provider, if there is one.
SOCIALACCOUNT_ADAPTER = "archive.admin.single_sign_on.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC]}} if OIDC else {}
OIDC_NAME = OIDC.get("name", "")
OIDC_GROUPS_CLAIM = os.environ.get("OIDC_GROUPS_CLAIM", "").strip() or "groups"
OIDC_GROUPS = read_provider_groups()
# The second factor, and the groups that cannot do without.
MFA_ADAPTER = "archive.admin.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "archive.forms.desk.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "archive.forms.desk.passkeys.AuthenticatePasskeyForm",
    "login_webauthn": "archive.forms.desk.passkeys.LogInPasskeyForm",
    "reauthenticate_webauthn": "archive.forms.desk.passkeys.ReauthenticatePasskeyForm",
}
MFA_REQUIRED_FOR = read_list("MFA_REQUIRED_FOR", "")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever makes the account types the address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # on this machine only
# A session ends when nothing was done for so long, and in any case when it is so old.
SESSION_COOKIE_AGE = 60 * read_number("SESSION_IDLE_MINUTES", 120, least=5, most=43_200)
SESSION_MAX_SECONDS = 3600 * read_number("SESSION_MAX_HOURS", 24, least=1, most=8_760)
CSRF_FAILURE_VIEW = "archive.admin.carried_form.csrf_failure"
# The first hashes; a password hashed by one of the others is hashed anew at the next log-in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Everything comes from the site itself; no inline script or style, staff pages included.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# No page asks for any of these; a browser then refuses them to whatever might get into one.
REFUSED_FEATURES = (
    "accelerometer browsing-topics camera display-capture geolocation gyroscope hid idle-detection"
    " magnetometer microphone midi payment serial usb xr-spatial-tracking"
).split()
# Sent with every answer, static files and errors included, unless a view states its own.
SECURITY_HEADERS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in REFUSED_FEATURES),
    "Referrer-Policy": SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": X_FRAME_OPTIONS,
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# For this host only: an archive on a town's bare domain must not take its other names along.
SECURE_HSTS_SECONDS = read_number("HSTS_SECONDS", 30 * 24 * 3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = read_switch("HSTS_SUBDOMAINS", default=False) and HTTPS
SECURE_HSTS_PRELOAD = read_switch("HSTS_PRELOAD", default=False) and HTTPS
# Source: hstspreload.org, "Submission requirements".
if SECURE_HSTS_PRELOAD and not (SECURE_HSTS_INCLUDE_SUBDOMAINS and SECURE_HSTS_SECONDS >= 31_536_000):
    raise ImproperlyConfigured("HSTS_PRELOAD needs HSTS_SUBDOMAINS=on and HSTS_SECONDS=31536000 or more.")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # they ask for both
BEHIND_PROXY = read_switch("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    # Only a proxy that sets this header itself may be trusted with it, hence the switch.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose last entry in X-Forwarded-For is the reader

# Mail and log

MAIL = read_mail()
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.scheme else 'dummy'}.EmailBackend"
EMAIL_HOST = MAIL.hostname or "localhost"
EMAIL_PORT = MAIL.port or MAIL_PORTS.get(MAIL.scheme, 25)
EMAIL_HOST_USER = unquote(MAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(MAIL.password or "")
EMAIL_USE_TLS = MAIL.scheme == "smtp+tls"
EMAIL_USE_SSL = MAIL.scheme == "smtps"
EMAIL_TIMEOUT = 10  # seconds
EMAIL_SUBJECT_PREFIX = ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
[DEFAULT_FROM_EMAIL] = [SERVER_EMAIL] = read_mail_addresses("EMAIL_FROM", "minutebook@localhost")[:1]
ADMINS = [("", address) for address in read_mail_addresses("ADMINS", "")]
if ADMINS and not MAIL.scheme:
    raise ImproperlyConfigured("ADMINS get errors by mail, so EMAIL_URL must name a mail server.")

HANDLERS = ["stderr", *(["mail"] if ADMINS else [])]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "archive.logs.AboutRequest"}},
    "formatters": {
        "text": {"()": "archive.logs.TextFormatter"},
        "json": {"()": "archive.logs.JsonFormatter"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["request"],
            "formatter": read_log_format(),
        },
        "mail": {
            "()": "archive.logs.MailHandler",
            "level": "ERROR",
            "filters": ["request"],
            "formatter": "text",
        },
    },
    "root": {"handlers": HANDLERS, "level": "WARNING"},
    "loggers": {
        "archive": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING"},  # in the place of Django's own
        "waitress.queue": {"level": "ERROR"},  # it warns whenever a request waits for a thread
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},  # runserver's access log
    },
}
