"""What is still missing before a call can be opened, as a list of sentences; each says where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.call_forms.definition import definition_of
from enterprises.call_forms.form_problems import form_problems
from enterprises.call_forms.papers import own_papers_of
from enterprises.enums import AllocationWay, FormState
from enterprises.limits import process
from enterprises.models import Call
from policies.rulebook import read_rules, vocabulary
from policies.rules import RuleError
from portal.accounts.enums import OFFICIAL_ROLES, SIGNERS, Role
from portal.core import clock
from portal.core.exceptions import PortalError

__all__ = ["Gap", "form_problems", "gaps", "what_is_missing"]


@dataclass(frozen=True)
class Gap:
    """`where`: the part of the call's page ("window", "texts", "papers" …), "form" or "measure"."""

    sentence: str
    where: str


def what_is_missing(call: Call) -> list[str]:
    return [gap.sentence for gap in gaps(call)]


def gaps(call: Call) -> list[Gap]:
    """An empty list means that the call can be opened."""
    parts = (_of_rule, _of_window, _of_money, _of_texts, _of_papers, _of_rubric, _of_stages, _of_form)
    return [gap for part in parts for gap in part(call)]


def _of_rule(call: Call) -> Iterator[Gap]:
    measure = call.measure
    eligibility = measure.eligibility if isinstance(measure.eligibility, dict) else {}
    if not any(eligibility.get(group) for group in ("all", "any")):
        yield Gap(_("The measure has no condition: its rule must be written first."), "measure")
        return
    if not measure.subsidy:
        yield Gap(_("The measure has no amount formula: its rule must be written first."), "measure")
        return
    try:
        read_rules(measure, vocabulary())
    except (RuleError, PortalError) as error:
        yield Gap(_("The measure’s rule can’t be read: %(problem)s") % {"problem": error.message}, "measure")


def _of_window(call: Call) -> Iterator[Gap]:
    if call.opens_at is None or call.closes_at is None:
        yield Gap(_("The window is missing: from which day to which day applications are taken."), "window")
    elif call.closes_at <= call.opens_at:
        yield Gap(_("The window closes before it opens."), "window")
    elif call.closes_at <= clock.now():
        yield Gap(_("The window has ended already: give a day in the future."), "window")
    if call.period_from is None or call.period_to is None:
        yield Gap(_("The accounting period is missing."), "window")
    elif call.period_to < call.period_from:
        yield Gap(_("The accounting period ends before it begins."), "window")


def _of_money(call: Call) -> Iterator[Gap]:
    if not call.budget_fen or call.budget_fen <= 0:
        yield Gap(_("The budget is missing."), "money")
    if counts_in_dollars(call.measure.subsidy):
        if call.usd_cny is None:
            yield Gap(_("The exchange rate is missing: the rule counts in US dollars."), "money")
        elif call.usd_cny_on is None:
            yield Gap(_("The day of the exchange rate is missing."), "money")
    if call.allocation == AllocationWay.FIRST_COME and not call.quota:
        yield Gap(_("The quota is missing: how many applications are supported, first come first served."), "money")


def counts_in_dollars(subsidy: Any) -> bool:
    """Whether any part of the formula converts US dollars."""
    if isinstance(subsidy, dict):
        return bool(subsidy.get("convert")) or any(counts_in_dollars(part) for part in subsidy.values())
    return isinstance(subsidy, list) and any(counts_in_dollars(part) for part in subsidy)


def _of_texts(call: Call) -> Iterator[Gap]:
    texts = (
        (call.intro_zh, _("The text of the notice is missing in Chinese.")),
        (call.intro_en, _("The text of the notice is missing in English.")),
        (call.contact_zh, _("The contact is missing in Chinese.")),
        (call.contact_en, _("The contact is missing in English.")),
    )
    for text, sentence in texts:
        if not text.strip():
            yield Gap(sentence, "texts")
    if not call.measure.title_zh or not call.measure.title_en:
        yield Gap(_("The measure has no title in one of the languages."), "measure")


def _of_papers(call: Call) -> Iterator[Gap]:
    own = own_papers_of(call)
    if not own:
        yield Gap(_("No paper is named, neither by the call nor by its measure."), "papers")
    for paper in own:
        if not paper.title_zh or not paper.title_en:
            yield Gap(_("The paper %(code)s has no title in one of the languages.") % {"code": paper.code}, "papers")


def _of_rubric(call: Call) -> Iterator[Gap]:
    if not call.is_competitive:
        return
    rows = call.rubric if isinstance(call.rubric, list) else []
    if not rows:
        yield Gap(_("The rubric is missing: experts score by it."), "rubric")
    for number, row in enumerate(rows, start=1):
        row = row if isinstance(row, dict) else {}
        if not str(row.get("zh") or "").strip() or not str(row.get("en") or "").strip():
            yield Gap(_("Row %(n)s of the rubric lacks its title in one of the languages.") % {"n": number}, "rubric")
        points = row.get("points")
        if not isinstance(points, int) or points <= 0:
            yield Gap(_("Row %(n)s of the rubric has no points.") % {"n": number}, "rubric")


def _of_stages(call: Call) -> Iterator[Gap]:
    chain = call.sign_off_chain if isinstance(call.sign_off_chain, list) else []
    if len(chain) < 2:
        yield Gap(_("The sign-off chain needs two posts at least: one drafts, another signs."), "chain")
    if any(role not in OFFICIAL_ROLES for role in chain):
        yield Gap(_("The sign-off chain names a post that does not work at the desk."), "chain")
    elif len(chain) > 1 and (chain[0], chain[-1]) != (Role.CASE_MANAGER, Role.LEADERSHIP):
        yield Gap(_("The sign-off chain begins with the division, which drafts, and ends with leadership."), "chain")
    elif any(role not in SIGNERS for role in chain):
        yield Gap(_("Only the division, the finance bureau, a consulted department and leadership sign."), "chain")
    for sentence in limit_problems(call.stage_limits):
        yield Gap(sentence, "limits")


def limit_problems(stage_limits: Any) -> Iterator[str]:
    """A call may promise less than the law allows, never more, and nothing below a minimum."""
    given = stage_limits if isinstance(stage_limits, dict) else {}
    stages = {row["code"]: row for row in process()["stages"]}
    for code, days in given.items():
        row = stages.get(code)
        if row is None or not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 999:
            yield _("The limit of “%(stage)s” can’t be read.") % {"stage": stage_name(row) if row else code}
            continue
        usual, name = row["limit"], {"stage": stage_name(row), "n": row["limit"]["n"]}
        if usual["kind"] == "legal" and days > usual["n"]:
            yield _("“%(stage)s” may take at most %(n)s: this limit is the law’s.") % name
        if usual.get("minimum") and days < usual["n"]:
            yield _("“%(stage)s” takes at least %(n)s.") % name


def stage_name(row: dict[str, Any]) -> str:
    return row["zh"] if (get_language() or "zh").startswith("zh") else row["en"]


def _of_form(call: Call) -> Iterator[Gap]:
    """A call may do without a form of its own; one that was begun is finished and published first."""
    if call.pk is None:
        return
    versions = {version.state: version for version in call.form_versions.exclude(state=FormState.REPLACED)}
    draft = versions.get(FormState.DRAFT)
    if draft is None or FormState.PUBLISHED in versions:
        return
    definition = definition_of(draft)
    if not definition:
        return
    for problem in form_problems(definition):
        yield Gap(_("The form: %(problem)s") % {"problem": problem.sentence}, "form")
    yield Gap(_("The form is a draft still: it must be published first."), "form")
