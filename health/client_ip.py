"""Where a request comes from: the visitor's address behind our own proxies, and its network. Pure.

A network is a /24 of IPv4 or a /48 of IPv6: what one subscriber or one rented server can move
within. A single IPv4 address would let a rented block count as 256 strangers, a single /64 of IPv6
a home as 65,536. No address is kept or logged.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

PLACES = 2**14


def client_address(remote: str, forwarded: str, *, proxies: int) -> str:
    """The visitor's address: what the outermost of our own proxies saw (X-Forwarded-For holds one
    entry for each of them at its end; what stands before these, the visitor may have made up).
    """
    seen = [part.strip() for part in forwarded.split(",") if part.strip()]
    # Counted from the end: a visitor can send the header too, and what they wrote stands at its
    # beginning. Fewer entries than proxies: none of them is to be believed.
    return seen[-proxies] if 0 < proxies <= len(seen) else remote


def network(address: str) -> str:
    """The network an address lies in; empty where unknown."""
    try:
        host = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped:
        host = host.ipv4_mapped  # a dual-stack server sees IPv4 visitors so (RFC 4291 §2.5.5.2)
    width = 24 if host.version == 4 else 48
    return str(ipaddress.ip_network((host, width), strict=False))


def place(address: str, *, key: str) -> int | None:
    """The network as one of some thousand numbers, to be kept with a row: enough to notice a
    script that books hour after hour, too little to tell who it was.
    """
    where = network(address)
    if not where:
        return None
    # Keyed, since there are few networks: a bare hash of each could be tried in seconds.
    digest = hmac.new(key.encode(), f"place:{where}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:4]) % PLACES
