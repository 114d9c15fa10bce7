"""What Home shows: bookings, replies, new people, the funnel, what waits for the author."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, DateTimeField, Exists, Model, OuterRef, Q, QuerySet, Sum, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Attempt, Passage
from consultations.models import Booking
from contacts.models import Contact
from courses.models import Enrollment
from desk.funnel import FunnelStep
from guides.models import GuideCopy
from health.deletion import GONE
from health.models import Counter
from landing.models import LandingPage
from landing.page import awaited
from mail.models import Reply
from offers.models import Offer

DAYS = timedelta(days=30)
NEWEST = 8
OLDEST = 5


def agenda(*, now: datetime, zone: ZoneInfo) -> dict[str, list[Booking]]:
    """Standing bookings of `today` and of the rest of this `week`, in her zone."""
    here = now.astimezone(zone)
    midnight = datetime.combine(here.date(), time.min, zone)
    tomorrow = midnight + timedelta(days=1)
    monday = midnight + timedelta(days=7 - here.weekday())
    rows = Booking.objects.standing().filter(starts_at__gte=midnight, starts_at__lt=monday)
    bookings = list(rows.select_related("meeting").order_by("starts_at", "pk"))
    return {
        "today": [row for row in bookings if row.starts_at < tomorrow],
        "week": [row for row in bookings if row.starts_at >= tomorrow],
    }


def replies(*, now: datetime) -> list[tuple[Reply, int]]:
    """The oldest replies that wait for an answer, and for how many days."""
    rows = Reply.objects.filter(answered_at=None).select_related("contact").order_by("at", "pk")
    return [(row, (now - row.at).days) for row in rows[:OLDEST]]


def own_lines_awaited() -> list[Passage]:
    """The passages in which the author's own lines are missing, in the order of their names."""
    asking = (
        Passage.objects.filter(draft__has_key="question")
        .exclude(draft__question="")
        .order_by("key", "pk")
    )
    return [passage for passage in asking if passage.body.awaits_own_lines]


def blocks_awaited(offers: Iterable[Offer]) -> list[tuple[LandingPage, str]]:
    """Each block of their landing pages in which the author's words are missing: page and place."""
    pages = [page for offer in offers if (page := getattr(offer, "landing_page", None))]
    return [(page, place) for page in pages for place in sorted(awaited(page.body))]


Newcomer = tuple[Contact, str, str]
"""A new person, where they came from, and their result where they allow it."""


def newcomers() -> list[Newcomer]:
    """The last few people."""
    people = list(Contact.objects.select_related("last_source").order_by("-pk")[:NEWEST])
    shared = GuideCopy.objects.shared().filter(pk=OuterRef("pk"))
    copies = GuideCopy.objects.filter(contact__in=people).order_by("pk")
    copies = copies.annotate(is_shared=Exists(shared))
    by_person = {
        copy.contact_id: copy
        for copy in copies.select_related("attempt__revision", "attempt__source").defer(
            "attempt__revision__body"
        )
    }
    return [newcomer(contact, by_person.get(contact.pk)) for contact in people]


def newcomer(contact: Contact, copy: Any) -> Newcomer:
    """`copy`: a GuideCopy that knows whether it `is_shared`, or None."""
    source = contact.last_source or (copy.attempt.source if copy else None)
    words = source.named if source else ""
    if copy is None:
        return contact, words, ""
    seen = copy.is_shared and copy.attempt.result is not None
    result = copy.attempt.names["profile_name"] if seen else ""
    return contact, words, result


# step, rows, the moment that counts
WAY: tuple[tuple[str, type[Model], str], ...] = (
    ("started", Attempt, "started_at"),
    ("finished", Attempt, "finished_at"),
    ("guide", GuideCopy, "requested_at"),
    ("confirmed", Contact, "confirmed_at"),
    ("course", Enrollment, "finished_at"),
    ("booked", Booking, "booked_at"),
)


def titles() -> dict[str, str]:
    return {
        "visited": _("Saw the first page"),
        "started": _("Started the assessment"),
        "finished": _("Finished it"),
        "guide": _("Asked for the guide"),
        "confirmed": _("Confirmed their address"),
        "course": _("Finished the course"),
        "booked": _("Booked"),
    }


def funnel(*, now: datetime) -> list[FunnelStep]:
    """Each step of the way in the last 30 days and the 30 before, with the lists behind them."""
    spans = ((now - DAYS, now), (now - 2 * DAYS, now - DAYS))
    words, counts = titles(), numbers(spans)
    lists = {"visited": [counter_list("page.landing", span) for span in spans]}
    lists |= {key: links_of(model, field, spans) for key, model, field in WAY}
    return [FunnelStep(words[key], *counts.get(key, (0, 0)), *lists[key]) for key in lists]


# how the rows of a step reach their offer; a confirmed address and an hour for all are of none
OFFER_OF = {
    "started": "assessment__offer",
    "finished": "assessment__offer",
    "guide": "guide__offer",
    "course": "course__offer",
    "booked": "meeting__offer",
}


def offer_funnel(offer: int, *, now: datetime) -> list[FunnelStep]:
    """The steps of one offer in the last 30 days and the 30 before; one question for all."""
    spans = ((now - DAYS, now), (now - 2 * DAYS, now - DAYS))
    words = titles()
    queries = [
        counted(key, model, field, spans, **{OFFER_OF[key]: offer})
        for key, model, field in WAY
        if key in OFFER_OF
    ]
    rows = queries[0].union(*queries[1:], all=True).order_by()
    counts = {key: (latest or 0, before or 0) for key, latest, before in rows}
    lists = {
        key: links_of(model, field, spans, **{f"{OFFER_OF[key]}__id__exact": offer})
        for key, model, field in WAY
        if key in OFFER_OF
    }
    return [FunnelStep(words[key], *counts.get(key, (0, 0)), *lists[key]) for key in OFFER_OF]


Span = tuple[datetime, datetime]


def numbers(spans: tuple[Span, Span]) -> dict[str, tuple[int, int]]:
    """How many on each step, in the one span and in the other; one question for all."""
    queries = [counted(key, model, field, spans) for key, model, field in WAY]
    rows = counters(spans).union(*queries, all=True).order_by()
    totals: dict[str, tuple[int, int]] = {}
    for name, latest, before in rows:
        key = STEP_OF.get(name, name)
        recent, earlier = totals.get(key, (0, 0))
        totals[key] = (recent + (latest or 0), earlier + (before or 0))
    return totals


def counted(
    key: str, model: type[Model], field: str, spans: tuple[Span, Span], **only: Any
) -> QuerySet[Any]:
    """(key, the number in the one span, in the other) of one step; `only` rows like this."""
    latest, before = (Q(**{f"{field}__gte": start, f"{field}__lt": end}) for start, end in spans)
    # One stretch of time and no other column: counted in the index of that moment alone.
    ends = [end for span in spans for end in span]
    rows = model._default_manager.filter(
        **{f"{field}__gte": min(ends), f"{field}__lt": max(ends)}, **only
    ).order_by()
    counts: QuerySet[Any] = rows.values(which=Value(key)).annotate(
        latest=Count(field, filter=latest), before=Count(field, filter=before)
    )
    return counts.values_list("which", "latest", "before")


# The counters that belong to a step: of the first page, and of rows that were deleted since, so
# that tidying makes no past month look worse.
STEP_OF = {"page.landing": "visited"} | {f"{GONE}{key}": key for key, _model, _field in WAY}


def counters(spans: Iterable[Span]) -> QuerySet[Any]:
    """The same of the daily counts."""
    latest, before = (Q(day__gt=start.date(), day__lte=end.date()) for start, end in spans)
    days = Counter.objects.filter(latest | before, name__in=STEP_OF).order_by()
    sums = days.values("name").annotate(
        latest=Sum("count", filter=latest), before=Sum("count", filter=before)
    )
    return sums.values_list("name", "latest", "before")


def links_of(model: type[Model], field: str, spans: Iterable[Span], **only: Any) -> list[str]:
    """The list of the rows of each span; `only` those like this."""
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert isinstance(model._meta.get_field(field), DateTimeField)
    chosen = (
        {f"{field}__gte": start.isoformat(), f"{field}__lt": end.isoformat(), **only}
        for start, end in spans
    )
    return [f"{page}?{urlencode(offer)}" for offer in chosen]


def counter_list(name: str, span: Span) -> str:
    chosen = {"name": name, "day__gt": span[0].date(), "day__lte": span[1].date()}
    return f"{reverse('admin:health_counter_changelist')}?{urlencode(chosen)}"
