"""What a page of the desk needs: declared on its view by `needs`, looked at before it is called by
`desk.views.permissions`, which refuses every view that declares nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

SAFE = ("GET", "HEAD", "OPTIONS")
SEE_ANSWERS = "assessments.view_attempt"
"""Without it nothing is shown that shared answers chose: an assistant sees people, not answers."""
LookUp = Callable[..., tuple[str, ...]]


@dataclass(frozen=True)
class Needs:
    """The permissions to look at a page, and to press its buttons; `among` finds those of a page
    that is about a row of many kinds, from the request and what its address names.
    """

    look: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    among: LookUp | None = None

    def of(self, request: HttpRequest, where: dict[str, Any]) -> Collection[str]:
        if self.among:
            return self.among(request, **where)
        return self.look if request.method in SAFE else self.act


EVERYBODY = Needs()
"""Whoever may log in: pages about their own login."""


def needs[View: Callable[..., Any]](*look: str, act: str = "") -> Callable[[View], View]:
    """Declare what a view needs; `act` is what its POST needs instead, where that is more."""

    def declare(view: View) -> View:
        view.needs = Needs(look, (act,) if act else look)  # type: ignore[attr-defined]  # ours
        return view

    return declare


def needs_among[View: Callable[..., Any]](among: LookUp) -> Callable[[View], View]:
    """Declare a function that says what a request needs, called with what the view is."""

    def declare(view: View) -> View:
        view.needs = Needs(among=among)  # type: ignore[attr-defined]  # ours
        return view

    return declare


def declared(view: Any) -> Needs | None:
    """What a view, or the class it was made of, declares; None for nothing."""
    needs = getattr(view, "needs", None) or getattr(
        getattr(view, "view_class", None), "needs", None
    )
    return needs if isinstance(needs, Needs) else None
