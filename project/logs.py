"""Logs name events and ids, never addresses, answers, tokens or paths with a token in them."""

from __future__ import annotations

import logging
import re
from copy import copy
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.log import AdminEmailHandler, RequireDebugFalse

from practice.lazy_import import lazily

if TYPE_CHECKING:
    import sentry_sdk
    from sentry_sdk.types import Event, Hint
else:
    sentry_sdk = lazily("sentry_sdk")  # most run without a SENTRY_DSN

ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
# Promise 13. Every route whose address carries a key or token; tests walk all of them.
SECRET_PATH = re.compile(
    r"/(assessment/[\w-]+|guide|confirm|return|unsubscribe|preferences|address|own-data|book/for|offer|bookings?"
    r"|letter|go|mailbox|try|agree|onward|join/(?:sent|file))"
    r"/[^\s\"'?]+"
)
SECRET_QUERY = re.compile(r"([?&](?:for|token)=)[^\s\"'&]+")


def scrub(text: str) -> str:
    """The text without addresses and without what follows a route that carries a key or token."""
    hidden = SECRET_PATH.sub(lambda m: f"/{m.group(1)}/…", ADDRESS.sub("<address>", text))
    return SECRET_QUERY.sub(r"\1…", hidden)


class Scrubbing(logging.Filter):
    """Scrubs every record on its way out, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Put together before it is scrubbed: an address may stand in an argument as well.
        record.msg = scrub(record.getMessage())
        record.args = ()
        return True


class ScrubbingFormatter(logging.Formatter):
    """Scrubs tracebacks too."""

    def formatException(self, ei: Any) -> str:
        return scrub(super().formatException(ei))


class ScrubbedMail(AdminEmailHandler):
    """Errors mailed to ADMINS: the traceback without the request, its address or its cookies."""

    def emit(self, record: logging.LogRecord) -> None:
        # Django returns early where nobody is mailed, but not for a class with a `send_mail` of its
        # own: then every refused address of the desk would cost a report that nobody gets.
        if not settings.ADMINS:
            return
        bare = copy(record)
        bare.request = None
        super().emit(bare)

    def send_mail(self, subject: Any, message: Any, *args: Any, **kwargs: Any) -> None:
        super().send_mail(scrub(str(subject)), scrub(str(message)), *args, **kwargs)


def config(*, debug: bool) -> dict[str, Any]:
    """A LOGGING dictionary: one line an event to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"scrub": {"()": Scrubbing}, "live": {"()": RequireDebugFalse}},
        "formatters": {
            "line": {
                "()": ScrubbingFormatter,
                "format": "{asctime} {levelname} {name} {message}",
                "style": "{",
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["scrub"],
            },
            "admins": {"()": ScrubbedMail, "level": "ERROR", "filters": ["live"]},
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # instead of Django's own handlers, which print and mail whole addresses
            "django": {"handlers": ["admins"], "level": "INFO"},
            # whoever asks by another name is a scanner: a line, and no mail to ADMINS each time
            "django.security.DisallowedHost": {"handlers": ["stderr"], "propagate": False},
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "celery": {"level": "INFO" if debug else "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
    }


def scrub_event(event: Event, _hint: Hint) -> Event | None:
    """Drop request bodies, cookies and users from an error report; scrub its URL."""
    request = event.get("request", {})
    for name in ("data", "cookies", "headers", "query_string", "env"):
        request.pop(name, None)
    if "url" in request:
        request["url"] = scrub(str(request["url"]))
    event.pop("user", None)
    return event


def start_sentry(dsn: str) -> None:
    """Report errors, scrubbed; no tracing and no personal data."""
    sentry_sdk.init(
        dsn=dsn, send_default_pii=False, before_send=scrub_event, include_local_variables=False
    )
