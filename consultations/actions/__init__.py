"""Every change of a booking: booked, moved, canceled, confirmed, marked; and what is written."""

from consultations.actions.answers import write_before
from consultations.actions.booking import book, cancel, move, open_times
from consultations.actions.brief import brief, shared_attempt
from consultations.actions.feeds import (
    invite_author,
    refresh,
    refresh_feeds,
    renew_subscription,
    subscription,
)
from consultations.actions.outcomes import (
    confirm,
    mark_done,
    mark_no_show,
    mark_paid,
    prove,
    reopen,
)
from consultations.actions.quotas import forget_places
from consultations.actions.reminders import lapse_due, remind_due
from consultations.actions.time_requests import accept, close_time_request, offer, request_time

__all__ = [
    "accept",
    "book",
    "brief",
    "cancel",
    "close_time_request",
    "confirm",
    "forget_places",
    "invite_author",
    "lapse_due",
    "mark_done",
    "mark_no_show",
    "mark_paid",
    "move",
    "offer",
    "open_times",
    "prove",
    "refresh",
    "refresh_feeds",
    "remind_due",
    "renew_subscription",
    "reopen",
    "request_time",
    "shared_attempt",
    "subscription",
    "write_before",
]
