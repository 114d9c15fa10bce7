"""Is everything running: processes, regular checks, mail on its way, guides, disk."""

from __future__ import annotations

import shutil
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.actions.findings import SENDING, Check, CheckFinding, CheckMoment, fault, good
from health.labels import REGULAR
from health.models import WATCHED
from mail.models import Message

LATE_MAIL = timedelta(minutes=10)
MANY_LOST = 10  # addresses a week; fewer come with every list of people
ENOUGH_DISK = 1_000_000_000


def held(moment: CheckMoment) -> CheckFinding:
    hold = moment.hold
    if hold is None:
        return good(_("No mail is held back."))
    return fault(
        _("No mail leaves: %s.") % hold,
        _("See what waits and who has left since, then let it go."),
    )


def processes(moment: CheckMoment) -> CheckFinding:
    if moment.running.is_alive:
        return good(_("It is running."))
    return fault(
        _("Nothing has been heard of it for 45 seconds."),
        _("Start the service again (bin/serve, or restart the containers)."),
    )


def regular(moment: CheckMoment) -> CheckFinding:
    done = set(moment.running.recent)
    if moment.running.out_of_room:
        done.add(SENDING)  # the line “Sending” says so
    missing = [name for name in WATCHED if name not in done]
    if not missing:
        return good(_("Mail, lessons and guides were looked at within three minutes."))
    if not moment.running.is_alive:
        return good(_("They begin again once the work in the background does."))
    return fault(
        _("Not done for three minutes: %s.")
        % ", ".join(str(REGULAR[name]) for name in WATCHED if name in missing),
        _("Start the service again (bin/serve, or restart the containers)."),
    )


def waiting(moment: CheckMoment) -> CheckFinding:
    due = Message.objects.real().due(moment.now - LATE_MAIL)
    oldest = due.order_by("next_try_at").values_list("next_try_at", flat=True).first()
    if oldest is None or moment.pause or moment.hold:
        return good(_("No mail is late."))
    minutes = int((moment.now - oldest).total_seconds() // 60)
    return fault(
        ngettext(
            "A mail has been due for %d minute.", "A mail has been due for %d minutes.", minutes
        )
        % minutes,
        _("Look at “Mails”, those waiting; the reason stands beside each."),
    )


def failures(moment: CheckMoment) -> CheckFinding:
    count = moment.counts["failures"]
    if not count:
        return good(_("No mail failed in the last seven days."))
    return fault(
        ngettext("%d mail failed this week.", "%d mails failed this week.", count) % count,
        _("Open “Mails”, those failed: the server's words say why."),
    )


def breaker(moment: CheckMoment) -> CheckFinding:
    if moment.running.out_of_room:
        return fault(
            _("No mail goes out: the disk has no room to write down what was sent."),
            _("Make room on the server's disk; sending then goes on by itself."),
        )
    paused = moment.pause
    if paused is None:
        return good(_("Mail goes out."))
    return fault(
        _("Sending is paused because: %s") % paused.reason,
        _("Mend it with your mail provider; “Mails” has a button to try again at once."),
    )


def suppressions(moment: CheckMoment) -> CheckFinding:
    count = moment.counts["suppressions"]
    words = ngettext(
        "%d address could not be written to any more this week.",
        "%d addresses could not be written to any more this week.",
        count,
    )
    if count < MANY_LOST:
        return good(words % count if count else _("No address was lost this week."))
    return fault(
        words % count,
        _("See “Do not mail”: if many came from one place, stop asking people there."),
    )


def guides(moment: CheckMoment) -> CheckFinding:
    count = moment.counts["guides"]
    if not count:
        return good(_("Every guide asked for was made."))
    return fault(
        ngettext("%d guide could not be made.", "%d guides could not be made.", count) % count,
        _("Open “Readers' guides”: it says why, with a button to try again."),
    )


def disk(_moment: CheckMoment) -> CheckFinding:
    free = shutil.disk_usage(settings.VAR_DIR).free
    words = _("%.1f GB are free.") % (free / 1e9)
    if free > ENOUGH_DISK:
        return good(words)
    return fault(
        words,
        _(
            "Make room on the server's disk. When it is nearly full, PDFs wait and guides are read "
            "on the web; when it is full, mail waits too."
        ),
    )


CHECKS = (
    Check(
        "processes",
        gettext_lazy("Work in the background"),
        processes,
        "admin:health_heartbeat_changelist",
    ),
    Check("regular", gettext_lazy("Regular checks"), regular, "admin:health_tick_changelist"),
    Check("hold", gettext_lazy("Mail is held"), held, "desk:hold"),
    Check("waiting", gettext_lazy("Waiting mail"), waiting, "admin:mail_message_changelist"),
    Check("failures", gettext_lazy("Failed mail"), failures, "admin:mail_message_changelist"),
    Check("breaker", gettext_lazy("Sending"), breaker, "admin:mail_message_changelist"),
    Check(
        "suppressions",
        gettext_lazy("Lost addresses"),
        suppressions,
        "admin:contacts_suppression_changelist",
    ),
    Check("guides", gettext_lazy("Guides"), guides, "admin:guides_guidecopy_changelist"),
    Check("disk", gettext_lazy("Disk"), disk),
)
