"""Every change of a course, a lesson, or a person's place in one; other rooms import from here."""

from courses.actions.asking import Coming, awaits, coming, facts, upcoming, why
from courses.actions.authoring import faults, look_again, publish, set_state, unpublish
from courses.actions.calling import offer_return, remind, welcome_back
from courses.actions.joining import confirm, enroll, leave, mark_booked
from courses.actions.reader import SentNow, change_zone, pause, resume, send_now
from courses.actions.sending import queue_due, settle
from courses.links import confirm_url

__all__ = [
    "Coming",
    "SentNow",
    "awaits",
    "change_zone",
    "coming",
    "confirm",
    "confirm_url",
    "enroll",
    "facts",
    "faults",
    "leave",
    "look_again",
    "mark_booked",
    "offer_return",
    "pause",
    "publish",
    "queue_due",
    "remind",
    "resume",
    "send_now",
    "set_state",
    "settle",
    "unpublish",
    "upcoming",
    "welcome_back",
    "why",
]
