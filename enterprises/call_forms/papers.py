"""The papers that a call asks for."""

from django.db.models import Exists, OuterRef, Q

from enterprises.models import Call
from policies.models import MeasurePaper, PaperType


def papers_of(call: Call) -> list[PaperType]:
    """Those that everybody gives and the call's own; a call that names none takes its measure's. One query."""
    of_call = Call.papers.through.objects.filter(call=call.pk, papertype=OuterRef("pk"))
    of_measure = MeasurePaper.objects.filter(measure=call.measure_id, paper=OuterRef("pk"))
    known = PaperType.objects.annotate(of_call=Exists(of_call), of_measure=Exists(of_measure))
    found = list(known.filter(Q(baseline=True) | Q(of_call=True) | Q(of_measure=True)).order_by("order", "code"))
    own = any(paper.of_call and not paper.baseline for paper in found)
    return [paper for paper in found if paper.baseline or (paper.of_call if own else paper.of_measure)]


def own_papers_of(call: Call) -> list[PaperType]:
    """Without those that everybody gives."""
    return [paper for paper in papers_of(call) if not paper.baseline]
