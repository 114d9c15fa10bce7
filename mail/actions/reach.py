"""Whom a one-off letter would go to if it were let go now, and when, and whom it does not reach;
asked of the database whole, whatever the number of people. How they go out is `broadcast_queue`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from contacts.models import Contact, Segment
from mail import course_days
from mail.actions.audience import (
    AGREED,
    ELSEWHERE,
    IN_COURSE,
    UNFIT,
    UNSHARED,
    WORDS,
    LeftOut,
    everybody,
)
from mail.actions.broadcasts import agreed, sharing
from mail.actions.openings import Openings
from mail.actions.people_query import of_rule
from mail.models import Broadcast
from writing import segments


@dataclass(frozen=True)
class Reach:
    """How many people a one-off letter reaches, and between which moments."""

    broadcast: int
    people: QuerySet[Contact]  # in the order in which they get it
    count: int
    offer: int | None  # of whose people it is; None: of all
    reasons: Mapping[str, int]  # everybody of that offer, by whether they agreed, or why not
    sharing: int | None  # of these, who lets the author see answers; None where none are asked
    fitting: int  # of these, whom its rule chooses
    in_course: int  # of these, who is in a course
    first: datetime | None
    last: datetime | None
    days: int  # on so many days of the author's, where a rising daily cap spreads them

    @property
    def agreed(self) -> int:
        """How many of that offer agreed to letters, and may get them."""
        return self.reasons.get(AGREED, 0)


def fitting(broadcast: Broadcast) -> QuerySet[Contact]:
    """Those who agreed whom the rule of a letter chooses, as `broadcasts.people` has them person by
    person; raises Refused.
    """
    rule = Segment.objects.expanded(broadcast.body.audience)
    return of_rule(agreed(broadcast.offer_id), rule, offer=broadcast.offer_id)


def reach(*, broadcast: Broadcast, now: datetime) -> Reach:
    """Count and times, as `queue_broadcasts` will have them; raises Refused."""
    rule = Segment.objects.expanded(broadcast.body.audience)
    chosen, busy = fitting(broadcast), course_days.in_course()
    is_spared = broadcast.in_course == Broadcast.InCourse.NOT
    zones = chosen.order_by().values("zone")
    counts = zones.annotate(all=Count("pk"), busy=Count("pk", filter=Q(pk__in=busy)))
    by_zone = {row["zone"]: row["all"] - row["busy"] if is_spared else row["all"] for row in counts}
    in_course = sum(row["busy"] for row in counts)
    count = sum(by_zone.values())
    openings = Openings.foreseen(broadcast, now=now)
    opens = openings.of_zones({zone: some for zone, some in by_zone.items() if some})
    return Reach(
        broadcast=broadcast.pk,
        people=chosen.exclude(pk__in=busy) if is_spared else chosen,
        count=count,
        offer=broadcast.offer_id,
        reasons=everybody(broadcast.offer_id),
        sharing=sharing(broadcast.offer_id).count() if segments.asks_answers(rule) else None,
        fitting=count + in_course if is_spared else count,
        in_course=in_course,
        first=min(opens, default=None),
        last=max(opens, default=None),
        days=openings.days if openings.was_full else 1,
    )


def left_out(reach: Reach) -> list[LeftOut]:
    """Whom the letter does not reach, a line for each reason that leaves somebody out."""
    counts = {reason: count for reason, count in reach.reasons.items() if reason != AGREED}
    most = reach.agreed if reach.sharing is None else reach.sharing
    if reach.offer is not None:
        counts[ELSEWHERE] = agreed().count() - reach.agreed
    counts[UNSHARED] = reach.agreed - most
    counts[UNFIT] = most - reach.fitting
    counts[IN_COURSE] = reach.fitting - reach.count
    return [
        LeftOut(reason, counts[reason], _rows(reason, reach))
        for reason in WORDS
        if counts.get(reason, 0) > 0
    ]


def _rows(reason: str, reach: Reach) -> dict[str, str]:
    """The people of a reason, by the filters of their list."""
    if reason == UNFIT:
        return {"letter": f"not-{reach.broadcast}"}
    if reason == IN_COURSE:
        return {"letter": str(reach.broadcast), "course": "active"}
    if reason == ELSEWHERE:
        return {"letters": AGREED, "came_by": f"not-{reach.offer}"}
    here = {"came_by": str(reach.offer)} if reach.offer else {}
    if reason == UNSHARED:
        return {"letters": AGREED, "shares": "no", **here}
    return {"letters": reason, **here}
