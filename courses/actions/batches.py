"""Places in courses handled many at a time: one short transaction on locked rows, so that a kill
at any instant leaves nothing half done. A bad row fails alone and never stops the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from courses.models import Course, Enrollment

log = logging.getLogger(__name__)
AFTER_A_FAULT = timedelta(minutes=10)
Look = Callable[[int, datetime], bool]
Handle = Callable[[list[Enrollment], datetime], None]


def together(rows: QuerySet[Enrollment], handle: Handle, *, now: datetime, limit: int) -> int:
    """Handle the first of these places in one transaction; where that fails, each in its own."""
    try:
        return _locked(rows[:limit], handle, now)
    except Exception as fault:
        log.warning("%s: a batch of places in courses is looked at one by one", type(fault))

    # The failed batch was rolled back whole, so nobody is handled twice by being looked at again.
    def alone(pk: int, now: datetime) -> bool:
        return bool(_locked(rows.filter(pk=pk), handle, now))

    return each(list(rows.values_list("pk", flat=True)[:limit]), alone, now)


@transaction.atomic
def _locked(rows: QuerySet[Enrollment], handle: Handle, now: datetime) -> int:
    """Those no other scheduler holds; how many were handled."""
    # With their people, whom the rows written below ask for at the commit: who is being erased is
    # skipped, not waited for with a batch of places held, which erasing would in turn wait for.
    # `no_key`: others may go on writing rows that point to these people and places.
    locked = rows.select_for_update(skip_locked=True, no_key=True, of=("self", "contact"))
    places = list(locked)
    courses = Course.objects.select_related("offer").in_bulk({place.course_id for place in places})
    for place in places:
        place.course = courses[place.course_id]
    if places:
        handle(places, now)
    return len(places)


def each(ids: Iterable[int], look: Look, now: datetime) -> int:
    """Look at each row by itself; a fault of its own is logged, and it is looked at again later.

    Where the database is to blame, the row stays due for the next pass.
    """
    done = 0
    for pk in ids:
        try:
            with transaction.atomic():
                done += look(pk, now)
        except (OperationalError, InterfaceError) as trouble:
            # The server ended, a deadlock, a full disk: once PostgreSQL was back, blaming the row
            # for it cost one person ten minutes.
            log.warning("place %s in a course was not handled: %s", pk, type(trouble).__name__)
        except Exception:
            log.exception("place %s in a course could not be handled", pk)
            Enrollment.objects.filter(pk=pk, due_at__lte=now).update(due_at=now + AFTER_A_FAULT)
            Enrollment.objects.filter(pk=pk, remind_at__lte=now).update(
                remind_at=now + AFTER_A_FAULT
            )
    return done
