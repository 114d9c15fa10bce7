"""Whom a one-off letter would go to if it were let go now, and when, and whom it does not reach;
asked of the database whole, whatever the number of people. How they go out is `broadcast_queue`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Q, QuerySet, Value, When

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
    first_reason,
)
from mail.actions.broadcasts import agreed, shares
from mail.actions.openings import Openings
from mail.actions.people_query import NOBODY, fits
from mail.known_facts import came_by
from mail.models import Broadcast
from writing import segments
from writing.segments import Rule


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


def fitting(
    broadcast: Broadcast, *, among: QuerySet[Contact] | None = None, is_so: bool = True
) -> QuerySet[Contact]:
    """Those who agreed whom the rule of a letter chooses, as `broadcasts.people` has them person by
    person, or whom it leaves; of these people, if any are given. Raises Refused.
    """
    rule = Segment.objects.expanded(broadcast.body.audience)
    offer = broadcast.offer_id
    return agreed(offer, among=among).filter(fits(rule, offer=offer, is_so=is_so))


def reach(*, broadcast: Broadcast, now: datetime) -> Reach:
    """Count and times, as `queue_broadcasts` will have them; raises Refused."""
    offer = broadcast.offer_id
    rule = Segment.objects.expanded(broadcast.body.audience)
    is_spared = broadcast.in_course == Broadcast.InCourse.NOT
    reasons, by_zone = Counter[str](), Counter[str]()
    shared = fit = in_course = 0
    for why, zone, is_sharing, is_fit, is_busy, count in _everybody(rule, offer):
        reasons[why] += count
        if why != AGREED:
            continue
        shared += count if is_sharing else 0
        if is_fit:
            fit += count
            in_course += count if is_busy else 0
            by_zone[zone] += 0 if is_busy and is_spared else count
    openings = Openings.foreseen(broadcast, now=now)
    opens = openings.of_zones({zone: some for zone, some in by_zone.items() if some})
    chosen = fitting(broadcast)
    return Reach(
        broadcast=broadcast.pk,
        people=chosen.exclude(pk__in=course_days.in_course()) if is_spared else chosen,
        count=by_zone.total(),
        offer=offer,
        reasons=reasons,
        sharing=shared if segments.asks_answers(rule) else None,
        fitting=fit,
        in_course=in_course,
        first=min(opens, default=None),
        last=max(opens, default=None),
        days=openings.days if openings.was_full else 1,
    )


def _everybody(rule: Rule, offer: int | None) -> Iterable[tuple[str, str, bool, bool, bool, int]]:
    """(why, zone, shares, fits, in a course, how many) of all people, or of those who came by an
    offer: counted in one question, for all of whom a row is read anyway.
    """
    people = Contact.objects.filter(came_by(offer)) if offer else Contact.objects.all()
    asks = {
        "shares": shares() if segments.asks_answers(rule) else NOBODY,
        "fits": fits(rule, offer=offer),
        "busy": Q(pk__in=course_days.in_course()),
    }
    yes, no = Value(True), Value(False)
    columns = {name: Case(When(asked, then=yes), default=no) for name, asked in asks.items()}
    rows = people.order_by().values("zone", why=first_reason(), **columns)
    counted = rows.annotate(count=Count("pk"))
    return counted.values_list("why", "zone", *asks, "count")


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
