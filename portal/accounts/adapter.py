"""allauth's mails go through the portal's one door for messages; nothing is sent inside a request."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from portal.accounts.models import User
from portal.core.languages import told_in


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render allauth's own texts and hand them to whoever delivers (set by the notifications app)."""
        language = told_in(self.request)
        with translation.override(language):
            site = {"name": gettext("Qingdao Digital Trade Portal"), "domain": urlsplit(settings.SITE_URL).netloc}
            message = self.render_mail(template_prefix, email, {"email": email, "current_site": site} | context)
        deliver_mail(
            to=email,
            user=context.get("user"),
            subject=" ".join(message.subject.split()),
            body=message.body,
            kind=template_prefix,
            language=language,
        )

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.language = told_in(request)
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever signs in in Korean or Japanese goes on where these are read."""
        if translation.get_language() in dict(settings.PORTAL_LANGUAGES):
            return super().get_login_redirect_url(request)
        return reverse("talent:home")

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There is no user name: people sign in with their address."""


_deliver: list[Any] = []


def set_mail_door(function: Any) -> None:
    """Imports go one way, so the notifications app, which stands above, puts its door in here."""
    _deliver[:] = [function]


def deliver_mail(**mail: Any) -> None:
    _deliver[0](**mail)
