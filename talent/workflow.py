"""The steps of a facilitation case, and of an inquiry about one: who moves it, from where to where, by when.

The limits are those of data/cases.yaml; the rows stand in `talent/steps/`, one file a stretch of the way.
docs/workflows.md is generated from this table.
"""

from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.reviews.flow import Flow, Step
from talent.cases import inquiries as inquiry
from talent.cases.addresses import address_of
from talent.cases.enums import InquiryState
from talent.models import Inquiry, TalentCase
from talent.steps.checking import CHECKING
from talent.steps.filing import FILING


def desk_unit(case: TalentCase | Inquiry, role: Role) -> Unit | None:
    """The bureau, whose talent desk handles every case."""
    return None if role == Role.APPLICANT else case.unit


def reader(case: TalentCase) -> User | None:
    """Whom the clock's messages are for: the person, or who invited while nobody took it up."""
    return case.person.user if case.person is not None else case.inviter


talent_case_flow = Flow(
    name="talent_case",
    model=lambda: TalentCase,
    unit_of=desk_unit,
    topic_of=lambda case: case.kind,
    reader_of=reader,
    title_of=lambda case: case.get_kind_display(),
    page_of=address_of,
    related=("person__user", "inviter"),
    steps=FILING | CHECKING,
)

inquiry_flow = Flow(
    name="talent_inquiry",
    model=lambda: Inquiry,
    unit_of=desk_unit,
    reader_of=lambda one: one.asked_by,
    title_of=lambda one: str(_("Inquiry about %(number)s") % {"number": one.about.number}),
    page_of=lambda one, official: address_of(one.about, official),
    related=("about", "asked_by"),
    steps={
        "answer": Step(
            sources=(InquiryState.OPEN,),
            target=InquiryState.ANSWERED,
            label=_("Answer the inquiry"),
            done=_("Inquiry answered"),
            allowed=inquiry.answers,
            comment=True,
            effects=(inquiry.write_answer, inquiry.tell_answered),
        ),
        "withdraw": Step(
            sources=(InquiryState.OPEN,),
            target=InquiryState.WITHDRAWN,
            label=_("Withdraw the inquiry"),
            done=_("Inquiry withdrawn"),
            allowed=inquiry.is_asker,
            careful=True,
        ),
    },
)
