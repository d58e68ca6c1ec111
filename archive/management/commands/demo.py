"""`manage.py demo`: a filled archive, served on this machine."""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.demo import holds_other_records, load_demo, make_login
from archive.place import make_place


class Command(BaseCommand):
    """Migrate, load the demo archive, make a clerk, and serve."""

    help = "Serve a small, filled archive to try. Never touches a database that holds anything else."
    requires_system_checks = ()  # the search tables that they ask for are made here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where to serve; 8000 unless given")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, then stop")

    def handle(self, *, port: int, no_serve: bool, **_options: Any) -> None:
        if not no_serve:
            ask_for_port(port)
        make_place()
        if holds_other_records():
            raise CommandError(
                "This database holds other records, which the demo leaves alone. Set DATA_DIR (or "
                "DATABASE_URL) to a new place, or serve what is there with manage.py runserver."
            )
        call_command("migrate", verbosity=0)
        counts = load_demo()
        call_command("collectstatic", interactive=False, verbosity=0)
        login = make_login()
        self.stdout.write(f"The demo archive is in {settings.DATABASES['default']['NAME']}: {counts}.")
        self.stdout.write(
            f"Read it at http://localhost:{port}/ and work in it at http://localhost:{port}/desk/"
        )
        password = login.password or "(changed since; set another with manage.py changepassword)"
        self.stdout.write(f"Log in there as {login.username}, password {password}")
        self.stdout.flush()
        if not no_serve:
            become_server(port)


def ask_for_port(port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as problem:
            raise CommandError(
                f"Port {port} cannot be used ({problem}); choose another with --port."
            ) from problem


def become_server(port: int) -> None:
    """Become the server, as in production, but without HTTPS, and for this machine only.

    Stays in the current folder, because DATA_DIR and DATABASE_URL may be relative to it.
    """
    environment = os.environ | {
        "HTTPS": "off",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }
    options = ["--listen", f"127.0.0.1:{port}", "--processes", "1", "--pythonpath", str(settings.BASE_DIR)]
    command = [sys.executable, "-m", "django", "serve", *options]
    os.execve(sys.executable, command, environment)  # noqa: S606 - no shell is wanted
