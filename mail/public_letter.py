"""A one-off letter as everybody may read it: the version of a reader of whom nothing is known, with
no name in it and no link that belongs to somebody. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from mail.variant import passages_of
from practice.identity import Identity
from writing import liquid, markdown, placeholders
from writing.segments import Facts

SITE = "site_url"  # the one address of a letter that is nobody's own
_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class PublicLetter:
    """What stands at its address."""

    subject: str
    line: str
    html: str


def public_letter(body: Mapping[str, Any], *, identity: Identity, site: str) -> PublicLetter:
    """A frozen letter in the practice's present words."""
    expand = partial(
        liquid.expand,
        facts=Facts(),
        names=dict.fromkeys(body.get("names", ()), ""),
        passages=passages_of(body),
        constants=identity.constants,
    )
    subject, line = (
        " ".join(_impersonal(expand(body[name]), site).split()) for name in ("subject", "preheader")
    )
    words = _LINK.sub(_without_own, markdown.to_html(expand(body["source"])))
    return PublicLetter(subject=subject, line=line, html=_impersonal(words, site))


def _without_own(link: re.Match[str]) -> str:
    """A link that leads to a reader's own page leaves its words."""
    return link[2] if _own_names(link[1]) else link[0]


def _own_names(text: str) -> set[str]:
    slots = (piece for piece in placeholders.pieces(text) if not isinstance(piece, str))
    return {slot.name for slot in slots} - {SITE}


def _impersonal(text: str, site: str) -> str:
    """Nothing stands where a name would, and no space before what followed it."""
    parts: list[str] = []
    for piece in placeholders.pieces(text):
        if isinstance(piece, str):
            parts.append(piece)
        elif piece.name == SITE:
            parts.append(site)
        elif parts:
            parts[-1] = parts[-1].rstrip()
    return "".join(parts)
