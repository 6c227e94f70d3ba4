"""One enterprise with everybody who could look at its pages, and others who must not."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress

from enterprises.enums import MemberRole
from enterprises.models import Enterprise, Membership
from enterprises.tests.factories import (
    SHINAN,
    EnterpriseFactory,
    MembershipFactory,
    UserFactory,
    district_unit,
    draft,
    official,
    pdf,
)
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.attachments.actions import scan, store
from portal.attachments.models import Attachment
from portal.core import clock

# Everybody, in the order of the tables. `ended` is an agent whose mandate ended yesterday; `stranger` owns another
# enterprise.
ROLES = (
    "owner", "legal_rep", "filer", "agent", "viewer", "ended", "stranger", "district", "other_district", "admin",
)  # fmt: skip


def clean_file(owner: User, purpose: str, name: str = "paper.pdf") -> Attachment:
    attachment = store(pdf(name), owner=owner, purpose=purpose)
    scan(attachment)
    attachment.refresh_from_db()
    return attachment


def confirmed(email: str = "", **fields: Any) -> User:
    """A person whose address was confirmed, as after signing up."""
    user = UserFactory(**({"email": email} if email else {}), **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def an_agent(enterprise: Enterprise, ends_on: Any) -> Membership:
    user = confirmed()
    mandate = clean_file(user, "mandate", "mandate.pdf")
    return MembershipFactory(user=user, enterprise=enterprise, role=MemberRole.AGENT, ends_on=ends_on, mandate=mandate)


def cast_of(enterprise: Enterprise | None = None) -> tuple[Enterprise, dict[str, User]]:
    """The enterprise, with a draft that the stranger's enterprise has as well, and its people by role."""
    district = official(Role.DISTRICT, district_unit())
    enterprise = enterprise or EnterpriseFactory()
    today = clock.today()
    people = {
        role: MembershipFactory(enterprise=enterprise, role=role).user
        for role in (MemberRole.OWNER, MemberRole.LEGAL_REPRESENTATIVE, MemberRole.FILER, MemberRole.VIEWER)
    }
    people["agent"] = an_agent(enterprise, today).user
    people["ended"] = an_agent(enterprise, today - timedelta(days=1)).user
    people["stranger"] = UserFactory()
    draft(applicant=people["stranger"])
    people |= {
        "district": district,
        "other_district": official(Role.DISTRICT, district_unit(SHINAN)),
        "admin": UserFactory(is_staff=True, is_superuser=True),
    }
    return enterprise, {str(role): user for role, user in people.items()}
