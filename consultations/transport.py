"""Fetching a calendar from an address the author pasted, guarded: whoever runs that address must
not reach our own network. https on port 443 only, every address a name resolves to is checked and
the connection goes to a checked one, redirects are checked alike, size and time are limited.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_BYTES = 5_000_000
SECONDS = 20.0
MOST_HOPS = 4
UNICAST = ipaddress.ip_network("2000::/3")  # all IPv6 that is given out (RFC 4291 §2.4)
NOT_OUT = (  # Teredo, 6to4, documentation (RFC 9637)
    ipaddress.ip_network("2001::/32"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("3fff::/20"),
)
RELAYS = ipaddress.ip_network("192.88.99.0/24")  # of 6to4 (RFC 7526)
REDIRECTS = (301, 302, 303, 307, 308)
HEADERS = {
    "Accept": "text/calendar, */*;q=0.1",
    # http.client does not unpack: asked for plainly, so that what is counted is what is read.
    "Accept-Encoding": "identity",
    "User-Agent": "ResistanceReframe/1 (calendar)",
    "Connection": "close",
}


class Unfetched(Exception):
    """The calendar could not be had; the message is a sentence for the author."""


type Resolve = Callable[[str], list[str]]
type Open = Callable[[str, str, float], socket.socket]


def resolve(host: str) -> list[str]:
    """Every address of a host name."""
    addresses = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in addresses]


def open_tls(address: str, host: str, seconds: float) -> socket.socket:
    """A connection to exactly this address, which must hold a certificate for `host`."""
    plain = socket.create_connection((address, 443), timeout=seconds)
    try:
        # To the checked address, for the name: the certificate is held against what she pasted.
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def fetch(url: str, *, resolve: Resolve = resolve, connect: Open = open_tls) -> bytes:
    """What stands at an address, redirects followed; raises Unfetched."""
    deadline = time.monotonic() + SECONDS
    for _hop in range(MOST_HOPS):
        parts = checked(url)
        # Resolved once and connected to that very address: resolved again by the library, the name
        # could lead into our own network by then (DNS rebinding). Each redirect passes here too.
        address = public_address(str(parts.hostname), resolve)
        try:
            body, onward = ask(parts, deadline, partial(connect, address))
        except ssl.SSLError as error:
            raise Unfetched("The server's certificate is not in order.") from error
        except TimeoutError as error:
            raise Unfetched("The server took too long to answer.") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unfetched("The server could not be reached.") from error
        if not onward:
            return body
        url = urljoin(url, onward)
    raise Unfetched("The address leads on and on to others.")


def checked(url: str) -> SplitResult:
    """The parts of an https address on the usual port, without a password in it."""
    try:
        parts = urlsplit(url)
        usual = parts.port in (None, 443)
    except ValueError as error:
        raise Unfetched("This is not an address.") from error
    if parts.scheme != "https" or not parts.hostname or not usual:
        raise Unfetched("Only https addresses on the usual port are read.")
    if "@" in parts.netloc:
        raise Unfetched("The address holds a user name; use the calendar's secret address.")
    return parts


def public_address(host: str, resolve: Resolve) -> str:
    """The first address of a host, if all of them are out in the open internet."""
    try:
        addresses = resolve(host)
    except (OSError, UnicodeError) as error:
        raise Unfetched("There is no such server.") from error
    # All of them: a name with one public and one private address passes a look at the first only.
    if not addresses or not all(map(is_public, addresses)):
        raise Unfetched("The address leads into a private network.")
    return addresses[0]


def is_public(text: str) -> bool:
    """Whether an address lies in the open internet. One that wraps another kind never does: where
    it leads, a router on the way decides.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        outside = address not in UNICAST or any(address in network for network in NOT_OUT)
        return address.is_global and not outside
    return address.is_global and not address.is_multicast and address not in RELAYS


def ask(
    parts: SplitResult, deadline: float, connect: Callable[[str, float], socket.socket]
) -> tuple[bytes, str]:
    """One request: the body, or where it leads on to. At the deadline the line is cut."""
    host = str(parts.hostname)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    connection = http.client.HTTPSConnection(host, timeout=left(deadline))
    connection.sock = sock = connect(host, left(deadline))
    watch = threading.Timer(left(deadline), hang_up, (sock,))
    watch.daemon = True
    watch.start()
    try:
        connection.request("GET", path, headers=HEADERS)
        with connection.getresponse() as answer:
            feed = taken(answer)
        left(deadline)
        return feed
    except (OSError, http.client.HTTPException):
        left(deadline)
        raise
    finally:
        watch.cancel()
        connection.close()


def hang_up(sock: socket.socket) -> None:
    """End a conversation, also for a server that sends a byte now and then."""
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def taken(answer: http.client.HTTPResponse) -> tuple[bytes, str]:
    if answer.status in REDIRECTS:
        return b"", answer.headers.get("Location", "") or "/"
    if answer.status != 200:
        raise Unfetched(f"The server answered {answer.status}.")
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Unfetched("The calendar is larger than 5 MB.")
    return body, ""


def left(deadline: float) -> float:
    """Seconds left; TimeoutError when none are."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
