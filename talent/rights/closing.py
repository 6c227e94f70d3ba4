"""An account is closed: the person forgotten, the account emptied and locked. Its number stays, because the audit,
which nobody can change, points at it."""

from __future__ import annotations

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit.actions import record
from portal.core.exceptions import PortalError
from talent import people_notifications
from talent.models import Person
from talent.rights import of_account
from talent.rights.erasure import forget


class StillNeeded(PortalError):
    """Somebody else depends on this account."""


def delete_person(person: Person, user: User) -> None:
    """The person's data go, the account stays."""
    with transaction.atomic():
        people_notifications.forgotten(user.email, user.language, person.pk)
        forget(person, user)


def close_account(user: User) -> None:
    """Raises Held or StillNeeded with a sentence."""
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if user.is_staff:
            raise StillNeeded(_("An official’s account is closed by the administrator of the portal."))
        if user.memberships.active().exists():  # type: ignore[attr-defined]
            raise StillNeeded(_("You act for an enterprise. End that on its page of people first."))
        person = Person.objects.filter(user=user, erased_at=None).first()
        if person is not None:
            delete_person(person, user)
        record(scope=f"user:{user.pk}", verb="close_account", target=user)
        _empty(user)


def _empty(user: User) -> None:
    for rows in (EmailAddress, Authenticator, UserSession):
        rows.objects.filter(user=user).delete()
    of_account.empty(user)
    # Messages in the inbox go with it; mails about the closing go to an address, not to the account.
    user.notices.all().delete()  # type: ignore[attr-defined]
    user.email = f"closed-{user.pk}-{secrets.token_hex(4)}@closed.invalid"
    user.name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "is_active", "password"])
