"""Controls: a sample of a call's paid awards, drawn so that anybody can draw it again, and what each look found."""

import json
import random
from collections import defaultdict
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.call_permissions import scope_of
from enterprises.enums import ControlResult, State
from enterprises.exceptions import MoneyError
from enterprises.models import Application, Call, Control, ControlSample
from enterprises.money.access import controls_awards
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.codes import new_token
from portal.reviews.exceptions import StepForbidden

Population = list[list[str]]


def population_of(call: Call) -> Population:
    """Paid awards by number, each with the district of its enterprise."""
    rows = Application.objects.filter(call=call, state__in=(State.PAID, State.EVALUATED)).order_by("number")
    return [list(row) for row in rows.values_list("number", "enterprise__district__code")]


def hash_of(population: Population) -> str:
    return sha256(json.dumps(population, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def picked(population: Population, seed: str, size: int, by_district: bool) -> list[str]:
    """The numbers, in their order: the same for the same seed. By district each gives its share, at least one."""
    drawer = random.Random(seed)  # noqa: S311  (to be drawn again by anybody, not to be unguessable)
    if not by_district:
        return sorted(drawer.sample([number for number, _district in population], min(size, len(population))))
    groups: dict[str, list[str]] = defaultdict(list)
    for number, district in population:
        groups[district].append(number)
    chosen = []
    for district in sorted(groups):
        share = max(1, round(size * len(groups[district]) / len(population)))
        chosen += drawer.sample(groups[district], min(share, len(groups[district])))
    return sorted(chosen)


def draw_sample(call: Call, user: User, *, size: int, by_district: bool, seed: str = "") -> ControlSample:
    if not controls_awards.test(user):
        raise StepForbidden()
    population = population_of(call)
    if not population:
        raise MoneyError(_("No award of this call was paid yet: there is nothing to look at."))
    if not 0 < size <= len(population):
        raise MoneyError(_("Between 1 and %(n)s awards can be drawn.") % {"n": len(population)})
    seed = seed or new_token()[:16]
    numbers = picked(population, seed, size, by_district)
    with transaction.atomic():
        sample = ControlSample.objects.create(
            call=call, seed=seed, size=size, by_district=by_district, population=population,
            sha256=hash_of(population), drawn_by=user, drawn_at=clock.now(),
        )  # fmt: skip
        awards = Application.objects.filter(number__in=numbers).order_by("number")
        Control.objects.bulk_create(Control(sample=sample, application=award) for award in awards)
        data = {"seed": seed, "size": size, "by_district": by_district, "population": sample.sha256, "drawn": numbers}
        record(scope=scope_of(call), verb="draw_sample", actor=user, target=f"sample:{sample.pk}", data=data)
    return sample


def is_reproduced(sample: ControlSample) -> bool:
    """Whether drawing again from the kept population gives what stands in the sample, and nobody touched either."""
    again = picked(sample.population, sample.seed, sample.size, sample.by_district)
    kept = sorted(sample.controls.values_list("application__number", flat=True))
    return hash_of(sample.population) == sample.sha256 and again == kept


def note_result(control: Control, user: User, *, result: str, findings: str) -> None:
    """What the look found; written once, because others rest on it."""
    if not controls_awards.test(user):
        raise StepForbidden()
    findings = findings.strip()
    if result not in ControlResult.values or not findings:
        raise MoneyError(_("Choose the result and write what was found."))
    with transaction.atomic():
        done = Control.objects.filter(pk=control.pk, result="").update(
            result=result, findings=findings, done_by=user, done_at=clock.now()
        )
        if not done:
            raise MoneyError(_("The result of this control was noted already."))
        data = {"control": control.pk, "result": result}
        scope = f"case:{control.application_id}"
        record(scope=scope, verb="note_control", actor=user, target=control.application.number, data=data)


def last_finding(application: Application) -> Control | None:
    """What a control found that calls for the money back."""
    return application.controls.filter(result=ControlResult.RECOVER).order_by("-done_at").first()
