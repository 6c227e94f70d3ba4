"""Where a request comes from, as a keyed digest: enough to count, not enough to find out who it was."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# One household or firm has all addresses of such a network.
IPV6_PREFIX = 64


def network_of(request: HttpRequest) -> str:
    return salted_hmac("policies.alerts.network", _network(_address(request)), algorithm="sha256").hexdigest()


def _address(request: HttpRequest) -> str:
    """The visitor's address. The proxy's header counts only where the portal trusts that proxy at all, and then
    its last entry, which the proxy itself has written."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, IPV6_PREFIX), strict=False))
    return str(found)
