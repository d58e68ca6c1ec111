"""What the staff log says of accounts: log-ins, refused ones, passwords, and what a command makes."""

import logging
from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import DatabaseError
from django.db.models.signals import post_save
from django.dispatch import receiver

from archive.logs import acting
from archive.models import StaffAct
from archive.models.staff_act import changed, note

Kind = StaffAct.Kind
log = logging.getLogger("archive.login")
MADE_WITH = ("username", "is_staff", "is_superuser")


@receiver(user_logged_in, dispatch_uid="account_acts.logged_in")
def logged_in(user: Any, **_signal: Any) -> None:
    note(Kind.LOGGED_IN, user, by=user)


@receiver(user_logged_out, dispatch_uid="account_acts.logged_out")
def logged_out(user: Any, **_signal: Any) -> None:
    if user is not None:  # a session that ended before
        note(Kind.LOGGED_OUT, user, by=user)


@receiver(user_login_failed, dispatch_uid="account_acts.login_failed")
def login_failed(credentials: dict[str, Any], **_signal: Any) -> None:
    """Tell log and staff log.

    A log-in is refused all the same where it cannot be logged, because others write for too long.
    """
    account = log_refused(credentials)
    try:
        note(Kind.LOGIN_FAILED, account)
    except DatabaseError:
        log.exception("A refused log-in is not in the staff log.")


def log_refused(credentials: dict[str, Any], why: str = "") -> Any:
    """Log the number of the account; not what was typed, which may be a password. Return the account."""
    users: Any = get_user_model()
    name = str(credentials.get(users.USERNAME_FIELD, ""))
    account = None if "\0" in name else users.objects.filter(**{users.USERNAME_FIELD: name}).first()
    told = f"account {account.pk}" if account else "no account has that name"
    log.warning("Log-in refused: %s%s.", f"{why}, " if why else "", told)
    return account


@receiver(authenticator_added, dispatch_uid="account_acts.authenticator_added")
@receiver(authenticator_reset, dispatch_uid="account_acts.authenticator_reset")
def second_factor_set(user: Any, authenticator: Any, **_signal: Any) -> None:
    """Log the kind of a second factor, such as "totp"; never its secret."""
    note(Kind.CHANGED, user, [changed("second_factor", None, str(authenticator.type))])


@receiver(authenticator_removed, dispatch_uid="account_acts.authenticator_removed")
def second_factor_removed(user: Any, authenticator: Any, **_signal: Any) -> None:
    note(Kind.CHANGED, user, [changed("second_factor", str(authenticator.type), None)])


@receiver(post_save, sender=User, dispatch_uid="account_acts.account_saved")
def account_saved(instance: User, *, created: bool, raw: bool, **_signal: Any) -> None:
    """Log a new password, wherever it was set, and an account that a command made; never what it is.

    The desk's pages log the other fields, with their values.
    """
    if raw:
        return
    if not created and getattr(instance, "_password", None) is not None:
        note(Kind.PASSWORD, instance)
    elif created and isinstance(acting.get(), str):
        note(Kind.ADDED, instance, [changed(name, None, getattr(instance, name)) for name in MADE_WITH])
