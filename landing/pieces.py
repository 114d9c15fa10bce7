"""What the author pastes into her website, and what of it stands on a page. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

HOMES = {"assessment": "assessment", "form": "join", "book": "book"}
"""Where each piece is at home on our own site."""


@dataclass(frozen=True)
class EmbedPiece:
    """One piece of one offer: what it is, under which name, the words on its button."""

    site: str
    kind: str
    slug: str
    words: str
    language: str
    first: bool = False
    fields: str = ""  # the boxes of a sign-up form, as HTML of no style

    @property
    def address(self) -> str:
        """Its own full page."""
        return f"{self.site}/{HOMES[self.kind]}/{quote(self.slug)}/"

    @property
    def frame_address(self) -> str:
        ending = "&first=question" if self.first else ""
        return f"{self.site}/embed/{self.kind}/{quote(self.slug)}/?piece=inline{ending}"

    def script(self, mode: str, **more: str) -> str:
        """The line with our script; without a script, the link in it is there."""
        given = {"offer": self.slug, "as": self.kind, "mode": mode, "text": self.words}
        given |= {"lang": self.language, **({"first": "question"} if self.first else {}), **more}
        attributes = " ".join(f'data-{name}="{escape(value)}"' for name, value in given.items())
        return (
            f'<script async src="{self.site}/embed.js" {attributes}></script>'
            f"<noscript>{self.link}</noscript>"
        )

    @property
    def frame(self) -> str:
        return (
            f'<iframe src="{self.frame_address}" title="{escape(self.words)}" '
            'style="width:100%;height:900px;border:0"></iframe>'
        )

    @property
    def link(self) -> str:
        return f'<a href="{self.address}?piece=button">{escape(self.words)}</a>'

    @property
    def form(self) -> str:
        """A form that needs neither a script nor a frame: the boxes of a sign-up form, or the one
        button that begins the assessment.
        """
        piece = '<input type="hidden" name="piece" value="plain_form">'
        inside = f"{piece}{self.fields}<button>{escape(self.words)}</button>"
        return f'<form method="post" action="{self.address}">{inside}</form>'


class PieceFinder(HTMLParser):
    """Collects the (way, kind, slug) of every piece of our site that a page holds."""

    def __init__(self, site: str) -> None:
        super().__init__()
        self.site, self.pieces = site, list[tuple[str, str, str]]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and given.get("src", "").startswith(f"{self.site}/embed.js"):
            kind, slug = given.get("data-as") or "assessment", given.get("data-offer", "")
            self.pieces.append((given.get("data-mode") or "inline", kind, slug))
        source = {"iframe": "src", "a": "href", "form": "action"}.get(tag)
        address = given.get(source, "") if source else ""
        if not address.startswith(f"{self.site}/"):
            return
        parts = [part for part in urlsplit(address).path.split("/") if part]
        if tag == "iframe" and parts[:1] == ["embed"] and len(parts) > 2:
            self.pieces.append(("frame", parts[1], parts[2]))
        kinds = {home: kind for kind, home in HOMES.items()}
        if tag != "iframe" and len(parts) > 1 and parts[0] in kinds:
            self.pieces.append(("link" if tag == "a" else "form", kinds[parts[0]], parts[1]))


def pieces_on(page: str, *, site: str) -> list[tuple[str, str, str]]:
    """The pieces of our site on a page, in their order, each once."""
    finder = PieceFinder(site)
    finder.feed(page)
    return list(dict.fromkeys(finder.pieces))
