"""How many people a change reaches: for officials, who see numbers and no addresses."""

from django.db.models import Q

from policies.alerts import searches
from policies.models import Follow, Measure, Policy

# So many different searches are tried; beyond that the number is a lower bound.
MOST_SEARCHES = 500


def followers_reached(policy: Policy, measure: Measure | None = None) -> int:
    """How many followers would be told of a change of this document, or of this measure of it."""
    wanted = Q(policy=policy) | Q(measure=measure) if measure else Q(policy=policy)
    areas = [measure.area_id] if measure else list(policy.areas.values_list("pk", flat=True))
    wanted |= Q(area__in=areas) | Q(query__in=_searches(policy, measure))
    return Follow.objects.filter(wanted, muted=False).values("follower").distinct().count()


def _searches(policy: Policy, measure: Measure | None) -> list[str]:
    """The saved searches that find it."""
    saved = Follow.objects.filter(muted=False).exclude(query="").order_by("query")
    among = (frozenset(), frozenset({measure.pk})) if measure else (frozenset({policy.pk}), frozenset())
    return [
        query
        for query in saved.values_list("query", flat=True).distinct()[:MOST_SEARCHES]
        if any(searches.matches(query, among))
    ]
