"""What may be asked for with an address and waits for its owner's word: apps that let visitors ask
register their kind here, and the page that a letter's “Yes, this is me” opens goes by it alone.
Pure.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

if TYPE_CHECKING:
    from contacts.models import Contact


class OpenRequest(Protocol):
    """One row of what was asked for, as typed."""

    uid: uuid.UUID
    zone: str
    asked_at: datetime

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class AskingWords:
    """What the page says: of one asking alone, with and without ticked boxes, and beside the box
    by which one of several is owned.
    """

    alone: str | Promise
    with_boxes: str | Promise
    mine: str | Promise


@dataclass(frozen=True)
class Granted:
    """What somebody has now for a yes of theirs: `html` is safe, `url` leads to it."""

    at: datetime
    title: str
    html: str = ""
    url: str = ""
    button: str = ""


def nothing(*_args: Any, **_more: Any) -> dict[str, str]:
    return {}


def nowhere(_asking: Any) -> str:
    return ""


def nothing_granted(_contact: Contact) -> Iterable[Granted]:
    return ()


@dataclass(frozen=True)
class AskingKind:
    """One kind of asking. `changes(asking, contact)` says what a yes would change, by what is to be
    ticked; `invitation` what may be ticked besides; `takes_one_press` whether one button says it
    all. `onward(asking)` is where a yes leads, if not to the page itself; `granted(contact)` what
    the page shows once nothing waits.
    """

    words: AskingWords
    open: Callable[..., Iterable[Any]]
    changes: Callable[[Any, Contact], Mapping[str, str]]
    takes_one_press: Callable[[Any, Contact], bool]
    confirm: Callable[..., bool]
    dismiss: Callable[..., None]
    invitation: Callable[[Any, Contact], Mapping[str, str]] = nothing
    onward: Callable[[Any], str] = nowhere
    granted: Callable[[Contact], Iterable[Granted]] = nothing_granted


_kinds: dict[str, AskingKind] = {}


def register_asking(name: str, kind: AskingKind) -> None:
    """Make a kind known; registering the same name again replaces it."""
    _kinds[name] = kind


def asking_kinds() -> list[AskingKind]:
    """Every kind, upstream apps first."""
    return list(_kinds.values())


def waiting(contact: Contact, *, now: datetime) -> list[tuple[AskingKind, Any]]:
    """All that was asked for with this person's address and waits for their word."""
    return [(kind, asking) for kind in asking_kinds() for asking in kind.open(contact, now=now)]


def granted(contact: Contact) -> list[Granted]:
    """What this person has for what they said yes to, the latest first."""
    every = [grant for kind in asking_kinds() for grant in kind.granted(contact)]
    return sorted(every, key=lambda asking: asking.at, reverse=True)
