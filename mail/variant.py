"""One variant of a letter: Liquid, Markdown and layout done, only free text still missing. Pure.

Compiling costs milliseconds and is cached in `render`; filling costs microseconds.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, NamedTuple

import css_inline

from mail import clicks, layout, letterhead, mime
from mail.clicks import Target
from mail.letterhead import Shown
from practice.identity import Identity
from writing import liquid, markdown, placeholders
from writing.passages import PassageText, from_frozen
from writing.placeholders import Placeholder
from writing.segments import Facts

Pieces = tuple[str | Placeholder, ...]

_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
_ADDRESSES = ("unsubscribe_url", "preferences_url", "browser_url")


@dataclass(frozen=True)
class Rendered:
    """One letter as one person reads it."""

    subject: str
    html: str
    text: str
    pictures: tuple[Shown, ...] = ()  # that the HTML names by their Content-IDs

    @property
    def page(self) -> str:
        """The HTML for a browser."""
        return letterhead.on_a_page(self.html, self.pictures)


@dataclass(frozen=True)
class Compiled:
    """A variant cut at its slots; `fill` and `skeleton` make a letter of it."""

    subject: Pieces
    html: Pieces
    text: Pieces
    pictures: tuple[Shown, ...] = ()  # those that the HTML shows
    targets: Mapping[str, Target] = field(default_factory=dict)  # of counted links; see `clicks`

    @cached_property
    def names(self) -> frozenset[str]:
        """The free variables a message must bring."""
        used = (*self.subject, *self.html, *self.text, *self.targets.values())
        return frozenset(piece.name for piece in used if isinstance(piece, Placeholder)) - set(
            self.targets
        )

    @cached_property
    def skeleton(self) -> mime.Skeleton:
        """The MIME body, encoded once; see `mime.body`."""
        shown = [letterhead.encoded(picture) for picture in self.pictures]
        return mime.skeleton(text=self.text, html=self.html, shown=shown)

    @cached_property
    def _fixed_subject(self) -> str | None:
        return (
            None if any(isinstance(p, Placeholder) for p in self.subject) else self.subject_for({})
        )

    def subject_for(self, values: Mapping[str, str]) -> str:
        """The subject as one line."""
        filled = "".join(
            piece if isinstance(piece, str) else placeholders.as_text(piece, values)
            for piece in self.subject
        )
        return " ".join(placeholders.clean(filled).split())

    def subject_line(self, values: Mapping[str, str]) -> str:
        return self._fixed_subject if self._fixed_subject is not None else self.subject_for(values)

    def fill(self, values: Mapping[str, str]) -> Rendered:
        """The letter for these values; raises UnknownVariable when one is missing.

        A counted link without a value leads straight to its page.
        """
        if self.targets:
            values = clicks.straight(self.targets, values) | dict(values)
        return Rendered(
            subject=self.subject_line(values),
            html="".join(
                piece if isinstance(piece, str) else placeholders.as_html(piece, values)
                for piece in self.html
            ),
            text="".join(
                piece if isinstance(piece, str) else placeholders.as_text(piece, values)
                for piece in self.text
            ),
            pictures=self.pictures,
        )


def passages_of(body: Mapping[str, Any]) -> dict[str, PassageText]:
    """The passages frozen with a letter."""
    return from_frozen(body["passages"])


class LetterUses(NamedTuple):
    """The facts a letter depends on, and which readable names of facts it prints."""

    axes: frozenset[str]
    names: tuple[str, ...]


def used(body: Mapping[str, Any]) -> LetterUses:
    source = "\n".join((body["subject"], body["preheader"], body["source"]))
    names = tuple(body.get("names", ()))
    return LetterUses(liquid.used_axes(source, passages_of(body), names), names)


def variant(
    body: Mapping[str, Any], *, identity: Identity, facts: Facts, names: Mapping[str, str]
) -> Compiled:
    """Compile a frozen letter for the readers who share these facts and names, in the practice's
    words of one revision.
    """
    expand = partial(
        liquid.expand,
        facts=facts,
        names={name: names.get(name, "") for name in body.get("names", ())},
        passages=passages_of(body),
        constants=identity.constants,
    )
    source, subject, preheader = (expand(body[name]) for name in ("source", "subject", "preheader"))
    marks = {name: placeholders.mark(name) for name in _ADDRESSES}
    words, targets = markdown.to_html(source), dict[str, Target]()
    if identity.count_clicks and body["purpose"] in layout.LISTED:
        words, targets = clicks.through(words)
    practice, text = layout.printed(identity), markdown.to_text(source).strip("\n")
    words, text, signature = layout.signed(layout.bulletproof(words, identity.look), text, identity)
    framed = layout.fill(
        body["html"],
        {
            **marks,
            **layout.as_html(practice),
            "subject": html.escape(subject),
            "preheader": html.escape(preheader),
            "body": words,
            "signature": signature,
        },
    )
    plain = {**marks, **practice, "body": text}
    return Compiled(
        subject=placeholders.pieces(subject),
        html=_merged(placeholders.pieces(_INLINER.inline(framed))),
        text=_merged(placeholders.pieces(layout.fill(body["text"], plain))),
        pictures=letterhead.pictures(framed, identity),
        targets=targets,
    )


def _merged(pieces: Iterable[str | Placeholder]) -> Pieces:
    return tuple(piece for piece in pieces if piece != "")
