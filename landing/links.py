"""Links of a sign-up: the page after the form, and the file. Signed, without an address in them."""

from __future__ import annotations

import uuid

from django.urls import reverse

from contacts import links
from landing.models import SignUp

SENT, FILE = "join-sent", "join-file"


def sent_path(sign_up: SignUp) -> str:
    """The page after the form; it shows nothing that is known of the address."""
    return reverse("join_sent", args=[links.token(SENT, sign_up.uid.hex)])


def file_url(sign_up: SignUp) -> str:
    """The file of the form, for whoever said yes."""
    return links.absolute(file_path(sign_up))


def file_path(sign_up: SignUp) -> str:
    return reverse("join_file", args=[links.token(FILE, sign_up.uid.hex)])


def sent(token: str) -> SignUp | None:
    """The sign-up behind the page after the form."""
    return _sign_up(links.read(SENT, token))


def with_file(token: str) -> SignUp | None:
    """The sign-up behind a file's link, once its mailbox said yes."""
    sign_up = _sign_up(links.read(FILE, token))
    is_theirs = sign_up is not None and sign_up.outcome == SignUp.Outcome.CONFIRMED
    return sign_up if is_theirs else None


def _sign_up(value: str | None) -> SignUp | None:
    try:
        uid = uuid.UUID(hex=value or "")
    except ValueError:
        return None
    return SignUp.objects.select_related("form__offer", "revision").filter(uid=uid).first()
