"""A letter as a page, the way through its counted links, and the development mailbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contacts import links as tokens
from health.clock import now
from mail import actions, links, mailbox
from mail.models import Message
from mail.preview_frame import framed, in_frame

View = Callable[..., HttpResponse]
ASKED_AHEAD = ("Sec-Purpose", "Purpose", "X-Moz")


def addressed(token: str) -> Message:
    """The sent message of a signed link; a kind 404 otherwise."""
    try:
        uid = UUID(tokens.read(links.PURPOSE, token) or "")
    except ValueError:
        raise Http404 from None
    return get_object_or_404(
        Message.objects.select_related("contact", "letter", "practice_revision"), uid=uid
    )


@require_safe
@never_cache
def letter(request: HttpRequest, token: str) -> HttpResponse:
    message = addressed(token)
    subject = actions.as_read(message).subject
    response = render(request, "mail/browser.html", {"subject": subject, "token": token})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@never_cache
@framed
def letter_body(_request: HttpRequest, token: str) -> HttpResponse:
    return in_frame(actions.as_read(addressed(token)).page)


@require_safe
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """A counted link of a letter; where it leads stands in the frozen letter, never in the link."""
    named = links.followed(token)
    if named is None:
        raise Http404
    uid, name = named
    message = get_object_or_404(
        Message.objects.select_related("contact", "letter", "practice_revision"), uid=uid
    )
    address = actions.true_address(message, name)
    if address is None:
        raise Http404
    actions.note_click(
        message=message,
        name=name,
        method=request.method or "",
        agent=request.headers.get("User-Agent", ""),
        is_ahead=any("prefetch" in request.headers.get(name, "") for name in ASKED_AHEAD),
        now=now(),
    )
    away = HttpResponseRedirect(address)
    away["X-Robots-Tag"] = "noindex"
    return away


def in_development(view: View) -> View:
    """404 outside development, asked at each request."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def kept_or_404(name: str) -> mailbox.StoredMail:
    mail = mailbox.find(settings.MAILBOX_DIR, name)
    if mail is None:
        raise Http404
    return mail


@require_safe
@in_development
def mailbox_list(request: HttpRequest) -> HttpResponse:
    mails = list(mailbox.listed(settings.MAILBOX_DIR))
    return render(request, "mail/mailbox.html", {"mails": mails})


@require_safe
@in_development
def mailbox_mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "mail/mailbox_mail.html", {"mail": kept_or_404(name)})


@require_safe
@in_development
@framed
def mailbox_body(_request: HttpRequest, name: str) -> HttpResponse:
    return in_frame(kept_or_404(name).page)
