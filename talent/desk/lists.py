"""The list from which a reader came to a case, kept in the address (see `enterprises.desk.lists`)."""

from enterprises.desk.lists import Lists
from talent.desk.desk import TALENT

_cases = Lists(TALENT)
read, case_url, neighbours = _cases.read, _cases.case_url, _cases.neighbours
page_url = _cases.page_url
