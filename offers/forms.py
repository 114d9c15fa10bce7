"""What a request says of where its visitor came from. No cookie: the query and hidden inputs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

from offers import actions, sources
from offers.models import Offer, Source

Piece = Source.Piece
ELSEWHERE = (Piece.INLINE, Piece.POPUP, Piece.BAR, Piece.BUTTON, Piece.PLAIN_FORM)
"""Pieces that stand on another site: the page that names us is theirs, not where they are from."""


def source_of(request: HttpRequest, *, piece: str = Piece.LANDING) -> Source:
    """The source a request tells, unsaved; `piece` where it names none.

    Hidden inputs stand before the query of the address they are sent to. The header that names the
    page before is read on every page, and is ours after the first, so pages carry what it said.
    """
    given = {**request.GET.dict(), **(request.POST.dict() if request.method == "POST" else {})}
    values = {name: str(given.get(name, "")) for name in sources.CARRIED}
    chosen = values["piece"] if values["piece"] in Piece.values else piece
    before = request.headers.get("Referer", "")
    before = before if before.startswith(("http://", "https://")) else ""
    column = "page" if chosen in ELSEWHERE else "referrer"
    values[column] = values[column] or before
    clean = sources.clean(values, own=own_host(request))
    return Source(piece=chosen, **clean).sealed()


def looked(
    request: HttpRequest, offer: Offer | None, *, piece: str = Piece.LANDING, now: datetime
) -> Source:
    """The same of a page somebody opens, and one more look where it is the first of ours that they
    open. Robots that say so, and browsers that only fetch ahead, do not look.
    """
    source = source_of(request, piece=piece)
    if is_look(request):
        actions.count_look(offer=offer, source=source, now=now)
    return source


def is_look(request: HttpRequest) -> bool:
    """Whether a person came to this page from elsewhere."""
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    is_robot = sources.is_robot(request.headers.get("User-Agent", ""))
    if request.method != "GET" or is_ahead or is_robot:
        return False
    try:
        before = urlsplit(request.headers.get("Referer", "")).netloc
    except ValueError:
        return True
    return before.lower() != request.get_host().lower()


def carrying(query: QueryDict, carried: Mapping[str, str]) -> QueryDict:
    """A query with these values in it, so that links made from it carry them on."""
    if not carried:
        return query
    longer = query.copy()
    for name, value in carried.items():
        longer[name] = value
    return longer


def own_host(request: HttpRequest) -> str:
    return request.get_host().rsplit(":", 1)[0].lower()
