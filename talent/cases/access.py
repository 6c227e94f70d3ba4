"""Helpers: the person lets somebody in by a mailed link, as far as they say, until a day; and reads who looked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.signing import confirmed_addresses
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.codes import digest, new_token
from portal.core.dates import day_text
from portal.notifications.actions import mail_link
from portal.notifications.kinds import declare
from portal.reviews.models import Case
from talent.cases.enums import FINAL_STATES, HelperScope
from talent.cases.exceptions import PartyError
from talent.cases.permissions import is_at_talent_desk, is_person
from talent.models import CaseHelper, TalentCase

MOST_HELPERS = 10
SHOWN_LOOKS = 100
# What a page is called in the log.
PAGES = {
    "case": gettext_lazy("The page of the case"),
    "case_asked": gettext_lazy("A named request"),
    "case_letter": gettext_lazy("The letter"),
    "case_letter_file": gettext_lazy("The letter as PDF"),
    "case_inquiry": gettext_lazy("An inquiry"),
    "case_confirm": gettext_lazy("The employer’s answer"),
}
declare("cases/helper_invited", gettext_lazy("Somebody asks you to help in a case"))


def let_in(case: TalentCase, user: User, *, email: str, scope: str, ends_on: date) -> CaseHelper:
    """Mail the link. The access begins when the other accepts it, with an account of that address."""
    email = email.strip().lower()
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if not is_person(user, case):
            raise PartyError(_("Only the person lets helpers in."))
        if email in confirmed_addresses(user):
            raise PartyError(_("This is your own address."))
        if case.helpers.filter(ended_at=None).count() >= MOST_HELPERS:
            raise PartyError(_("At most ten helpers in one case. End an access first."))
        case.helpers.filter(email=email, ended_at=None, ends_on__lt=clock.today()).update(ended_at=clock.now())
        token = new_token()
        try:
            with transaction.atomic():
                made = CaseHelper.objects.create(
                    case=case, email=email, scope=scope, ends_on=ends_on, token_digest=digest(token),
                    invited_by=user, invited_at=clock.now(),
                )  # fmt: skip
        except IntegrityError as error:
            raise PartyError(_("This address has an access already. End it first.")) from error
        data = {"helper": made.pk, "scope": scope, "until": ends_on.isoformat()}
        record(scope=f"case:{case.pk}", verb="let_helper_in", actor=user, target=case.number, data=data)
        _mail(made, token)
    return made


def _mail(made: CaseHelper, token: str) -> None:
    mail_link(
        kind="cases/helper_invited",
        to_email=made.email,
        language=made.invited_by.language,
        dedupe_key=f"talent:{made.case_id}:helper:{made.pk}",
        url=("talent:case_help", token),
        context=lambda: {
            "who": made.invited_by.name or made.invited_by.email,
            "scope": str(HelperScope(made.scope).label),
            "until": day_text(made.ends_on),
        },
    )


def access_for(token: str, user: User) -> CaseHelper | None:
    """The open invitation behind a link, for whoever has the confirmed address; for anybody else there is none."""
    found = CaseHelper.objects.filter(
        token_digest=digest(token), accepted_at=None, ended_at=None, ends_on__gte=clock.today()
    )
    made = found.select_related("case", "invited_by").first()
    return made if made is not None and made.email in confirmed_addresses(user) else None


def accept(token: str, user: User) -> CaseHelper:
    with transaction.atomic():
        made = access_for(token, user)
        if made is None:
            raise PartyError(_("This link is closed, or was sent to another address."))
        locked = Case.objects.select_for_update(of=("self",)).get(pk=made.case_id)
        case = TalentCase.objects.for_page().get(pk=made.case_id)
        if locked.state in FINAL_STATES:
            raise PartyError(_("This case is closed."))
        if is_person(user, case) or is_at_talent_desk(user, case):
            raise PartyError(_("You have to do with this case already."))
        CaseHelper.objects.filter(pk=made.pk, accepted_at=None).update(user=user, accepted_at=clock.now())
        data = {"helper": made.pk}
        record(scope=f"case:{case.pk}", verb="begin_helping", actor=user, target=case.number, data=data)
    return made


def end_access(case: TalentCase, user: User, pk: int) -> None:
    """By the person, or by the helper themself; at once."""
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        found = case.helpers.filter(pk=pk, ended_at=None).first()
        if found is None or not (is_person(user, case) or found.user_id == user.pk):
            raise PartyError(_("This access has ended already."))
        CaseHelper.objects.filter(pk=found.pk).update(ended_at=clock.now())
        record(scope=f"case:{case.pk}", verb="end_helping", actor=user, target=case.number, data={"helper": found.pk})
        case.forget()


@dataclass(frozen=True)
class Look:
    who: str
    page: str
    at: datetime


def looks_of(case: TalentCase) -> list[Look]:
    """Who of the others looked, the newest first. Officials’ views of what is sealed stand on the page of rights."""
    rows = case.looks.select_related("user")[:SHOWN_LOOKS]
    return [Look(str(row.user), str(PAGES.get(row.what, PAGES["case"])), row.at) for row in rows]
