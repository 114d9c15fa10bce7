"""What somebody typed in this visit fills the next form.

It is kept by the browser that typed it, in a signed cookie that goes when the browser closes and
counts for a few hours at most; nothing of it is a row. Only pages that are looked at read it. No
POST acts by it, so none needs a cross-site token (architecture, decision 9). A frame neither reads
nor sets it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from practice.frames import is_framed

COOKIE = "visit"
SALT = "contacts.visit"
VISIT = timedelta(hours=3)


def remember(
    request: HttpRequest, response: HttpResponseBase, *, email: str, first_name: str, now: datetime
) -> None:
    """Let the browser keep what it just sent."""
    if not may_keep(request):
        return
    said = {"email": email, "first_name": first_name, "until": (now + VISIT).timestamp()}
    keep(response, COOKIE, signing.Signer(salt=SALT).sign_object(said, compress=True))


def typed(request: HttpRequest, *, now: datetime) -> dict[str, str]:
    """`email` and `first_name` as they were typed last in this visit; empty where nothing was."""
    try:
        said = signing.Signer(salt=SALT).unsign_object(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return {}
    if now.timestamp() > said["until"]:
        return {}
    return {"email": said["email"], "first_name": said["first_name"]}


def keep(response: HttpResponseBase, name: str, value: str, *, path: str = "/") -> None:
    """A cookie for this visit, which no script reads and no other site has sent."""
    response.set_cookie(
        name,
        value,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def may_keep(request: HttpRequest) -> bool:
    """Whether one of our own pages sent this form, outside a frame.

    A form on any other site may ask for a guide. What it sends must not fill a visitor's next form:
    they would book under an address that somebody else wrote there.
    """
    if is_framed():
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def masked(email: str) -> str:
    """An address as it may be shown to whoever a letter was forwarded to: a•••@example.org."""
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}•••@{host}"
