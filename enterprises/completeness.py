"""How complete an enterprise's file is, and which measures need what is missing.

Counted over the calls that are open or to come: what no measure asks for now is no gap.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from enterprises.enums import AccountState, Figure, MemberRole
from enterprises.figures import years_of
from enterprises.models import Call, Enterprise
from enterprises.vault import kinds
from policies.models import PaperType
from policies.rulebook import NoRuleBookError, rule_set, vocabulary
from portal.attachments.enums import ScanState
from portal.core import clock

# Fields of the rules that a part of the file answers.
FROM_FIGURES = {
    "export_value_usd": Figure.EXPORT_USD,
    "prev_export_value_usd": Figure.EXPORT_USD,
    "staff_insured": Figure.STAFF,
}
FROM_CATEGORIES = "trade_category"


@dataclass
class Need:
    """A part of the file. `measures`: the titles of those that need it; `page`: where it is filled in."""

    title: Any
    page: str
    given: bool
    measures: list[str] = field(default_factory=list)


@dataclass
class Completeness:
    needs: list[Need]

    @property
    def given(self) -> int:
        return sum(need.given for need in self.needs)

    @property
    def missing(self) -> list[Need]:
        """Those that most measures wait for come first."""
        return sorted((need for need in self.needs if not need.given), key=lambda need: -len(need.measures))


def completeness_of(enterprise: Enterprise) -> Completeness:
    """Some ten queries, however many calls there are."""
    calls = _calls()
    fields = {call.pk: _fields(call) for call in calls}
    needs = [
        _need(_("Bank account"), "org_account", _has_account(enterprise), calls),
        _need(
            _("Categories of digital trade"), "org_own", enterprise.categories.exists(), calls,
            lambda call: FROM_CATEGORIES in fields[call.pk],
        ),
        _need(
            _("Legal representative in the portal, who signs"), "org_people", _has_signer(enterprise), calls,
            lambda call: call.needs_signature,
        ),
    ]  # fmt: skip
    needs += _figures(enterprise, calls, fields) + _papers(enterprise, calls)
    return Completeness([need for need in needs if need.measures])


def _need(
    title: Any, page: str, given: bool, calls: list[Call], wanted: Callable[[Call], bool] = lambda call: True
) -> Need:
    titles = {call.measure_id: call.measure.title for call in calls if wanted(call)}
    return Need(title, page, given, list(titles.values()))


def _calls() -> list[Call]:
    papers = Prefetch("measure__papers", PaperType.objects.order_by("order", "code"))
    running = Call.objects.published().filter(closes_at__gt=clock.now(), closed_early_at=None)
    return list(running.select_related("measure").prefetch_related(papers, "papers"))


def _fields(call: Call) -> set[str]:
    try:
        return set(rule_set(call.measure, vocabulary()).asked_codes)
    except NoRuleBookError:
        return set()


def _has_account(enterprise: Enterprise) -> bool:
    return enterprise.accounts.filter(state=AccountState.CURRENT).exists()


def _has_signer(enterprise: Enterprise) -> bool:
    return enterprise.memberships.active().filter(role=MemberRole.LEGAL_REPRESENTATIVE).exists()


def _figures(enterprise: Enterprise, calls: list[Call], fields: dict[int, set[str]]) -> list[Need]:
    years = years_of(enterprise)[:1]
    declared = set(enterprise.figures.filter(year__in=years).values_list("code", flat=True))
    wanted = {figure: {code for code, one in FROM_FIGURES.items() if one == figure} for figure in FROM_FIGURES.values()}
    return [
        _need(
            _("%(figure)s of %(year)s") % {"figure": figure.label, "year": year},
            "org_figures", figure in declared, calls, lambda call, codes=codes: bool(codes & fields[call.pk]),
        )
        for year in years
        for figure, codes in wanted.items()
    ]  # fmt: skip


def _papers(enterprise: Enterprise, calls: list[Call]) -> list[Need]:
    """Kinds of paper that these calls ask for; in the vault counts only what can be given today."""
    asked: dict[int, list[Call]] = {}
    baseline = {kind.pk for kind in kinds().filter(baseline=True)}
    for call in calls:
        own = call.papers.all() or call.measure.papers.all()
        for pk in baseline | {paper.pk for paper in own}:
            asked.setdefault(pk, []).append(call)
    valid = Q(valid_until=None) | Q(valid_until__gte=clock.today())
    kept = enterprise.vault.filter(valid, removed_at=None, replaced_by=None, attachment__state=ScanState.CLEAN)
    held = set(kept.exclude(kind=None).values_list("kind", flat=True))
    return [
        _need(kind.title, "org_documents", kind.pk in held, asked[kind.pk]) for kind in kinds().filter(pk__in=asked)
    ]
