"""Links to a reader's guide: signed, without an address or an answer in them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse

from contacts import links
from guides.models import GuideCopy

GUIDE, ASKED, NOW = "guide", "guide-asked", "guide-now"


@dataclass(frozen=True)
class Opened:
    """What a token opens: the copy, and whether the link is still the latest one."""

    copy: GuideCopy
    latest: bool


def token(copy: GuideCopy) -> str:
    number = f"~{copy.link_number}" if copy.link_number else ""
    return links.token(GUIDE, f"{copy.uid.hex}{number}")


def guide_url(copy: GuideCopy) -> str:
    """The private page with PDF and web version."""
    return links.absolute(reverse("guides:download", args=[token(copy)]))


def asked_path(copy: GuideCopy) -> str:
    """The page after the request; it shows nothing that is known of the address."""
    return reverse("guides:asked", args=[links.token(ASKED, copy.uid.hex)])


def now_path(copy: GuideCopy) -> str:
    """The web version for whoever holds the answers, without the name on the copy."""
    return reverse("guides:now", args=[links.token(NOW, copy.uid.hex)])


def opened(text: str) -> Opened | None:
    """The copy behind a guide link."""
    value, _separator, number = (links.read(GUIDE, text) or "").partition("~")
    copy = _copy(value)
    return Opened(copy, (number or "0") == str(copy.link_number)) if copy else None


def asked(text: str) -> GuideCopy | None:
    """The copy behind the page after the request."""
    return _copy(links.read(ASKED, text) or "")


def read_now(text: str) -> GuideCopy | None:
    """The copy behind “read it now”."""
    return _copy(links.read(NOW, text) or "")


def _copy(value: str) -> GuideCopy | None:
    try:
        uid = uuid.UUID(hex=value)
    except ValueError:
        return None
    return GuideCopy.objects.select_related("edition", "contact").filter(uid=uid).first()
