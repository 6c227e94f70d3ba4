"""Who acts for an enterprise: invitations, roles, ends. There is always an owner."""

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from enterprises import org_notifications as message
from enterprises.enums import RULING_ROLES, AccountState, MemberRole
from enterprises.exceptions import PeopleError
from enterprises.models import Enterprise, Invitation, Membership
from portal.accounts.models import User
from portal.attachments.actions import store
from portal.attachments.models import Attachment
from portal.audit.actions import record
from portal.core import clock
from portal.core.codes import digest, new_token

VALID_FOR = timedelta(days=14)
# The portal mails to addresses that somebody typed: enough for a large enterprise, useless for unwanted mail.
MOST_A_DAY = 30
BETWEEN_SENDS = timedelta(minutes=10)
PURPOSE = "mandate"


def people_of(enterprise: Enterprise) -> list[Membership]:
    """Everybody, those who act today first, each with `active`; one query."""
    rows = list(enterprise.memberships.select_related("user", "mandate").order_by("added_at", "pk"))
    for row in rows:
        row.active = row.is_active(clock.today())  # type: ignore[attr-defined]
    return sorted(rows, key=lambda row: not row.active)  # type: ignore[attr-defined]


def waiting(enterprise: Enterprise) -> list[Invitation]:
    """Invitations that were not answered, each with `over`."""
    rows = list(enterprise.invitations.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by"))
    for row in rows:
        row.over = row.expires_at <= clock.now()  # type: ignore[attr-defined]
    return rows


# --- invitations --------------------------------------------------------------------------------------


def invite(
    enterprise: Enterprise,
    user: User,
    *,
    email: str,
    role: str,
    ends_on: date | None = None,
    mandate: UploadedFile | None = None,
) -> Invitation:
    """Ask a person to join. The mailed link works once, for 14 days, and for this address only."""
    email = email.strip().lower()
    with transaction.atomic():
        _lock(enterprise, user)
        _may_be_asked(enterprise, email, role)
        if enterprise.invitations.filter(sent_at__gt=clock.now() - timedelta(days=1)).count() >= MOST_A_DAY:
            raise PeopleError(_("Thirty invitations went out within a day. Send the next one tomorrow."))
        token = new_token()
        invitation = Invitation.objects.create(
            enterprise=enterprise,
            email=email,
            role=role,
            ends_on=None if role == MemberRole.OWNER else ends_on,
            mandate=_kept(mandate, user, role, ends_on, None),
            token_digest=digest(token),
            invited_by=user,
            sent_at=clock.now(),
            expires_at=clock.now() + VALID_FOR,
        )
        _record(enterprise, "invite", user, f"invitation:{invitation.pk}", {"email": email, "role": role})
        message.invited(invitation, token)
    return invitation


def _may_be_asked(enterprise: Enterprise, email: str, role: str) -> None:
    if enterprise.memberships.active().filter(user__email__iexact=email).exists():
        raise PeopleError(_("This person acts for the enterprise already. Change the role in the list instead."))
    for old in enterprise.invitations.filter(email=email, accepted_at=None, withdrawn_at=None):
        if old.expires_at > clock.now():
            raise PeopleError(_("This address was invited already. Send that invitation again, or withdraw it first."))
        Invitation.objects.filter(pk=old.pk).update(withdrawn_at=clock.now())
    _one_legal_representative(enterprise, role, None)


def send_again(invitation: Invitation, user: User) -> None:
    """A new link and 14 more days; the link before stops working."""
    with transaction.atomic():
        _lock(invitation.enterprise, user)
        token = new_token()
        moment = clock.now()
        if _open(invitation).filter(sent_at__gt=moment - BETWEEN_SENDS).exists():
            raise PeopleError(_("This invitation was sent a moment ago. Wait ten minutes before you send it again."))
        changed = _open(invitation).update(
            token_digest=digest(token), sent_at=moment, expires_at=moment + VALID_FOR, invited_by=user
        )
        if not changed:
            raise PeopleError(_("This invitation was accepted or withdrawn meanwhile."))
        invitation.refresh_from_db()
        _record(invitation.enterprise, "invite_again", user, f"invitation:{invitation.pk}", {})
        message.invited(invitation, token)


def withdraw(invitation: Invitation, user: User) -> None:
    with transaction.atomic():
        _lock(invitation.enterprise, user)
        if not _open(invitation).update(withdrawn_at=clock.now()):
            raise PeopleError(_("This invitation was accepted or withdrawn meanwhile."))
        _record(invitation.enterprise, "withdraw_invitation", user, f"invitation:{invitation.pk}", {})


def _open(invitation: Invitation) -> Any:
    return Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)


def by_token(token: str) -> Invitation | None:
    """The invitation that this link opens now; nothing once it was accepted, withdrawn, sent anew or ran out."""
    return (
        Invitation.objects.filter(
            token_digest=digest(token), accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
        )
        .select_related("enterprise__district", "invited_by")
        .first()
    )


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether the person has shown that this address is theirs: knowing the link is not enough."""
    return EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists()


def accept(token: str, user: User) -> Membership:
    with transaction.atomic():
        invitation = by_token(token)
        if invitation is None:
            raise PeopleError(_("This link was used, withdrawn or has run out. Ask for a new invitation."))
        if not is_for(invitation, user):
            raise PeopleError(_("This invitation was sent to another address than yours."))
        enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=invitation.enterprise_id)
        # The first of two at the same moment wins; the other finds it accepted.
        if not _open(invitation).update(accepted_by=user, accepted_at=clock.now()):
            raise PeopleError(_("This link was used, withdrawn or has run out. Ask for a new invitation."))
        if invitation.role == MemberRole.AGENT and invitation.ends_on < clock.today():
            raise PeopleError(_("The mandate’s last day is over. Ask for a new invitation."))
        _one_legal_representative(enterprise, invitation.role, user.pk)
        membership = join(
            enterprise, user, invitation.role, ends_on=invitation.ends_on, mandate=invitation.mandate, actor=user
        )
        message.joined(membership)
    return membership


def join(
    enterprise: Enterprise,
    user: User,
    role: str,
    *,
    ends_on: date | None = None,
    mandate: Attachment | None = None,
    actor: User,
) -> Membership:
    """Make a member, or take up again whoever was one. Whoever rules today keeps that role: it is the largest."""
    membership, made = Membership.objects.get_or_create(
        user=user, enterprise=enterprise, defaults={"role": role, "ends_on": ends_on, "mandate": mandate}
    )
    rules_now = membership.is_active(clock.today()) and membership.role in RULING_ROLES
    if not made and not rules_now:
        membership.role, membership.ends_on, membership.mandate = role, ends_on, mandate
        membership.added_at = clock.now()
        membership.save()
    _record(enterprise, "join", actor, f"member:{user.pk}", {"role": membership.role, "ends_on": str(ends_on or "")})
    return membership


# --- roles --------------------------------------------------------------------------------------------


def change_role(
    membership: Membership,
    user: User,
    *,
    role: str,
    ends_on: date | None = None,
    mandate: UploadedFile | None = None,
) -> Membership:
    with transaction.atomic():
        enterprise = _lock(membership.enterprise, user)
        membership = _found(membership)
        _keeps_its_rulers(enterprise, membership, role)
        _one_legal_representative(enterprise, role, membership.user_id)
        membership.mandate = _kept(mandate, user, role, ends_on, membership.mandate)
        membership.role = role
        membership.ends_on = None if role == MemberRole.OWNER else ends_on
        membership.save()
        data = {"role": role, "ends_on": str(ends_on or "")}
        _record(enterprise, "change_role", user, f"member:{membership.user_id}", data)
        message.role_changed(membership)
    return membership


def end_access(membership: Membership, user: User) -> None:
    """From this moment on the person sees nothing of the enterprise. Everybody may end their own."""
    with transaction.atomic():
        enterprise = _lock(membership.enterprise, user, own=membership.user_id == user.pk)
        membership = _found(membership)
        _keeps_its_rulers(enterprise, membership, None)
        # The last day counts as a day of access, so it must lie in the past.
        membership.ends_on = clock.today() - timedelta(days=1)
        membership.save()
        _record(enterprise, "end_access", user, f"member:{membership.user_id}", {"role": membership.role})
        message.access_ended(membership, by=user)


def _found(membership: Membership) -> Membership:
    found = Membership.objects.active().select_related("user", "enterprise", "mandate").filter(pk=membership.pk).first()
    if found is None:
        raise PeopleError(_("This person’s access has ended already."))
    return found


def _keeps_its_rulers(enterprise: Enterprise, membership: Membership, role: str | None) -> None:
    """Never without an owner; and nobody is put out of the way while an account waits for a confirmation."""
    owners = enterprise.memberships.active().filter(role=MemberRole.OWNER, ends_on=None)
    if role != MemberRole.OWNER and not owners.exclude(pk=membership.pk).exists():
        raise PeopleError(_("An enterprise always has an owner. Make somebody else the owner first."))
    waits = enterprise.accounts.filter(state=AccountState.PROPOSED, expires_at__gt=clock.now()).exists()
    if waits and membership.role in RULING_ROLES and role not in RULING_ROLES:
        raise PeopleError(_("A bank account waits for its confirmation. Confirm or refuse it first."))


def _one_legal_representative(enterprise: Enterprise, role: str, user_pk: int | None) -> None:
    """An enterprise has one; the former one’s role ends first."""
    if role != MemberRole.LEGAL_REPRESENTATIVE:
        return
    others = enterprise.memberships.active().filter(role=role).exclude(user=user_pk)
    if others.exists():
        raise PeopleError(_("The enterprise has a legal representative here. Change that person’s role first."))


def _kept(
    upload: UploadedFile | None, user: User, role: str, ends_on: date | None, before: Attachment | None
) -> Attachment | None:
    """An agent acts on a mandate with a last day; nobody else needs one."""
    if role != MemberRole.AGENT:
        return None
    if upload is None and before is None:
        raise PeopleError(_("An agent needs a mandate: upload it."))
    if ends_on is None or ends_on < clock.today():
        raise PeopleError(_("An agent’s mandate needs its last day, today or later."))
    return store(upload, owner=user, purpose=PURPOSE) if upload is not None else before


def _lock(enterprise: Enterprise, user: User, *, own: bool = False) -> Enterprise:
    """Whoever changes people waits for the other who does, and must still rule when it is their turn."""
    locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    rules = locked.memberships.active().filter(user=user, role__in=RULING_ROLES).exists()
    if not (rules or own):
        raise PeopleError(_("Only an owner or the legal representative can do this."))
    return locked


def _record(enterprise: Enterprise, verb: str, user: User, target: str, data: dict[str, Any]) -> None:
    record(scope=f"enterprise:{enterprise.pk}", verb=verb, actor=user, target=target, data=data)
