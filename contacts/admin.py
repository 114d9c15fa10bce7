"""Who must not be mailed. The page of a person looks over every room, so it lies in desk."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from contacts import actions
from contacts.models import Suppression
from practice.asking import asked_first
from practice.lists import LongList
from pulse.clock import now


@admin.register(Suppression)
class SuppressionAdmin(LongList, ModelAdmin):
    list_display = ("reason", "detail", "at", "lifted_at")
    list_filter = ("reason",)
    actions = ("allow_again",)
    fields = ("reason", "detail", "at", "lifted_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Suppression | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Suppression | None = None) -> bool:
        return False

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("contacts.change_suppression")

    @admin.action(description=_("Allow the chosen addresses again"), permissions=["lift"])
    @asked_first("Allow mail to %d address again?", "Allow mail to %d addresses again?")
    def allow_again(self, request: HttpRequest, chosen: QuerySet[Suppression]) -> None:
        count = 0
        for suppression in chosen.filter(lifted_at=None):
            actions.lift(suppression=suppression, now=now())
            count += 1
        text = ngettext("%d address may be mailed again.", "%d may be mailed again.", count)
        self.message_user(request, text % count, messages.SUCCESS)
