"""Claiming an enterprise that the portal knows already: a statement with evidence, on which an official decides."""

from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from enterprises import org_notifications as message
from enterprises.claim_workflow import NUMBER_PREFIX, claim_flow
from enterprises.enums import ClaimState
from enterprises.exceptions import ClaimError
from enterprises.limits import limit
from enterprises.models import Claim, Enterprise
from enterprises.units import accepting_unit
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.attachments.actions import store
from portal.core import clock

# More at the same time is nobody's daily work, but a way to keep officials busy.
MOST_OPEN = 5
# Each one is told to the owners, so withdrawing and claiming again has an end, too.
MOST_A_DAY = 10
PURPOSE = "claim"


def begin_claim(user: User, enterprise: Enterprise, statement: str, evidence: UploadedFile) -> Claim:
    """The claim, with the district officer from now on; the one that is open already, if there is one."""
    with transaction.atomic():
        # One after the other, so that two clicks make one claim.
        User.objects.select_for_update().get(pk=user.pk)
        mine = Claim.objects.filter(claimant=user, state=ClaimState.OPEN)
        running = mine.filter(enterprise=enterprise).first()
        if running is not None:
            return running
        if enterprise.memberships.active().filter(user=user).exists():
            raise ClaimError(_("You act for this enterprise already."))
        if mine.count() >= MOST_OPEN:
            raise ClaimError(_("Five of your claims wait for an answer. Wait for it, or withdraw one."))
        if Claim.objects.filter(claimant=user, created_at__gt=clock.now() - timedelta(days=1)).count() >= MOST_A_DAY:
            raise ClaimError(_("You made ten claims within a day. Make the next one tomorrow."))
        claim = Claim(
            enterprise=enterprise,
            claimant=user,
            unit=accepting_unit(enterprise),
            statement=statement.strip(),
            evidence=store(evidence, owner=user, purpose=PURPOSE),
            is_demo=enterprise.is_demo,
        )
        claim_flow.begin(
            claim,
            state=ClaimState.OPEN,
            actor=user,
            desk=Role.DISTRICT,
            number_prefix=NUMBER_PREFIX,
            within=limit("acceptance"),
        )
        message.claim_made(claim)
    return claim
