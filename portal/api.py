"""Composition root of the API, version 1."""

from django.urls import include, path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from portal.calendars.api import WorkingDays
from portal.core.open_api import Open

# Where reading begins: addresses that need no key.
ENTRANCES = (
    "focus-area-list", "policy-list", "measure-list", "indicator-list", "target-list", "progress-list", "base-list",
    "negative-list-list", "negative-list-answer", "check-up", "call-list", "notice-list", "award-list",
    "talent-service-list", "talent-plan", "working-days", "schema",
)  # fmt: skip


class Root(Open, APIView):
    """Everything that can be read without a key. Texts come in the language of the Accept-Language header."""

    api_title = "Qingdao Digital Trade Portal, API 1"

    @extend_schema(responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}})
    def get(self, request: Request) -> Response:
        return Response({name.removesuffix("-list"): reverse(name, request=request) for name in ENTRANCES})


urlpatterns = [
    path("", Root.as_view(), name="api-root"),
    path("calendar/working-days/", WorkingDays.as_view(), name="working-days"),
    path("", include("policies.match_api")),
    path("", include("policies.api")),
    path("", include("enterprises.api")),
    path("", include("talent.api")),
    path("schema/", SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[]), name="schema"),
]
