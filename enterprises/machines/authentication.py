"""Who a program is: `Authorization: Bearer qd_…`. It acts as the member who made the token, and as nothing else."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from enterprises.enums import TokenScope
from enterprises.machines.tokens import find_token, note_use
from enterprises.models import ApiToken
from enterprises.permissions import remember_role
from portal.accounts.models import User
from portal.core.throttles import OwnMemory


class TokenAuthentication(BaseAuthentication):
    """An enterprise's API token. A request without one may still have a session, which stays for people."""

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _blank, secret = get_authorization_header(request).partition(b" ")
        if kind.lower() != self.keyword:
            return None
        token = find_token(secret.strip().decode("latin-1"))
        if token is None:
            raise AuthenticationFailed(_("This token is not known, has ended or was revoked."))
        note_use(token)
        user = token.user
        # An official's desk is not open to the programs of an enterprise that the same person belongs to.
        user.is_staff = user.is_superuser = False
        remember_role(user, token.enterprise_id, token.role)
        return user, token

    def authenticate_header(self, request: Request) -> str:
        """Makes the answer to who has no key 401, and says which key is meant (RFC 6750, section 3)."""
        return 'Bearer realm="Qingdao Digital Trade Portal"'


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that an owner of the enterprise made on its page “Software”; it begins with qd_.",
        }


class HasScope(BasePermission):
    """What a token may do is written in it; a view names what its actions need. A session has no scopes."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.auth, ApiToken):
            return True
        needed = view.scope_for(request)  # type: ignore[attr-defined]
        if needed not in request.auth.scopes:
            text = _("This token may not do that: it lacks the scope “%(scope)s”.")
            raise PermissionDenied(text % {"scope": TokenScope(needed).value})
        return True


class TokenThrottle(OwnMemory, SimpleRateThrottle):
    """So many requests a minute for each token."""

    scope = "token"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """None, and so no limit, for a session: people have none."""
        return f"token:{request.auth.pk}" if isinstance(request.auth, ApiToken) else None
