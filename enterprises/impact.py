"""Whose result changes when the rules of a measure do: drafts and applications that are not decided yet."""

from collections import Counter
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from enterprises.enums import State
from enterprises.evaluation import result_under
from enterprises.models import Application
from policies.impact import FIRST, ImpactLine, ImpactPart, draft_of, rules_changed
from policies.models import Measure
from policies.rulebook import NoRuleBookError, read_rules, vocabulary
from policies.rules import Result, RuleError, Verdict
from portal.core.money import format_cny

Content = dict[str, Any]
# Once it is decided, a new version of the rules no longer touches a case.
UNDECIDED = (
    State.DRAFT, State.SUBMITTED, State.CORRECTION, State.ACCEPTED, State.FORMAL_REVIEW, State.EXPERT_REVIEW,
    State.VERIFICATION, State.DECIDING,
)  # fmt: skip
SHOWN = 50
ABOUT = gettext_noop("An enterprise’s draft is its own until it is sent: drafts are counted here, not named.")


def changed_results(target: Any, old: Content | None, new: Content) -> ImpactPart | None:
    if not isinstance(target, Measure) or old is None or not rules_changed(old, new):
        return None
    title = _("Applications whose result changes")
    try:
        words = vocabulary()
        rules = [read_rules(draft_of(content), words) for content in (old, new)]
    except (RuleError, NoRuleBookError) as error:
        return ImpactPart(title, [ImpactLine(_("It can’t be worked out: %(reason)s") % {"reason": error})])
    rows = _undecided(target)
    limit = FIRST if len(rows) > FIRST else None
    changed = [
        (row, *results) for row in rows[:FIRST] if _differ(*(results := [result_under(row, one) for one in rules]))
    ]
    sent = [found for found in changed if found[0].state != State.DRAFT]
    lines = [_line(*found) for found in sent[:SHOWN]]
    lines += _drafts([found for found in changed if found[0].state == State.DRAFT])
    return ImpactPart(title, lines, len(changed), limit, about=_(ABOUT))


def _undecided(measure: Measure) -> list[Application]:
    """One more than are looked at, to see whether there are more; those first that have been sent."""
    rows = Application.objects.filter(call__measure=measure, state__in=UNDECIDED)
    related = ("call", "enterprise__district__within")
    rows = rows.select_related(*related).defer("answers")
    return list(rows.order_by(F("submitted_at").asc(nulls_last=True), "pk")[: FIRST + 1])


def _differ(before: Result, after: Result) -> bool:
    return (before.verdict, before.amount_cny) != (after.verdict, after.amount_cny)


def _line(application: Application, before: Result, after: Result) -> ImpactLine:
    text = f"{application.number} · {application.enterprise.name}"
    url = reverse("admin:enterprises_application_change", args=[application.pk])
    return ImpactLine(text, f"{_shown(before)} → {_shown(after)}", url)


def _drafts(changed: list[tuple[Application, Result, Result]]) -> list[ImpactLine]:
    """Officials don't see drafts, so these are only counted."""
    ways = Counter(f"{_word(before)} → {_word(after)}" for _row, before, after in changed)
    return [ImpactLine(_("Drafts: %(count)s") % {"count": count}, way) for way, count in sorted(ways.items())]


def _shown(result: Result) -> str:
    return _word(result) if result.amount_cny is None else f"{_word(result)}, {format_cny(result.amount_cny)}"


def _word(result: Result) -> str:
    return {
        Verdict.MET: _("Meets the conditions"),
        Verdict.NOT_MET: _("Does not meet them"),
        Verdict.UNANSWERED: _("Needs an answer"),
        Verdict.OFFICIAL: _("An official judges"),
    }[result.verdict]
