"""What happens to a contact, in the author's words, by the kind of its event. Pure.

Every app records kinds of its own; their words stand here, since each page that tells what happened
may meet all of them.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENT_NAMES: dict[str, Promise] = {
    "guide_asked": _("asked for the guide"),
    "confirmed": _("confirmed by the link in a mail"),
    "proved": _("said by the link in a mail that the address is theirs"),
    "unsubscribed": _("stopped the letters"),
    "resubscribed": _("took the stopping back"),
    "course_paused": _("paused the letters"),
    "course_resumed": _("went on with the letters"),
    "course_pace": _("chose how often the letters come"),
    "letters_paused": _("paused the letters now and then"),
    "letters_resumed": _("went on with the letters now and then"),
    "name_changed": _("changed the name we write"),
    "course_left": _("left the course"),
    "course_finished": _("finished the course"),
    "booked": _("booked"),
    "booking_moved": _("moved a booking"),
    "booking_canceled": _("a booking was canceled"),
    "booking_lapsed": _("a booking nobody confirmed was given free"),
    "booking_done": _("the meeting took place"),
    "booking_no_show": _("did not come to a meeting"),
    "booking_reopened": _("you took back how the meeting went"),
    "booking_paid": _("you marked a booking as paid"),
    "booking_unpaid": _("you marked a booking as not paid"),
    "time_request": _("asked for another time"),
    "time_request_offer": _("you offered a time"),
    "bounced": _("the address does not exist: mail came back"),
    "complained": _("marked a mail as spam"),
    "lifted": _("you allowed mail to this address again"),
    "merged": _("you made one of two entries"),
    "course_answered": _("answered the question at the end"),
    "confirm_reminder": _("was reminded to confirm"),
    "address_changed": _("changed the address"),
    "replied": _("wrote back"),
    "sign_up_asked": _("sent a sign-up form; waits for the yes by mail"),
    "signed_up": _("said yes to a sign-up form"),
    "brought_in": _("brought in by you from a file"),
}
