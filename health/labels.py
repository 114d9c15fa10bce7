"""The processes and the regular checks by the names the author reads. Pure."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "mail": _("sending mail"),
    "guides": _("making guides"),
    "web": _("the web pages"),
    "beat": _("the clock that starts the regular checks"),
    "worker": _("work in the background"),
}
REGULAR = {
    "mail.send_due": _("send the mail that is due"),
    "courses.queue_due": _("see who gets the next lesson"),
    "guides.build_due": _("make the guides that are asked for"),
    "landing.receive_due": _("receive what sign-up forms sent"),
    "landing.draw_due": _("draw pictures for landing pages and for sharing"),
    "consultations.remind_due": _("remind of meetings"),
    "consultations.refresh_feeds": _("read your other calendars"),
    "desk.look_round": _("see whether everything is well"),
    "desk.weekly": _("write the Monday letter to you"),
    "desk.tidy": _("forget what is no longer needed"),
}
