"""Sign-in of the API."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class PortalSessionAuthentication(SessionAuthentication):
    """Django's session; who is not signed in gets 401, not 403: the answer names what is missing."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
