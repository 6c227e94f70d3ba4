"""What a version would touch, before it is published: each app that knows something registers a provider.

A provider is asked with the live thing (None for a new one), its present content and the new one, and answers with a
part, or with None when the change does not concern it. It reads a bounded number of rows and writes none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.alerts.searches import matches, names
from policies.alerts.searches import title as search_title
from policies.editing.editors import Content
from policies.editing.rehearsal import UNFIT, rehearsal
from policies.editing.versions import Target
from policies.enums import RevisionSubject
from policies.models import Follow, Measure, Policy
from policies.rulebook import NoRuleBookError, read_rules, vocabulary
from policies.rules import RuleError

# What every provider looks at, at most.
FIRST = 500
# Saved searches are run twice each, those first that most people saved.
SEARCHES = 50


@dataclass(frozen=True)
class ImpactLine:
    text: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class ImpactPart:
    """`count` is how many things are touched, also where fewer are listed; `limit` says how many were looked at
    when there were more, `about` what its reader must know of the list."""

    title: str
    lines: list[ImpactLine] = field(default_factory=list)
    count: int = 0
    limit: int | None = None
    about: str = ""


Provider = Callable[[Target | None, Content | None, Content], ImpactPart | None]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def impact(target: Target | None, old: Content | None, new: Content) -> list[ImpactPart]:
    return [part for provider in _providers if (part := provider(target, old, new)) is not None]


def rules_changed(old: Content | None, new: Content) -> bool:
    """Whether anybody's result can be another one: then the check page runs the impact by itself."""
    if old is None or "eligibility" not in new:
        return False
    dates = ("period_from", "period_to", "article")
    same = all(old["fields"].get(name) == new["fields"].get(name) for name in dates)
    return not same or any(old.get(name) != new.get(name) for name in ("eligibility", "subsidy"))


# --- what policies know themselves -------------------------------------------------------------------


def followers(target: Target | None, old: Content | None, new: Content) -> ImpactPart | None:
    """Who is told: those that follow the thing itself, its document, or one of its areas."""
    if target is None:
        codes = new.get("areas") or [code for code in [new.get("area")] if code]
        rows = Follow.objects.filter(area__code__in=codes)
    elif isinstance(target, Measure):
        rows = Follow.objects.filter(measure=target) | Follow.objects.filter(policy=target.policy_id)
        rows |= Follow.objects.filter(area=target.area_id)
    else:
        rows = Follow.objects.filter(policy=target) | Follow.objects.filter(area__policies=target)
    people = rows.filter(muted=False).values("follower").distinct().count()
    if not people:
        return None
    text = ngettext("%(count)s follower is told your sentence.", "%(count)s followers are told your sentence.", people)
    return ImpactPart(_("Followers"), [ImpactLine(text % {"count": people})], people)


def saved_searches(target: Target | None, old: Content | None, new: Content) -> ImpactPart | None:
    """Searches that somebody saved, and that would find the thing for the first time or no longer."""
    kept = Follow.objects.filter(muted=False).exclude(query="").values("query")
    queries = list(kept.annotate(n=Count("pk")).order_by("-n", "query").values_list("query", flat=True)[:SEARCHES])
    if not queries:
        return None
    title = _("Saved searches")
    before = _finding(queries, target) if target is not None else set()
    try:
        with rehearsal(_subject(new), new, target) as live:
            after = _finding(queries, live)
    except UNFIT:
        return ImpactPart(title, [ImpactLine(_("It can’t be worked out before what blocks publication is mended."))])
    words = names()
    lines = [ImpactLine(search_title(query, words), _("finds it now")) for query in queries if query in after - before]
    lines += [ImpactLine(search_title(query, words), _("no longer")) for query in queries if query in before - after]
    return ImpactPart(title, lines, len(lines), SEARCHES if len(queries) == SEARCHES else None) if lines else None


def _finding(queries: list[str], target: Target) -> set[str]:
    among = (
        (frozenset(), frozenset({target.pk})) if isinstance(target, Measure) else (frozenset({target.pk}), frozenset())
    )
    return {query for query in queries if any(matches(query, among))}


def _subject(content: Content) -> RevisionSubject:
    return RevisionSubject.MEASURE if "eligibility" in content else RevisionSubject.POLICY


def quoting_measures(target: Target | None, old: Content | None, new: Content) -> ImpactPart | None:
    """Measures of the document whose conditions rest on a clause that changes or goes."""
    if not isinstance(target, Policy) or old is None:
        return None
    changed = _changed_clauses(old, new)
    lines = list(_quoting(target, changed)) if changed else []
    return ImpactPart(_("Measures that rest on changed clauses"), lines, len(lines)) if lines else None


def _changed_clauses(old: Content, new: Content) -> set[str]:
    texts = [
        {one["number"]: (one["text_zh"], one["text_en"]) for one in side.get("clauses", [])} for side in (old, new)
    ]
    return {number for number, text in texts[0].items() if texts[1].get(number) != text}


def _quoting(policy: Policy, changed: set[str]) -> Iterator[ImpactLine]:
    try:
        words = vocabulary()
    except NoRuleBookError:
        return
    for measure in policy.measures.order_by("code")[:FIRST]:
        try:
            cited = {one.clause for one in read_rules(measure, words).own} & changed
        except RuleError:
            continue
        if cited:
            note = _("clauses %(numbers)s") % {"numbers": _(", ").join(sorted(cited))}
            url = reverse("admin:policies_measure_change", args=[measure.pk])
            yield ImpactLine(str(measure), note, url)


def stale_halves(target: Target | None, old: Content | None, new: Content) -> ImpactPart | None:
    """English texts that would be older than their Chinese."""
    clauses = [one["number"] for one in new.get("clauses", []) if one.get("stale")]
    columns = [str(type(target)._meta.get_field(name).verbose_name) for name in new.get("stale", [])] if target else []
    lines = [ImpactLine(name) for name in columns]
    lines += [ImpactLine(_("Clause %(number)s") % {"number": number}) for number in clauses]
    return ImpactPart(_("English that is older than its Chinese"), lines, len(lines)) if lines else None


def register_own() -> None:
    for provider in (followers, saved_searches, quoting_measures, stale_halves):
        register(provider)


def draft_of(content: Content) -> Any:
    """A measure that is not saved, with the rules of this content: what `read_rules` reads."""
    columns = ("article", "period_from", "period_to")
    values = {name: Measure._meta.get_field(name).to_python(content["fields"].get(name) or None) for name in columns}
    return Measure(eligibility=content["eligibility"], subsidy=content["subsidy"], **values)
