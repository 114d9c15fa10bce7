"""Every change of a course, a lesson, or a person's place in one; other rooms import from here."""

from courses.actions.addresses import ask_address, may_move, move_address
from courses.actions.asking import Coming, awaits, coming, why, whys
from courses.actions.authoring import (
    copy_course,
    go_out,
    look_again,
    only_for_newcomers,
    set_state,
    unpublish,
)
from courses.actions.calling import offer_return, remind, welcome_back
from courses.actions.counting import Funnel, funnel
from courses.actions.foreseeing import ahead, publishing_impact, rehearsed
from courses.actions.joining import confirm, enroll, forget_waiting, leave, mark_booked
from courses.actions.knowing import facts
from courses.actions.reader import (
    SentNow,
    answer_at_the_end,
    change_zone,
    letters_so_far,
    pause,
    resume,
    send_now,
    standing,
    withdraw,
)
from courses.actions.readers import Reader, reader, reader_of, sample, samples, scored
from courses.actions.sending import queue_due, settle
from courses.actions.showing import (
    Shown,
    as_sent,
    draft,
    drive,
    previewed,
    rehearsal,
    shown,
    unsaved_passages,
)
from courses.actions.timeline import timeline

__all__ = [
    "Coming",
    "Funnel",
    "Reader",
    "SentNow",
    "Shown",
    "ahead",
    "answer_at_the_end",
    "as_sent",
    "ask_address",
    "awaits",
    "change_zone",
    "coming",
    "confirm",
    "copy_course",
    "draft",
    "drive",
    "enroll",
    "facts",
    "forget_waiting",
    "funnel",
    "go_out",
    "leave",
    "letters_so_far",
    "look_again",
    "mark_booked",
    "may_move",
    "move_address",
    "offer_return",
    "only_for_newcomers",
    "pause",
    "previewed",
    "publishing_impact",
    "queue_due",
    "reader",
    "reader_of",
    "rehearsal",
    "rehearsed",
    "remind",
    "resume",
    "sample",
    "samples",
    "scored",
    "send_now",
    "set_state",
    "settle",
    "shown",
    "standing",
    "timeline",
    "unpublish",
    "unsaved_passages",
    "welcome_back",
    "why",
    "whys",
    "withdraw",
]
