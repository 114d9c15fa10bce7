"""Links to a reader's guide: signed, without an address or an answer in them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from assessments.models import Attempt
from contacts import links, visit
from guides.models import GuideCopy, GuideRequest

GUIDE, ASKED, NOW = "guide", "guide-asked", "guide-now"
COOKIE = "asked"


def token(copy: GuideCopy) -> str:
    # With the number of the link: a fresh one makes those before it open nothing any more.
    number = f"~{copy.link_number}" if copy.link_number else ""
    return links.token(GUIDE, f"{copy.uid.hex}{number}")


def guide_url(copy: GuideCopy) -> str:
    """The private page with PDF and web version."""
    return links.absolute(reverse("guides:download", args=[token(copy)]))


def retake_url(copy: GuideCopy) -> str:
    """The questions once more, with the answers of this guide carried along."""
    return links.absolute(reverse("guides:retake", args=[token(copy)]))


def asked_path(request: GuideRequest) -> str:
    """The page after the request; it shows nothing that is known of the address."""
    return reverse("guides:asked", args=[links.token(ASKED, request.uid.hex)])


def now_path(request: GuideRequest) -> str:
    """The web version for whoever holds the answers, without a name."""
    return reverse("guides:now", args=[links.token(NOW, request.uid.hex)])


def opened(text: str) -> tuple[GuideCopy, bool] | None:
    """The copy behind a guide link, and whether the link is still the latest one."""
    value, _separator, number = (links.read(GUIDE, text) or "").partition("~")
    uid = _uid(value)
    rows = GuideCopy.objects.select_related("guide", "revision", "contact")
    copy = rows.filter(uid=uid).first() if uid else None
    return (copy, (number or "0") == str(copy.link_number)) if copy else None


def request_of(text: str) -> GuideRequest | None:
    """The asking behind the page after it."""
    return _request(links.read(ASKED, text) or "")


def remember_asked(request: HttpRequest, response: HttpResponseBase, asked: GuideRequest) -> None:
    """Let the result these answers led to know in this visit that its guide was asked for. The
    browser sends the cookie to that one page and to those below it.
    """
    if visit.may_keep(request):
        result = reverse(
            "assessment:result", args=[asked.attempt.definition.slug, asked.attempt.key]
        )
        visit.keep(response, COOKIE, links.token(ASKED, asked.uid.hex), path=result)


def asked_in_visit(request: HttpRequest, attempt: Attempt, *, now: datetime) -> GuideRequest | None:
    """What this browser asked for with these answers a while ago."""
    asked = request_of(request.COOKIES.get(COOKIE, ""))
    if asked is None or asked.attempt_id != attempt.pk or now - asked.asked_at > visit.VISIT:
        return None
    return asked


def read_now(text: str) -> GuideRequest | None:
    """The asking behind “read it now”."""
    return _request(links.read(NOW, text) or "")


def _request(value: str) -> GuideRequest | None:
    uid = _uid(value)
    rows = GuideRequest.objects.select_related("guide", "revision", "attempt__revision")
    return rows.filter(uid=uid).first() if uid else None


def _uid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=value)
    except ValueError:
        return None
