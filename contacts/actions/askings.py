"""What visitors asked for with an address is looked up by a worker, row by row."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet

log = logging.getLogger(__name__)
AFTER_A_FAULT = timedelta(minutes=10)


def receive_each(rows: QuerySet[Any], receive: Callable[..., object], *, now: datetime) -> int:
    """Try each row by itself with `receive(pk, now=…)`; how many were received. One that fails is
    tried again later and stands in nobody's way; one that the database is to blame for stays due.
    """
    done, name = 0, rows.model._meta.verbose_name
    for pk in list(rows.values_list("pk", flat=True)):
        try:
            done += bool(receive(pk, now=now))
        except (OperationalError, InterfaceError) as trouble:
            log.warning("%s %s was not received: %s", name, pk, type(trouble).__name__)
        except Exception:
            log.exception("%s %s could not be received", name, pk)
            # Outside the transaction that failed, or the date would be rolled back with it and the
            # row tried at every tick.
            rows.model._default_manager.filter(pk=pk).update(due_at=now + AFTER_A_FAULT)
    return done
