"""What is written about a booking: to the visitor and to the author, each in their own zone.

A letter to the visitor holds nothing that anybody typed into the form: whoever typed an address
may not be the one who reads its mail.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from consultations import ical, links, wording
from consultations.actions.invitations import attached, for_author, for_visitor, own_name
from consultations.models import Booking, Subscription
from mail import actions as mail
from mail.models import Message, MessageState, Purpose
from practice import zones
from practice.models import Practice
from writing.segments import Facts

A_DAY = timedelta(days=1)
GONE_OUT = (MessageState.SENDING, MessageState.SENT)
PAYS = "pays"
"""The switch of a letter that names the payment link."""


def tell(booking: Booking, *, now: datetime) -> Message | None:
    """Queue the letter that says how the booking stands, with its calendar file; of one that waits
    for its proof, the letter that asks for it.
    """
    if booking.waits:
        return ask(booking, now=now)
    cancelled = booking.state == Booking.State.CANCELLED
    method = ical.Method.CANCEL if cancelled else ical.Method.REQUEST
    news = "moved" if has_letter(booking) else "confirmed"
    name = "booking_cancelled" if cancelled else f"booking_{news}"
    return mail.queue(
        # With the sequence: said twice it is one letter, moved once more it is another.
        key=f"booking:{booking.uid.hex}:{booking.sequence}",
        letter=mail.system(name, offer=booking.offer_id),
        offer=booking.offer_id,
        contact=booking.contact,
        purpose=Purpose.REQUESTED,
        facts=facts(booking, booked=not cancelled, now=now),
        names={},
        values=values(booking, now=now),
        not_before=now,
        # A letter about an hour that has begun helps nobody.
        not_after=booking.starts_at,
        attachment=attached(for_visitor(booking, method)),
        now=now,
    )


def ask(booking: Booking, *, now: datetime) -> Message | None:
    """Queue the one letter whose link proves the booking; once sent, none follows: its link shows
    the booking as it stands. Without a calendar file: an hour that may lapse is in no calendar.
    """
    # Whatever its sequence: moving an unproven hour mails nobody once more (promise 12).
    key = f"booking-ask:{booking.uid.hex}"
    if Message.objects.filter(key__startswith=key, state__in=GONE_OUT).exists():
        return None
    assert booking.lapses_at is not None
    with override(booking.contact.language):
        until = wording.when_text(booking.lapses_at, ZoneInfo(booking.zone))
    return mail.queue(
        key=f"{key}:{booking.sequence}",
        letter=mail.system("booking_ask", offer=booking.offer_id),
        offer=booking.offer_id,
        contact=booking.contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={**values(booking, now=now), "until_text": until},
        not_before=now,
        not_after=booking.lapses_at,
        now=now,
    )


def notify(booking: Booking, *, now: datetime) -> Message | None:
    """Queue the author's notice, in her zone, if she wants it, with what her calendar takes.

    She hears of a booking once it is proven, or she changes it herself. One that an invitation put
    into her calendar is followed there, also where she has switched notices off since.
    """
    practice = Practice.objects.the()
    if booking.waits or not (practice.tell_bookings or booking.invited):
        return None
    is_cancelled = booking.state == Booking.State.CANCELLED
    if not (booking.invited or is_cancelled or Subscription.objects.filter(takes_new=True)):
        booking.invited = True
        booking.save(update_fields=("invited",))
    method = ical.Method.CANCEL if is_cancelled else ical.Method.REQUEST
    with override(practice.language):
        values = told_to_author(booking, ZoneInfo(practice.zone))
        invitation = for_author(booking, method) if booking.invited else None
    return mail.queue(
        key=f"booking-notice:{booking.uid.hex}:{booking.sequence}",
        letter=mail.system("booking_notice"),
        contact=None,
        purpose=Purpose.NOTICE,
        facts=Facts(),
        names={},
        values=values,
        not_before=now,
        attachment=attached(invitation) if invitation else None,
        now=now,
    )


def told_to_author(booking: Booking, zone: ZoneInfo) -> dict[str, str]:
    """What her notice prints, by her own clock."""
    news, news_text = what_happened(booking)
    return {
        "news_text": news_text,
        "who_text": f"{booking.first_name or _('no name given')}, {booking.email}",
        "meeting_name": f"{booking.meeting.title}: {news}",
        "when_text": wording.when_text(booking.starts_at, zone),
        "zone_name": zones.zone_name(zone, booking.starts_at),
        "place_text": booking.place_text,
        "note_text": written(booking) or _("none"),
        "admin_url": links.admin_url(booking),
    }


def what_happened(booking: Booking) -> tuple[str, str]:
    """One word for it, and what a subject says: never an address, as strangers see subjects."""
    if booking.state == Booking.State.CANCELLED:
        word, happened = _("canceled"), _("Booking canceled")
    elif booking.sequence:
        word, happened = _("moved"), _("Booking moved")
    else:
        word, happened = _("booked"), _("New booking")
    name = booking.first_name
    return word, happened if not name or "@" in name else f"{happened}: {name}"


def thank(booking: Booking, *, now: datetime) -> Message:
    """Queue the thank-you after a meeting that took place."""
    return mail.queue(
        key=f"booking-thanks:{booking.uid.hex}",
        letter=mail.system("booking_thanks", offer=booking.offer_id),
        offer=booking.offer_id,
        contact=booking.contact,
        purpose=Purpose.NOTICE,
        facts=facts(booking, booked=True, now=now),
        names={},
        values={**values(booking, now=now), "book_url": links.book_url(booking.contact)},
        not_before=now,
        not_after=now + 7 * A_DAY,
        now=now,
    )


def remind(booking: Booking, hours: int, *, until: datetime, now: datetime) -> Message:
    """Queue one reminder."""
    with override(booking.contact.language):
        hours_text = wording.hours_text(booking.starts_at - now)
    return mail.queue(
        key=f"reminder:{booking.uid.hex}:{booking.sequence}:{hours}",
        letter=mail.system("booking_reminder", offer=booking.offer_id),
        offer=booking.offer_id,
        contact=booking.contact,
        purpose=Purpose.REMINDER,
        facts=facts(booking, booked=True, now=now),
        names={},
        values={**values(booking, now=now), "hours_text": hours_text},
        not_before=now,
        not_after=until,
        now=now,
    )


def take_back(booking: Booking, *, reason: str, now: datetime) -> None:
    """Withdraw unsent letters to the visitor about it."""
    mine = Message.objects.filter(contact=booking.contact_id, state=MessageState.QUEUED)
    for kind in ("booking", "booking-ask", "reminder"):
        unsent = mine.filter(key__startswith=f"{kind}:{booking.uid.hex}:")
        for key in unsent.values_list("key", flat=True):
            mail.withdraw(key=key, reason=reason, now=now)


def take_back_thanks(booking: Booking, *, now: datetime) -> None:
    """It did not take place after all: no thanks, if they have not gone out yet."""
    mail.withdraw(key=f"booking-thanks:{booking.uid.hex}", reason="Taken back by you.", now=now)


def thanked(booking: Booking) -> bool:
    """Whether the letter of thanks is on its way or there."""
    thanks = Message.objects.filter(key=f"booking-thanks:{booking.uid.hex}")
    return thanks.filter(state__in=GONE_OUT).exists()


def newest(booking: Booking) -> Message | None:
    """The letter to the visitor about how the booking stands now, if one is or was to go."""
    keys = [f"{kind}:{booking.uid.hex}:{booking.sequence}" for kind in ("booking", "booking-ask")]
    there = Message.objects.filter(key__in=keys).exclude(state=MessageState.WITHDRAWN)
    return there.order_by("-key").last()


def has_letter(booking: Booking) -> bool:
    """Whether a letter about it has gone out before."""
    about = Message.objects.filter(
        contact=booking.contact_id, key__startswith=f"booking:{booking.uid.hex}:"
    )
    return about.filter(state__in=GONE_OUT).exists()


def facts(booking: Booking, *, booked: bool, now: datetime) -> Facts:
    """Which parts of a letter to the visitor are for this booking."""
    return Facts({PAYS: True} if booking.payment_url(now=now) else {}, booked=booked)


def values(booking: Booking, *, now: datetime) -> dict[str, str]:
    """What every letter to the visitor may print."""
    zone = ZoneInfo(booking.zone)
    with override(booking.contact.language):
        when, where = wording.when_text(booking.starts_at, zone), booking.place_text
    return {
        "first_name": own_name(booking.contact),
        "meeting_name": booking.meeting.title,
        "minutes": str(round((booking.ends_at - booking.starts_at) / timedelta(minutes=1))),
        "when_text": when,
        "zone_name": zones.zone_name(zone, booking.starts_at),
        "place_text": where,
        "payment_url": booking.payment_url(now=now),
        "booking_url": links.booking_url(booking, in_letter=True),
        "book_url": links.book_url(),
    }


def written(booking: Booking) -> str:
    """What they wrote to the author, on one line: their note, and the answers to her questions."""
    answers = (f"{row['question']} {row['answer']}" for row in booking.intake)
    return " · ".join(" ".join(text.split()) for text in (booking.note, *answers) if text)
