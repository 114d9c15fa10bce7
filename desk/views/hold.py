"""The switch for all mail: what waits, who has left since, and one button to hold or to let go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from desk.views.two_factor import shown
from health import actions as health
from health.clock import now
from health.models import Hold
from mail import actions as mail
from mail.actions.claims import WHY_NOT
from mail.models import Message
from practice.permissions import needs

MOST = 200


@method_decorator(needs("health.change_hold"), name="dispatch")
class HoldPage(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        moment, hold = now(), health.standing_hold()
        waiting = mail.waiting(now=moment).select_related("contact", "letter")
        left = mail.left_since(hold.since) if hold else ()
        context = {
            "hold": hold,
            "count": waiting.filter(why="").count(),
            "waiting": [(row, why(row)) for row in waiting[:MOST]],
            "left": left[:MOST],
            "most": MOST,
        }
        return shown(request, "desk/hold.html", _("Hold all mail"), **context)

    def post(self, request: HttpRequest) -> HttpResponse:
        verb = request.POST.get("do", "")
        if verb == "hold":
            by = request.user if request.user.is_authenticated else None
            health.hold(reason=Hold.Reason.HAND, by=by, now=now())
            messages.success(request, _("From now on no mail leaves. Your pages go on working."))
        elif verb == "release":
            mail.let_go(now=now())
            messages.success(request, _("Mail goes out again."))
        elif verb == "skip":
            count = mail.let_go(now=now(), skip=True)
            words = ngettext(
                "%d mail was settled as not sent. What becomes due from now on goes out.",
                "%d mails were settled as not sent. What becomes due from now on goes out.",
                count,
            )
            messages.success(request, words % count)
        return redirect("desk:hold")


def why(message: Message) -> str:
    """Why a waiting mail would not go, in words; empty where it would."""
    key = getattr(message, "why", "")
    return str(WHY_NOT[key][1]) if key else ""
