"""One-off letters and replies as the author sees them."""

from __future__ import annotations

from itertools import islice

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action

from mail import actions
from mail.forms import MailingForm
from mail.frames import frame, framed, in_frame
from mail.models import Mailing, Message, Reply
from practice.asking import asked_first
from practice.lists import LongList
from pulse.clock import now
from writing.faults import Refused

SHOWN = 200


@admin.register(Mailing)
class MailingAdmin(ModelAdmin):
    form = MailingForm
    list_display = ("name", "subject", "state", "send_on", "hour")
    list_filter = ("state",)
    fields = (
        ("name", "state_now"),
        "subject",
        "preheader",
        "body",
        "audience",
        ("send_on", "hour"),
        "readers",
        "preview_frame",
    )
    readonly_fields = ("state_now", "readers", "preview_frame")
    actions_submit_line = ("schedule_it", "test_it", "stop_it")  # type: ignore[assignment]  # Unfold's ()

    def get_readonly_fields(self, request: HttpRequest, obj: Mailing | None = None) -> list[str]:
        own = list(super().get_readonly_fields(request, obj))
        if obj and obj.state != Mailing.State.DRAFT:
            own += ["name", "subject", "preheader", "body", "audience", "send_on", "hour"]
        return own

    def has_delete_permission(self, request: HttpRequest, obj: Mailing | None = None) -> bool:
        draft = obj is None or obj.state == Mailing.State.DRAFT
        return draft and super().has_delete_permission(request, obj)

    def has_schedule_it_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        return self._is_in(object_id, Mailing.State.DRAFT)

    def has_stop_it_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        return self._is_in(object_id, Mailing.State.SCHEDULED, Mailing.State.QUEUED)

    def _is_in(self, object_id: int | str, *states: str) -> bool:
        """Whether a button shows; asked without an id, the action itself looks at the state."""
        if not object_id:
            return True
        return Mailing.objects.filter(pk=object_id, state__in=states).exists()

    def get_urls(self) -> list[URLPattern]:
        body = self.admin_site.admin_view(framed(self.body))
        return [path("<int:pk>/body/", body, name="mail_mailing_body"), *super().get_urls()]

    @admin.display(description=_("state"))
    def state_now(self, mailing: Mailing) -> str:
        counts = actions.progress(mailing=mailing) if mailing.pk else {}
        named = [f"{Message.State(state).label}: {count}" for state, count in counts.items()]
        return ", ".join([str(mailing.get_state_display()), *named])

    @admin.display(description=_("who gets it"))
    def readers(self, mailing: Mailing) -> str:
        """Count and names before anything is sent; save first to see a changed rule's readers."""
        if not mailing.pk:
            return str(_("Save first; then you see how many people it is for, and who."))
        try:
            found = [person.contact.email for person in actions.people(mailing.audience)]
        except Refused as refused:
            return "\n".join(str(fault) for fault in refused.faults)
        count = len(found)
        text = ngettext("%d person", "%d people", count) % count
        more = " …" if count > SHOWN else ""
        names = ", ".join(islice(found, SHOWN)) + more
        return format_html("<strong>{}</strong><br>{}", text, names)

    @admin.display(description=_("preview"))
    def preview_frame(self, mailing: Mailing) -> str:
        if not mailing.pk:
            return "–"
        return frame(reverse("admin:mail_mailing_body", args=[mailing.pk]))

    def body(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            return in_frame(actions.preview_mailing(get_object_or_404(Mailing, pk=pk)).html)
        except Refused as refused:
            text = "\n".join(str(fault) for fault in refused.faults)
            return HttpResponse(text, content_type="text/plain; charset=utf-8")

    @action(description=_("Save and let it go out"), permissions=["schedule_it"])
    def schedule_it(self, request: HttpRequest, mailing: Mailing) -> None:
        if actions.schedule(mailing=mailing, now=now()):
            text = _("It goes out on that day, when it is that hour for each reader.")
            self.message_user(request, text, messages.SUCCESS)

    @action(description=_("Save and send me a test"), permissions=["schedule_it"])
    def test_it(self, request: HttpRequest, mailing: Mailing) -> None:
        letter = actions.frozen(mailing=mailing, now=now())
        actions.send_test(letter=letter, key="", now=now())
        self.message_user(request, _("A test is on its way to your address for notices."))

    @action(description=_("Stop it"), permissions=["stop_it"])
    def stop_it(self, request: HttpRequest, mailing: Mailing) -> None:
        count = actions.stop(mailing=mailing, now=now())
        text = ngettext("%d mail was taken back.", "%d mails were taken back.", count)
        self.message_user(request, text % count, messages.SUCCESS)


@admin.register(Reply)
class ReplyAdmin(LongList, ModelAdmin):
    list_display = ("contact", "subject", "at", "answered_at")
    list_filter = ("answered_at",)
    list_select_related = ("contact",)
    fields = ("contact", "subject", "text", "at", "answered_at")
    actions = ("mark_answered",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reply | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reply | None = None) -> bool:
        return False

    @admin.action(description=_("Mark the chosen replies as answered"))
    @asked_first("Mark %d reply as answered?", "Mark %d replies as answered?")
    def mark_answered(self, request: HttpRequest, chosen: QuerySet[Reply]) -> None:
        count = sum(actions.mark_answered(reply=reply, now=now()) for reply in chosen)
        text = ngettext("%d reply is answered.", "%d replies are answered.", count)
        self.message_user(request, text % count, messages.SUCCESS)
