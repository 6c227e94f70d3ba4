"""The talent pages alone, as the portal includes them."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("talent/", include("talent.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
)
