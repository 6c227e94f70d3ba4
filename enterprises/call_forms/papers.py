"""The papers that a call asks for."""

from django.db.models import Q

from enterprises.models import Call
from policies.models import PaperType


def papers_of(call: Call) -> list[PaperType]:
    """Those that everybody gives and the call's own; a call that names none takes its measure's. Two queries."""
    own = list(call.papers.values_list("pk", flat=True))
    which = Q(pk__in=own) if own else Q(measures=call.measure_id)
    return list(PaperType.objects.filter(Q(baseline=True) | which).distinct().order_by("order", "code"))


def own_papers_of(call: Call) -> list[PaperType]:
    """Without those that everybody gives."""
    return [paper for paper in papers_of(call) if not paper.baseline]
