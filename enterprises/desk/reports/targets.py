"""What a field or paper of a request for corrections is called, whatever call it belongs to."""

from collections.abc import Iterable

from enterprises.models import FormField
from enterprises.sections import ANSWER_FIELDS
from policies.models import PaperType
from policies.rulebook import vocabulary


def names_of(targets: Iterable[str]) -> dict[str, str]:
    """Three queries at most; what nobody knows any more keeps its code."""
    targets = list(targets)
    codes = {kind: {target.partition(":")[2] for target in targets if target.startswith(f"{kind}:")}
             for kind in ("fact", "answer", "paper")}  # fmt: skip
    known = {f"answer:{one.name}": str(one.label) for one in ANSWER_FIELDS}
    if codes["paper"]:
        known |= {f"paper:{one.code}": one.title for one in PaperType.objects.filter(code__in=codes["paper"])}
    if codes["answer"] - {one.name for one in ANSWER_FIELDS}:
        fields = FormField.objects.filter(code__in=codes["answer"]).order_by("pk")
        known = {f"answer:{one.code}": str(one.label) for one in fields} | known
    if codes["fact"]:
        words = vocabulary().fields
        known |= {f"fact:{code}": str(words[code].label) for code in codes["fact"] if code in words}
    return {target: known.get(target, target.partition(":")[2]) for target in targets}
