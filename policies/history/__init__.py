"""What changed between two versions, as people read it: for the public's history and for the desk alike.

`compare_policies(old, new, names)` and `compare_measures(old, new, words, names)` take the contents of two revisions
and return a list of `Difference`. They are pure: `read_names(…)` fetches the titles behind codes beforehand.
"""

from .differences import Difference
from .measures import compare_measures
from .names import Names, read_names
from .policies import compare_policies
from .runs import Effort, runs

__all__ = ["Difference", "Effort", "Names", "compare_measures", "compare_policies", "read_names", "runs"]
