"""Sign-in of the API."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class PortalSessionAuthentication(SessionAuthentication):
    """Django's session; who is not signed in gets 401, not 403: the answer names what is missing."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class PortalSessionScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = PortalSessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
