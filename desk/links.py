"""Where the links of a text lead: ours are looked up, those to other sites listed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

LINK = re.compile(
    r"\]\(\s*<?([^)\s>]+)|<((?:https?|mailto):[^>\s]+)>|(?<![(<\w])(https?://[^\s)>\]]+)"
)
VARIABLE = ("{{", "{%")
SCHEMES = ("http", "https", "mailto", "tel")


@dataclass(frozen=True)
class Link:
    """One link: its line, its address, and what is wrong with it (empty: nothing we can see)."""

    line: int
    address: str
    fault: str = ""
    is_outside: bool = False


def links(source: str, *, site: str) -> list[Link]:
    """Every link of a text that is written out; variables are checked elsewhere."""
    by_place: dict[tuple[int, str], Link] = {}
    for line, text in enumerate(source.split("\n"), start=1):
        for match in LINK.finditer(text):
            address = next(filter(None, match.groups())).rstrip(".,;:")
            if not address.startswith(VARIABLE):
                by_place[line, address] = _link(line, address, site)
    return list(by_place.values())


def _link(line: int, address: str, site: str) -> Link:
    try:
        parts = urlsplit(address)
    except ValueError:
        return Link(line, address, "This address cannot be read.")
    ours = address.startswith((f"{site}/", "/")) or address == site
    if ours and not _leads_somewhere(parts.path or "/"):
        return Link(line, address, "There is no such page on your site.")
    if ours or address.startswith("#"):
        return Link(line, address)
    if parts.scheme not in SCHEMES:
        return Link(line, address, "A link begins with https:// or with / for a page of yours.")
    if parts.scheme in ("http", "https") and "." not in parts.netloc:
        return Link(line, address, "This address is not complete.")
    return Link(line, address, is_outside=True)


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
