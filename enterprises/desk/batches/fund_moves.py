"""What the funds' desk does with many applications at once."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.credit.guards import check_before
from enterprises.desk.access import is_official
from enterprises.desk.batches.choices import Moves
from enterprises.desk.funds import FUNDS
from enterprises.workflow import application_flow
from portal.accounts.enums import Role


def _told(applications: QuerySet) -> QuerySet:
    return applications.values_list("pk", "number", "enterprise__name")


MOVES = Moves(
    desk=FUNDS,
    flow=application_flow,
    # What a step needs of its own is looked at for each case.
    steps={
        Role.DISTRICT: ("accept",),
        Role.CASE_MANAGER: ("begin_review", "send_to_experts", "send_to_verification"),
        Role.LEADERSHIP: ("countersign", "sign_approval", "sign_rejection"),
    },
    signed=frozenset({"countersign", "sign_approval", "sign_rejection"}),
    works=is_official.test,
    about=_("Enterprise"),
    told=_told,
    check=check_before,
)
