"""Where a request comes from, as a keyed digest: enough to count, not enough to find out who it was."""

import ipaddress

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from portal.core.visitors import address_of

# One household or firm has all addresses of such a network.
IPV6_PREFIX = 64


def network_of(request: HttpRequest) -> str:
    return salted_hmac("policies.alerts.network", _network(address_of(request)), algorithm="sha256").hexdigest()


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, IPV6_PREFIX), strict=False))
    return str(found)
