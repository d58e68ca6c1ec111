"""Saving after the session expired, or with the CSRF token of an earlier one: nothing typed is lost."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as django_csrf_failure
from django.views.decorators.cache import never_cache

from archive.admin.carried_form import can_carry, pack
from archive.forms.desk.three_way_merge import typed_texts


@never_cache
def log_in_again(request: HttpRequest) -> HttpResponse:
    """Show the log-in page with all that was typed in a hidden field."""
    context = admin.site.each_context(request) | {
        "title": _("Log in"),
        "form": AdminAuthenticationForm(request),
        "app_path": reverse("admin:login"),
        REDIRECT_FIELD_NAME: request.get_full_path(),
        "carried": pack(request.POST, request.FILES),
    }
    return render(request, "admin/archive/login.html", context)


@never_cache
def lead_back(request: HttpRequest, address: str, carried: str) -> HttpResponse:
    """Lead back to the page as it was typed; it is not saved before the person has seen it."""
    context = admin.site.each_context(request) | {
        "title": _("Back to what you typed"),
        "address": address,
        "carried": carried,
    }
    return render(request, "admin/archive/carried.html", context)


@never_cache
def show_typed(
    request: HttpRequest, fields: QueryDict, model: type[Model], *, is_gone: bool
) -> HttpResponse:
    """Show what was typed on a page that can no longer be saved: deleted or published meanwhile."""
    context = admin.site.each_context(request) | {
        "title": _("What you typed cannot be saved here"),
        "is_gone": is_gone,
        "texts": typed_texts(fields, model),
    }
    return render(request, "admin/archive/typed.html", context, status=404 if is_gone else 403)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer where the secret of a page is that of an earlier log-in; Django's setting names this view.

    Only what this site's own page sent is carried along: another site must not fill in our forms.
    """
    is_own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not is_own or not can_carry(request):
        return django_csrf_failure(request, reason=reason)
    if not admin.site.has_permission(request):
        return log_in_again(request)
    return lead_back(request, request.get_full_path(), pack(request.POST, request.FILES))
