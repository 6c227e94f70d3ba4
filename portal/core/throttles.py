"""How often the API is asked: counted in the memory of each web process.

Not in Redis: a cache that is away or slow must cost nobody an answer, least of all a submission its last minute.
"""

from typing import Any

from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from portal.core.visitors import address_of


class OwnMemory:
    """Mixin for a throttle, before its own class."""

    @property
    def cache(self) -> Any:
        return caches["here"]


class VisitorThrottle(OwnMemory, AnonRateThrottle):
    """So many requests a minute from one address. A header that anybody can write makes nobody another visitor."""

    def get_ident(self, request: Request) -> str:
        return address_of(request)
