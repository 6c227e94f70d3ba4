"""The mails to followers as kinds of message, and the keys under which they are found again."""

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from policies.alerts.links import way_out
from policies.models import Follower
from portal.notifications.kinds import declare

DIGEST = "policies/digest"
# Not declared: it answers a form, so it is no kind that anybody chooses.
CONFIRM = "policies/confirm_follow"
declare(DIGEST, _("News of policies, areas and searches that you follow"), optional=True, way_out=way_out)


def digest_key(follower: Follower) -> str:
    """How the keys of all digests to a follower begin."""
    return f"{DIGEST}:{follower.pk}:"


def confirm_key(address: str) -> str:
    """How the keys of all questions to an address begin; the address itself does not stand there."""
    digest = salted_hmac("policies.alerts.address", address, algorithm="sha256").hexdigest()
    return f"{CONFIRM}:{digest[:40]}:"
