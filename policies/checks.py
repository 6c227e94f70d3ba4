"""The self-check: a result of the rules as people read it, with what to do about every line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.fact_fields import FEW, NO, UNSURE, YES
from policies.forms import FactsForm
from policies.rules import ConditionResult, Result, RuleSet, Verdict
from portal.core.money import format_cny

# An open answer is the next thing to do, also where an official judges another point.
TONES = {Verdict.MET: "pine", Verdict.NOT_MET: "tile", Verdict.UNANSWERED: "sand", Verdict.OFFICIAL: "sand"}
Link = dict[str, str]


@dataclass(frozen=True)
class Line:
    """One condition as `components/condition_line.html` shows it.

    `tucked`: met and common, so shown on request. `counted`: not one of several alternatives of which another
    may still be met.
    """

    title: str
    verdict: str
    detail: str
    clause: str
    hint: str
    actions: list[Link] = field(default_factory=list)
    tucked: bool = False
    counted: bool = True


@dataclass(frozen=True)
class Group:
    title: str
    fields: list[Any]


def clause_text(number: str, url: str = "") -> str:
    """“clause 3.2”, as a link where the document's text is here."""
    if not number:
        return ""
    text = _("clause %(number)s") % {"number": number}
    return format_html('<a href="{}">{}</a>', url, text) if url else text


def lines_of(
    result: Result,
    clause_urls: Mapping[str, str] | None = None,
    actions_for: Callable[[ConditionResult], list[Link]] | None = None,
) -> list[Line]:
    """The conditions that matter: once one of several alternatives is met, the others no longer do."""
    urls = clause_urls or {}
    settled = any(one.group == "any" and one.verdict == Verdict.MET for one in result.conditions)
    shown = [one for one in result.conditions if not (settled and one.group == "any" and one.verdict != Verdict.MET)]
    return [_line(one, shown, urls, actions_for) for one in shown]


def _line(
    one: ConditionResult,
    shown: list[ConditionResult],
    urls: Mapping[str, str],
    actions_for: Callable[[ConditionResult], list[Link]] | None,
) -> Line:
    alternatives = [other.verdict for other in shown if other.group == "any"]
    several = one.group == "any" and len(alternatives) > 1
    may_still_be_met = several and set(alternatives) != {Verdict.NOT_MET}
    actions = actions_for(one) if actions_for and one.verdict == Verdict.UNANSWERED else []
    is_question = actions and one.condition.field.type == "bool"
    return Line(
        title=_("One of these is enough: %(condition)s") % {"condition": one.sentence} if several else one.sentence,
        verdict=str(one.verdict),
        detail="" if one.verdict in (Verdict.UNANSWERED, Verdict.OFFICIAL) and not one.reason else one.detail,
        clause=clause_text(one.clause, urls.get(one.clause, "")),
        hint=_("%(question)s?") % {"question": one.label} if is_question else one.change,
        actions=actions,
        tucked=one.verdict == Verdict.MET and one.group == "common",
        counted=not (may_still_be_met and one.verdict == Verdict.NOT_MET),
    )


def amount_rows(result: Result) -> list[dict[str, Any]]:
    """The steps as rows of `components/amount_table.html`."""
    return [
        {"label": step.label, "value": step.display, "note": step.detail, "total": step.kind == "total"}
        for step in result.steps
    ]


def headline(result: Result) -> str:
    """The result in one or two sentences, the amount first."""
    amount = _("You may get %(amount)s.") % {"amount": format_cny(result.amount_cny)} if result.amount_cny else ""
    if result.verdict == Verdict.NOT_MET:
        return _("As things stand, you cannot get this support.")
    if result.missing:
        missing = len(result.missing)
        rest = ngettext("One answer is missing.", "%(count)s answers are missing.", missing) % {"count": missing}
        return f"{amount} {rest}" if amount else _("Nothing speaks against it so far. %(rest)s") % {"rest": rest}
    if result.verdict == Verdict.OFFICIAL:
        return f"{amount} {_('An official has the last word on it.')}" if amount else _("An official will judge this.")
    return amount or _("You meet the conditions, but your figures give no amount.")


def summary(lines: list[Line]) -> str:
    """How many conditions have which verdict, in words."""
    count = {verdict: sum(line.counted and line.verdict == verdict for line in lines) for verdict in Verdict}
    met, not_met, unanswered, official = (
        count[one] for one in (Verdict.MET, Verdict.NOT_MET, Verdict.UNANSWERED, Verdict.OFFICIAL)
    )
    parts = [
        ngettext("%(n)s condition met", "%(n)s conditions met", met) % {"n": met},
        ngettext("%(n)s not met", "%(n)s not met", not_met) % {"n": not_met} if not_met else "",
        ngettext("%(n)s needs an answer", "%(n)s need an answer", unanswered) % {"n": unanswered} if unanswered else "",
        ngettext("%(n)s will be judged by an official", "%(n)s will be judged by an official", official)
        % {"n": official}
        if official
        else "",
    ]
    return _("%(parts)s.") % {"parts": in_a_row([part for part in parts if part])}


def in_a_row(parts: list[str]) -> str:
    """Parts of a sentence with the commas of the reader's language."""
    return reduce(lambda first, rest: _("%(first)s, %(rest)s") % {"first": first, "rest": rest}, parts)


def answers_query(form: FactsForm, **more: str) -> str:
    """The answers as they were typed, for an address: shareable, and carried into the application."""
    typed = {code: str(form.data.get(code, "")).strip() for code in form.questions} | more
    return urlencode({code: text for code, text in typed.items() if text})


def actions_on(form: FactsForm, path: str) -> Callable[[ConditionResult], list[Link]]:
    """What answers an open condition: a link for each short choice, else the way to the question on the page."""

    def actions(one: ConditionResult) -> list[Link]:
        code = next((code for code in one.missing if code in form.questions), None)
        if code is None:
            return []
        return [
            {"label": label, "url": f"{path}?{answers_query(form, **{code: value})}#result"}
            for value, label in _short_choices(form, code)
        ] or [{"label": _("Answer this question"), "url": f"#{form[code].auto_id}"}]

    return actions


def _short_choices(form: FactsForm, code: str) -> list[tuple[str, str]]:
    question = form.questions[code]
    if question.kind == "bool":
        return [(YES, _("Yes")), (NO, _("No")), (UNSURE, _("Leave it to an official"))]
    return question.choices if question.kind == "choice" and len(question.choices) <= FEW else []


def groups_of(form: FactsForm, rules: RuleSet) -> list[Group]:
    """The questions in three groups: what decides about this measure, what everybody is asked, the amount."""
    left = dict.fromkeys(form.questions)
    groups = []
    for title, conditions in ((_("This measure"), rules.own), (_("Your enterprise"), rules.vocabulary.common)):
        codes = [code for one in conditions for code in rules.inputs_of(one.field.code) if code in left]
        groups.append(Group(title, [form[code] for code in dict.fromkeys(codes)]))
        left = {code: None for code in left if code not in codes}
    groups.append(Group(_("For the amount"), [form[code] for code in left]))
    return [group for group in groups if group.fields]
