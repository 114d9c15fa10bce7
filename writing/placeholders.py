"""Stand-ins for free text: opaque words that Markdown, nh3 and css-inline leave alone.

Each process draws its own secret, so nobody can write one by hand; a text with stand-ins in it
lives inside one process and is never stored.
"""

import html
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from writing.variables import is_link

_SECRET = secrets.token_hex(6)
_TEXT, _INSIDE = "t", "p"
_TOKEN = re.compile(rf"zq{_SECRET}([{_TEXT}{_INSIDE}])_([a-z][a-z0-9_]*?)_zq")
_BLOCK = re.compile(rf"zq{_SECRET}b_(\d+)_zq")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\{}|^]+", re.IGNORECASE)
# `//` would be another host (RFC 3986 §4.2).
_OWN_START = re.compile(r"(?:https?://|mailto:|tel:|[/?#](?!/))", re.IGNORECASE)
_NAME = re.compile(r"[a-z](?:[a-z0-9_]*[a-z0-9])?")


class UnknownVariable(LookupError):
    """A text asks for a value that was not given."""


@dataclass(frozen=True)
class Placeholder:
    """A place in a text where a value goes; `inside` an address it is percent-encoded."""

    name: str
    inside: bool = False


def mark(name: str) -> str:
    """The stand-in for a variable (lower-case letters, digits, underscores)."""
    return _token(name, _TEXT)


def token(slot: Placeholder) -> str:
    """The stand-in that `pieces` read as this slot."""
    return _token(slot.name, _INSIDE if slot.inside else _TEXT)


def _token(name: str, place: str) -> str:
    # Two underscores or `_zq` within would end the stand-in before its name does.
    if not _NAME.fullmatch(name) or "__" in name or "_zq" in name:
        raise ValueError(f"not a variable's name: {name!r}")
    return f"zq{_SECRET}{place}_{name}_zq"


def mark_block(number: int) -> str:
    """The stand-in for a block that our own code renders."""
    return f"zq{_SECRET}b_{number}_zq"


def fill_blocks(text: str, rendered: Sequence[str]) -> str:
    """Rendered blocks put in the places that `mark_block` kept for them."""
    return _BLOCK.sub(lambda match: rendered[int(match[1])], text)


def pieces(text: str) -> tuple[str | Placeholder, ...]:
    """The text cut at its stand-ins, for those who fill one text very often."""
    parts: list[str | Placeholder] = []
    at = 0
    for match in _TOKEN.finditer(text):
        parts += [text[at : match.start()], Placeholder(match[2], match[1] == _INSIDE)]
        at = match.end()
    return (*parts, text[at:])


def link_target(href: str) -> str | None:
    """The address of an author's link with its stand-ins prepared; None if it may not be one.

    Only a link variable may begin an address; anything further in is percent-encoded, and
    only behind a beginning that already settles the scheme.
    """
    first = _TOKEN.search(href)
    if first is None:
        return href
    # Free text at the beginning could make it javascript: or another host; behind a settled scheme
    # it is only text of an address.
    begins = first.start() == 0 and is_link(first[2])
    if not begins and not _OWN_START.match(href[: first.start()]):
        return None
    head = first.end() if begins else 0
    return href[:head] + _TOKEN.sub(lambda match: _token(match[2], _INSIDE), href[head:])


def fill_html(text: str, values: Mapping[str, str]) -> str:
    """Values put in, escaped for HTML text and attributes, or percent-encoded in an address."""
    return _TOKEN.sub(lambda match: as_html(_slot(match), values), text)


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """Values put in as plain text, each on one line."""
    return _TOKEN.sub(lambda match: as_text(_slot(match), values), text)


def fill_header(text: str, values: Mapping[str, str]) -> str:
    """One line for a header: values put in, line breaks and control characters gone."""
    return " ".join(clean(fill_text(text, values)).split())


def as_html(slot: Placeholder, values: Mapping[str, str]) -> str:
    """One value for a place in HTML."""
    return html.escape(as_text(slot, values), quote=True)


def as_text(slot: Placeholder, values: Mapping[str, str]) -> str:
    """One value for a place in plain text."""
    try:
        value = values[slot.name]
    except KeyError:
        raise UnknownVariable(f"no value was given for “{slot.name}”") from None
    # Asked of the value too, as that is what ends up in href.
    if is_link(slot.name) and not _LINK.fullmatch(value):
        raise ValueError(f"“{slot.name}” is no http, https or mailto address")
    # Nothing is safe: a name within an address must add no path, parameter or fragment to it.
    return quote(clean(value), safe="") if slot.inside else clean(value)


def clean(value: str) -> str:
    """One line without control characters, lone surrogates or invisible direction marks."""
    if value.isprintable():  # nearly all: each sign by itself would cost a sender its CPU
        return value
    return "".join(_printable(character) for character in value)


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Cs" or character in _DIRECTION:
        return ""
    return character


# UAX #9: the overrides and isolates that turn round what stands behind them.
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _slot(match: re.Match[str]) -> Placeholder:
    return Placeholder(match[2], match[1] == _INSIDE)
