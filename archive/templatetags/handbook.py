"""Links from the desk's pages to the page of its handbook that explains them."""

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

# In the order in which a new clerk needs them.
HANDBOOK: dict[str, Promise] = {
    "first-meeting": gettext_lazy("Your first meeting"),
    "next-meeting": gettext_lazy("The next meeting, from the last one"),
    "reading": gettext_lazy("Reading a finished text"),
    "many-files": gettext_lazy("Many files at once"),
    "attendance": gettext_lazy("Who was there"),
    "decisions": gettext_lazy("Agenda and resolutions"),
    "roll-call": gettext_lazy("Roll call"),
    "publication": gettext_lazy("From draft to publication"),
    "approval": gettext_lazy("Approval"),
    "corrections": gettext_lazy("Corrections and additions"),
    "names": gettext_lazy("People and their names"),
    "members": gettext_lazy("Members of a body"),
    "rights": gettext_lazy("Who may do what"),
    "kept": gettext_lazy("Nothing typed is lost"),
}


@register.simple_tag
def handbook_link(page: str) -> SafeString:
    """Return a small link to a page of the handbook, named by its heading."""
    return format_html(
        '<a class="help" href="{}">{}</a>',
        reverse("admin:handbook_page", args=[page]),
        _("Handbook: %(heading)s") % {"heading": HANDBOOK[page]},
    )
