"""Where a request comes from, and how often somebody from there has done a thing."""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


class Tally:
    """At most so many times from one address, counted from the first; the count is forgotten after `seconds`."""

    def __init__(self, name: str, most: int, seconds: int) -> None:
        self.name, self.most, self.seconds = name, most, seconds

    def has_room(self, request: HttpRequest) -> bool:
        return cache.get(self._key(request), 0) < self.most

    def add(self, request: HttpRequest) -> None:
        key = self._key(request)
        cache.add(key, 0, self.seconds)
        try:
            cache.incr(key)
        except ValueError:
            # It ran out between the two.
            cache.set(key, 1, self.seconds)

    def _key(self, request: HttpRequest) -> str:
        return f"{self.name}:{address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """The visitor's address. The proxy's header counts only where the portal trusts that proxy at all, and then
    its last entry, which the proxy itself has written; where that is no address, the proxy's own is taken."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    last = forwarded.rpartition(",")[2].strip()
    return last if _is_address(last) else request.META.get("REMOTE_ADDR", "")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
