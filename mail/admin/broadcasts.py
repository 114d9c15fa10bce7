"""One-off letters as the author sees them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from health.clock import now
from health.time_limit import COUNT, GaveUp, time_limit
from mail import actions
from mail.actions.broadcasts import broadcast_words
from mail.admin.audience_words import (
    OF_ANSWERS,
    SECONDS,
    SHOWN,
    SHOWN_TO,
    counted,
    first_of,
    left_out,
    listed,
    people,
    spread,
)
from mail.admin.broadcast_buttons import BroadcastButtons
from mail.models import Broadcast, Message
from mail.preview_frame import frame, framed, in_frame
from mail.schema import BroadcastBody
from practice.once import cached
from practice.permissions import needs
from publishing.fieldsets import own
from publishing.forms import BASE, DocumentForm
from writing.errors import Refused
from writing.forms import in_words

SENT_FIELDS = (
    *(
        "name",
        "offer",
        "state_now",
        "subject",
        "preheader",
        "for_whom",
        "timing",
        "send_on",
        "hour",
        "in_course",
        "is_public",
    ),
    *("readers", "preview_frame"),
)


class SentForm(DocumentForm):
    """The page of a letter that was let go: buttons and nothing to write."""

    def clean(self) -> dict[str, Any]:
        return {}


@admin.register(Broadcast)
class BroadcastAdmin(BroadcastButtons):
    """A one-off letter is published by letting it go out, so it has no page for that alone."""

    columns_shown = ("offer", "name", "timing", "send_on", "hour", "in_course", "is_public")
    list_display = ("name", "whose", "subject", "state", "send_on", "hour")
    list_filter = ("offer", "state")
    list_select_related = ("offer", "published")
    search_fields = ("name",)
    readonly_fields = ("state_now", "readers")
    actions_submit_line: Any = (
        "schedule_it",
        "test_it",
        "pause_it",
        "unpause_it",
        "show_it",
        "hide_it",
        "stop_it",
    )
    publishing_buttons = actions_submit_line
    actions_detail: Any = ("report_page", "versions_page", "copy_page")

    def get_object(self, request: HttpRequest, object_id: str, *args: Any) -> Broadcast | None:
        """With whether who looks may see people, and waits until they are counted: what shows their
        numbers is told no request.
        """
        read = partial(super().get_object, request, object_id, *args)
        broadcast: Any = cached(f"broadcast:{object_id}", read)
        if broadcast is not None:
            broadcast.sees_people = request.user.has_perm(SHOWN_TO)
            broadcast.waits = COUNT in request.GET
        return broadcast  # type: ignore[no-any-return]  # this class's model

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A draft is seen beside its text as it is written; what goes out, in a frame."""
        if _is_frozen(obj):
            return [(None, {"fields": SENT_FIELDS})]
        words = own(BroadcastBody, "")
        boxes = [
            ("name", "state_now"),
            "offer",
            BASE,
            *words,
            "timing",
            ("send_on", "hour"),
            "in_course",
            "is_public",
            "readers",
        ]
        return [(None, {"fields": boxes})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return SENT_FIELDS if _is_frozen(obj) else self.readonly_fields

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if not _is_frozen(obj):
            return super().get_form(request, obj, change=change, **kwargs)
        meta = type("Meta", (), {"model": Broadcast, "fields": ()})
        return type("SentForm", (SentForm,), {"schema": BroadcastBody, "Meta": meta})

    def is_writable(self, document: Broadcast) -> bool:
        return not document.is_frozen

    def for_copy(self, document: Broadcast) -> dict[str, Any]:
        return {
            "name": actions.copy_name(document.name),
            "send_on": now().date() + actions.A_WEEK,
        }

    @admin.display(description=_("for"))
    def whose(self, broadcast: Broadcast) -> str:
        return str(broadcast.offer or gettext("all"))

    @admin.display(description=_("subject"))
    def subject(self, broadcast: Broadcast) -> str:
        return broadcast.body.subject

    @admin.display(description=_("preview line"))
    def preheader(self, broadcast: Broadcast) -> str:
        return broadcast.body.preheader or "–"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What goes out is not saved again; it can be stopped."""
        more = dict(extra_context or {})
        if object_id and not self.has_schedule_it_permission(request, object_id):
            more |= dict.fromkeys(("show_save", "show_save_and_continue"), False)
            more["show_save_and_add_another"] = False
        return super().changeform_view(request, object_id, form_url, more)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _is_frozen(obj) and super().has_delete_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        body = self.admin_site.admin_view(framed(self.body))
        return [
            path("<int:pk>/body/", body, name="mail_broadcast_body"),
            *super().get_urls(),
        ]

    @admin.display(description=_("state"))
    def state_now(self, broadcast: Broadcast) -> str:
        counts = actions.progress(broadcast=broadcast) if broadcast.is_frozen else {}
        named = [f"{Message.State(state).label}: {count}" for state, count in counts.items()]
        return ", ".join([str(broadcast.get_state_display()), *named])

    @admin.display(description=_("who gets it"))
    def readers(self, broadcast: Broadcast) -> str:
        """Count and names before anything is sent; save first to see a changed rule's readers."""
        if not broadcast.pk:
            return str(_("Save first; then you see how many people it is for, and who."))
        emails = actions.addressed(broadcast=broadcast)
        if broadcast.is_frozen and (count := emails.count()):
            first = first_of(list(emails[: SHOWN + 1]))
            return format_html("<strong>{}</strong><br>{}", people(count), first)
        try:
            with time_limit(None if getattr(broadcast, "waits", False) else SECONDS):
                return self._reached(broadcast)
        except Refused as refused:
            return "\n".join(str(fault) for fault in refused.faults)
        except GaveUp:
            return render_to_string("mail/admin_not_counted.html")

    def _reached(self, broadcast: Broadcast) -> str:
        reach = actions.reach(broadcast=broadcast, now=now())
        is_over = broadcast.state in (Broadcast.State.QUEUED, Broadcast.State.STOPPED)
        who, first = (people(0), "") if is_over else (counted(broadcast, reach), listed(reach))
        asks = OF_ANSWERS if reach.sharing is not None else ""
        more = left_out(broadcast, reach, sees_people=getattr(broadcast, "sees_people", False))
        return format_html(
            '<div class="desk"><p><strong>{}</strong><br>{} {}</p><p>{}</p>{}</div>',
            *(who, first, asks, spread(reach, now=now())),
            render_to_string("mail/_left_out.html", more),
        )

    @admin.display(description=_("for whom"))
    def for_whom(self, broadcast: Broadcast) -> str:
        axes = broadcast_words(broadcast.offer_id).axes
        everybody = _("Everybody who agreed to letters.")
        if broadcast.offer:
            everybody = _("Everybody who came by this offer and agreed to letters.")
        return in_words(broadcast.body.audience, axes) or str(everybody)

    @admin.display(description=_("preview"))
    def preview_frame(self, broadcast: Broadcast) -> str:
        if not broadcast.pk:
            return "–"
        return frame(reverse("admin:mail_broadcast_body", args=[broadcast.pk]))

    @needs("mail.view_broadcast")
    def body(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return in_frame(actions.preview_broadcast(get_object_or_404(Broadcast, pk=pk)).page)
        except Refused as refused:
            text = "\n".join(str(fault) for fault in refused.faults)
            return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _is_frozen(broadcast: Broadcast | None) -> bool:
    return broadcast is not None and broadcast.is_frozen
