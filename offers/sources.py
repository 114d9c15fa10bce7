"""Where a visitor came from, as the first page they open hears of it: cleaned and bounded. Pure.

What is carried on from page to page until something was typed stands in the query and in hidden
inputs, under the names of `CARRIED`; a piece on another site is framed or linked with the same
names. No address, no answer and nothing that tells one visitor from another is among them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
CARRIED = (*UTM, "referrer", "page", "piece")
LONGEST, LONGEST_PAGE = 100, 200
OTHER = "*"
"""The name of those for whom a day has no room under their own."""
HOST = re.compile(r"(?=.{1,100}$)(localhost|[\w-]+(\.[\w-]+)+)")
# Programs that say so themselves: Googlebot/2.1, a crawler. “Cubot” is a telephone.
ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scrap|archiver|facebookexternalhit|bingpreview|lighthouse"
    r"|headless|monitor|uptime|pingdom|curl/|wget/|python|go-http|java/|okhttp|libwww|axios|node",
    re.IGNORECASE,
)


def clean(given: Mapping[str, str], *, own: str) -> dict[str, str]:
    """The values that may be kept, by their names; `own` is the host of this site."""
    values = {name: words(given.get(name, "")) for name in UTM}
    values["referrer"] = site(given.get("referrer", ""), own=own)
    values["page"] = page(given.get("page", ""), own=own)
    return {name: value for name, value in values.items() if value}


def words(text: str) -> str:
    """One line of visible characters; nothing where an address stands in it, for a name of a place
    names no person.
    """
    if "@" in text:
        return ""
    # Cut before it is looked through: what is posted may be a megabyte.
    line = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * LONGEST])
    return " ".join(line.split())[:LONGEST].rstrip()


def site(address: str, *, own: str) -> str:
    """The host of a page elsewhere, without “www.”."""
    return _split(address, own)[0]


def page(address: str, *, own: str) -> str:
    """Host and path of a page elsewhere, without its query; a path that holds an address goes."""
    host, path = _split(address, own)
    if not host:
        return ""
    shown = words(path).rstrip("/") if "%40" not in path else ""
    return f"{host}{shown}"[:LONGEST_PAGE]


def _split(address: str, own: str) -> tuple[str, str]:
    text = address.strip()[: 4 * LONGEST_PAGE]
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    is_kept = HOST.fullmatch(host) and host != own.removeprefix("www.")
    return (host, parts.path) if is_kept else ("", "")


def name(values: Mapping[str, str]) -> str:
    """What the author's tables call it: the place her link names, else the site; nothing where
    nothing is known.
    """
    if values.get("utm_source"):
        campaign = values.get("utm_campaign", "")
        return f"{values['utm_source']}, {campaign}" if campaign else values["utm_source"]
    return values.get("referrer") or values.get("page", "").split("/")[0]


def is_robot(agent: str) -> bool:
    """Whether a browser's header says that nobody looks."""
    return bool(ROBOT.search(agent))
