"""API tokens: made by an owner for one enterprise, shown once, kept as a digest, ended by their day or by hand."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import CharField, DateField, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from enterprises.enums import TokenScope
from enterprises.models import ApiToken, Enterprise, Membership
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.codes import digest, new_token
from portal.core.exceptions import PortalError
from portal.core.prepared import Prepared, Slot

# So that a key in a log or a repository can be told by its first letters.
MARK = "qd_"
PREFIX_LENGTH = 12
LONGEST = timedelta(days=365)
MOST = 20
# How exactly `last_used_at` is kept: a write for each request would cost more than it tells.
USED_EVERY = timedelta(minutes=1)


class TokenError(PortalError):
    """A token that can't be made."""

    status = 422


def make_token(
    user: User, enterprise: Enterprise, *, name: str, scopes: Iterable[str], expires_on: date
) -> tuple[ApiToken, str]:
    """The token and its secret, which nobody can read again afterwards."""
    if not clock.today() <= expires_on <= clock.today() + LONGEST:
        raise TokenError(_("A token ends at the latest a year from today."))
    if live_tokens(enterprise).count() >= MOST:
        raise TokenError(_("This enterprise has %(most)s tokens. Revoke one that is not needed.") % {"most": MOST})
    secret = MARK + new_token()
    token = ApiToken.objects.create(
        enterprise=enterprise,
        user=user,
        name=name.strip(),
        prefix=secret[:PREFIX_LENGTH],
        digest=digest(secret),
        scopes=[scope for scope in TokenScope.values if scope in set(scopes)],
        expires_on=expires_on,
    )
    record(
        scope=f"enterprise:{enterprise.pk}", verb="make_token", actor=user, target=token.prefix,
        data={"name": token.name, "scopes": token.scopes, "expires_on": expires_on},
    )  # fmt: skip
    return token, secret


def live_tokens(enterprise: Enterprise) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(enterprise=enterprise, revoked_at=None, expires_on__gte=clock.today())


def revoke_token(token: ApiToken, user: User) -> None:
    """From the next request on it opens nothing; revoked twice, the first time stays."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        record(scope=f"enterprise:{token.enterprise_id}", verb="revoke_token", actor=user, target=token.prefix)


def find_token(secret: str) -> ApiToken | None:
    """The token of this secret if it opens anything today, with its maker and the maker's `role`; one query.

    The maker must still be a member of the enterprise: who left takes every key along.
    """
    if not secret.startswith(MARK):
        return None
    token = _live.first(digest=digest(secret), today=clock.today())
    return token if token is not None and token.role is not None else None


def _with_role() -> QuerySet[ApiToken]:
    """A token that opens something on the day that is given, by its digest."""
    today = Slot("today", DateField())
    member = Membership.objects.active(today).filter(user=OuterRef("user"), enterprise=OuterRef("enterprise"))
    live = ApiToken.objects.filter(
        digest=Slot("digest", CharField()), revoked_at=None, expires_on__gte=today, user__is_active=True
    )
    return live.annotate(role=Subquery(member.values("role")[:1])).select_related("user").order_by()


# Each request of an enterprise's software begins with it.
_live = Prepared(_with_role)


def note_use(token: ApiToken) -> None:
    """At most once a minute, whoever comes first."""
    moment, last = clock.now(), token.last_used_at
    if last is None or moment - last >= USED_EVERY:
        ApiToken.objects.filter(pk=token.pk, last_used_at=last).update(last_used_at=moment)
