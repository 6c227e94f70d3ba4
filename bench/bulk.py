"""Many applications at once: what lies at the desks, what is finished, each with its moves and work items."""

import random
from datetime import timedelta
from typing import Any

from enterprises.demo.answers import ANSWERS
from enterprises.demo.facts import facts_for
from enterprises.enums import FINAL, State
from enterprises.models import Application, Call, Enterprise
from policies.forms import facts_to_json
from portal.accounts.enums import Role
from portal.accounts.models import District, Unit, User
from portal.core import clock
from portal.core.validators import credit_code_check_digit, organisation_check_digit
from portal.reviews.models import Case, Transition, WorkItem

BATCH = 2000
PREFIX = "QB"
# Of 100 applications, and the desk at which such a case lies (None: finished).
MIX: tuple[tuple[State, int, str | None, str], ...] = (
    (State.DRAFT, 5, Role.APPLICANT, ""),
    (State.SUBMITTED, 10, Role.DISTRICT, "own"),
    (State.CORRECTION, 5, Role.APPLICANT, ""),
    (State.ACCEPTED, 8, Role.CASE_MANAGER, "QD-COM"),
    (State.FORMAL_REVIEW, 14, Role.CASE_MANAGER, "QD-COM"),
    (State.VERIFICATION, 6, Role.CASE_MANAGER, "QD-COM"),
    (State.DECIDING, 6, Role.LEADERSHIP, "QD-COM"),
    (State.PUBLICITY, 6, Role.CASE_MANAGER, "QD-COM"),
    (State.APPROVED, 5, Role.FINANCE, "QD-FIN"),
    (State.PAID, 10, Role.CASE_MANAGER, "QD-COM"),
    (State.EVALUATED, 10, None, ""),
    (State.REJECTED, 8, None, ""),
    (State.NOT_ACCEPTED, 4, None, ""),
    (State.WITHDRAWN, 3, None, ""),
)
CALLS = 3


def credit_code(organisation: str) -> str:
    """A valid credit code around an invented organisation code of eight characters."""
    first = f"91370212{organisation}{organisation_check_digit(organisation)}"
    return first + credit_code_check_digit(first)


class Maker:
    """Draws rows with a seed, so that two runs have the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = clock.now()
        self.units = list(Unit.objects.filter(kind="district").order_by("code"))
        self.bureaus = {unit.code: unit for unit in Unit.objects.filter(code__in=["QD-COM", "QD-FIN"])}
        self.calls = list(
            Call.objects.filter(is_demo=True, closed_early_at=None, opens_at__lt=self.now).order_by("-closes_at", "pk")[
                :CALLS
            ]
        )
        self.facts = {call.pk: facts_to_json(facts_for(call, 2)) for call in self.calls}
        self.answers = {name: value for answers in ANSWERS.values() for name, value in answers.items()}
        self.applicant = User.objects.get(email="agent@example.test")
        self.holder = User.objects.get(email="division@example.test")
        self.states = self.random.choices(MIX, [share for _state, share, _role, _unit in MIX], k=10_000)
        self.enterprises: list[int] = []

    def make_enterprises(self, count: int) -> None:
        districts = list(District.objects.filter(is_zone=False, is_retired=False))
        have = Enterprise.objects.filter(name__startswith="批量示例").count()
        rows = [self._enterprise(number, districts) for number in range(have, count)]
        Enterprise.objects.bulk_create(rows, BATCH)
        self.enterprises = list(Enterprise.objects.filter(name__startswith="批量示例").values_list("pk", flat=True))

    def _enterprise(self, number: int, districts: list[District]) -> Enterprise:
        return Enterprise(
            credit_code=credit_code(f"BX{number:06d}"),
            name=f"批量示例{number}数字贸易有限公司",
            district=districts[number % len(districts)],
            registered_on=self.now.date() - timedelta(days=1200),
            is_demo=True,
        )

    def batch(self, first: int, count: int) -> None:
        """Cases first, because the database gives their keys; then what hangs on them."""
        picks = [self.states[(first + place) % len(self.states)] for place in range(count)]
        cases = [self._case(first + place, state) for place, (state, *_rest) in enumerate(picks)]
        Case.objects.bulk_create(cases)
        applications = [self._application(case) for case in cases]
        # Django's bulk_create refuses a child table; its own insert of the child's columns does not.
        Application._base_manager.get_queryset()._insert(
            applications, fields=Application._meta.local_concrete_fields, raw=True, using="default"
        )
        rows = zip(cases, applications, picks, strict=True)
        WorkItem.objects.bulk_create([self._item(*row) for row in rows])
        moves = [self._move(case) for case in cases if case.state != State.DRAFT]
        Transition.objects.bulk_create(moves)

    def _case(self, number: int, state: State) -> Case:
        return Case(
            flow="application",
            number=f"{PREFIX}-{self.now.year}-{number:07d}",
            state=state,
            unit=self.random.choice(self.units),
            moved_at=self._past(360),
            is_demo=True,
        )

    def _application(self, case: Case) -> Application:
        amount, call = self.random.randrange(1_000_000, 50_000_000, 100), self.random.choice(self.calls)
        return Application(
            case_ptr_id=case.pk,
            enterprise_id=self.random.choice(self.enterprises),
            call=call,
            applicant=self.applicant,
            facts=self.facts[call.pk],
            answers=self.answers,
            submitted_at=None if case.state == State.DRAFT else case.moved_at,
            computed_fen=amount,
            rule_verdict="met",
            rule_counts={"met": 7},
        )

    def _item(self, case: Case, application: Application, pick: tuple[Any, ...]) -> WorkItem:
        state, _share, role, unit = pick
        final = state in FINAL
        mine = role == Role.CASE_MANAGER and self.random.random() < 0.02
        return WorkItem(
            case=case,
            flow=case.flow,
            desk=role or Role.CASE_MANAGER,
            unit=case.unit if unit == "own" else self.bureaus.get(unit or ("QD-COM" if final else "")),
            holder=self.holder if mine else None,
            state=state,
            topic=str(application.call_id),
            place=case.unit,
            filed_at=application.submitted_at,
            amount_fen=application.computed_fen,
            opened_at=case.moved_at,
            due_on=(self.now + timedelta(days=self.random.randint(-10, 60))).date(),
            limit_kind="commit",
            limit_unit="workday",
            limit_number=10,
            closed_at=case.moved_at if final else None,
        )

    def _move(self, case: Case) -> Transition:
        return Transition(
            case=case, step="submit", source="draft", target="submitted", at=case.moved_at, actor=self.applicant
        )

    def _past(self, days: int) -> Any:
        return self.now - timedelta(seconds=self.random.randrange(days * 86_400))


def add_applications(total: int, seed: int) -> None:
    """Add applications until there are `total` of the benchmark's own, of one enterprise for twenty of them."""
    have = Case.objects.filter(number__startswith=f"{PREFIX}-").count()
    maker = Maker(seed + have)
    maker.make_enterprises(max(50, total // 20))
    for first in range(have, total, BATCH):
        maker.batch(first, min(BATCH, total - first))
