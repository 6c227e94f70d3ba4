"""What the start page of a measure says: who may apply, how much, by when, with which papers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.checks import clause_text, in_a_row
from policies.clauses import conditions, papers_of
from policies.editing.examples import shown_examples
from policies.library_pages import breadcrumb
from policies.models import Measure, PaperType
from policies.models.library import anchor
from policies.offers import Offer
from policies.rules import RuleSet, formula_sentences
from policies.rules.sentences import statement
from policies.rules.texts import Day
from policies.windows import TONES, aside, chip, span
from portal.core.money import format_cny


def start_page(measure: Measure, rules: RuleSet, window: Offer | None) -> dict[str, Any]:
    urls = clause_urls(measure)
    common = [(one.clause, str(statement(one))) for one in rules.vocabulary.common]
    return aside_of(measure, window) | {
        "own": [_sentence(number, text, urls) for number, text in conditions(rules)],
        "common": [_sentence(number, text, urls) for number, text in common],
        "standards": formula_sentences(rules),
        "article": clause_text(str(measure.article), urls.get(str(measure.article), "")),
        "check_url": reverse("items:check", args=[measure.slug]),
        "examples": shown_examples(measure, rules),
    }


def aside_of(measure: Measure, window: Offer | None) -> dict[str, Any]:
    """What stands beside the start page and the self-check alike."""
    area = (measure.area.short, measure.area.get_absolute_url())
    own = papers_of(measure)
    baseline = [paper for paper in PaperType.objects.filter(baseline=True) if paper not in own]
    return {
        "measure": measure,
        "window": window,
        "facts": _facts(measure, window, len(own) + len(baseline)),
        "papers": own,
        "baseline": baseline,
        "apply_url": window.apply_url if window and window.is_open else "",
        "apply_hint": _apply_hint(window),
        "breadcrumb": breadcrumb(measure.title, area),
        "demo": measure.is_demo,
    }


def clause_urls(measure: Measure) -> dict[str, str]:
    """Where the clauses that conditions rest on can be read; only those that the document has here."""
    page = measure.policy.get_absolute_url()
    numbers = measure.policy.clauses.values_list("number", flat=True)
    return {number: f"{page}#{anchor(number)}" for number in numbers}


def _sentence(number: str, text: str, urls: dict[str, str]) -> dict[str, str]:
    return {"text": text, "clause": clause_text(number, urls.get(number, ""))}


def _facts(measure: Measure, window: Offer | None, papers: int) -> list[dict[str, Any]]:
    """For `components/key_facts.html`."""
    return [
        _window_fact(window),
        {"label": _("Budget"), "value": _budget(measure, window)},
        {"label": _("Accounting period"), "value": _period(measure)},
        {"label": _("Allocation"), "value": measure.get_mode_display()},
        {"label": _("Time to a decision"), "value": _decision(measure, window)},
        {"label": _("Papers"), "value": ngettext("%(n)s, see below", "%(n)s, see below", papers) % {"n": papers}},
        {"label": _("Contact"), "value": _contact(measure, window)},
    ]


def _contact(measure: Measure, window: Offer | None) -> str:
    """Whom the call names, else the document, else the area."""
    if window and window.contact:
        return window.contact
    rows = measure.policy.contacts.all() or measure.area.contacts.all()
    found = [" · ".join(filter(None, (one.name, one.phone, one.email, one.hours))) for one in rows]
    return " / ".join(found) or _("to be supplied by the bureau")


def _window_fact(window: Offer | None) -> dict[str, Any]:
    if window is None:
        return {"label": _("Window"), "value": _("to be announced")}
    return {"label": _("Window"), "value": span(window), "chip": chip(window), "tone": TONES[window.state]}


def _budget(measure: Measure, window: Offer | None) -> str:
    amount = format_cny(window.budget_cny if window else measure.budget_cny)
    if window is None or not window.committed_percent:
        return amount
    return _("%(amount)s, about %(percent)s%% committed") % {"amount": amount, "percent": window.committed_percent}


def _period(measure: Measure) -> str:
    return _("%(first)s to %(last)s") % {"first": Day(measure.period_from), "last": Day(measure.period_to)}


def _decision(measure: Measure, window: Offer | None) -> str:
    parts = []
    if window and window.promised_workdays:
        days = window.promised_workdays
        parts.append(ngettext("within %(n)s working day", "within %(n)s working days", days) % {"n": days})
    parts += [_("after expert review")] if measure.expert_review else []
    parts += [_("after an on-site check")] if measure.on_site_check else []
    return in_a_row(parts) if parts else _("by the district and the city bureau")


def _apply_hint(window: Offer | None) -> str:
    if window is None:
        return _("The window is still to be announced.")
    if window.note:
        return window.note
    if window.state == "upcoming":
        return _("Applications can be made %(when)s.") % {"when": aside(window)}
    if window.state == "closed":
        return _("The window is over: it %(when)s.") % {"when": aside(window)}
    return _("Your answers come along.") if window.apply_url else _("The call for applications is not published yet.")
