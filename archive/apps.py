"""App configurations: checks, signal receivers, and the site of the clerk's desk."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        """Connect checks and receivers, which import models and so cannot be imported above."""
        from archive import checks  # noqa: F401, PLC0415 - late: registers itself
        from archive.operations import account_acts  # noqa: F401, PLC0415 - late: registers receivers
        from archive.operations.groups import make_groups  # noqa: PLC0415 - late: needs models
        from archive.place import close_to_others  # noqa: PLC0415 - late: beside the others
        from archive.record import chain, stored_files  # noqa: F401, PLC0415 - late: registers receivers
        from archive.search.signals import fill_index  # noqa: PLC0415 - late: registers the others

        post_migrate.connect(make_groups, sender=self, dispatch_uid="archive.make_groups")
        post_migrate.connect(close_to_others, sender=self, dispatch_uid="archive.close_to_others")
        post_migrate.connect(fill_index, sender=self, dispatch_uid="archive.fill_index")


class DeskConfig(AdminConfig):
    """Django's admin with the archive's own site: the clerk's desk."""

    default_site = "archive.admin.site.DeskSite"

    def ready(self) -> None:
        """Let Django register its pages, then put ours in the place of two of them."""
        super().ready()
        from django.contrib.admin import site  # noqa: PLC0415 - late: makes the site

        from archive.admin.accounts import register_accounts  # noqa: PLC0415 - late: needs models
        from archive.admin.sessions import begin  # noqa: PLC0415 - late: needs models

        register_accounts(site)
        user_logged_in.connect(begin, dispatch_uid="archive.begin_session")
