"""Paging without counting: the next page starts after the last row shown."""

from rest_framework.pagination import CursorPagination


class ApiPagination(CursorPagination):
    """`{"results": [...], "next": url or null}`; ordered by primary key."""

    ordering = "pk"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
