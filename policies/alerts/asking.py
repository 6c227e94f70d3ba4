"""Following without an account: an address is asked, by one mail, whether it wants to be told.

Nobody learns here whether an address is known, and nobody can have a stranger's mailbox filled: an address gets
one mail an hour and three a day until it confirms, whatever is asked for it. Rows count, not a cache, so that
the limits hold over all processes and restarts; two requests at the same moment meet in the message's key.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from policies.alerts.following import add
from policies.alerts.letters import CONFIRM, confirm_key
from policies.alerts.links import digest_of, new_secret
from policies.models import Follower, FollowRequest
from portal.core import clock
from portal.notifications.actions import mail_link

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
VALID = dt.timedelta(days=3)
KEPT = dt.timedelta(days=7)
NETWORK_A_DAY = 30
ADDRESS_A_DAY = 20
MAILS_A_DAY = 3


class TooManyRequests(Exception):
    """This network has asked often enough today. It says nothing about any address."""


@transaction.atomic
def ask(*, email: str, language: str, frequency: str, thing: dict[str, Any], network: str) -> None:
    """Note the wish and mail the address; the caller's answer is the same whatever happens here."""
    address, since = email.strip().lower(), clock.now() - DAY
    if FollowRequest.objects.filter(network=network, created_at__gt=since)[:NETWORK_A_DAY].count() >= NETWORK_A_DAY:
        raise TooManyRequests
    before = list(FollowRequest.objects.filter(email=address, created_at__gt=since).order_by("pk")[:ADDRESS_A_DAY])
    if len(before) >= ADDRESS_A_DAY:
        return
    request = FollowRequest.objects.create(
        email=address, language=language, frequency=frequency, network=network, created_at=clock.now(), **thing
    )
    if _may_mail(before):
        _mail(request, before)


def _may_mail(before: list[FollowRequest]) -> bool:
    """Mails that were answered don't count: their reader has shown that they are wanted."""
    unanswered = [one.mailed_at for one in before if one.mailed_at and not one.confirmed_at]
    recent = [moment for moment in unanswered if moment > clock.now() - HOUR]
    return not recent and len(unanswered) < MAILS_A_DAY


def _mail(request: FollowRequest, before: list[FollowRequest]) -> None:
    token, digest = new_secret()
    last = max((one.pk for one in before if one.mailed_at), default=0)
    message = mail_link(
        kind=CONFIRM,
        to_email=request.email,
        language=request.language,
        dedupe_key=f"{confirm_key(request.email)}{clock.today()}:{last}",
        url=("alerts:confirm", token),
        # What a stranger typed must not travel in our mail: of a search only the fact is told.
        context=lambda: {
            "title": str(request.target.title) if request.target else "",
            "frequency": request.get_frequency_display,
        },
    )
    if message is not None:
        request.token_hash, request.mailed_at = digest, clock.now()
        request.save(update_fields=["token_hash", "mailed_at"])


def asked_by(token: str) -> list[FollowRequest]:
    """What is waiting for this link's confirmation: all that was asked for its address; empty for a bad link."""
    since = clock.now() - VALID
    open_ones = FollowRequest.objects.filter(confirmed_at=None, created_at__gt=since)
    mailed = open_ones.filter(token_hash=digest_of(token)).first()
    if mailed is None:
        return []
    return list(open_ones.filter(email=mailed.email).select_related("policy", "area", "measure").order_by("pk"))


@transaction.atomic
def confirm(token: str) -> Follower | None:
    """Make a follower of the address; None if the link is not, or no longer, good."""
    waiting = asked_by(token)
    mine = FollowRequest.objects.filter(confirmed_at=None, token_hash=digest_of(token))
    if not waiting or not mine.update(confirmed_at=clock.now(), token_hash=""):
        return None
    FollowRequest.objects.filter(pk__in=[one.pk for one in waiting]).update(confirmed_at=clock.now(), token_hash="")
    first = waiting[0]
    wanted = {"language": first.language, "frequency": first.frequency, "told_until": clock.now()}
    follower, _new = Follower.objects.get_or_create(email=first.email, defaults=wanted)
    for one in waiting:
        add(follower, one.thing)
    return follower
