"""What servers and providers said about mails, told in plain words; the raw words are folded."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from contacts.models import Suppression
from mail.admin import report_text
from mail.models import DeliveryEvent
from practice.admin_base import DeskAdmin, ReadOnly
from practice.changelist import LongList


class InWords(ReadOnly):
    """The columns that tell a report."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeliveryEvent]:
        rows: QuerySet[DeliveryEvent] = super().get_queryset(request)  # type: ignore[misc]  # ModelAdmin's
        standing = Suppression.objects.covering(OuterRef("contact__address_hash"))
        reports = rows.select_related("contact", "message__letter").annotate(is_suppressed=standing)
        return reports.defer("message__letter__body")

    @admin.display(description=_("what happened"), ordering="kind")
    def what(self, event: DeliveryEvent) -> str:
        return str(report_text.HAPPENED.get(event.kind, event.kind))

    @admin.display(description=_("whose"))
    def whose(self, event: DeliveryEvent) -> str:
        if event.contact:
            return event.contact.email
        to_author = event.message and event.message.contact_id is None
        return str(_("yours") if to_author else _("nobody we know"))

    @admin.display(description=_("what was said"))
    def said(self, event: DeliveryEvent) -> str:
        words = event.detail or _("no more than that")
        return format_html("{}: {}", report_text.speaker(event.provider), words)

    @admin.display(description=_("what was done about it"))
    def done(self, event: DeliveryEvent) -> str:
        return report_text.done(
            event.kind,
            message_state=event.message.state if event.message else "",
            is_suppressed=getattr(event, "is_suppressed", False),
        )


class DeliveryEventInline(InWords, TabularInline):  # type: ignore[misc]  # Unfold's own clash
    model = DeliveryEvent
    fields = ("at", "what", "said", "done")
    readonly_fields = ("what", "said", "done")
    extra = 0


@admin.register(DeliveryEvent)
class DeliveryEventAdmin(InWords, LongList, DeskAdmin):
    list_display = ("at", "what", "whose", "said", "done")
    list_filter = ("kind",)
    fields = ("what", "at", "whose", "mail", "said", "done", "not_mailed", "raw_words")
    readonly_fields = ("what", "whose", "mail", "said", "done", "not_mailed", "raw_words")

    @admin.display(description=_("about the mail"))
    def mail(self, event: DeliveryEvent) -> str:
        if event.message is None:
            return "–"
        address = reverse("admin:mail_message_change", args=[event.message.pk])
        return format_html('<a class="text-primary-600" href="{}">{}</a>', address, event.message)

    @admin.display(description=_("this address now"))
    def not_mailed(self, event: DeliveryEvent) -> str:
        """Whether it is mailed, and the way to allow it again."""
        if event.contact is None:
            return "–"
        rows = Suppression.objects.standing()
        standing = rows.filter(address_hash=event.contact.address_hash).first()
        if standing is None:
            return str(report_text.ALLOWED)
        address = reverse("admin:contacts_suppression_change", args=[standing.pk])
        return format_html(
            '{}: {}. <a class="text-primary-600" href="{}">{}</a>',
            _("Not mailed"),
            standing.get_reason_display(),
            address,
            _("Was that a mistake?"),
        )

    @admin.display(description=_("for the engineer"))
    def raw_words(self, event: DeliveryEvent) -> str:
        raw = json.dumps(event.raw, indent=1, ensure_ascii=False, sort_keys=True)
        return format_html(
            '<details><summary>{}</summary><pre class="whitespace-pre-wrap">{}\n{}</pre></details>',
            _("As it was received"),
            f"{event.provider} {event.kind} {event.code}",
            raw,
        )
