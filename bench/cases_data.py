"""Facilitation cases by the ten thousand, with sealed passports, and what opening thirty of them costs.

Run as a process of its own: `python -m bench.cases_data --cases 500 --seed 1 --out FILE`.
"""

import argparse
import json
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from allauth.mfa.models import Authenticator
from django.db import connection

from bench.bulk import BATCH, credit_code
from bench.data import _session
from enterprises.models import Enterprise
from policies.imports.writing import next_keys
from portal.accounts.enums import BUREAU, Role
from portal.accounts.models import District, Post, Unit, User
from portal.core import clock
from portal.core.sealing import seal
from portal.reviews.models import Case, Transition, WorkItem
from talent.cases.enums import FINAL_STATES, CaseKind, CaseState, CheckCode, Standing
from talent.models import CaseCheck, Person, TalentCase
from talent.models.masks import tail_context

OFFICIAL, PREFIX, PAGE = "bench-talentdesk@example.test", "TB", 30
# Of 100 cases; all but those of the parties and the finished ones lie at the talent desk.
MIX = {
    CaseState.SUBMITTED: 10,
    CaseState.RETURNED: 6,
    CaseState.ACCEPTED: 6,
    CaseState.CHECKING: 20,
    CaseState.WITH_PARTNER: 10,
    CaseState.LETTER_DRAFTED: 6,
    CaseState.ISSUED: 6,
    CaseState.REFUSED: 8,
    CaseState.COLLECTED: 24,
    CaseState.WITHDRAWN: 4,
}
PARTIES = (CaseState.RETURNED, CaseState.ISSUED)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    maker = Maker(options.seed)
    for first in range(0, options.cases, BATCH):
        maker.batch(first, min(BATCH, options.cases - first))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    options.out.write_text(json.dumps(maker.facts()))


class Maker:
    """Draws rows with a seed, so that two runs have the same."""

    def __init__(self, seed: int) -> None:
        self.random, self.now = random.Random(seed), clock.now()
        self.unit = Unit.objects.get(code=BUREAU)
        self.official, _new = User.objects.get_or_create(email=OFFICIAL, defaults={"is_staff": True, "name": "Bench"})
        Post.objects.get_or_create(user=self.official, unit=self.unit, role=Role.TALENT_DESK)
        self.states = self.random.choices(list(MIX), list(MIX.values()), k=10_000)
        self.districts = list(District.objects.filter(is_zone=False, is_retired=False))
        self.employers = self._employers(200)

    def _employers(self, count: int) -> list[Enterprise]:
        return Enterprise.objects.bulk_create(
            Enterprise(
                credit_code=credit_code(f"BK{number:06d}"), name=f"引才示例{number}有限公司", is_demo=True,
                district=self.districts[number % len(self.districts)], registered_on=self.now.date(),
            )
            for number in range(count)
        )  # fmt: skip

    def batch(self, first: int, count: int) -> None:
        """Cases first, because the database gives their keys; then what hangs on them."""
        people = self._people(first, count)
        cases = Case.objects.bulk_create(self._case(first + place) for place in range(count))
        rows = [self._talent_case(case, person) for case, person in zip(cases, people, strict=True)]
        # Django's bulk_create refuses a child table; its own insert of the child's columns does not.
        TalentCase._base_manager.get_queryset()._insert(
            rows, fields=TalentCase._meta.local_concrete_fields, raw=True, using="default"
        )
        WorkItem.objects.bulk_create(self._item(case, row) for case, row in zip(cases, rows, strict=True))
        CaseCheck.objects.bulk_create(
            CaseCheck(case_id=case.pk, code=code, standing=self.random.choice(Standing.values))
            for case in cases for code in CheckCode.values
        )  # fmt: skip
        Transition.objects.bulk_create(
            Transition(case=case, step="submit", source="draft", target="submitted", at=case.moved_at) for case in cases
        )

    def _people(self, first: int, count: int) -> list[Person]:
        """Three sealed columns each; those of the key store are not opened by a list, so one text stands for them."""
        return Person.objects.bulk_create(
            self._person(pk, first + place) for place, pk in enumerate(next_keys(Person, count))
        )

    def _person(self, pk: int, number: int) -> Person:
        sealed = seal(f"{self.random.randrange(1000):03d}", tail_context(Person._meta.label_lower, pk))
        return Person(
            pk=pk, latin_name=f"BENCH NAME {_letters(number)}", nationality="KOR", passport_tail_sealed=sealed,
            passport_number_sealed=sealed, passport_expires_on_sealed=sealed,
        )  # fmt: skip

    def _case(self, number: int) -> Case:
        return Case(
            flow="talent_case",
            number=f"{PREFIX}-{self.now.year}-{number:07d}",
            state=self.states[number % len(self.states)],
            unit=self.unit,
            moved_at=self.now - timedelta(seconds=self.random.randrange(360 * 86_400)),
            is_demo=True,
        )

    def _talent_case(self, case: Case, person: Person) -> TalentCase:
        return TalentCase(
            case_ptr_id=case.pk, kind=self.random.choice(CaseKind.values), person=person, submitted_at=case.moved_at,
            employer=self.random.choice(self.employers), purpose="Bench", done_sections=[],
        )  # fmt: skip

    def _item(self, case: Case, row: TalentCase) -> WorkItem:
        final, party = case.state in FINAL_STATES, case.state in PARTIES
        return WorkItem(
            case=case,
            flow=case.flow,
            desk=Role.APPLICANT if party else Role.TALENT_DESK,
            unit=None if party else self.unit,
            state=case.state,
            topic=row.kind,
            place=case.unit,
            filed_at=row.submitted_at,
            opened_at=case.moved_at,
            # So near that also a few cases fill the page of those that are due soon.
            due_on=(self.now + timedelta(days=self.random.randint(-10, 20))).date(),
            limit_kind="commit",
            limit_unit="workday",
            limit_number=5,
            closed_at=case.moved_at if final else None,
        )

    def facts(self) -> dict[str, Any]:
        """As in production: the desk opens only to who has a second factor."""
        secret = {"secret": "JBSWY3DPEHPK3PXP"}
        Authenticator.objects.get_or_create(user=self.official, type=Authenticator.Type.TOTP, defaults={"data": secret})
        return {
            "session": _session(self.official),
            "district": self.districts[0].code,
            "opening_ms": _opening(list(Person.objects.exclude(passport_tail_sealed="")[:PAGE])),
        }


def _letters(number: int) -> str:
    """A passport's name has letters only."""
    return "".join(chr(ord("A") + int(digit)) for digit in f"{number:07d}")


def _opening(people: list[Person], times: int = 50) -> float:
    """CPU milliseconds of what a page opens: the last characters of thirty passports."""
    for person in people:
        assert person.masked_passport
    began = time.process_time()
    for _time in range(times):
        for person in people:
            person.masked_passport  # noqa: B018
    return (time.process_time() - began) * 1000 / times


if __name__ == "__main__":
    main()
