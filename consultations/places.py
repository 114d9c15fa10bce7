"""Where a request comes from, as one of some thousand numbered places: enough to notice a script
that books hour after hour, too little to tell who it was. No address is kept or logged. Pure.
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
    return seen[-proxies] if 0 < proxies <= len(seen) else remote


def place(address: str, *, key: str) -> int | None:
    """The number of the network an address lies in (/24, or /48 of IPv6); None where unknown."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    network = ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False)
    digest = hmac.new(key.encode(), f"place:{network}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:4]) % PLACES
