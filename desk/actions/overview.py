"""What Home shows: bookings, new people, the funnel, what waits for the author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Model, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Attempt
from consultations.models import Booking
from contacts.models import Contact
from courses.models import Enrollment
from desk.figures import Step
from guides.models import GuideCopy
from practice.models import Practice
from pulse.models import Counter

DAYS = timedelta(days=30)
NEWEST = 8


def her_zone() -> ZoneInfo:
    return ZoneInfo(Practice.objects.the().zone)


@dataclass(frozen=True)
class Agenda:
    """Standing bookings of today and of the rest of this week, in her zone."""

    today: tuple[Booking, ...]
    week: tuple[Booking, ...]


def agenda(*, now: datetime) -> Agenda:
    zone = her_zone()
    here = now.astimezone(zone)
    midnight = datetime.combine(here.date(), time.min, zone)
    tomorrow = midnight + timedelta(days=1)
    monday = midnight + timedelta(days=7 - here.weekday())
    rows = Booking.objects.standing().select_related("meeting").order_by("starts_at")
    return Agenda(
        tuple(rows.filter(starts_at__gte=midnight, starts_at__lt=tomorrow)),
        tuple(rows.filter(starts_at__gte=tomorrow, starts_at__lt=max(monday, tomorrow))),
    )


def unmarked(*, now: datetime) -> int:
    """Meetings that are over and not marked as held or missed."""
    return Booking.objects.standing().filter(ends_at__lt=now).count()


@dataclass(frozen=True)
class Newcomer:
    """A new person, where they came from, and their result where they allow it."""

    contact: Contact
    source: str
    result: str


def newcomers() -> list[Newcomer]:
    """The last few people."""
    people = list(Contact.objects.order_by("-pk")[:NEWEST])
    copies = GuideCopy.objects.filter(contact__in=people).order_by("pk")
    by_person = {
        copy.contact_id: copy
        for copy in copies.select_related("attempt__edition").defer("attempt__edition__body")
    }
    return [newcomer(contact, by_person.get(contact.pk)) for contact in people]


def newcomer(contact: Contact, copy: GuideCopy | None) -> Newcomer:
    if copy is None:
        return Newcomer(contact, "", "")
    shared = copy.shared_at is not None and copy.attempt.result is not None
    result = copy.attempt.names["profile_name"] if shared else ""
    return Newcomer(contact, source_words(copy.attempt), result)


def source_words(attempt: Attempt) -> str:
    """“newsletter, spring” or the site somebody came from."""
    source = attempt.source
    names = ("utm_source", "utm_campaign", "source", "campaign", "referrer", "host")
    return ", ".join(str(source[name]) for name in names if source.get(name))


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


def funnel(*, now: datetime) -> list[Step]:
    """Each step of the way in the last 30 days and the 30 before, with the lists behind them."""
    spans = ((now - DAYS, now), (now - 2 * DAYS, now - DAYS))
    words = titles()
    visits = [sum_of("page.landing", span) for span in spans]
    links = [counter_list("page.landing", span) for span in spans]
    steps = [Step(words["visited"], visits[0], visits[1], links[0], links[1])]
    for key, model, field in WAY:
        found = [count(model, field, span) for span in spans]
        lists = links_of(model, field, spans)
        steps.append(Step(words[key], found[0], found[1], lists[0], lists[1]))
    return steps


Span = tuple[datetime, datetime]


def count(model: type[Model], field: str, span: Span) -> int:
    return model._default_manager.filter(
        **{f"{field}__gte": span[0], f"{field}__lt": span[1]}
    ).count()


def sum_of(name: str, span: Span) -> int:
    days = Counter.objects.filter(name=name, day__gt=span[0].date(), day__lte=span[1].date())
    return days.aggregate(total=Sum("count"))["total"] or 0


def links_of(model: type[Model], field: str, spans: Iterable[Span]) -> list[str]:
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert isinstance(model._meta.get_field(field), DateTimeField)
    return [
        f"{page}?{urlencode({f'{field}__gte': start.isoformat(), f'{field}__lt': end.isoformat()})}"
        for start, end in spans
    ]


def counter_list(name: str, span: Span) -> str:
    chosen = {"name": name, "day__gt": span[0].date(), "day__lte": span[1].date()}
    return f"{reverse('admin:pulse_counter_changelist')}?{urlencode(chosen)}"
