"""The text of our own demo documents, written from the rules of their measures.

A real document has its own clauses and is left alone. Chapter 1 is the purpose, chapter 2 the conditions that
every measure inherits, and each measure has a chapter whose clauses carry the numbers that the rules cite.
"""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from policies.enums import PolicyKind
from policies.models import Clause, Measure, PaperType, Policy
from policies.rulebook import read_rules
from policies.rules import RuleSet, Vocabulary, formula_sentences
from policies.rules.sentences import statement
from policies.rules.texts import Day
from portal.core.loading import Report, upsert
from portal.core.money import format_cny

Line = tuple[str, str]
LANGUAGES = {"zh": "zh-hans", "en": "en"}
ONE_OF = gettext_noop("One of the conditions %(first)s to %(last)s is enough: %(condition)s")


def write_clauses(policy: Policy, words: Vocabulary, report: Report | None = None) -> None:
    """Bring the clauses of a demo document up to date; clauses that no rule stands behind any more go."""
    if not (policy.is_demo and policy.kind == PolicyKind.MEASURE):
        return
    report = report or Report()
    texts = {half: _lines(policy, words, language) for half, language in LANGUAGES.items()}
    numbers = [number for number, _text in texts["zh"]]
    for order, ((number, text_zh), (_number, text_en)) in enumerate(zip(texts["zh"], texts["en"], strict=True)):
        values = {"text_zh": text_zh, "text_en": text_en, "order": order}
        upsert(report, Clause, {"policy": policy, "number": number}, values)
    for stale in policy.clauses.exclude(number__in=numbers):
        stale.delete()
        report.count("changed", "clause")


def _lines(policy: Policy, words: Vocabulary, language: str) -> list[Line]:
    with translation.override(language):
        lines = [("1", _("Purpose")), ("1.1", _purpose(policy)), ("2", _("Conditions for every measure"))]
        lines += [(one.clause, str(statement(one))) for one in words.common]
        for measure in policy.measures.with_papers().order_by("article"):
            lines += _article(measure, read_rules(measure, words))
        return lines


def _purpose(policy: Policy) -> str:
    """The summary says what the document is for; without one, its title must do."""
    return policy.summary or policy.title


def _article(measure: Measure, rules: RuleSet) -> Iterator[Line]:
    """Conditions that cite a clause of another chapter are written there, not here."""
    prefix = f"{measure.article}."
    own = dict(line for line in conditions(rules) if line[0].startswith(prefix))
    last = max((int(number.rsplit(".", 1)[1]) for number in own), default=0)
    support = _("Support: %(standard)s.") % {"standard": _join(formula_sentences(rules))}
    papers = _("Papers: %(papers)s.") % {"papers": _comma().join(paper.title for paper in papers_of(measure))}
    yield str(measure.article), measure.title
    yield from own.items()
    for offset, text in enumerate((support, papers, _window(measure)), start=1):
        yield f"{prefix}{last + offset}", text


def conditions(rules: RuleSet) -> Iterator[Line]:
    """The measure's own conditions with their clauses; of a group in which one is enough, each says so."""
    group = [one.clause for one in rules.own if one.group == "any"]
    for one in rules.own:
        text = str(statement(one))
        if one.group == "any" and len(group) > 1:
            text = _(ONE_OF) % {"first": group[0], "last": group[-1], "condition": text}
        yield one.clause, text


def _window(measure: Measure) -> str:
    if measure.window_open is None or measure.window_close is None:
        window = _("Window: to be announced.")
    else:
        days = {"first": Day(measure.window_open), "last": Day(measure.window_close)}
        window = _("Window: %(first)s to %(last)s.") % days
    budget = _("Budget: %(amount)s.") % {"amount": format_cny(measure.budget_cny)}
    return f"{window}{budget}" if budget[-1] == "。" else f"{window} {budget}"


def papers_of(measure: Measure) -> list[PaperType]:
    """The papers a measure asks for itself; those asked of everybody come on top."""
    return [row.paper for row in measure.paper_rows.all()]


def _comma() -> str:
    return "、" if (translation.get_language() or "").startswith("zh") else ", "


def _join(sentences: list[str]) -> str:
    return ("；" if (translation.get_language() or "").startswith("zh") else "; ").join(sentences)
