"""The clerk's desk as a site: its name, its titles, and its pages."""

from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive import models
from archive.admin import read_only
from archive.admin.carried_form import can_carry, log_in_again
from archive.admin.handbook import handbook_contents, handbook_page
from archive.admin.log_in import LogIn
from archive.admin.matters import MatterAdmin
from archive.admin.meetings import MeetingAdmin
from archive.admin.names_to_check import NameToCheckAdmin
from archive.admin.people import BodyAdmin, BodyMergeAdmin, PersonAdmin, PersonMergeAdmin
from archive.admin.pickers import PickerAnswers
from archive.admin.public_changes import PublicChangeAdmin
from archive.admin.resolutions import ResolutionAdmin
from archive.admin.staff_log import StaffActAdmin
from archive.admin.today import today_context
from archive.admin.topics import TopicAdmin
from archive.admin.unit_of_work import is_saved_at_once, save_at_once
from archive.models.reach import has_limit


@require_safe
def desk_redirect(request: HttpRequest, rest: str) -> HttpResponse:
    """Redirect /admin/, where Django has its admin, to the same page of the desk."""
    address = escape_uri_path(reverse("admin:index") + rest)
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address)


class DeskSite(AdminSite):
    """Django's admin under the archive's own name.

    It registers its pages itself. The usual decorators would do it on a site of their own: to find
    them Django imports this package, for which it makes a site, for which it imports this package.
    """

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("Today")
    enable_nav_sidebar = False  # rows of attendance need the width; the head of each page has the links

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.register(models.ActionItem, read_only.ActionItemAdmin)
        self.register(models.AgendaItem, read_only.AgendaItemAdmin)
        self.register(models.Body, BodyAdmin)
        self.register(models.BodyMerge, BodyMergeAdmin)
        self.register(models.Matter, MatterAdmin)
        self.register(models.Meeting, MeetingAdmin)
        self.register(models.NameToCheck, NameToCheckAdmin)
        self.register(models.Person, PersonAdmin)
        self.register(models.PersonMerge, PersonMergeAdmin)
        self.register(models.PublicChange, PublicChangeAdmin)
        self.register(models.Redirect, read_only.RedirectAdmin)
        self.register(models.Resolution, ResolutionAdmin)
        self.register(models.Revision, read_only.RevisionAdmin)
        self.register(models.SearchMiss, read_only.SearchMissAdmin)
        self.register(models.StaffAct, StaffActAdmin)
        self.register(models.Topic, TopicAdmin)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Return a view that asks for a log-in without losing what was typed."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if can_carry(request) and not self.has_permission(request):
                return log_in_again(request)
            view = partial(inner, request, *args, **kwargs)
            is_unit = is_saved_at_once(request) and self.has_permission(request)
            return save_at_once(request, view) if is_unit else view()

        return keeping

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return LogIn.as_view()(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Say also whether an account reaches only some bodies: no link leads it to what is of all."""
        return super().each_context(request) | {"is_limited": lambda: has_limit(request.user)}

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        lists = self.get_app_list(request)
        context = {**today_context(request), "whom_to_ask": [] if lists else administrators()}
        return super().index(request, {**context, "app_list": lists, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        view = self.admin_view
        return [
            path("handbook/", view(require_safe(self.handbook)), name="handbook"),
            path("handbook/<slug:page>/", view(require_safe(self.handbook_page)), name="handbook_page"),
            path("keyboard/", view(self.keyboard), name="keyboard"),
            path("r/<int:kind>/<int:key>/", view(self.page_on_site), name="view_on_site"),
            *super().get_urls(),
        ]

    def page_on_site(self, request: HttpRequest, kind: int, key: int) -> HttpResponse:
        """Redirect to the page of a row that may be seen; Django's own view tells any staff any address."""
        for model, page in self._registry.items():
            if ContentType.objects.get_for_model(model).pk == kind and hasattr(model, "get_absolute_url"):
                row = page.get_object(request, str(key))
                if row and page.has_view_permission(request, row):
                    return redirect(row)
        raise Http404

    def handbook(self, request: HttpRequest) -> HttpResponse:
        return handbook_contents(request, self.each_context(request))

    def handbook_page(self, request: HttpRequest, page: str) -> HttpResponse:
        return handbook_page(request, page, self.each_context(request))

    def keyboard(self, request: HttpRequest) -> HttpResponse:
        """Show the keyboard help, also to browsers without scripts."""
        context = self.each_context(request) | {"title": _("Keyboard help")}
        return render(request, "admin/archive/keyboard.html", context)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return PickerAnswers.as_view(admin_site=self)(request)


def administrators() -> list[str]:
    """Return the names of those who may give rights, as far as they are told."""
    users: Any = get_user_model()._default_manager.filter(is_superuser=True, is_active=True)
    names = (user.get_full_name() for user in users.order_by("last_name", "pk"))
    return [name for name in names if name]
