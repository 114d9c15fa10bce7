"""The buttons of a one-off letter, and the pages behind two of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from health.clock import now
from health.time_limit import COUNT, GaveUp, time_limit
from mail import actions
from mail.admin.audience_words import (
    OF_ANSWERS,
    SECONDS,
    SHOWN_TO,
    counted,
    left_out,
    listed,
    spread,
)
from mail.models import Broadcast
from mail.send_window import zone_of
from practice.models import Practice
from practice.permissions import needs
from publishing.admin_base import DocumentAdmin

State = Broadcast.State
SHOWN_IN = (State.SCHEDULED, State.QUEUED)


class BroadcastButtons(DocumentAdmin):
    """Let go, test, pause, go on, stop, report: which of them show goes by the letter's state."""

    def has_schedule_it_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        return self._is_in(request, object_id, State.DRAFT)

    def has_pause_it_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        return self._is_in(request, object_id, State.SCHEDULED, State.QUEUED)

    def has_unpause_it_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        return self._is_in(request, object_id, State.PAUSED)

    def has_stop_it_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        return self._is_in(request, object_id, State.SCHEDULED, State.QUEUED, State.PAUSED)

    def has_show_it_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        return self._is_in(request, object_id, *SHOWN_IN, is_public=False)

    def has_hide_it_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        return self._is_in(request, object_id, *SHOWN_IN, is_public=True)

    def has_report_page_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        return not object_id or not self._is_in(request, object_id, State.DRAFT)

    def _is_in(
        self, request: HttpRequest, object_id: int | str, *states: str, **columns: bool
    ) -> bool:
        """Whether a button shows; asked without an id, the action itself looks at the state."""
        if not object_id:
            return True
        row = self.get_object(request, str(object_id))
        wanted = columns.items()
        return row is not None and row.state in states and wanted <= vars(row).items()

    def get_urls(self) -> list[URLPattern]:
        send, report = (self.admin_site.admin_view(page) for page in (self.send, self.report))
        return [
            path("<int:pk>/send/", send, name="mail_broadcast_send"),
            path("<int:pk>/report/", report, name="mail_broadcast_report"),
            *super().get_urls(),
        ]

    @action(
        description=_("Save and let it go out …"),
        permissions=["mail.change_broadcast", "schedule_it"],
    )
    def schedule_it(self, request: HttpRequest, broadcast: Broadcast) -> None:
        """Saved like any draft; the page that follows says to whom, and asks."""

    def response_change(self, request: HttpRequest, obj: Broadcast) -> HttpResponse:
        if "mail_broadcast_schedule_it" in request.POST and obj.state == State.DRAFT:
            return redirect("admin:mail_broadcast_send", obj.pk)
        return super().response_change(request, obj)

    @needs("mail.change_broadcast")
    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To whom it would go, and when; the button lets it go."""
        broadcast = get_object_or_404(Broadcast, pk=pk)
        page = redirect("admin:mail_broadcast_change", broadcast.pk)
        if self.says_faults(request, broadcast):
            return page
        if request.method == "POST" and actions.schedule(
            broadcast=broadcast, by=request.user, now=now()
        ):
            words = {
                Broadcast.Timing.NOW: _("It is on its way."),
                Broadcast.Timing.MOMENT: _("It goes out on that day, at that hour."),
            }
            morning = _("It goes out on that day, when it is that hour for each reader.")
            said = words.get(Broadcast.Timing(broadcast.timing), morning)
            self.message_user(request, said, messages.SUCCESS)
        if request.method == "POST" or broadcast.state != State.DRAFT:
            return page
        context = {
            **self.admin_site.each_context(request),
            "title": _("Before it goes out"),
            "opts": self.opts,
            "broadcast": broadcast,
        }
        with suppress(GaveUp), time_limit(None if COUNT in request.GET else SECONDS):
            sees_people = request.user.has_perm(SHOWN_TO)
            context |= self._audience(broadcast, sees_people=sees_people)
        return TemplateResponse(request, "mail/admin_send.html", context)

    def _audience(self, broadcast: Broadcast, *, sees_people: bool) -> dict[str, Any]:
        """What the page says of whom it would go to, and when."""
        reach = actions.reach(broadcast=broadcast, now=now())
        return {
            **left_out(broadcast, reach, sees_people=sees_people),
            "counted": counted(broadcast, reach),
            "listed": listed(reach),
            "of_answers": OF_ANSWERS if reach.sharing is not None else "",
            "zone": zone_of(Practice.objects.the().zone),
            "from_hour": time(broadcast.hour),
            "spread": spread(reach, now=now()),
        }

    @action(
        description=_("Save and send me a test"),
        permissions=["mail.change_broadcast", "schedule_it"],
    )
    def test_it(self, request: HttpRequest, broadcast: Broadcast) -> None:
        if self.says_faults(request, broadcast):
            return
        letter = actions.frozen(broadcast=broadcast, now=now())
        actions.send_test(letter=letter, key="", now=now())
        self.message_user(request, _("A test is on its way to your address for notices."))

    @action(description=_("Pause it"), permissions=["mail.change_broadcast", "pause_it"])
    def pause_it(self, request: HttpRequest, broadcast: Broadcast) -> None:
        count = actions.pause(broadcast=broadcast, now=now())
        if count is None:
            return
        text = ngettext(
            "Paused: %d mail that had not gone waits until you let the letter go on.",
            "Paused: %d mails that had not gone wait until you let the letter go on.",
            count,
        )
        self.message_user(request, text % count, messages.SUCCESS)

    @action(description=_("Let it go on"), permissions=["mail.change_broadcast", "unpause_it"])
    def unpause_it(self, request: HttpRequest, broadcast: Broadcast) -> None:
        if actions.unpause(broadcast=broadcast, now=now()):
            text = gettext("It goes on, to those who have not got it yet.")
            self.message_user(request, text, messages.SUCCESS)

    @action(description=_("Stop it for good"), permissions=["mail.change_broadcast", "stop_it"])
    def stop_it(self, request: HttpRequest, broadcast: Broadcast) -> None:
        count = actions.stop(broadcast=broadcast, now=now())
        text = ngettext("%d mail was taken back.", "%d mails were taken back.", count)
        self.message_user(request, text % count, messages.SUCCESS)

    @action(description=_("Show it at /letters/"), permissions=["mail.change_broadcast", "show_it"])
    def show_it(self, request: HttpRequest, broadcast: Broadcast) -> None:
        actions.set_public(broadcast=broadcast, is_public=True)
        self.message_user(request, _("Everybody may read it at /letters/ now."), messages.SUCCESS)

    @action(
        description=_("Take it off /letters/"), permissions=["mail.change_broadcast", "hide_it"]
    )
    def hide_it(self, request: HttpRequest, broadcast: Broadcast) -> None:
        actions.set_public(broadcast=broadcast, is_public=False)
        self.message_user(request, _("It is no longer shown at /letters/."), messages.SUCCESS)

    @action(
        description=_("What became of it"),
        url_path="to-report",
        permissions=["view", "report_page"],
    )
    def report_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect("admin:mail_broadcast_report", object_id)

    @needs("mail.view_broadcast", act="mail.change_broadcast")
    def report(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What became of it; the button sends it once more to those whom it could not reach."""
        broadcast: Any = get_object_or_404(Broadcast.objects.exclude(state=State.DRAFT), pk=pk)
        if request.method == "POST":
            count = actions.resend(broadcast=broadcast, now=now())
            text = ngettext(
                "It goes once more to %d person.", "It goes once more to %d people.", count
            )
            self.message_user(request, text % count, messages.SUCCESS)
            return redirect("admin:mail_broadcast_report", broadcast.pk)
        report = actions.report(broadcast=broadcast)
        context = {
            **self.admin_site.each_context(request),
            "title": _("What became of it"),
            "opts": self.opts,
            "broadcast": broadcast,
            "report": report,
            "may_resend": report["unreached"]
            and broadcast.state == State.QUEUED
            and request.user.has_perm("mail.change_broadcast"),
        }
        return TemplateResponse(request, "mail/admin_report.html", context)
