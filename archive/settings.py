"""Settings: each difference between deployments is an environment variable (table in README)."""

import os
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

from archive.environment import (
    BASE_DIR,
    IS_CHECKOUT,
    KNOWN_LANGUAGES,  # noqa: F401 - asked for in the settings
    MAIL_PORTS,
    PACKAGE_DIR,
    read_databases,
    read_documents,
    read_folder,
    read_hosts,
    read_languages,
    read_list,
    read_log_format,
    read_mail,
    read_mail_addresses,
    read_metrics_address,
    read_number,
    read_prefix,
    read_provider,
    read_provider_groups,
    read_secret_key,
    read_switch,
    read_time_zone,
)

# In a wheel, templates and static files lie inside the package: see pyproject.toml.
SITE_DIR = BASE_DIR if IS_CHECKOUT else PACKAGE_DIR

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
                "archive.templatetags.handbook",
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
