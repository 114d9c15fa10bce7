"""Every change of a course, a lesson, or a person's place in one; other apps import from here."""

from courses.actions.addresses import ask_address, may_move, move_address
from courses.actions.diagnostics import NextLesson, awaits, coming, why, whys
from courses.actions.enroll import confirm, enroll, forget_waiting, leave, mark_booked
from courses.actions.forecast import ahead, publishing_impact, rehearsed
from courses.actions.last_letters import silent_ends, unasked
from courses.actions.lessons import (
    copy_course,
    go_out,
    look_again,
    only_for_newcomers,
    set_state,
    unpublish,
)
from courses.actions.onward import entered, go_on, next_course
from courses.actions.own_data import ask_own_data, erase_reader, is_fresh, own_data
from courses.actions.prefetch import facts
from courses.actions.preview import (
    LessonPreview,
    as_filed,
    as_sent,
    draft,
    drive,
    previewed,
    rehearsal,
    shown,
)
from courses.actions.reminders import offer_return, remind, welcome_back
from courses.actions.samples import (
    SampleReader,
    other_answers,
    reader,
    reader_by,
    reader_of,
    sample,
    samples,
    scored,
)
from courses.actions.self_service import (
    SentNow,
    answer_at_the_end,
    change_name,
    change_pace,
    change_zone,
    letters_so_far,
    pause,
    pause_all,
    pause_letters,
    resume,
    resume_all,
    send_now,
    standing,
    withdraw,
)
from courses.actions.stats import funnel
from courses.actions.tick import queue_due, settle
from courses.actions.timeline import timeline
from courses.actions.way_in import mail_preferences

__all__ = [
    "LessonPreview",
    "NextLesson",
    "SampleReader",
    "SentNow",
    "ahead",
    "answer_at_the_end",
    "as_filed",
    "as_sent",
    "ask_address",
    "ask_own_data",
    "awaits",
    "change_name",
    "change_pace",
    "change_zone",
    "coming",
    "confirm",
    "copy_course",
    "draft",
    "drive",
    "enroll",
    "entered",
    "erase_reader",
    "facts",
    "forget_waiting",
    "funnel",
    "go_on",
    "go_out",
    "is_fresh",
    "leave",
    "letters_so_far",
    "look_again",
    "mail_preferences",
    "mark_booked",
    "may_move",
    "move_address",
    "next_course",
    "offer_return",
    "only_for_newcomers",
    "other_answers",
    "own_data",
    "pause",
    "pause_all",
    "pause_letters",
    "previewed",
    "publishing_impact",
    "queue_due",
    "reader",
    "reader_by",
    "reader_of",
    "rehearsal",
    "rehearsed",
    "remind",
    "resume",
    "resume_all",
    "sample",
    "samples",
    "scored",
    "send_now",
    "set_state",
    "settle",
    "shown",
    "silent_ends",
    "standing",
    "timeline",
    "unasked",
    "unpublish",
    "welcome_back",
    "why",
    "whys",
    "withdraw",
]
