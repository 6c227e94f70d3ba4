"""The account that an enterprise's money goes to. A new one counts only after a second confirmation.

Another owner or the legal representative confirms; where the proposer is the only one who rules, the proposer does,
by a mailed link and with the password. Until then the old account stays in use.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises import org_notifications as message
from enterprises.enums import RULING_ROLES, AccountState
from enterprises.exceptions import AccountError
from enterprises.models import BankAccount, Enterprise
from portal.accounts.models import User
from portal.audit.actions import record
from portal.audit.models import Entry
from portal.core import clock
from portal.core.codes import digest, new_token
from portal.core.sealing import is_newest, keyed_digest, seal, unseal

CONFIRM_WITHIN = timedelta(hours=72)
MOST_WRONG_PASSWORDS = 5
DIGEST_PURPOSE = "account"


@dataclass(frozen=True)
class CurrentAccount:
    """The account in use, opened: only for what is filled into an application."""

    holder: str
    bank: str
    number: str
    as_of: date


def current_account_row(enterprise: Enterprise) -> BankAccount | None:
    """The account in use, sealed as it is: for showing it masked."""
    return enterprise.accounts.filter(state=AccountState.CURRENT).first()


def current_account(enterprise: Enterprise) -> CurrentAccount | None:
    account = current_account_row(enterprise)
    if account is None:
        return None
    number = unseal(account.number_sealed, sealed_for(account))
    as_of = account.confirmed_at.astimezone(clock.now().tzinfo).date()
    return CurrentAccount(account.holder, account.bank, number, as_of)


def account_digest(number: str) -> str:
    """To find the same account elsewhere without opening any."""
    return keyed_digest(number, DIGEST_PURPOSE)


def sealed_for(account: BankAccount) -> str:
    return f"enterprises.bankaccount.number:{account.pk}"


def others_who_rule(enterprise: Enterprise, user_pk: int) -> Any:
    """Those besides this person who may confirm what touches money."""
    ruling = enterprise.memberships.active().filter(role__in=RULING_ROLES, user__is_active=True)
    return ruling.exclude(user=user_pk).select_related("user")


def needs_link(account: BankAccount) -> bool:
    """Nobody else rules: the proposer confirms, by the mailed link."""
    return not others_who_rule(account.enterprise, account.proposed_by_id).exists()


def may_confirm(user: User, account: BankAccount) -> bool:
    return others_who_rule(account.enterprise, account.proposed_by_id).filter(user=user).exists()


def propose_account(enterprise: Enterprise, user: User, *, holder: str, bank: str, number: str) -> BankAccount:
    """Write the proposal and tell everybody who rules; a link goes to the proposer where nobody else can confirm."""
    with transaction.atomic():
        Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
        _make_room(enterprise, account_digest(number))
        account = BankAccount.objects.create(
            enterprise=enterprise,
            holder=holder,
            bank=bank,
            number_digest=account_digest(number),
            last4=number[-4:],
            proposed_by=user,
            proposed_at=clock.now(),
            expires_at=clock.now() + CONFIRM_WITHIN,
        )
        # Sealed for this very row, so that no other row's number can be put in its place.
        BankAccount.objects.filter(pk=account.pk).update(number_sealed=seal(number, sealed_for(account)))
        _record(account, "account_proposed", user)
        message.account_proposed(account)
        if needs_link(account):
            _send_link(account)
    return account


def _make_room(enterprise: Enterprise, number_digest: str) -> None:
    """One proposal at a time; one that ran out gives way."""
    waiting = enterprise.accounts.filter(state=AccountState.PROPOSED).first()
    if waiting is not None and waiting.expires_at > clock.now():
        raise AccountError(_("Another account waits for its confirmation. Confirm or refuse that one first."))
    if waiting is not None:
        BankAccount.objects.filter(pk=waiting.pk).update(state=AccountState.REFUSED, token_digest="")
    if enterprise.accounts.filter(state=AccountState.CURRENT, number_digest=number_digest).exists():
        raise AccountError(_("This is the account in use already."))


def send_link_again(account: BankAccount, user: User) -> None:
    """A new link for the proposer who must confirm alone; the one before stops working."""
    with transaction.atomic():
        account = _waiting(account.pk)
        if account.proposed_by_id != user.pk or not needs_link(account):
            raise AccountError(_("This account is confirmed by another person of the enterprise."))
        _send_link(account)


def _send_link(account: BankAccount) -> None:
    token = new_token()
    BankAccount.objects.filter(pk=account.pk).update(token_digest=digest(token))
    message.account_link(account, token)


def by_link(enterprise: Enterprise, user: User, token: str) -> BankAccount:
    """The proposal that this link is for. Raises AccountError once it was used, ran out, or for somebody else."""
    account = enterprise.accounts.filter(
        token_digest=digest(token), state=AccountState.PROPOSED, proposed_by=user, expires_at__gt=clock.now()
    ).first()
    if account is None or not needs_link(account):
        raise AccountError(_("This link was used already, has run out, or is for somebody else."))
    return account


def confirm_account(account: BankAccount, user: User, *, password: str, token: str = "") -> BankAccount:
    """The second confirmation: this account is in use from now on, the one before is replaced."""
    _check_password(account, user, password)
    with transaction.atomic():
        account = _waiting(account.pk)
        allowed = may_confirm(user, account) or (token and by_link(account.enterprise, user, token).pk == account.pk)
        if not allowed:
            raise AccountError(_("A second person must confirm: another owner or the legal representative."))
        moment = clock.now()
        account.enterprise.accounts.filter(state=AccountState.CURRENT).update(state=AccountState.REPLACED)
        BankAccount.objects.filter(pk=account.pk).update(
            state=AccountState.CURRENT, confirmed_by=user, confirmed_at=moment, token_digest=""
        )
        _record(account, "account_confirmed", user)
        message.account_confirmed(account, user)
    account.refresh_from_db()
    return account


def _check_password(account: BankAccount, user: User, password: str) -> None:
    """Whoever sits down at an unlocked screen does not know it. Five wrong ones end the proposal."""
    if user.check_password(password):
        return
    with transaction.atomic():
        _record(account, "account_password_wrong", user)
        tried = Entry.objects.filter(
            scope=_scope(account), verb="account_password_wrong", target=_target(account)
        ).count()
        if tried >= MOST_WRONG_PASSWORDS:
            _end(_waiting(account.pk), user)
            message.account_refused(account, user)
    if tried >= MOST_WRONG_PASSWORDS:
        raise AccountError(_("The password was wrong five times, so this proposal has ended. The old account stays."))
    raise AccountError(_("This is not your password. The account was not changed."))


def refuse_account(account: BankAccount, user: User) -> None:
    """By whoever rules, the proposer too. The old account stays in use."""
    with transaction.atomic():
        account = _waiting(account.pk)
        _end(account, user)
        message.account_refused(account, user)


def _end(account: BankAccount, user: User) -> None:
    BankAccount.objects.filter(pk=account.pk).update(state=AccountState.REFUSED, token_digest="")
    _record(account, "account_refused", user)


def _waiting(pk: int) -> BankAccount:
    """The proposal, locked, and whoever else would move it waits."""
    account = BankAccount.objects.select_for_update(of=("self",)).select_related("enterprise", "proposed_by").get(pk=pk)
    if account.state != AccountState.PROPOSED:
        raise AccountError(_("This account was confirmed, refused or replaced already."))
    if account.expires_at <= clock.now():
        raise AccountError(_("The 72 hours are over. The old account stays in use; propose the new one again."))
    return account


def reseal() -> int:
    """Seal with the newest key what older ones sealed; how many rows. Safe to run twice."""
    done = 0
    for pk in list(BankAccount.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            account = BankAccount.objects.select_for_update(of=("self",)).get(pk=pk)
            if not is_newest(account.number_sealed):
                number = unseal(account.number_sealed, sealed_for(account))
                BankAccount.objects.filter(pk=pk).update(number_sealed=seal(number, sealed_for(account)))
                done += 1
    return done


def _record(account: BankAccount, verb: str, user: User) -> None:
    """The last four digits only: the audit is read by more people than the account."""
    data = {"bank": account.bank, "last4": account.last4}
    record(scope=_scope(account), verb=verb, actor=user, target=_target(account), data=data)


def _scope(account: BankAccount) -> str:
    return f"enterprise:{account.enterprise_id}"


def _target(account: BankAccount) -> str:
    return f"account:{account.pk}"
