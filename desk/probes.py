"""The outside world the checks ask: name servers, web pages, a mail server's door."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request

import dns.exception
import dns.resolver

SECONDS = 4.0


class NoNetwork(Exception):
    """Nobody answered at all: nothing is known about what was asked."""


def texts(name: str) -> list[str]:
    """The TXT records of a name; none is []. Raises NoNetwork where no name server answers."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise NoNetwork(type(error).__name__) from error
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]


def status(url: str, *, data: bytes | None = None) -> int:
    """The status of a page (POST with `data`). Raises NoNetwork where nothing answers."""
    request = urllib.request.Request(url, data=data, headers={"User-Agent": "link-check"})  # noqa: S310 - our own and the author's addresses
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, OSError) as error:
        raise NoNetwork(str(error)) from error


def greets(host: str, port: int) -> bool:
    """Whether something answers at a mail server's door."""
    try:
        with socket.create_connection((host, port), timeout=SECONDS):
            return True
    except OSError:
        return False
