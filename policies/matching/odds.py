"""How likely an answer rules a measure out, before anything is known. Pure.

Nothing is learnt from answers, because none are kept. What is assumed: nearly everybody meets the common
conditions; yes and no are equally likely, and so are the values of a list with "none of them"; half of all
enterprises stay below the lowest threshold of a figure, and the rest spreads evenly over the higher ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from policies.rules import Condition

COMMON, EVEN, UPPER = 0.05, 0.5, 0.3
AT_LEAST, AT_MOST = ("gte", "gt"), ("lte", "lt")


@dataclass(frozen=True, eq=False)
class Odds:
    thresholds: dict[str, list[Decimal]]

    @classmethod
    def of(cls, conditions: Iterable[Condition]) -> "Odds":
        found: dict[str, set[Decimal]] = {}
        for one in conditions:
            if one.op in AT_LEAST and one.field.numeric:
                found.setdefault(one.field.code, set()).add(one.value)  # type: ignore[arg-type]
        return cls({code: sorted(values) for code, values in found.items()})

    def fails(self, condition: Condition) -> float:
        """Between 0 and 1."""
        if condition.group == "common":
            return COMMON
        if condition.field.type in ("enum", "code"):
            return self._not_listed(condition)
        if condition.field.numeric and condition.op in AT_LEAST:
            steps = self.thresholds[condition.field.code]
            return EVEN + EVEN * 0.8 * steps.index(condition.value) / len(steps)  # type: ignore[arg-type]
        return UPPER if condition.op in AT_MOST else EVEN

    @staticmethod
    def _not_listed(condition: Condition) -> float:
        if condition.op == "prefix" or not condition.field.values:
            return EVEN
        named = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        share = len(named) / (len(condition.field.values) + 1)
        return share if condition.op in ("ne", "not_in") else 1 - share
