"""Who must not be mailed, and the tags. The page of a person looks over every app, so it lies in
desk.
"""

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contacts import actions
from contacts.models import Contact, Segment, Suppression, Tag, audience_references
from health.clock import now
from practice.admin_base import DeskAdmin
from practice.changelist import LongList
from practice.confirm_action import asked_first
from publishing import announce


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


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    list_display = ("label", "worn_by")
    search_fields = ("label",)
    readonly_fields = ("asked_in",)
    fields = ("label", *readonly_fields)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        rows: QuerySet[Tag] = super().get_queryset(request)
        return rows.annotate(count=Count("people"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A tag is made where it is first put on somebody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """One that a rule asks stays: nobody would have it then, and a “not” mean everybody."""
        is_free = obj is None or not _uses(obj)
        return is_free and super().has_delete_permission(request, obj)

    @admin.display(description=_("asked in"))
    def asked_in(self, tag: Tag) -> str:
        nowhere = _("Nowhere: no letter, lesson or segment asks for it.")
        return render_to_string(
            "publishing/_used_in.html", {"uses": _uses(tag), "nowhere": nowhere}
        )

    @admin.display(description=_("people"), ordering="count")
    def worn_by(self, tag: Tag) -> str:
        people = reverse("admin:contacts_contact_changelist")
        return format_html('<a href="{}?tag={}">{}</a>', people, tag.key, tag.count)  # type: ignore[attr-defined]  # annotated


def _uses(tag: Tag) -> list[announce.TextUse]:
    """The texts and the saved segments whose rules ask for a tag."""
    saved = [
        (
            str(row._meta.verbose_name),
            str(row),
            reverse("admin:contacts_segment_change", args=[row.pk]),
        )
        for row in Segment.objects.all()
        if tag.reference in audience_references(row.rule)
    ]
    return [*announce.naming(tag.reference), *saved]
