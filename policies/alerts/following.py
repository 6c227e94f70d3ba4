"""What somebody follows: adding, muting, ending, and the one row that stands for an account."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from policies.alerts.letters import confirm_key, digest_key
from policies.models import Follow, Follower, FollowRequest
from policies.models.follows import new_nonce
from portal.accounts.models import User
from portal.core import clock
from portal.notifications.models import Message

# So many things a follower: a digest stays readable, and one person's list bounded.
MOST = 100


class TooManyFollowed(Exception):
    """The list is full."""

    def __str__(self) -> str:
        return _("You follow %(most)s things already. Remove one first.") % {"most": MOST}


def add(follower: Follower, thing: dict[str, Any]) -> bool:
    """Follow this too; False if it is followed already or, for a request that waited, if the list is full."""
    if follower.follows.filter(**thing).exists():
        return False
    if follower.follows.count() >= MOST:
        return False
    return Follow.objects.get_or_create(follower=follower, **thing)[1]


def follows_of(follower: Follower) -> list[Follow]:
    """All that is followed, with what the pages show of it; two queries at most."""
    return list(follower.follows.select_related("policy", "area", "measure__area").order_by("pk"))


@transaction.atomic
def follow_as(user: User, thing: dict[str, Any], *, language: str, frequency: str) -> bool:
    """For an account, which needs no confirmation; raises TooManyFollowed."""
    follower = of_account(user) or Follower.objects.create(
        user=user, language=language, frequency=frequency, told_until=clock.now()
    )
    if follower.follows.count() >= MOST and not follower.follows.filter(**thing).exists():
        raise TooManyFollowed
    return add(follower, thing)


def of_account(user: User) -> Follower | None:
    """The account's follower. What its confirmed address followed before comes with it."""
    own = Follower.objects.filter(user=user).first()
    if not has_confirmed_address(user):
        return own
    earlier = Follower.objects.filter(email=user.email.lower()).first()
    if earlier is None:
        return own
    if own is None:
        earlier.user, earlier.email = user, ""
        earlier.save(update_fields=["user", "email"])
        return earlier
    for follow in follows_of(earlier):
        add(own, follow.thing)
    earlier.delete()
    return own


def has_confirmed_address(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def mute(follower: Follower, pk: int, muted: bool) -> bool:
    return bool(follower.follows.filter(pk=pk).update(muted=muted))


def remove(follower: Follower, pk: int) -> bool:
    return bool(follower.follows.filter(pk=pk).delete()[0])


def set_rhythm(follower: Follower, *, language: str, frequency: str) -> None:
    follower.language, follower.frequency = language, frequency
    follower.save(update_fields=["language", "frequency"])


def renew_links(follower: Follower) -> None:
    """Links of earlier mails lead nowhere from now on."""
    follower.nonce = new_nonce()
    follower.save(update_fields=["nonce"])


@transaction.atomic
def end(follower: Follower) -> None:
    """Nothing more is sent, and nothing of an address is kept: not its wishes, not the mails to it."""
    address = follower.email
    if address:
        FollowRequest.objects.filter(email=address).delete()
        Message.objects.filter(dedupe_key__startswith=confirm_key(address)).delete()
        Message.objects.filter(dedupe_key__startswith=digest_key(follower), recipient=None).delete()
    follower.delete()
