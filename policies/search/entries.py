"""What the index knows of a document or a measure, and what a result shows of it."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation

from policies.clauses import conditions
from policies.models import Measure, Policy
from policies.models.search import SearchEntry
from policies.rulebook import NoRuleBookError, read_rules, vocabulary
from policies.rules import RuleError, Vocabulary, formula_sentences
from policies.search.text import initials, plain

# A break that no phrase crosses: where one field ends and the next begins.
BREAK = "\n"
Passage = tuple[str, str, str]


def of_policies(keys: list[int]) -> list[SearchEntry]:
    related = ("clauses", "areas", "categories", "districts")
    rows = Policy.objects.filter(pk__in=keys).prefetch_related(*related)
    return [_policy_entry(policy) for policy in rows]


def of_measures(keys: list[int]) -> list[SearchEntry]:
    rows = Measure.objects.filter(pk__in=keys).with_papers()
    rows = rows.prefetch_related("policy__categories", "policy__districts")
    try:
        words = vocabulary() if rows else None
    except NoRuleBookError:
        words = None
    return [_measure_entry(measure, words) for measure in rows]


def _policy_entry(policy: Policy) -> SearchEntry:
    clauses = list(policy.clauses.all())
    headings = [(clause.text_zh, clause.text_en) for clause in clauses if clause.is_heading]
    passages = [("", policy.summary_zh, policy.summary_en), ("", policy.reading_zh, policy.reading_en)]
    passages += [(clause.number, clause.text_zh, clause.text_en) for clause in clauses]
    areas = [area.code for area in policy.areas.all()]
    card = {
        "slug": policy.slug,
        "kind": policy.kind,
        "level": policy.level,
        "areas": areas,
        "audiences": policy.audiences,
        "number": policy.document_number or "",
    }
    return SearchEntry(
        policy=policy,
        numbers=_joined(policy.document_number or "", policy.code),
        lead=_joined(policy.summary_zh, policy.summary_en, *(text for pair in headings for text in pair)),
        state=policy.state,
        expires_on=policy.expires_on,
        newest=policy.issued_on or policy.reported_on or policy.published_at.date(),
        published=policy.published,
        published_at=policy.published_at,
        facets=_facets("document", policy, areas, kind=policy.kind),
        **_texts(policy, passages, [policy.issuer_zh, policy.issuer_en]),
        **_shown(policy, card, passages),
    )


def _measure_entry(measure: Measure, words: Vocabulary | None) -> SearchEntry:
    passages = list(_rule_passages(measure, words))
    passages += [("", row.paper.title_zh, row.paper.title_en) for row in measure.paper_rows.all()]
    policy = measure.policy
    card = {
        "slug": measure.slug,
        "kind": "",
        "level": policy.level,
        "areas": [measure.area.code],
        "audiences": policy.audiences,
        "number": "",
        "mode": measure.mode,
    }
    return SearchEntry(
        measure=measure,
        numbers=_joined(measure.code),
        lead=_joined(policy.title_zh, policy.title_en),
        state=policy.state,
        expires_on=policy.expires_on,
        newest=measure.published_at.date(),
        published=policy.published,
        published_at=measure.published_at,
        facets=_facets("measure", policy, [measure.area.code]),
        **_texts(measure, passages, [policy.title_zh, policy.title_en]),
        **_shown(measure, card, passages),
    )


def _rule_passages(measure: Measure, words: Vocabulary | None) -> Iterator[Passage]:
    """The sentences of conditions and amount, as the applicant reads them. Rules that can't be read have none."""
    if words is None:
        return
    try:
        rules = read_rules(measure, words)
    except RuleError:
        return
    halves = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            lines = [*conditions(rules), *((str(measure.article), one) for one in formula_sentences(rules))]
            halves.append([(number, str(text)) for number, text in lines])
    for (number, zh), (_number, en) in zip(*halves, strict=True):
        yield number, zh, en


def _texts(row: Policy | Measure, passages: list[Passage], more: list[str]) -> dict[str, str]:
    title = _joined(row.title_zh, row.title_en)
    numbers = [getattr(row, "document_number", "") or "", row.code]
    bodies = [half for _number, zh, en in passages for half in (zh, en)]
    return {
        "title": title,
        "initials": initials(plain(row.title_zh))[:200],
        "text": BREAK.join([title, _joined(*numbers, *more, *bodies)]),
    }


def _joined(*texts: str) -> str:
    return BREAK.join(plain(text) for text in texts if text)


def _shown(row: Policy | Measure, card: dict[str, Any], passages: list[Passage]) -> dict[str, Any]:
    card |= {"zh": row.title_zh, "en": row.title_en, "demo": row.is_demo}
    return {"card": card, "passages": [passage for passage in passages if passage[1] or passage[2]]}


def _facets(what: str, policy: Policy, areas: list[str], **more: str) -> str:
    """Tokens such as area=supply, which stand in the index beside the words."""
    found = [("what", what), ("level", policy.level), *more.items()]
    found += [("area", code) for code in areas]
    found += [("audience", code) for code in policy.audiences]
    found += [("category", category.code) for category in policy.categories.all()]
    found += [("district", district.code) for district in policy.districts.all()]
    return " ".join(f"{name}={value.lower()}" for name, value in found)
