"""The rules applied to an application: one result for the applicant, the check before sending and the officials."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.enums import State
from enterprises.models import Application, SiteCheck
from policies.forms import facts_from_json
from policies.rulebook import rule_set
from policies.rules import Result, RuleSet, evaluate
from policies.rules.drafts import Step
from portal.accounts.models import User
from portal.core import clock
from portal.core.money import fen, yuan

# What a check on site confirms, and the states before there can be one.
COST = "eligible_cost_cny"
UNCHECKED = frozenset({State.DRAFT, State.SUBMITTED, State.CORRECTION, State.ACCEPTED, State.FORMAL_REVIEW})


def rule_set_of(application: Application) -> RuleSet:
    return application.remembered("rules", lambda: rule_set(application.call.measure))


def result_of(application: Application) -> Result:
    """Facts of the enterprise's file and of the application; the exchange rate of the call."""
    return application.remembered("result", lambda: result_under(application, rule_set_of(application)))


def result_under(application: Application, rules: RuleSet) -> Result:
    """What other rules would say of the same facts."""
    on = (application.submitted_at or clock.now()).date()
    file = application.enterprise.facts(on)
    known = rules.vocabulary.fields
    given = {name: value for name, value in facts_from_json(application.facts).items() if name not in file}
    facts = given | {name: value for name, value in file.items() if name in known}
    sources = dict.fromkeys(file, "record") | dict.fromkeys(given, "applicant")
    confirmed = confirmed_cost(application)
    if confirmed is None:
        return evaluate(rules, facts, sources=sources, usd_cny=application.call.usd_cny)
    if COST in facts:
        facts[COST], sources[COST] = min(Decimal(str(facts[COST])), confirmed), str(_("Confirmed on site"))
    return _bounded(evaluate(rules, facts, sources=sources, usd_cny=application.call.usd_cny), confirmed)


def confirmed_cost(application: Application) -> Decimal | None:
    """The eligible cost that two auditors confirmed; None where none was checked. No query where none can be."""
    if not application.call.measure.on_site_check or application.state in UNCHECKED:
        return None

    def read() -> Decimal | None:
        found = SiteCheck.objects.filter(application=application.pk, second__isnull=False)
        cost = found.values_list("eligible_fen", flat=True).first()
        return None if cost is None else yuan(cost)

    return application.remembered("confirmed_cost", read)


def _bounded(result: Result, confirmed: Decimal) -> Result:
    """The confirmed cost stands first among the steps of the amount, and the amount never passes it."""
    first = Step(_("Eligible cost confirmed on site"), confirmed, kind="note")
    amount = None if result.amount_cny is None else min(result.amount_cny, confirmed)
    steps = [first, *result.steps]
    if amount != result.amount_cny:
        steps.append(Step(_("At most the confirmed cost"), amount, kind="total"))
    return replace(result, amount_cny=amount, steps=steps)


def rules_are_computed(application: Application, actor: User | None, data: dict[str, Any]) -> None:
    """The last guard of what is sent: the rules' answer is there before the next work item, which tells the amount."""
    application.submitted_at = application.submitted_at or clock.now()
    keep_result(application)


def keep_result(application: Application) -> None:
    """Write what the queue shows of the result onto the application (not saved here)."""
    result = result_of(application)
    application.rule_verdict = result.verdict.value
    application.rule_counts = {str(getattr(verdict, "value", verdict)): n for verdict, n in result.counts.items()}
    application.computed_fen = None if result.amount_cny is None else fen(result.amount_cny)
