"""Who must not be mailed. The page of a person looks over every app, so it lies in desk."""

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contacts import actions
from contacts.models import Contact, Suppression
from health.clock import now
from practice.admin_base import DeskAdmin
from practice.changelist import LongList
from practice.confirm_action import asked_first


@admin.register(Suppression)
class SuppressionAdmin(LongList, DeskAdmin):
    list_display = ("whose", "reason", "detail", "at", "lifted_at")
    list_filter = ("reason",)
    actions = ("allow_again",)
    fields = ("whose", "reason", "detail", "at", "lifted_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suppression]:
        """With the address of whoever is still here; of the others only the hash is kept."""
        owner = Contact.objects.filter(address_hash=OuterRef("address_hash")).order_by()
        rows: QuerySet[Suppression] = super().get_queryset(request)
        return rows.annotate(email=Subquery(owner.values("email")[:1]))

    @admin.display(description=_("whose address"))
    def whose(self, suppression: Suppression) -> str:
        return getattr(suppression, "email", None) or str(_("not kept: nobody here has it"))

    def in_words(self, suppression: Suppression) -> str:
        """A row of the page that asks first."""
        return f"{self.whose(suppression)} · {suppression}"

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
