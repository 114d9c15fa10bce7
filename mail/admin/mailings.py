"""One-off letters and replies as the author sees them."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action

from mail import actions
from mail.actions import Reach
from mail.forms import MailingForm
from mail.frames import frame, framed, in_frame
from mail.models import Mailing, Message, Reply
from mail.window import zone_of
from practice.admin_base import DeskAdmin
from practice.asking import asked_first
from practice.lists import LongList
from practice.models import Practice
from practice.permissions import needs
from pulse.clock import now
from writing.faults import Refused
from writing.forms import in_words

SHOWN = 200
OF_ANSWERS = _(
    "This rule asks what people answered, so it reaches only those who let you see their answers. "
    "What they answered is known here from the last lesson they had. To reach everybody, leave "
    "the rule empty and write versions for different readers inside the letter."
)
SENT_FIELDS = [
    *("name", "state_now", "subject", "preheader", "for_whom", "send_on", "hour"),
    *("readers", "preview_frame"),
]


@admin.register(Mailing)
class MailingAdmin(DeskAdmin):
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
    )
    readonly_fields = ("state_now", "readers", "for_whom", "preview_frame")
    actions_submit_line = ("schedule_it", "test_it", "stop_it")  # type: ignore[assignment]  # Unfold's ()

    def get_fields(self, request: HttpRequest, obj: Mailing | None = None) -> list[Any]:
        """A draft is seen beside its text as it is written; what goes out, in a frame."""
        return SENT_FIELDS if obj and _is_frozen(obj) else list(super().get_fields(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Mailing | None = None) -> list[str]:
        own = list(super().get_readonly_fields(request, obj))
        return [*own, *SENT_FIELDS] if obj and _is_frozen(obj) else own

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What goes out is not saved again; it can be stopped."""
        more = dict(extra_context or {})
        if object_id and not self._is_in(object_id, Mailing.State.DRAFT):
            more |= dict.fromkeys(("show_save", "show_save_and_continue"), False)
            more["show_save_and_add_another"] = False
        return super().changeform_view(request, object_id, form_url, more)

    def has_delete_permission(self, request: HttpRequest, obj: Mailing | None = None) -> bool:
        return not (obj and _is_frozen(obj)) and super().has_delete_permission(request, obj)

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
        send = self.admin_site.admin_view(self.send)
        return [
            path("<int:pk>/body/", body, name="mail_mailing_body"),
            path("<int:pk>/send/", send, name="mail_mailing_send"),
            *super().get_urls(),
        ]

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
        emails = actions.addressed(mailing=mailing)
        if emails:
            who = _people(len(emails))
            return format_html("<strong>{}</strong><br>{}", who, _listed(emails))
        try:
            found = actions.reach(mailing=mailing, now=now())
        except Refused as refused:
            return "\n".join(str(fault) for fault in refused.faults)
        counted, emails = _counted(mailing, found), [one.email for one in found.people]
        if mailing.state in (Mailing.State.QUEUED, Mailing.State.STOPPED):  # it is over
            counted, emails = _people(0), []
        asks = OF_ANSWERS if found.sharing is not None else ""
        return format_html(
            '<div class="desk"><p><strong>{}</strong><br>{} {}</p>{}</div>',
            *(counted, _listed(emails), asks, _why_not_more(found)),
        )

    @admin.display(description=_("for whom"))
    def for_whom(self, mailing: Mailing) -> str:
        return in_words(mailing.audience) or str(_("Everybody who agreed to letters."))

    @admin.display(description=_("preview"))
    def preview_frame(self, mailing: Mailing) -> str:
        if not mailing.pk:
            return "–"
        return frame(reverse("admin:mail_mailing_body", args=[mailing.pk]))

    @needs("mail.view_mailing")
    def body(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return in_frame(actions.preview_mailing(get_object_or_404(Mailing, pk=pk)).html)
        except Refused as refused:
            text = "\n".join(str(fault) for fault in refused.faults)
            return HttpResponse(text, content_type="text/plain; charset=utf-8")

    @action(
        description=_("Save and let it go out …"),
        permissions=["mail.change_mailing", "schedule_it"],
    )
    def schedule_it(self, request: HttpRequest, mailing: Mailing) -> None:
        """Saved like any draft; the page that follows says to whom, and asks."""

    def response_change(self, request: HttpRequest, obj: Mailing) -> HttpResponse:
        if "mail_mailing_schedule_it" in request.POST and obj.state == Mailing.State.DRAFT:
            return redirect("admin:mail_mailing_send", obj.pk)
        return super().response_change(request, obj)

    @needs("mail.change_mailing")
    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To whom it would go, and when; the button lets it go."""
        mailing = get_object_or_404(Mailing, pk=pk)
        page = redirect("admin:mail_mailing_change", mailing.pk)
        try:
            if request.method == "POST" and actions.schedule(mailing=mailing, now=now()):
                text = _("It goes out on that day, when it is that hour for each reader.")
                self.message_user(request, text, messages.SUCCESS)
            if request.method == "POST" or mailing.state != Mailing.State.DRAFT:
                return page
            found = actions.reach(mailing=mailing, now=now())
        except Refused as refused:
            for fault in refused.faults:
                self.message_user(request, str(fault), messages.ERROR)
            return page
        context = {
            **self.admin_site.each_context(request),
            "title": _("Before it goes out"),
            "opts": self.opts,
            "mailing": mailing,
            "found": found,
            "counted": _counted(mailing, found),
            "listed": _listed([one.email for one in found.people]),
            "of_answers": OF_ANSWERS if found.sharing is not None else "",
            "left_out": actions.left_out(found),
            "zone": zone_of(Practice.objects.the().zone),
            "from_hour": time(mailing.hour),
        }
        return TemplateResponse(request, "mail/admin_send.html", context)

    @action(
        description=_("Save and send me a test"), permissions=["mail.change_mailing", "schedule_it"]
    )
    def test_it(self, request: HttpRequest, mailing: Mailing) -> None:
        letter = actions.frozen(mailing=mailing, now=now())
        actions.send_test(letter=letter, key="", now=now())
        self.message_user(request, _("A test is on its way to your address for notices."))

    @action(description=_("Stop it"), permissions=["mail.change_mailing", "stop_it"])
    def stop_it(self, request: HttpRequest, mailing: Mailing) -> None:
        count = actions.stop(mailing=mailing, now=now())
        text = ngettext("%d mail was taken back.", "%d mails were taken back.", count)
        self.message_user(request, text % count, messages.SUCCESS)


def _is_frozen(mailing: Mailing) -> bool:
    return bool(mailing.pk) and mailing.state != Mailing.State.DRAFT


def _people(count: int) -> str:
    return ngettext("%d person", "%d people", count) % count


def _counted(mailing: Mailing, found: Reach) -> str:
    said = _people(len(found.people))
    if not mailing.audience.strip():
        return said
    if found.sharing is not None:
        return _("%(people)s of %(all)d who agreed to letters and let you see their answers") % {
            "people": said,
            "all": found.sharing,
        }
    return _("%(people)s of %(all)d who agreed to letters") % {"people": said, "all": found.agreed}


def _why_not_more(found: Reach) -> SafeString:
    lines = {"found": found, "left_out": actions.left_out(found)}
    return render_to_string("mail/_left_out.html", lines)


def _listed(emails: list[str]) -> str:
    return ", ".join(emails[:SHOWN]) + (" …" if len(emails) > SHOWN else "")


@admin.register(Reply)
class ReplyAdmin(LongList, DeskAdmin):
    list_display = ("contact", "subject", "at", "answered_at", "is_doubtful")
    list_filter = ("answered_at",)
    list_select_related = ("contact",)
    actions = ("mark_answered",)

    def get_fields(self, request: HttpRequest, obj: Reply | None = None) -> Any:
        fields = ["contact", "subject", "text", "at", "answered_at"]
        return ["warning", *fields] if obj and obj.is_doubtful else fields

    @admin.display(description=_("who wrote this?"))
    def warning(self, _reply: Reply) -> str:
        return actions.doubt()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reply | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reply | None = None) -> bool:
        return False

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mail.change_reply")

    @admin.action(description=_("Mark the chosen replies as answered"), permissions=["settle"])
    @asked_first("Mark %d reply as answered?", "Mark %d replies as answered?")
    def mark_answered(self, request: HttpRequest, chosen: QuerySet[Reply]) -> None:
        count = sum(actions.mark_answered(reply=reply, now=now()) for reply in chosen)
        text = ngettext("%d reply is answered.", "%d replies are answered.", count)
        self.message_user(request, text % count, messages.SUCCESS)
