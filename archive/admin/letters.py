"""Mail about accounts: the link for a new password, and the invitation that brings the first one."""

import logging
import threading
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse


def mail_is_sent() -> bool:
    """Return whether EMAIL_URL names a mail server."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def about_letters() -> dict[str, Any]:
    return {"site_name": settings.SITE_NAME, "days": settings.PASSWORD_RESET_TIMEOUT // 86400}


def send_soon(letter: EmailMessage) -> None:
    """Send in a thread: otherwise the time of the answer tells whether somebody has that address."""
    threading.Thread(target=send_or_log, args=[letter]).start()


def send_or_log(letter: EmailMessage) -> None:
    try:
        letter.send()
    except Exception:
        logging.getLogger("archive.mail").exception("A letter about an account was not sent.")


def send_invitation(request: HttpRequest, user: User) -> None:
    """Send a link with which the owner of an account chooses its password. Raises OSError."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=key))
    told = {"user": user, "password_reset_url": link, **about_letters()}
    get_adapter(request).render_mail("account/email/invitation", user.email, told).send()
