"""Which question comes next: the one whose answer is expected to settle most of what is still open. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod

from policies.matching.catalogue import Catalogue, Page
from policies.rules import Condition, Result, Verdict

# More would be no question but a form.
MOST_BOXES = 18
# Fewer are asked one by one: there a list saves nothing.
FEWEST_BOXES = 4


@dataclass(frozen=True)
class Ask:
    """What to ask next. `settles`: how many open measures depend on it. `boxes`: to be ticked, not answered."""

    codes: Page
    settles: int
    boxes: bool = False
    for_amount: bool = False


def is_open(result: Result) -> bool:
    """Whether another answer could change what is said of a measure."""
    return result.verdict is not Verdict.NOT_MET and bool(result.missing)


def next_ask(
    catalogue: Catalogue, results: Iterable[Result], *, skipped: Collection[str] = (), boxes_asked: bool = False
) -> Ask | None:
    """None when nothing is left that the reader has not passed over."""
    asking = Asking(catalogue, [one for one in results if is_open(one)], frozenset(skipped))
    return asking.general() or (None if boxes_asked else asking.boxes()) or asking.best()


class Asking:
    def __init__(self, catalogue: Catalogue, results: Sequence[Result], skipped: frozenset[str]) -> None:
        self.catalogue = catalogue
        self.left = [
            (one, missing) for one in results if (missing := self._asked(one.missing) - skipped)
        ]  # fmt: skip
        self.wanted = Counter(code for _result, missing in self.left for code in missing)

    def _asked(self, codes: Iterable[str]) -> set[str]:
        return {self.catalogue.asked(code) for code in codes}

    def general(self) -> Ask | None:
        """What rules everything out comes first, all of it on one page."""
        codes = tuple(code for code in self.catalogue.general if code in self.wanted)
        return Ask(codes, len(self.left)) if codes else None

    def boxes(self) -> Ask | None:
        """For each measure the one thing that it is about: who has no such thing is asked nothing more of it."""
        chosen: Counter[str] = Counter()
        for result, missing in self.left:
            gates = [
                one.condition for one in result.conditions
                if one.verdict is Verdict.UNANSWERED and _is_gate(one.condition)
                and self.catalogue.asked(one.field) in missing
            ]  # fmt: skip
            if gates:
                users = self.catalogue.users
                # What fewest share is what the measure is about; of several, its rules name that one first.
                best = min(gates, key=lambda one: users[one.field.code])
                chosen[self.catalogue.asked(best.field.code)] += 1
        codes = [code for code, _count in chosen.most_common(MOST_BOXES)]
        order = {code: place for place, code in enumerate(self.catalogue.asked_codes)}
        page = tuple(sorted(codes, key=order.__getitem__))
        return Ask(page, sum(chosen.values()), boxes=True) if len(page) >= FEWEST_BOXES else None

    def best(self) -> Ask | None:
        deciding = [code for code in self.wanted if code in self.catalogue.deciding]
        codes = deciding or list(self.wanted)
        pages = dict.fromkeys(self.catalogue.page_of(code) for code in codes)
        if not pages:
            return None
        scores = self._scores()
        chosen = max(pages, key=lambda page: (scores[page] / self._answers(page), self._users(page)))
        return Ask(self._still(chosen), self._users(chosen), for_amount=not deciding)

    def _still(self, page: Page) -> Page:
        return tuple(code for code in page if code in self.wanted)

    def _answers(self, page: Page) -> int:
        return len(self._still(page))

    def _users(self, page: Page) -> int:
        return sum(not missing.isdisjoint(page) for _result, missing in self.left)

    def _scores(self) -> dict[Page, float]:
        """How many open measures each page is expected to settle: ruled out, or nothing more to ask."""
        scores: Counter[Page] = Counter()
        for result, missing in self.left:
            lasting: dict[Page, float] = {}
            for needed, chance in self._hurdles(result):
                for page in {self.catalogue.page_of(code) for code in needed}:
                    if needed <= set(page):
                        lasting[page] = lasting.get(page, 1.0) * (1 - chance)
            for page in {self.catalogue.page_of(code) for code in missing}:
                lasts = lasting.get(page, 1.0)
                scores[page] += 1.0 if missing <= set(page) else 1 - lasts
        return scores

    def _hurdles(self, result: Result) -> Iterator[tuple[set[str], float]]:
        """The facts that together decide about a condition (or about all alternatives), and how likely they end it."""
        alternatives = []
        for one in result.conditions:
            if one.group == "any":
                alternatives.append(one)
            elif one.verdict is Verdict.UNANSWERED:
                yield self._asked(one.missing), self.catalogue.odds.fails(one.condition)
        verdicts = {one.verdict for one in alternatives}
        if verdicts and verdicts.isdisjoint({Verdict.MET, Verdict.OFFICIAL}):
            waiting = [one for one in alternatives if one.verdict is Verdict.UNANSWERED]
            needed = {code for one in waiting for code in self._asked(one.missing)}
            yield needed, prod(self.catalogue.odds.fails(one.condition) for one in waiting)


def _is_gate(condition: Condition) -> bool:
    """Whether “we have no such thing” ends it. A list gates only where most of its values would do."""
    field = condition.field
    if condition.group != "all" or field.derived or field.unit == "years":
        return False
    return GATES[field.type](condition) if field.type in GATES else False


def _needs_a_figure(condition: Condition) -> bool:
    zero = condition.field.numeric
    return zero and ((condition.op == "gte" and condition.value > 0) or (condition.op == "gt" and condition.value >= 0))


def needs_any_value(condition: Condition) -> bool:
    """Of a list of which most values do, having any is the point: a certificate, a policy, a right."""
    named = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    return condition.op in ("in", "eq") and len(named) * 3 >= len(condition.field.values) * 2


GATES: dict[str, Callable[[Condition], bool]] = {
    "bool": lambda condition: condition.op == "is_true",
    "money": _needs_a_figure,
    "number": _needs_a_figure,
    "integer": _needs_a_figure,
    "enum": needs_any_value,
}
