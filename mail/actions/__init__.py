"""Every change of letters and messages, by its thought; other rooms import from here."""

from mail.actions.audience_counts import left_out
from mail.actions.breaker import Pause, paused, resume
from mail.actions.claims import free_silent
from mail.actions.clicking import Clicked, clicked, note_click, true_address
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
from mail.actions.mailings import (
    LETTERS,
    Reach,
    addressed,
    check_mailing,
    frozen,
    one_off,
    people,
    progress,
    queue_mailings,
    reach,
    schedule,
    set_letters,
    stop,
)
from mail.actions.publishing import (
    NotPublished,
    check,
    closure,
    draft_body,
    findings,
    publish,
    system,
    wording,
)
from mail.actions.queueing import Wanted, queue, queue_all, withdraw
from mail.actions.reading import (
    as_read,
    preview,
    preview_letter,
    preview_mailing,
    sample_values,
    send_test,
)
from mail.actions.replies import doubt, mark_answered, receive
from mail.actions.sending import send_due

__all__ = [
    "LETTERS",
    "Clicked",
    "NotPublished",
    "Pause",
    "Reach",
    "Wanted",
    "accepted",
    "addressed",
    "as_read",
    "check",
    "check_mailing",
    "clicked",
    "closure",
    "doubt",
    "draft_body",
    "findings",
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
    "paused",
    "people",
    "preview",
    "preview_letter",
    "preview_mailing",
    "progress",
    "publish",
    "queue",
    "queue_all",
    "queue_mailings",
    "reach",
    "receive",
    "record_event",
    "resume",
    "sample_values",
    "schedule",
    "send_due",
    "send_test",
    "set_letters",
    "stop",
    "system",
    "true_address",
    "waiting",
    "waiting_by_purpose",
    "watch",
    "withdraw",
    "wording",
]
