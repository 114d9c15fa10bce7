"""People as the author sees them: consents and timeline are machine-made, so they are read-only."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline

from contacts import actions
from contacts.models import Consent, Contact, Event, Suppression
from pulse.clock import now


class ReadOnlyInline(TabularInline):
    """Rows that only the machine writes."""

    extra = 0
    can_delete = False
    tab = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ConsentInline(ReadOnlyInline):
    model = Consent
    fields = ("at", "purpose", "act", "wording")
    ordering = ("-id",)


class EventInline(ReadOnlyInline):
    model = Event
    fields = ("at", "kind", "data")


@admin.register(Contact)
class ContactAdmin(ModelAdmin):
    list_display = ("email", "first_name", "zone", "created_at", "confirmed_at")
    list_filter = ("confirmed_at",)
    search_fields = ("email", "first_name")
    show_full_result_count = False
    readonly_fields = ("email", "zone", "created_at", "confirmed_at")
    fields = ("email", "first_name", "zone", "created_at", "confirmed_at", "notes")
    inlines = (ConsentInline, EventInline)
    actions = ("stop_everything",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description=_("Stop every letter to the chosen people"))
    def stop_everything(self, request: HttpRequest, chosen: QuerySet[Contact]) -> None:
        for contact in chosen:
            actions.unsubscribe(contact=contact, purpose=actions.EVERYTHING, now=now())
        count = chosen.count()
        text = ngettext("%d person gets no more letters.", "%d people get no more letters.", count)
        self.message_user(request, text % count, messages.SUCCESS)


@admin.register(Suppression)
class SuppressionAdmin(ModelAdmin):
    list_display = ("reason", "detail", "at", "lifted_at")
    list_filter = ("reason",)
    actions = ("allow_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Suppression | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Suppression | None = None) -> bool:
        return False

    @admin.action(description=_("Allow the chosen addresses again"))
    def allow_again(self, request: HttpRequest, chosen: QuerySet[Suppression]) -> None:
        for suppression in chosen:
            actions.lift(suppression=suppression, now=now())
        self.message_user(request, _("They may be mailed again."), messages.SUCCESS)
