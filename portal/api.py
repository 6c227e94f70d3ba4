"""Composition root of the API, version 1."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from portal.calendars.api import working_days

urlpatterns = [
    path("calendar/working-days/", working_days, name="working-days"),
    path("", include("policies.api")),
    path("", include("enterprises.api")),
    path("schema/", SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[]), name="schema"),
]
