"""Every change of letters and messages, by its thought; other apps import from here."""

from mail.actions.breaker import paused, resume
from mail.actions.broadcast_queue import (
    pause,
    progress,
    queue_broadcasts,
    resend,
    schedule,
    stop,
    unpause,
    unreached,
)
from mail.actions.broadcast_report import report
from mail.actions.broadcasts import (
    A_WEEK,
    LETTERS,
    addressed,
    copy_name,
    frozen,
    one_off,
    pause_letters,
    people,
    set_letters,
)
from mail.actions.claims import free_silent
from mail.actions.clicks import clicked, note_click, true_address
from mail.actions.enqueue import NewMessage, queue, queue_all, withdraw
from mail.actions.events import record_event
from mail.actions.hold import (
    accepted,
    forget_accepted,
    left_since,
    let_go,
    mark_accepted,
    waiting,
    waiting_by_purpose,
    watch,
)
from mail.actions.own_words import own_words, without_own
from mail.actions.preview import (
    as_read,
    present_identity,
    preview,
    preview_broadcast,
    preview_letter,
    previewed,
    sample_values,
    send_test,
)
from mail.actions.public_letters import (
    for_everybody,
    public_letters,
    set_public,
    went_out_at,
)
from mail.actions.publish import (
    check,
    closure,
    draft_body,
    findings,
    publish,
    system,
    wording,
)
from mail.actions.reach import Reach, fitting, left_out, reach
from mail.actions.replies import doubt, mark_answered, receive
from mail.actions.send import send_due
from mail.actions.warm_up import begin_after_import

__all__ = [
    "A_WEEK",
    "LETTERS",
    "NewMessage",
    "Reach",
    "accepted",
    "addressed",
    "as_read",
    "begin_after_import",
    "check",
    "clicked",
    "closure",
    "copy_name",
    "doubt",
    "draft_body",
    "findings",
    "fitting",
    "for_everybody",
    "forget_accepted",
    "free_silent",
    "frozen",
    "left_out",
    "left_since",
    "let_go",
    "mark_accepted",
    "mark_answered",
    "note_click",
    "one_off",
    "own_words",
    "pause",
    "pause_letters",
    "paused",
    "people",
    "present_identity",
    "preview",
    "preview_broadcast",
    "preview_letter",
    "previewed",
    "progress",
    "public_letters",
    "publish",
    "queue",
    "queue_all",
    "queue_broadcasts",
    "reach",
    "receive",
    "record_event",
    "report",
    "resend",
    "resume",
    "sample_values",
    "schedule",
    "send_due",
    "send_test",
    "set_letters",
    "set_public",
    "stop",
    "system",
    "true_address",
    "unpause",
    "unreached",
    "waiting",
    "waiting_by_purpose",
    "watch",
    "went_out_at",
    "withdraw",
    "without_own",
    "wording",
]
