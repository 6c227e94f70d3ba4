"""Two versions of a measure compared: its facts, its papers, and its rules as the sentences that applicants read."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from policies.clauses import conditions
from policies.enums import Allocation
from policies.history.differences import CONDITION, FACT, LANGUAGES, TEXT, Difference, difference
from policies.history.names import Content, Names, titles
from policies.history.values import comma, day, joined, read_day
from policies.models import Measure
from policies.rulebook import read_rules
from policies.rules import RuleError, RuleSet, Vocabulary, formula_sentences
from portal.core.money import format_cny, yuan

Lines = list[tuple[str, str]]


def compare_measures(old: Content, new: Content, words: Vocabulary, names: Names | None = None) -> list[Difference]:
    """Both in the format of a revision's content. Sentences and labels are in the active language."""
    fields = (old.get("fields") or {}, new.get("fields") or {})
    return [
        *_titles(*fields),
        *_facts(*fields),
        *_relations(old, new, names or {}),
        *_rules(old, new, words),
    ]


def _titles(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for half, language in LANGUAGES.items():
        key = f"title_{half}"
        yield from difference(
            key, Measure._meta.get_field(key).verbose_name, old.get(key), new.get(key), part=TEXT, language=language
        )


def _facts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    shown = [(_shown(old), _shown(new))]
    for before, after in shown:
        for key in after:
            yield from difference(key, after[key][0], before[key][1], after[key][1], part=FACT)


def _shown(fields: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Key -> label and value; what the version does not say is empty."""
    mode = fields.get("mode")
    return {
        "window": (_("Window"), _span(fields, "window_open", "window_close")),
        "period": (_("Accounting period"), _span(fields, "period_from", "period_to")),
        "budget": (_("Budget"), _money(fields.get("budget_fen"))),
        "mode": (_("Allocation"), str(Allocation(mode).label) if mode in Allocation.values else ""),
        "usd_cny": (_("Exchange rate USD to CNY"), _rate(fields.get("usd_cny"))),
        "expert_review": (_("Expert review"), _yes_or_no(fields.get("expert_review"))),
        "on_site_check": (_("On-site check"), _yes_or_no(fields.get("on_site_check"))),
    }


def _span(fields: Mapping[str, Any], first: str, last: str) -> str:
    if not (fields.get(first) and fields.get(last)):
        return ""
    return _("%(first)s to %(last)s") % {"first": day(fields[first]), "last": day(fields[last])}


def _money(amount_fen: Any) -> str:
    return format_cny(yuan(amount_fen)) if isinstance(amount_fen, int) else ""


def _rate(value: Any) -> str:
    try:
        return f"{Decimal(str(value)).normalize():f}" if value else ""
    except InvalidOperation:
        return str(value)


def _yes_or_no(value: Any) -> str:
    return "" if value is None else _("yes") if value else _("no")


def _relations(old: Content, new: Content, names: Names) -> Iterator[Difference]:
    for key, kind, label in (("area", "area", _("Focus area")), ("policy", "policy", _("Policy document"))):
        before, after = (joined(titles(names, kind, content.get(key))) for content in (old, new))
        yield from difference(key, label, before, after, part=FACT)
    before, after = (joined(titles(names, "paper", content.get("papers"))) for content in (old, new))
    yield from difference("papers", _("Papers"), before, after, part=TEXT)


# --- rules ----------------------------------------------------------------------------------------


def _rules(old: Content, new: Content, words: Vocabulary) -> Iterator[Difference]:
    before, after = _read(old, words), _read(new, words)
    yield from difference("subsidy", _("How much"), _amount(before), _amount(after), part=TEXT)
    yield from _conditions(_lines(before), _lines(after))


def _read(content: Content, words: Vocabulary) -> RuleSet | None:
    """The rules of a version; None where today's vocabulary can't read them any more, or where there are none."""
    fields = content.get("fields") or {}
    period = {name: read_day(fields.get(name)) for name in ("period_from", "period_to")}
    draft = Measure(
        eligibility=content.get("eligibility") or {}, subsidy=content.get("subsidy") or {},
        article=fields.get("article"), **period,
    )  # fmt: skip
    try:
        return read_rules(draft, words) if content.get("subsidy") and all(period.values()) else None
    except (RuleError, ValidationError):
        return None


def _amount(rules: RuleSet | None) -> str:
    return ("；" if comma() == "、" else "; ").join(formula_sentences(rules)) if rules else ""


def _lines(rules: RuleSet | None) -> Lines:
    return list(conditions(rules)) if rules else []


def _conditions(old: Lines, new: Lines) -> Iterator[Difference]:
    """By their sentences first: a number that moved because another condition went is no change of the condition."""
    kept = {text for _number, text in old} & {text for _number, text in new}
    before = {number: text for number, text in old if text not in kept}
    after = {number: text for number, text in new if text not in kept}
    for number in dict.fromkeys([*after, *before]):
        yield from difference(
            f"condition:{number}", _("Condition, clause %(number)s") % {"number": number},
            before.get(number), after.get(number), part=CONDITION, number=number,
        )  # fmt: skip
