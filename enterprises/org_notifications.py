"""What the people of an enterprise are told about its file: access, account, claims. One function a message."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from enterprises.enums import RULING_ROLES, MemberRole
from enterprises.models import BankAccount, Claim, Enterprise, Invitation, Membership
from portal.accounts.models import User
from portal.core import clock
from portal.core.codes import digest
from portal.notifications.actions import mail_link, tell_many
from portal.notifications.kinds import declare
from portal.reviews.flow import Move

# All of these are about who may act and where money goes, so none can be switched off.
declare("org/invited", _("An invitation to act for an enterprise"))
declare("org/joined", _("Somebody joined your enterprise"))
declare("org/role_changed", _("Your role in an enterprise changed"))
declare("org/access_ended", _("Your access to an enterprise ended"))
declare("org/account_proposed", _("A new bank account was proposed"))
declare("org/account_link", _("A new bank account waits for you"))
declare("org/account_confirmed", _("The bank account was changed"))
declare("org/account_refused", _("A new bank account was refused"))
declare("org/claimed", _("Somebody says to act for your enterprise"))
declare("org/claim_received", _("Your claim to an enterprise was received"))
declare("org/claim_granted", _("You act for an enterprise now"))
declare("org/claim_refused", _("Your claim to an enterprise was refused"))
declare("org/claim_decided", _("A claim to your enterprise was decided"))


def rulers(enterprise: Enterprise) -> list[User]:
    """Owners and the legal representative, today."""
    rows = enterprise.memberships.active().filter(role__in=RULING_ROLES, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("pk")]


def _who(person: User) -> str:
    return person.name or person.email


def _moment(moment: Any, language: str) -> str:
    with translation.override(language):
        return formats.date_format(moment.astimezone(clock.now().tzinfo), "DATETIME_FORMAT")


# --- people -------------------------------------------------------------------------------------------


def invited(invitation: Invitation, token: str) -> None:
    """By mail only, in the language of whoever invites: the address may belong to no account yet."""
    language = invitation.invited_by.language
    mail_link(
        kind="org/invited",
        to_email=invitation.email,
        language=language,
        dedupe_key=f"invitation:{invitation.pk}:{digest(token)[:16]}",
        url=("enterprises:join", token),
        context=lambda: {
            "who": _who(invitation.invited_by),
            "enterprise": invitation.enterprise.name,
            "role": MemberRole(invitation.role).label,
            "until": _moment(invitation.expires_at, language),
        },
    )


def joined(membership: Membership) -> None:
    people = [person for person in rulers(membership.enterprise) if person.pk != membership.user_id]
    _tell_people("joined", people, membership, f"joined:{membership.pk}:{membership.added_at.timestamp()}")


def role_changed(membership: Membership) -> None:
    key = f"role:{membership.pk}:{clock.now().timestamp()}"
    _tell_people("role_changed", [membership.user], membership, key)


def access_ended(membership: Membership, *, by: User) -> None:
    """The person, and whoever else rules: nobody disappears unnoticed."""
    others = [person for person in rulers(membership.enterprise) if person.pk != by.pk]
    people = [membership.user, *(person for person in others if person.pk != membership.user_id)]
    _tell_people("access_ended", people, membership, f"ended:{membership.pk}:{clock.now().timestamp()}")


def _tell_people(name: str, people: Iterable[User], membership: Membership, key: str) -> None:
    tell_many(
        kind=f"org/{name}",
        recipients=people,
        dedupe_key=key,
        url=reverse("enterprises:org"),
        context={
            "who": _who(membership.user),
            "enterprise": membership.enterprise.name,
            "role": MemberRole(membership.role).label,
            "until": membership.ends_on,
        },
    )


# --- the account --------------------------------------------------------------------------------------


def account_proposed(account: BankAccount) -> None:
    _tell_account("account_proposed", account, account.proposed_by)


def account_confirmed(account: BankAccount, by: User) -> None:
    _tell_account("account_confirmed", account, by)


def account_refused(account: BankAccount, by: User) -> None:
    _tell_account("account_refused", account, by)


def _tell_account(name: str, account: BankAccount, by: User) -> None:
    """Everybody who rules, whoever did it too: a change of the account must surprise nobody."""
    people = rulers(account.enterprise)
    if account.proposed_by.pk not in {person.pk for person in people}:
        people.append(account.proposed_by)
    tell_many(
        kind=f"org/{name}",
        recipients=people,
        dedupe_key=f"account:{account.pk}:{name}",
        url=reverse("enterprises:org_account", args=[account.enterprise_id]),
        context=lambda person: {
            "who": _who(by),
            "enterprise": account.enterprise.name,
            "bank": account.bank,
            "masked": account.masked,
            "until": _moment(account.expires_at, person.language),
        },
    )


def account_link(account: BankAccount, token: str) -> None:
    """To the proposer alone, by mail only."""
    person = account.proposed_by
    mail_link(
        kind="org/account_link",
        recipient=person,
        language=person.language,
        dedupe_key=f"account:{account.pk}:link:{digest(token)[:16]}",
        url=("enterprises:org_account_link", account.enterprise_id, token),
        context=lambda: {
            "enterprise": account.enterprise.name,
            "bank": account.bank,
            "masked": account.masked,
            "until": _moment(account.expires_at, person.language),
        },
    )


# --- claims -------------------------------------------------------------------------------------------


def claim_made(claim: Claim) -> None:
    """The claimant gets a receipt; those who rule learn that somebody asks for access."""
    due = claim.work_items.filter(closed_at=None).values_list("due_on", flat=True).first()
    _tell_claimant("claim_received", claim, f"claim:{claim.pk}:received", due=due)
    _tell_owners("claimed", claim, f"claim:{claim.pk}:made")


def claim_granted(move: Move) -> None:
    role = MemberRole(move.data["role"]).label
    _tell_claimant("claim_granted", move.case, _key(move), role=role)
    _tell_owners("claim_decided", move.case, _key(move), granted=True, role=role)


def claim_refused(move: Move) -> None:
    _tell_claimant("claim_refused", move.case, _key(move), comment=move.comment)
    _tell_owners("claim_decided", move.case, _key(move), granted=False)


def _key(move: Move) -> str:
    return f"claim:{move.case.pk}:{move.transition.pk}"


def _tell_claimant(name: str, claim: Claim, key: str, **more: Any) -> None:
    tell_many(
        kind=f"org/{name}",
        recipients=[claim.claimant],
        dedupe_key=key,
        url=reverse("enterprises:claim_case", args=[claim.number]),
        case_reference=claim.number,
        context=_claim_facts(claim) | more,
    )


def _tell_owners(name: str, claim: Claim, key: str, **more: Any) -> None:
    tell_many(
        kind=f"org/{name}",
        recipients=[person for person in rulers(claim.enterprise) if person.pk != claim.claimant_id],
        dedupe_key=f"{key}:owners",
        url=reverse("enterprises:org_people", args=[claim.enterprise_id]),
        case_reference=claim.number,
        context=_claim_facts(claim) | more,
    )


def _claim_facts(claim: Claim) -> dict[str, Any]:
    return {
        "who": _who(claim.claimant),
        "email": claim.claimant.email,
        "enterprise": claim.enterprise.name,
        "number": claim.number,
        "office": claim.unit.name,
    }
