"""The search through policies and measures: the same on SQLite and PostgreSQL, in Chinese and English.

`find(SearchQuery.read(request.GET))` for pages, `matching_ids` for saved searches, `api_filter` for the API,
`reindex_policy`, `reindex_measure` and `reindex_all` for whoever changes rows without saving them one by one.
"""

from policies.search.finding import Found, api_filter, find, matching_ids
from policies.search.index import gathered, reindex_all, reindex_measure, reindex_policy
from policies.search.query import SearchQuery

__all__ = [
    "Found",
    "SearchQuery",
    "api_filter",
    "find",
    "gathered",
    "matching_ids",
    "reindex_all",
    "reindex_measure",
    "reindex_policy",
]
