"""Links that stand for an address: whoever holds one may do what it says, without an account.

The two links of a follower are worked out again for each mail, from the row's `nonce` and the portal's secret, so
that none is stored. The one-click link is another than that of the page, because it goes through more hands: it
can end, and nothing else. The link of a confirmation is random and stored as a digest.
"""

import hashlib
import secrets
from typing import Any, Literal

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from policies.models import Follower
from portal.notifications.kinds import WayOut

Purpose = Literal["manage", "end"]
# What a primary key has at most; longer ones are no number of ours.
DIGITS = 18


def _signer(purpose: Purpose, nonce: str) -> Signer:
    return Signer(salt=f"policies.alerts.{purpose}.{nonce}", sep=".")


def token_of(follower: Follower, purpose: Purpose) -> str:
    return _signer(purpose, follower.nonce).sign(str(follower.pk))


def follower_by(token: str, purpose: Purpose) -> Follower | None:
    """Whose link this is; None for every link that is wrong, old or ended."""
    number = token.partition(".")[0]
    known = number.isascii() and number.isdigit() and len(number) <= DIGITS
    follower = Follower.objects.select_related("user").filter(pk=int(number)).first() if known else None
    try:
        _signer(purpose, follower.nonce if follower else "").unsign(token)
    except BadSignature:
        return None
    return follower


def page_url(follower: Follower, purpose: Purpose) -> str:
    """The path in the follower's language."""
    with translation.override(follower.language):
        return reverse(f"alerts:{purpose}", args=[token_of(follower, purpose)])


def way_out(message: Any) -> WayOut | None:
    """For `kinds.declare`: the links of whoever gets this message; none if they ended meanwhile."""
    if message.recipient_id:
        follower = Follower.objects.filter(user=message.recipient_id).first()
    else:
        follower = Follower.objects.filter(email=message.to_email).first() if message.to_email else None
    if follower is None:
        return None
    manage, end = (settings.SITE_URL + page_url(follower, purpose) for purpose in ("manage", "end"))
    return WayOut(manage_url=manage, end_url=end)


def new_secret() -> tuple[str, str]:
    """A random token for a link, and the digest under which it is found again."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
