"""Who has a facilitation case open just now: kept and told as with the support funds (`enterprises.desk.visits`)."""

from functools import partial

from enterprises.desk import visits
from talent.desk.desk import TALENT

context = partial(visits.context, desk=TALENT)
