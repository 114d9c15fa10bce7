"""A guide asked for and received, and its reader's yes: what two processes and a person do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from guides import actions
from guides.models import GuideCopy, GuideRequest


def asked(*, now: datetime, **given: Any) -> GuideCopy:
    """The copy of a visitor's request, as a worker receives it."""
    request = actions.request_guide(now=now, **given)
    received = actions.receive(request.pk, now=now)
    assert received is not None
    assert received.copy is not None
    return received.copy


def say_yes(copy: GuideCopy, *, now: datetime) -> None:
    """The mailbox says yes to everything that was asked for with it."""
    for request in list(GuideRequest.objects.open(copy.contact, now=now)):
        wanted = actions.changes(request, request.copy.contact)
        actions.confirm(request=request, accepted=wanted, now=now)
