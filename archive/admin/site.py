"""The clerk's desk as a site: its name, its titles, and its pages."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.agenda import AgendaItemAdmin
from archive.admin.bodies import BodyAdmin
from archive.admin.meetings import MeetingAdmin
from archive.admin.people import PersonAdmin
from archive.admin.pickers import PickerAnswers
from archive.admin.resolutions import ResolutionAdmin
from archive.admin.revisions import RedirectAdmin, RevisionAdmin
from archive.models import AgendaItem, Body, Meeting, Person, Redirect, Resolution, Revision


class DeskSite(AdminSite):
    """Django's admin under the archive's own name.

    It registers its pages itself. The usual decorators would do it on a site of their own: to find
    them Django imports this package, for which it makes a site, for which it imports this package.
    """

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("Desk")
    enable_nav_sidebar = False  # rows of attendance need the width; the head of each page has the links

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.register(AgendaItem, AgendaItemAdmin)
        self.register(Body, BodyAdmin)
        self.register(Meeting, MeetingAdmin)
        self.register(Person, PersonAdmin)
        self.register(Redirect, RedirectAdmin)
        self.register(Resolution, ResolutionAdmin)
        self.register(Revision, RevisionAdmin)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Answer a picker."""
        return PickerAnswers.as_view(admin_site=self)(request)
