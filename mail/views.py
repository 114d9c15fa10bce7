"""A letter as a page, the providers' reports, and the development mailbox."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from anymail.exceptions import (
    AnymailConfigurationError,
    AnymailWebhookValidationFailure,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contacts import links as tokens
from mail import actions, links, mailbox, webhooks
from mail import inbound as replies
from mail.clicks import Visit
from mail.frames import framed, in_frame
from mail.models import Message
from pulse.clock import now

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
ASKED_AHEAD = ("Sec-Purpose", "Purpose", "X-Moz")


def addressed(token: str) -> Message:
    """The sent message of a signed link; a kind 404 otherwise."""
    try:
        uid = UUID(tokens.read(links.PURPOSE, token) or "")
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Message.objects.select_related("contact", "letter"), uid=uid)


@require_safe
@never_cache
def letter(request: HttpRequest, token: str) -> HttpResponse:
    message = addressed(token)
    subject = actions.as_read(message).subject
    response = render(request, "mail/browser.html", {"subject": subject, "token": token})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@framed
def letter_body(_request: HttpRequest, token: str) -> HttpResponse:
    return in_frame(actions.as_read(addressed(token)).html)


@require_safe
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """A counted link of a letter; where it leads stands in the frozen letter, never in the link."""
    named = links.followed(token)
    if named is None:
        raise Http404
    uid, name = named
    message = get_object_or_404(Message.objects.select_related("contact", "letter"), uid=uid)
    address = actions.true_address(message, name)
    if address is None:
        raise Http404
    visit = Visit(
        method=request.method or "",
        agent=request.headers.get("User-Agent", ""),
        is_ahead=any("prefetch" in request.headers.get(name, "") for name in ASKED_AHEAD),
    )
    actions.note_click(message=message, name=name, visit=visit, now=now())
    away = HttpResponseRedirect(address)
    away["X-Robots-Tag"] = "noindex"
    return away


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider's report."""

    def keep(event: Any) -> None:
        arrived = webhooks.arrived(event, provider=provider)
        if arrived:
            actions.record_event(provider=provider, arrived=arrived, now=now())

    return believed(request, provider, webhooks.VIEWS, keep)


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def inbound(request: HttpRequest, provider: str) -> HttpResponse:
    """A reply that a provider received for us."""

    def keep(event: Any) -> None:
        written = replies.written(event, provider=provider)
        if written:
            actions.receive(written=written, now=now())

    return believed(request, provider, replies.VIEWS, keep)


def believed(
    request: HttpRequest, provider: str, views: Mapping[str, str], keep: Callable[[Any], None]
) -> HttpResponse:
    """Keep each event of a call. Nothing is believed that the provider's own check did not pass."""
    if request.method == "HEAD":
        return HttpResponse()
    view = checked_view(views.get(provider, ""))
    if view is None:
        raise Http404
    view.setup(request)
    try:
        view.run_validators(request)
        events = view.parse_events(request)
    except AnymailWebhookValidationFailure:
        log.warning("webhook of %s refused", provider)
        return HttpResponse(status=403)
    except (AnymailConfigurationError, ValueError, KeyError, TypeError, json.JSONDecodeError):
        return HttpResponse(status=400)
    for event in events:
        keep(event)
    return HttpResponse()


def checked_view(name: str) -> Any:
    """Anymail's view of this name, if it can tell a forged report from a true one."""
    if not name:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            view = import_string(name)()
    except (ImportError, ImproperlyConfigured):
        return None
    return view if view.basic_auth or not view.warn_if_no_basic_auth else None


def in_development(view: View) -> View:
    """404 outside development, asked at each request."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def kept_or_404(name: str) -> mailbox.Kept:
    kept = mailbox.find(settings.MAILBOX_DIR, name)
    if kept is None:
        raise Http404
    return kept


@require_safe
@in_development
def mailbox_list(request: HttpRequest) -> HttpResponse:
    kept = list(mailbox.listed(settings.MAILBOX_DIR))
    return render(request, "mail/mailbox.html", {"mails": kept})


@require_safe
@in_development
def mailbox_mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "mail/mailbox_mail.html", {"mail": kept_or_404(name)})


@require_safe
@in_development
@framed
def mailbox_body(_request: HttpRequest, name: str) -> HttpResponse:
    return in_frame(kept_or_404(name).html)
