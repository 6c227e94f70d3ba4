"""An enterprise's software for tests: a client that speaks JSON with a token."""

import json
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from enterprises.enums import TokenScope
from enterprises.machines.tokens import make_token
from enterprises.models import Application, Enterprise
from portal.accounts.models import User
from portal.core import clock

API = "/api/v1/applications/"


def token_for(user: User, enterprise: Enterprise, *scopes: str, days: int = 30) -> str:
    """The secret of a new token, with all scopes unless some are named."""
    ends = clock.today() + timedelta(days=days)
    return make_token(user, enterprise, name="ERP", scopes=scopes or TokenScope.values, expires_on=ends)[1]


class Software:
    """Asks under `applications/`; `key` is the Idempotency-Key."""

    def __init__(self, secret: str, language: str = "en") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}", "Accept-Language": language}

    def ask(self, method: str, path: str = "", body: Any = None, *, key: str = "", **more: Any) -> HttpResponse:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        if body is not None and "data" not in more:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(self.client, method)(API + path, headers=headers, **more)

    def get(self, path: str = "") -> HttpResponse:
        return self.ask("get", path)

    def send(self, path: str, form: dict[str, Any], *, key: str = "") -> HttpResponse:
        """As multipart/form-data."""
        return self.ask("post", path, key=key, data=form)


def software_of(application: Application) -> Software:
    return Software(token_for(application.applicant, application.enterprise))
