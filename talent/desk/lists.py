"""The list from which a reader came to a facilitation case: as for applications, with the talent desk's own queue."""

from enterprises.desk.lists import Lists
from talent.desk.query import read_query
from talent.desk.sources import source_of

_cases = Lists(read_query, source_of, "admin:talent_talentcase_change")
read, case_url, neighbours = _cases.read, _cases.case_url, _cases.neighbours
