"""The two requests to Amazon that its notices (SNS) need: its certificate, and a confirmation.

Addresses come checked from `mail.sns`; nothing else is ever asked for.
"""

from __future__ import annotations

import urllib.request
from functools import lru_cache

SECONDS = 5
MOST = 20_000  # bytes of an answer


# Not for speed alone: a report must not make this process ask Amazon anew each time.
@lru_cache(maxsize=8)
def certificate(address: str) -> bytes:
    """Amazon's certificate, kept while the process lives; raises OSError."""
    return _fetched(address)


def confirm(address: str) -> None:
    """Agree to a subscription; raises OSError."""
    _fetched(address)


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_named: object) -> None:
        """Nowhere else than asked."""


def _fetched(address: str) -> bytes:
    opener = urllib.request.build_opener(_Straight)
    with opener.open(address, timeout=SECONDS) as answer:
        body: bytes = answer.read(MOST)
        return body
