"""Composition root: who answers what. Everything people read carries its language in the path."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal import views

urlpatterns = [
    path("", views.root, name="root"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("open-data/<str:name>", views.open_data_file, name="open_data_file"),
    path("files/", include("portal.attachments.urls")),
    path("api/v1/", include("portal.api")),
]

urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("after-login/", views.after_login, name="after_login"),
    path("accounts/", include("allauth.urls")),
    path("", include("portal.notifications.urls")),
    path("policies/", include("policies.urls")),
    path("", include("policies.item_urls")),
    path("match/", include("policies.match_urls")),
    path("", include("policies.calendar_urls")),
    path("feeds/", include("policies.feeds_urls")),
    path("", include("policies.alerts_urls")),
    path("", include("enterprises.urls")),
    path("talent/", include("talent.urls")),
    path("data/", views.open_data, name="open_data"),
    path("text-size/", views.text_size, name="larger_text"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("admin/", admin.site.urls),
)

if settings.OUTBOX_PAGE:
    urlpatterns.append(path("", include("portal.notifications.outbox_urls")))
