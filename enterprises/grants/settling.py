"""What is unclear is settled by an official: a fact with what it rests on, and the line is computed anew."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.enums import GrantAnswer, GrantPhase, GrantVerdict
from enterprises.exceptions import GrantRefused
from enterprises.grants import notifications as message
from enterprises.grants.computing import Measure, outcome_of, put, recount
from enterprises.grants.frozen import rules_of
from enterprises.grants.permissions import may_prepare_grants
from enterprises.grants.runs import scope_of
from enterprises.models import GrantFact, GrantLine, GrantRun
from policies.forms import facts_to_json
from policies.rules import FactsError, Question, Verdict
from policies.rules.facts import Facts
from policies.rules.questions import question_of
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.exceptions import StepForbidden


def open_questions(line: GrantLine) -> list[Question]:
    """What stands between the line and a verdict; for a contested line everything that the rules ask."""
    rules = rules_of(line.run)
    if line.contested:
        return [question_of(rules, code) for code in rules.asked_codes]
    result = outcome_of(line).result
    codes = [*result.missing, *(one.field for one in result.conditions if one.verdict == Verdict.OFFICIAL)]
    known = [code for code in dict.fromkeys(codes) if code in rules.asked_codes or code in rules.vocabulary.fields]
    return [question_of(rules, code) for code in known]


def may_settle(line: GrantLine) -> bool:
    return line.verdict == GrantVerdict.UNCLEAR and line.run.phase in (GrantPhase.READY, GrantPhase.RELEASED)


def settle(line: GrantLine, person: User, given: dict[str, Any], source: str) -> GrantLine:
    """Keep the facts that were given and compute the line anew. Without any, contested data stand as they were."""
    if not may_prepare_grants.test(person):
        raise StepForbidden()
    if not source.strip():
        raise GrantRefused(_("Say what the facts rest on."))
    with transaction.atomic():
        run = GrantRun.objects.select_for_update(of=("self",)).get(pk=line.run_id)
        line = GrantLine.objects.select_for_update(of=("self",)).select_related("run__call").get(pk=line.pk)
        if not may_settle(line):
            raise GrantRefused(_("Somebody settled this line meanwhile. Look at it again."))
        if not given and not line.contested:
            raise GrantRefused(_("Give at least one fact."))
        _keep(line, person, given, source.strip())
        contested, line.contested = line.contested, False
        line.settled_by = person
        put(line, outcome_of(line, Measure.of(line.run)))
        line.save()
        GrantRun.objects.filter(pk=run.pk).update(updated_at=clock.now(), **recount(run))
        data = {"line": line.credit_code, "facts": sorted(given), "source": source.strip(), "list": line.verdict}
        record(scope=scope_of(run), verb="settle_line", actor=person, target=str(run), data=data)
        if contested and line.verdict != GrantVerdict.IN and line.answer == GrantAnswer.CORRECTED:
            message.not_entitled(line)
    return line


def _keep(line: GrantLine, person: User, given: dict[str, Any], source: str) -> None:
    try:
        Facts(rules_of(line.run).vocabulary, given)
    except FactsError as error:
        raise GrantRefused(" ".join(error.errors.values())) from error
    GrantFact.objects.bulk_create(
        GrantFact(line=line, field=name, value=value, source=source, by=person, at=clock.now())
        for name, value in facts_to_json(given).items()
    )
