"""The log on standard error: one line an event, as text or JSON, in UTC, with the id of the request.

Nothing of a reader is in it: no address, cookie, account, query string or form. The settings name the
classes by their paths.
"""

import json
import logging
import re
import sys
import time
from contextvars import ContextVar
from typing import Any

from django.core.mail import mail_admins

request_id: ContextVar[str] = ContextVar("request_id", default="-")
# Who acts, for the staff log: the request, or "manage.py" with the name of a command.
acting: ContextVar[Any] = ContextVar("acting", default=None)

TOLD_STATUSES = {400, 403, 413, 429}  # refusals; what was not found is in the access log only
SECONDS_BETWEEN_MAILS = 600
# What a letter leads to: whoever reads it in a log could choose a password, too.
PASSWORD_KEY = re.compile(r"(/account/password/key/)[^/\s]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class AboutRequest(logging.Filter):
    """Gives each record the id of its request, and makes a warning of what was only refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        if record.name.startswith("django.security."):  # such as another site's name: no fault of ours
            record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
        status = getattr(record, "status_code", 500)
        return record.name != "django.request" or status in TOLD_STATUSES or status >= 500


def without_keys(text: str) -> str:
    """Return a text in which no path has the key of a letter."""
    return PASSWORD_KEY.sub(r"\1…", text)


class TextFormatter(logging.Formatter):
    """Time, level, logger, id of the request, message; then the traceback."""

    converter = time.gmtime  # type: ignore[assignment]  # it may be called without a time, too
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, **_options: Any) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the first line; a line break in the message cannot begin another one."""
        record.message = CONTROL.sub(lambda found: ascii(found[0])[1:-1], without_keys(record.message))
        return super().formatMessage(record)


class JsonFormatter(TextFormatter):
    """The same as one JSON object a line; the fields of the access log each under its name."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": without_keys(record.getMessage()),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class MailHandler(logging.Handler):
    """Mails an error to ADMINS: what the log says and no form, cookie or local variable.

    At most one in ten minutes from each process, and the log has the others. A mail server that does not
    answer holds up the request for EMAIL_TIMEOUT.
    """

    next_at = 0.0  # by time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        now = time.monotonic()
        if record.levelno < logging.ERROR or now < self.next_at:
            return
        self.next_at = now + SECONDS_BETWEEN_MAILS
        try:
            mail_admins(CONTROL.sub(" ", without_keys(record.getMessage()))[:200], self.format(record))
        except Exception as problem:
            sys.stderr.write(f"The error could not be mailed: {problem}\n")
