"""What providers tell us: reports on mails we sent, and replies they received for us.

Anymail's view of a provider checks the caller and reads the payload; nothing else of it is used.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from health.clock import now
from mail import actions, inbound, sns, webhooks
from mail.transport import sns_http
from writing.clean import read_json

log = logging.getLogger(__name__)
MOST_REPLY = 12 * 1024 * 1024  # bytes of a reply with its pictures
UNREADABLE = (
    *(AnymailError, ValueError, LookupError, TypeError, AttributeError, AssertionError),
    RecursionError,  # nested too deeply for Python's own reader
)
ASK = {"WWW-Authenticate": 'Basic realm="reports"'}


class Translate[T](Protocol):
    """A provider's event as one of ours; None when it is none of our business."""

    def __call__(self, event: Any, *, provider: str) -> T | None: ...


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def report(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider's report."""

    def keep(arrived: webhooks.ReportedEvent) -> None:
        actions.record_event(provider=provider, arrived=arrived, now=now())

    return believed(request, provider, webhooks.VIEWS, webhooks.arrived, keep)


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def reply(request: HttpRequest, provider: str) -> HttpResponse:
    """A reply that a provider received for us; with pictures it is larger than any form."""
    if int(request.headers.get("Content-Length") or 0) > MOST_REPLY:
        return HttpResponse(status=413)
    if request.content_type == "application/json":
        # Read here with our own limit: Django's, for forms, would refuse a reply with a picture.
        request._body = request.read(MOST_REPLY)

    def keep(written: inbound.InboundMail) -> None:
        actions.receive(written=written, now=now())

    return believed(request, provider, inbound.VIEWS, inbound.written, keep)


def believed[T](
    request: HttpRequest,
    provider: str,
    views: Mapping[str, str],
    translated: Translate[T],
    keep: Callable[[T], None],
) -> HttpResponse:
    """Keep each event of a call. Nothing is believed that the provider's own check did not pass."""
    if request.method == "HEAD":
        return HttpResponse()
    view = checked_view(views.get(provider, ""))
    if view is None:
        raise Http404
    # Some providers send their password only after a 401 has asked for it (RFC 9110 §11.6.1).
    if view.basic_auth and "Authorization" not in request.headers:
        return HttpResponse(status=401, headers=ASK)
    view.setup(request)
    try:
        view.run_validators(request)
        if not PROOFS.get(provider, proven)(request):
            raise AnymailWebhookValidationFailure
        if request.content_type == "application/json":
            # After the checks, which sign the bytes as they came; before anymail reads them, as
            # PostgreSQL keeps neither NUL nor half surrogates.
            request._body = json.dumps(read_json(request.body)).encode()
        events = [translated(event, provider=provider) for event in view.parse_events(request)]
    except AnymailWebhookValidationFailure:
        log.warning("webhook of %s refused", provider)
        return HttpResponse(status=403)
    except UNREADABLE:
        return HttpResponse(status=400)
    for event in events:
        if event is not None:
            keep(event)
    return HttpResponse()


def proven(_request: HttpRequest) -> bool:
    """Anymail's own check was enough."""
    return True


def signed_by_amazon(request: HttpRequest) -> bool:
    """Whether Amazon signed the notice. One that asks whether we want more is answered yes."""
    notice = sns.read(request.body)
    address = sns.certificate_address(notice)
    try:
        if not address or not sns.is_signed(notice, sns_http.certificate(address), now=now()):
            return False
        subscribe = sns.subscribe_address(notice)
        if subscribe:
            sns_http.confirm(subscribe)
    except OSError:
        log.warning("Amazon could not be asked about a notice")
        return False
    return True


def signed_once(request: HttpRequest) -> bool:
    """Mailgun signs a token, not what it reports: a token seen before with another report is
    forged (https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks).
    """
    if request.content_type != "application/json":
        return True
    signature = json.loads(request.body)["signature"]
    if not webhooks.is_recent(str(signature["timestamp"]), now=now()):
        return False
    seen = webhooks.digest(request.body.decode())
    key = f"mailgun:{webhooks.digest(str(signature['token']))}"
    # Without a cache nothing is believed; Mailgun asks again later.
    fresh = cache.add(key, seen, webhooks.TOKEN_LASTS.total_seconds())
    return fresh or bool(cache.get(key) == seen)


PROOFS: dict[str, Callable[[HttpRequest], bool]] = {
    "ses": signed_by_amazon,
    "mailgun": signed_once,
}


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
    view.auto_confirm_enabled = False  # Amazon's subscriptions are confirmed here, if signed
    return view if view.basic_auth or not view.warn_if_no_basic_auth else None
