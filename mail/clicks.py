"""Counted links: which links of a letter pass through this site, and whether a machine followed.

Pure. A letter counts only where the author switched it on before publishing; see `through`.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from datetime import timedelta

from writing import placeholders
from writing.placeholders import Placeholder

Target = str | Placeholder
"""Where a counted link leads: an address as written, or a variable of the message."""

# What the author invites to. The ways to stop, confirm and change are never counted.
VARIABLES = frozenset({"book_url", "retake_url", "site_url"})
LONGEST = 1500  # characters; longer ones lead straight to their page
AT_ONCE = timedelta(seconds=3)  # nobody opens two links of one letter within
TOO_SOON = timedelta(seconds=20)  # nobody reads that fast after sending

_LINK = re.compile(r'(<a\b[^>]*?\shref=")([^"]+)("[^>]*>)(\s*[^<\s]*)')
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MACHINE = re.compile(
    r"bot\b|bot/|crawl|spider|scan|preview|prefetch|proofpoint|mimecast|barracuda|trendmicro|"
    r"symantec|messagelabs|safelinks|forcepoint|fireeye|sophos|ironport|urldefense|headless|"
    r"python|curl|wget|go-http|okhttp|java/|libwww|perl|ruby|axios|node-fetch|guzzle|phantomjs|"
    r"ms-office|microsoft office|googleimageproxy|yahoomailproxy|facebookexternalhit|validator",
    re.IGNORECASE,
)


def through(body: str) -> tuple[str, dict[str, Target]]:
    """A letter's body with stand-ins for its countable links, and where each of them leads.

    A link whose words are an address stays as it is: a mail that shows one address and leads
    to another looks like fraud.
    """
    targets: dict[str, Target] = {}

    def counted(link: re.Match[str]) -> str:
        before, href, after, label = link.groups()
        target = countable(html.unescape(href))
        if target is None or _ADDRESS.match(label.strip()):
            return link[0]
        name = name_of(target)
        targets[name] = target
        return f"{before}{placeholders.mark(name)}{after}{label}"

    return _LINK.sub(counted, body), targets


def countable(href: str) -> Target | None:
    """What a link leads to where it may be counted, else None."""
    parts = [piece for piece in placeholders.pieces(href) if piece]
    if len(parts) != 1:
        return None
    [part] = parts
    if isinstance(part, Placeholder):
        return part if part.name in VARIABLES else None
    return part if _ADDRESS.match(part) and len(part) <= LONGEST else None


def name_of(target: Target) -> str:
    """The name of a counted link's stand-in: the same in every variant and every letter."""
    text = f"{{{target.name}}}" if isinstance(target, Placeholder) else target
    return f"click_{hashlib.blake2b(text.encode(), digest_size=5).hexdigest()}_url"


def straight(targets: Mapping[str, Target], values: Mapping[str, str]) -> dict[str, str]:
    """The true address behind each counted link."""
    return {
        name: placeholders.as_text(target, values) if isinstance(target, Placeholder) else target
        for name, target in targets.items()
    }


def is_machine(
    *, method: str, agent: str, is_ahead: bool = False, since_sent: timedelta | None
) -> bool:
    """Whether a program followed the link, by its request. `is_ahead`: the browser asked before
    anybody clicked (Sec-Purpose); `since_sent` None: it was not sent yet.
    """
    return (
        method != "GET"
        or is_ahead
        or not agent.strip()
        or bool(_MACHINE.search(agent))
        or since_sent is None
        or since_sent < TOO_SOON
    )


def counter(letter: str, name: str, *, machine: bool = False) -> str:
    """The daily counter of one link of a letter (its sha256): all clicks, or those of machines."""
    return f"{'click-machine' if machine else 'click'}:{letter[:16]}:{name}"
