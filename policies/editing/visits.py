"""Asking an address on the web whether it still answers, without being led into a private network.

The name is resolved once and the connection goes to exactly that number, so a name that resolves to something else a
moment later gains nothing. A redirect is asked about anew.
"""

import http.client
import ipaddress
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

from policies.enums import LinkTrouble

TIMEOUT = 5.0
# A server that sends one character every four seconds never times out; its connection is cut after this.
DEADLINE = 12.0
REDIRECTS = 3
AGENT = "QingdaoDigitalTradePortal-LinkCheck/1.0"
# Refusing a robot is an answer too: the page is there.
ANSWERS = frozenset({401, 403, 405, 406, 429})
PORTS = {"http": 80, "https": 443}
# RFC 6052: such an address stands for the IPv4 address in its last 32 bits.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Visit:
    """`error` is a `LinkTrouble`, empty when the address answers; `status` what the server said last, if it did."""

    status: int | None = None
    error: str = ""


class Refused(Exception):
    """The address is none that we ask."""

    def __init__(self, trouble: LinkTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def visit(url: str) -> Visit:
    """Never raises for what the other side does."""
    try:
        return _follow(url)
    except Refused as error:
        return Visit(error=error.trouble)
    except TimeoutError:
        return Visit(error=LinkTrouble.SILENT)
    except ssl.SSLError:
        return Visit(error=LinkTrouble.CERTIFICATE)
    except (OSError, http.client.HTTPException, ValueError):
        return Visit(error=LinkTrouble.FAILED)


def _follow(url: str) -> Visit:
    for _hop in range(REDIRECTS + 1):
        status, target = _ask("HEAD", url)
        if status >= 400 and status not in ANSWERS:
            # Some servers know no HEAD, or answer it wrongly.
            status, target = _ask("GET", url)
        if not (300 <= status < 400 and target):
            fine = status < 400 or status in ANSWERS
            return Visit(status, "" if fine else LinkTrouble.STATUS)
        url = urljoin(url, target)
    return Visit(status, LinkTrouble.CIRCLE)


def _ask(method: str, url: str) -> tuple[int, str]:
    """Status and where it leads on to."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused(LinkTrouble.NO_PAGE)
    port = parts.port or PORTS[parts.scheme]
    connection = _connection(parts.scheme, parts.hostname, port, address_of(parts.hostname, port))
    watch = Timer(DEADLINE, _cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, _ascii(path), headers={"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        watch.cancel()
        connection.close()


def address_of(host: str, port: int) -> str:
    """The number to connect to. Refused if any of the name's numbers is not one of the open network."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Refused(LinkTrouble.NO_HOST) from error
    numbers = [str(one[4][0]).partition("%")[0] for one in found]
    if not numbers or not all(_is_open(ipaddress.ip_address(number)) for number in numbers):
        raise Refused(LinkTrouble.PRIVATE)
    return numbers[0]


def _is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    if mapped.version == 6 and mapped in NAT64:
        mapped = ipaddress.IPv4Address(int(mapped) & 0xFFFFFFFF)
    if mapped.is_loopback and settings.LINK_CHECK_LOOPBACK:
        return True
    return mapped.is_global and not mapped.is_multicast and not mapped.is_reserved


def _connection(scheme: str, host: str, port: int, number: str) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=TIMEOUT)
    # The host's name stays in the request and in the certificate's check; only the socket goes to the number.
    connection._create_connection = lambda _place, *rest: socket.create_connection((number, port), *rest)  # type: ignore[attr-defined]
    return connection


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _ascii(path: str) -> str:
    """Chinese characters in a path as percent signs; what is escaped already stays."""
    return quote(path, safe="/%?=&;:@!$'()*+,#~[]-._")
