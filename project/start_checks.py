"""What a start is refused for: settings with which anybody could sign links, or read tracebacks.

Pure: `insecure` is given what was read, and says the first fault in one line.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

SHORTEST_KEY = 50
DEFAULT_KEY = "development-only"


def insecure(
    *, debug: bool, keys: dict[str, str], hosts: Iterable[str], proxies: int, database: str = ""
) -> str | None:
    """The fault, or None. `keys`: secrets by name; `hosts`: the names the site answers to;
    `database`: the host of a database server, empty for a file or a socket of this machine.
    """
    if not debug:
        weak = next((name for name, key in keys.items() if is_weak(key)), None)
        return weak and (
            f"{weak} is too short or guessable: at least {SHORTEST_KEY} random characters "
            "(python -c 'import secrets; print(secrets.token_urlsafe(48))')."
        )
    public = next((host for host in hosts if not is_local(host)), None)
    if public:
        seen = f"{public} is a public name"
    elif proxies:
        seen = "TRUSTED_PROXIES is set"
    elif database and not is_this_machine(database):
        seen = f"the database is at {database}, not on this machine"
    else:
        return None
    return f"DEBUG is on and {seen}. DEBUG=yes is for development; set DEBUG=no."


def is_weak(key: str) -> bool:
    return len(key) < SHORTEST_KEY or len(set(key)) < 10 or key.startswith("django-insecure-")


def is_local(host: str) -> bool:
    """Whether a name leads to this machine or to a neighbor's: no dots, or a reserved ending."""
    name = host.strip("[]").lower()
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return "." not in name.strip(".") or name.endswith((".localhost", ".test", ".invalid"))


def is_this_machine(host: str) -> bool:
    """Whether a database's host is here: a socket's folder, localhost or a loopback address. One
    of a neighbor's is not: `db` in a compose file is where the true rows are.
    """
    if host.startswith("/") or host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
