"""The rules applied to an application: one result for the applicant, the check before sending and the officials."""

from enterprises.models import Application
from policies.forms import facts_from_json
from policies.rulebook import rule_set
from policies.rules import Result, RuleSet, evaluate
from portal.core import clock
from portal.core.money import fen


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
    return evaluate(rules, facts, sources=sources, usd_cny=application.call.usd_cny)


def keep_result(application: Application) -> None:
    """Write what the queue shows of the result onto the application (not saved here)."""
    result = result_of(application)
    application.rule_verdict = result.verdict.value
    application.rule_counts = {str(getattr(verdict, "value", verdict)): n for verdict, n in result.counts.items()}
    application.computed_fen = None if result.amount_cny is None else fen(result.amount_cny)
