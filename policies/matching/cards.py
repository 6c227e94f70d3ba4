"""The result as its readers see it: a card for each measure, in three groups, and the way to a better one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies import checks
from policies.matching.answers import Answers
from policies.matching.changes import Change, Opened
from policies.matching.findings import CheckUp, Finding, Standing
from policies.rules import ConditionResult, Verdict
from policies.rules.texts import listing
from policies.windows import TONES, aside, chip
from portal.core.money import format_cny

# So many cards of a group stand on one page. A group that needs several shows fewer at first: who has hundreds of
# measures to look at begins with the best.
PAGE, FIRST = 20, 10
Rendered = dict[tuple[str, ...], str]
CARD_TONES = {Standing.MEETS: "pine", Standing.NEEDS_ANSWER: "sand", Standing.DOES_NOT: "plain"}


class Card:
    """One measure. Texts are made when they are read, so that what is not shown costs nothing."""

    def __init__(self, finding: Finding, answers: Answers, rendered: Rendered | None = None) -> None:
        self.finding, self.answers = finding, answers
        self.rendered = {} if rendered is None else rendered
        self.measure, self.result, self.window = finding.measure, finding.result, finding.window
        self.tone = CARD_TONES[finding.standing]

    @property
    def amount(self) -> str:
        amount = self.result.amount_cny
        if amount:
            return format_cny(amount)
        if amount is not None and self.finding.standing is Standing.MEETS:
            return _("no amount")
        return _("up to %(amount)s") % {"amount": format_cny(self.finding.cap_cny)}

    @property
    def provisional(self) -> bool:
        return bool(self.result.amount_cny) and self.result.provisional

    @property
    def chip(self) -> str:
        return chip(self.window)

    @property
    def chip_tone(self) -> str:
        return TONES[self.window.state] if self.window else "plain"

    @property
    def aside(self) -> str:
        return aside(self.window)

    @property
    def reason(self) -> str:
        match self.finding.standing:
            case Standing.MEETS:
                return self._met()
            case Standing.DOES_NOT:
                return self._in_the_way(self.finding.hurdles)
            case _:
                return self._judged() if self.finding.for_official else self._missing()

    def _met(self) -> str:
        if not self.result.amount_cny:
            return _("You meet the conditions, but your figures give no amount.")
        return str(self.result.next_tier or "") or checks.summary(checks.lines_of(self.result))

    def _in_the_way(self, hurdles: Sequence[ConditionResult]) -> str:
        if not hurdles:
            return ""
        first, more = hurdles[0], len(hurdles) - 1
        text = _("%(condition)s: not met. %(change)s") % {
            "condition": first.sentence,
            "change": first.change or first.detail,
        }
        rest = ngettext("And %(count)s more condition.", "And %(count)s more conditions.", more) % {"count": more}
        return _in_turn(text, rest) if more else text

    def _missing(self) -> str:
        catalogue = self.answers.catalogue
        codes = dict.fromkeys(catalogue.asked(code) for code in self.result.missing)
        labels = [str(catalogue.questions[code].label) for code in codes if code in catalogue.questions]
        shown, more = labels[:3], len(labels) - 3
        if more > 0:
            shown.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
        return _("Still to be answered: %(questions)s.") % {"questions": listing(shown)}

    def _judged(self) -> str:
        judged = [one.sentence for one in self.result.conditions if one.verdict is Verdict.OFFICIAL]
        if not judged:
            return _("An official works out the amount.")
        return _("An official judges: %(condition)s.") % {"condition": judged[0]}

    @property
    def lines(self) -> list[str]:
        """The conditions as HTML, those of everybody at the end. What several measures share is rendered once."""
        lines = checks.lines_of(self.result)
        own, met = ([one for one in lines if one.tucked is tucked] for tucked in (False, True))
        return [self._line(one) for one in [*own, *met]]

    def _line(self, line: checks.Line) -> str:
        key = (line.title, line.verdict, line.detail, line.hint, str(line.clause))
        if key not in self.rendered:
            self.rendered[key] = get_template("components/condition_line.html").render(dict(vars(line)))
        return self.rendered[key]

    @property
    def check_url(self) -> str:
        return f"{reverse('items:check', args=[self.measure.slug])}?{self._carried}#result"

    @property
    def apply_url(self) -> str:
        """Only where the conditions do not stand against it and the window is open."""
        window = self.window
        if self.finding.standing is Standing.DOES_NOT or not (window and window.is_open and window.apply_url):
            return ""
        return f"{window.apply_url}?{self._carried}"

    @cached_property
    def _carried(self) -> str:
        return self.answers.for_measure(self.finding.prepared.asked)


@dataclass(frozen=True)
class Group:
    """`cards` are those of this page, `judged` those of them that only an official can settle; `more_url`: the rest."""

    name: str
    title: str
    total: int
    empty: str
    cards: list[Card]
    judged: list[Card]
    more_url: str = ""
    previous_url: str = ""
    next_url: str = ""
    place: str = ""


def groups_of(found: CheckUp, answers: Answers, url: str, wanted: str = "", number: int = 1) -> list[Group]:
    """The three groups with their first cards, or one page of the group that is asked for."""
    texts = {
        Standing.MEETS: (
            _("You meet the conditions"),
            _("With these answers you meet all conditions of no measure yet."),
        ),
        Standing.NEEDS_ANSWER: (_("Needs an answer"), _("Nothing is open: every measure is decided.")),
        Standing.DOES_NOT: (_("Does not fit"), _("No measure is ruled out.")),
    }
    members = {
        Standing.MEETS: found.meets,
        Standing.NEEDS_ANSWER: found.needs_answer,
        Standing.DOES_NOT: found.does_not,
    }
    only = [one for one in Standing if one.value == wanted]
    shelf = Shelf(answers, url, number if only else 0)
    return [shelf.group(standing, *texts[standing], members[standing]) for standing in only or Standing]


class Shelf:
    """Makes the groups of one page. `number` 0: the first cards, with the way to the rest."""

    def __init__(self, answers: Answers, url: str, number: int) -> None:
        self.answers, self.url, self.number = answers, url, number
        self.rendered: Rendered = {}

    def group(self, standing: Standing, title: str, empty: str, members: list[Finding]) -> Group:
        pages = max(1, -(-len(members) // PAGE))
        here = min(max(self.number, 1), pages)
        shown = members[(here - 1) * PAGE : here * PAGE] if self.number or pages == 1 else members[:FIRST]
        group = Group(
            name=standing.value,
            title=title,
            total=len(members),
            empty=empty,
            cards=[self._card(one) for one in shown if not one.for_official],
            judged=[self._card(one) for one in shown if one.for_official],
        )
        if not self.number:
            return replace(group, more_url=self._page(standing, 1) if pages > 1 else "")
        first = (here - 1) * PAGE + 1
        place = {"first": first, "last": first + len(shown) - 1, "total": len(members)}
        return replace(
            group,
            previous_url=self._page(standing, here - 1) if here > 1 else "",
            next_url=self._page(standing, here + 1) if here < pages else "",
            place=_("%(first)s to %(last)s of %(total)s") % place,
        )

    def _card(self, finding: Finding) -> Card:
        return Card(finding, self.answers, self.rendered)

    def _page(self, standing: Standing, number: int) -> str:
        return f"{self.url}?{self.answers.query(group=standing.value, page=str(number))}"


def headline(found: CheckUp) -> str:
    meets, waiting = len(found.meets), len(found.waiting)
    parts = [
        ngettext("%(count)s measure fits", "%(count)s measures fit", meets) % {"count": meets},
        ngettext("%(count)s needs an answer", "%(count)s need an answer", waiting) % {"count": waiting},
    ]
    judged, ruled_out = len(found.for_officials), len(found.does_not)
    if judged:
        text = ngettext("%(count)s is for an official to judge", "%(count)s are for an official to judge", judged)
        parts.append(text % {"count": judged})
    parts.append(ngettext("%(count)s does not fit", "%(count)s do not fit", ruled_out) % {"count": ruled_out})
    return _("%(parts)s.") % {"parts": checks.in_a_row(parts)}


def not_added_up(found: CheckUp) -> str:
    """Why there is no total; empty where nobody would want one."""
    if sum(bool(one.result.amount_cny) for one in found.findings) < 2:
        return ""
    text = _(
        "The amounts are not added up: the same cost is supported only once, each measure counts its own period, "
        "and every award can be cut when a budget is not enough."
    )
    demo = any(one.measure.is_demo for one in found.findings)
    return _in_turn(text, _("Besides, the amounts of demo data are invented.")) if demo else text


def _in_turn(first: str, second: str) -> str:
    """Two sentences; Chinese has no space between them."""
    return f"{first}{'' if first.endswith('。') else ' '}{second}"


@dataclass(frozen=True)
class Advice:
    """A change with what it opens."""

    steps: list[dict[str, str]]
    opens: list[dict[str, Any]]
    more: str


NAMED = 4


def advice_of(change: Change) -> Advice:
    opened = change.opened[:NAMED]
    more = len(change.opened) - len(opened)
    return Advice(
        steps=[{"condition": one.sentence, "change": one.change} for one in change.hurdles],
        opens=[
            {
                "title": one.finding.measure.title,
                "url": one.finding.measure.get_absolute_url(),
                "amount": _opened_amount(one),
            }
            for one in opened
        ],
        more=ngettext("and %(count)s more measure", "and %(count)s more measures", more) % {"count": more}
        if more
        else "",
    )


def _opened_amount(one: Opened) -> str:
    if one.amount_cny:
        return _("%(amount)s with your figures") % {"amount": format_cny(one.amount_cny)}
    text = _("up to %(amount)s") if one.sure else _("up to %(amount)s, if the rest fits too")
    return text % {"amount": format_cny(one.finding.cap_cny)}


def next_tiers(found: CheckUp) -> list[dict[str, str]]:
    """Where a little more of a figure gives a higher amount."""
    return [
        {"title": one.measure.title, "url": one.measure.get_absolute_url(), "text": str(one.result.next_tier)}
        for one in found.meets
        if one.result.next_tier
    ][:PAGE]
