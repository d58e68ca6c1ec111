"""All addresses. A route, its view and the view's template have one name; tests/test_urls.py holds it."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path, register_converter

from archive import feeds, sitemaps
from archive.admin import single_sign_on
from archive.admin.sessions import OwnSessions
from archive.admin.site import desk_redirect
from archive.views import (
    actions,
    bodies,
    changes,
    documents,
    exports,
    gaps,
    matters,
    meetings,
    pages,
    people,
    resolutions,
    search,
    topics,
    versions,
)


class DayConverter:
    """The last part of a meeting's address: its date, with -2 for the second meeting of that day."""

    regex = r"[0-9]{4}(?:-[0-9]{1,4}){0,3}"

    def to_python(self, value: str) -> str:
        """Return the text: an address is looked up, not parsed."""
        return value

    def to_url(self, value: str) -> str:
        return value


class VersionConverter:
    """The number of a version."""

    regex = r"[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(DayConverter, "day")
register_converter(VersionConverter, "version")

# Pages of django-allauth that the desk has, under the names that it gives them.
account_patterns = [
    path("login/", admin.site.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/password/", account.password_reset, name="account_reset_password"),
    path("account/password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "account/password/saved/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", OwnSessions.as_view(), name="usersessions_list"),
    path(
        "account/provider/",
        single_sign_on.openid_connect_login,
        {"provider_id": "oidc"},
        name="openid_connect_login",
    ),
    path(
        "account/provider/back/",
        single_sign_on.openid_connect_callback,
        {"provider_id": "oidc"},
        name="openid_connect_callback",
    ),
    path("account/closed/", account.account_inactive, name="account_inactive"),
]

urlpatterns = [
    path("", pages.home, name="home"),
    # Meetings
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    re_path(r"^meetings/(?P<year>[12][0-9]{3})/$", meetings.meeting_year, name="meeting_year"),
    path("meetings/<slug:body>/<day:day>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<slug:body>/<day:day>/print/", meetings.meeting_print, name="meeting_print"),
    path(
        "meetings/<slug:body>/<day:day>/resolutions/<int:sequence>/",
        resolutions.resolution_detail,
        name="resolution_detail",
    ),
    path("preview/<int:pk>/", meetings.meeting_preview, name="meeting_preview"),
    # Resolutions
    path("resolutions/", resolutions.resolution_list, name="resolution_list"),
    # Matters, which several decisions deal with
    path("matters/", matters.matter_list, name="matter_list"),
    path("matters/<slug:slug>/", matters.matter_detail, name="matter_detail"),
    # Follow-up
    path("actions/", actions.action_list, name="action_list"),
    path("actions.csv", actions.action_table, name="action_table"),
    # Topics
    path("topics/", topics.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", topics.topic_detail, name="topic_detail"),
    path("topics/<slug:slug>.csv", topics.topic_table, name="topic_table"),
    path("topics/<slug:slug>.atom", feeds.topic_feed, name="topic_feed"),
    # What is missing
    path("gaps/", gaps.gaps, name="gaps"),
    # Documents
    path("documents/<int:pk>/<str:name>", documents.document_file, name="document_file"),
    # People and bodies
    path("people/", people.person_list, name="person_list"),
    path("people/<slug:slug>/", people.person_detail, name="person_detail"),
    path("people/<slug:slug>/votes/", people.person_votes, name="person_votes"),
    path("bodies/", bodies.body_list, name="body_list"),
    path("bodies/<slug:slug>/", bodies.body_detail, name="body_detail"),
    # Versions
    path("meetings/<slug:body>/<day:day>/history/", versions.meeting_history, name="meeting_history"),
    path(
        "meetings/<slug:body>/<day:day>/v<version:number>/",
        versions.meeting_version,
        name="meeting_version",
    ),
    path(
        "meetings/<slug:body>/<day:day>/v<version:number>/record.json",
        versions.meeting_version_json,
        name="meeting_version_json",
    ),
    path(
        "meetings/<slug:body>/<day:day>/changes/<version:old>..<version:new>/",
        versions.meeting_changes,
        name="meeting_changes",
    ),
    path(
        "meetings/<slug:body>/<day:day>/record.json",
        versions.meeting_record_json,
        name="meeting_record_json",
    ),
    path(
        "meetings/<slug:body>/<day:day>/record.txt",
        versions.meeting_record_text,
        name="meeting_record_text",
    ),
    path("corrections/", versions.correction_list, name="correction_list"),
    path("changes/", changes.public_changes, name="public_changes"),
    path("verification/", versions.verification, name="verification"),
    path("chain.txt", versions.chain_text, name="chain_text"),
    # Feeds, calendars and tables; those of a body or person stand beneath its address and move with it
    path("meetings.atom", feeds.meetings_feed, name="meetings_feed"),
    path("resolutions.atom", feeds.resolutions_feed, name="resolutions_feed"),
    path("corrections.atom", feeds.corrections_feed, name="corrections_feed"),
    path("chain.atom", feeds.chain_feed, name="chain_feed"),
    path("bodies/<slug:slug>/meetings.atom", feeds.body_feed, name="body_feed"),
    path("people/<slug:slug>/meetings.atom", feeds.person_feed, name="person_feed"),
    path("calendar.ics", feeds.calendar, name="calendar"),
    path("bodies/<slug:slug>/calendar.ics", feeds.body_calendar, name="body_calendar"),
    path("meetings.csv", exports.meetings_table, name="meetings_table"),
    path("resolutions.csv", exports.resolutions_table, name="resolutions_table"),
    # Search
    path("search/", search.search, name="search"),
    path("search.atom", exports.search_feed, name="search_feed"),
    path("search.csv", exports.search_table, name="search_table"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
    # About the site
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("data/", pages.data, name="data"),
    path("language/<slug:code>/", pages.language, name="language"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap_section"),
    # The clerk's desk
    path("desk/", include(account_patterns)),
    path("desk/", admin.site.urls),
    re_path(r"^admin/(?P<rest>.*)$", desk_redirect, name="desk_redirect"),
]

handler400 = "archive.views.pages.bad_request"
handler403 = "archive.views.pages.permission_denied"
handler404 = "archive.views.pages.not_found"
handler500 = "archive.unavailable.server_error"
