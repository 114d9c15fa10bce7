"""Saved segments: people by a rule, with how many they are now."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts.models import Segment
from desk.forms.segments import SegmentForm, own_axes
from health.time_limit import COUNT, GaveUp, time_limit
from mail.actions import rule_counts
from mail.actions.audience import LeftOut
from mail.actions.rule_counts import Told
from practice.admin_base import DeskAdmin
from practice.once import cached
from practice.permissions import SEE_ANSWERS
from publishing import announce
from writing.forms import in_words


@admin.register(Segment)
class SegmentAdmin(DeskAdmin):
    form = SegmentForm
    list_display = ("name", "who", "fits")
    search_fields = ("name",)
    readonly_fields = ("people_now", "used_in")
    sortable_by = ("name",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("name", "rule", *(self.readonly_fields if obj else ()))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Segment]:
        """Without those that ask answers for who may not see any."""
        rows: QuerySet[Segment] = super().get_queryset(request)
        if not request.user.has_perm(SEE_ANSWERS):
            rows = rows.filter(pk__in=[row.pk for row in rows if not row.asks_answers])
        return rows

    def get_object(self, request: HttpRequest, object_id: str, *args: Any) -> Segment | None:
        """With whether its people are counted, whatever time that takes."""
        segment: Segment | None = super().get_object(request, object_id, *args)
        if segment is not None:
            segment.waits = COUNT in request.GET  # type: ignore[attr-defined]  # for `people_now`
        return segment

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With the number of people of each segment on the page, for `fits`."""
        changelist = super().get_changelist_instance(request)
        counts = rule_counts.count_segments(changelist.result_list)
        for segment in changelist.result_list:
            segment.count = counts.get(segment.pk, rule_counts.NOT_COUNTED)
        return changelist

    def has_delete_permission(self, request: HttpRequest, obj: Segment | None = None) -> bool:
        """Nothing that a letter or a lesson asks for goes from under it."""
        is_free = obj is None or not announce.naming(obj.reference)
        return is_free and super().has_delete_permission(request, obj)

    @admin.display(description=_("who"))
    def who(self, segment: Segment) -> str:
        axes = cached("segment_axes", own_axes)
        return in_words(segment.rule, axes) or gettext("everybody")

    @admin.display(description=_("people now"))
    def fits(self, segment: Segment) -> str:
        return str(segment.count.words)  # type: ignore[attr-defined]  # get_changelist_instance

    @admin.display(description=_("people now"))
    def people_now(self, segment: Segment) -> str:
        """How many, how many of them get one-off letters, and why the others do not."""
        shown = {"segment": segment, "most": rule_counts.MOST}
        try:
            with time_limit(None if getattr(segment, "waits", False) else rule_counts.SECONDS):
                shown |= self._counted(segment)
        except GaveUp:
            shown["count"] = rule_counts.NOT_COUNTED
        return render_to_string("desk/segment_people.html", shown)

    def _counted(self, segment: Segment) -> dict[str, Any]:
        count = rule_counts.count_rule(segment.rule)
        agreed = 0
        left_out: list[LeftOut] = []
        if count.told is Told.EXACTLY and count.people:
            agreed, left_out = rule_counts.left_out_of(segment)
        elif segment.asks_answers:
            left_out = [rule_counts.unsharing()]
        return {"count": count, "agreed": agreed, "left_out": left_out}

    @admin.display(description=_("used in"))
    def used_in(self, segment: Segment) -> str:
        nowhere = _(
            "Nowhere yet: tick it under “For whom” of a one-off letter or under “Only for” of a "
            "lesson, or choose it in the list of people."
        )
        uses = announce.naming(segment.reference)
        return render_to_string("publishing/_used_in.html", {"uses": uses, "nowhere": nowhere})
