"""What the talent desk does with many facilitation cases at once: steps that need nothing of a single case."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.desk.batches.choices import Moves
from portal.accounts.enums import Role
from talent.cases.enums import CaseKind
from talent.desk.access import works_at_desk
from talent.desk.desk import TALENT
from talent.workflow import talent_case_flow


def _told(cases: QuerySet) -> Iterator[tuple[int, str, str]]:
    """The kind of the case, and nobody's name: the result of a batch is looked at for longer than the queue."""
    for pk, number, kind in cases.values_list("pk", "number", "kind"):
        yield pk, number, str(CaseKind(kind).label)


MOVES = Moves(
    desk=TALENT,
    flow=talent_case_flow,
    steps={Role.TALENT_DESK: ("accept", "begin_checks", "sign_letter", "sign_refusal")},
    signed=frozenset({"sign_letter", "sign_refusal"}),
    works=works_at_desk.test,
    about=_("Kind of case"),
    told=_told,
)
