"""The papers that a call asks for."""

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet

from enterprises.models import Call
from policies.models import MeasurePaper, PaperType
from portal.core.prepared import Prepared, Slot


def papers_of(call: Call) -> list[PaperType]:
    """Those that everybody gives and the call's own; a call that names none takes its measure's. One query."""
    found = _asked.all(call=call.pk, measure=call.measure_id)
    own = any(paper.of_call and not paper.baseline for paper in found)
    return [paper for paper in found if paper.baseline or (paper.of_call if own else paper.of_measure)]


def _asked_of_anybody() -> QuerySet[PaperType]:
    call, measure = Slot("call", BigIntegerField()), Slot("measure", BigIntegerField())
    of_call = Call.papers.through.objects.filter(call=call, papertype=OuterRef("pk"))
    of_measure = MeasurePaper.objects.filter(measure=measure, paper=OuterRef("pk"))
    known = PaperType.objects.annotate(of_call=Exists(of_call), of_measure=Exists(of_measure))
    return known.filter(Q(baseline=True) | Q(of_call=True) | Q(of_measure=True)).order_by("order", "code")


# Each page of a draft and each submission looks at them.
_asked = Prepared(_asked_of_anybody)


def own_papers_of(call: Call) -> list[PaperType]:
    """Without those that everybody gives."""
    return [paper for paper in papers_of(call) if not paper.baseline]
