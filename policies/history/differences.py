"""One thing that differs between two versions."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from policies.editing import differences

FACT, TEXT, CLAUSE, CONDITION = "fact", "text", "clause", "condition"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
KIND_LABELS = {**differences.KINDS, "moved": _("Renumbered")}


@dataclass(frozen=True)
class Difference(differences.Difference):
    """`old` and `new` are texts as people read them.

    `part` is fact (a short value), text (a summary, a plain reading, the amount in words), clause or condition.
    `number` is the clause's number now, or the one it had where it is gone; `was` its number before where it was
    renumbered. `language` is that of the texts, empty where they are in the reader's.
    """

    part: str = FACT
    number: str = ""
    was: str = ""
    language: str = ""

    @property
    def kind(self) -> str:
        return "moved" if self.was and self.old == self.new else super().kind

    @property
    def kind_label(self) -> str:
        return str(KIND_LABELS[self.kind])


def difference(key: str, label: object, old: object, new: object, **more: Any) -> list[Difference]:
    """None or one, ready to be added to a list."""
    before, after = str(old or ""), str(new or "")
    if before == after and not more.get("was"):
        return []
    return [Difference(key, str(label), before, after, **more)]
