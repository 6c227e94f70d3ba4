"""The search index follows a change in its transaction."""

from policies.models import Measure, Policy
from policies.search import reindex_measure, reindex_policy


def index(target: Policy | Measure) -> None:
    """After changes that tell the index nothing, such as a list of areas."""
    (reindex_measure if isinstance(target, Measure) else reindex_policy)(target.pk)
