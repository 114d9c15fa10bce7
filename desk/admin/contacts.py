"""People: the list, and one person's page with everything that happened and may be done."""

from __future__ import annotations

import json
from itertools import batched
from typing import Any

from django.contrib import admin, messages
from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.views import ChangeList

from consultations.models import Booking
from contacts import actions
from contacts.models import LONGEST_VALUE, Contact, ContactField, FieldValue, Tag
from courses.models import Enrollment
from desk import csv
from desk.actions import timeline
from desk.admin.letter_filters import CameBy, InSegment, OfLetter, ShowsAnswers, WhyNoLetters
from desk.admin.people_list import PeopleList, say_if_given_up
from health.clock import now, real_now
from practice.actions import desk_zone
from practice.admin_base import DeskAdmin
from practice.changelist import LongList, NewestFirst
from practice.confirm_action import asked_first
from practice.permissions import SEE_ANSWERS

MOST_IN_A_FILE = 50_000
LETTER_FILTERS = (InSegment, WhyNoLetters, CameBy, ShowsAnswers, OfLetter)
ACT_WORDS = {
    "pause": _("Pause for two weeks"),
    "resume": _("Go on with the letters"),
    "send_now": _("Send the next lesson now"),
    "guide_again": _("Send the guide again"),
    "unsubscribe": _("Stop every letter"),
}


class Confirmed(admin.SimpleListFilter):
    title = _("confirmed")
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return (
            ("yes", _("confirmed their address")),
            ("no", _("not yet")),
            ("file", _("brought in by you, not confirmed")),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> Any:
        from_file = Q(brought_in_at__isnull=False)
        chosen = {
            "yes": Q(confirmed_at__isnull=False),
            "no": Q(confirmed_at=None) & ~from_file,
            "file": Q(confirmed_at=None) & from_file,
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


class CourseStanding(admin.SimpleListFilter):
    title = _("the course")
    parameter_name = "course"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Enrollment.State.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> Any:
        if not self.value():
            return queryset
        return queryset.filter(
            pk__in=Enrollment.objects.filter(state=self.value()).values("contact")
        )


class HasBooked(admin.SimpleListFilter):
    title = _("booked")
    parameter_name = "booked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return (("yes", _("has booked")), ("no", _("has not")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> Any:
        if not self.value():
            return queryset
        theirs = Exists(Booking.objects.filter(contact=OuterRef("pk")))
        return queryset.filter(theirs if self.value() == "yes" else ~theirs)


class Tagged(admin.SimpleListFilter):
    title = _("the tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return list(Tag.objects.values_list("key", "label"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> Any:
        return queryset.filter(tags__tag__key=self.value()) if self.value() else queryset


def _all_lines(rows: QuerySet[Any], words: Any) -> Subquery:
    """The words of all these rows, a line each, as a column of another row."""
    every = rows.order_by().annotate(every=Value(1)).values("every")
    return Subquery(every.annotate(lines=StringAgg(words, Value("\n"))).values("lines"))


def _fields_in_lines() -> Subquery:
    """Every field of hers in five lines, the last of which is what the outer person said."""
    said = FieldValue.objects.filter(field=OuterRef("pk"), contact=OuterRef(OuterRef("pk")))
    value = Coalesce(Subquery(said.values("value")), Value(""))
    parts = (Cast("pk", TextField()), F("label"), F("sort"), Cast("choices", TextField()), value)
    line = Value("\n")
    between = [part for pair in zip(parts, [line] * len(parts), strict=True) for part in pair]
    return _all_lines(ContactField.objects.all(), Concat(*between[:-1], output_field=TextField()))


def _fields_of(lines: str) -> list[tuple[ContactField, str]]:
    """(field, what the person said) of such lines, by the names of the fields."""
    rows = batched(lines.split("\n"), 5) if lines else ()
    fields = [
        (ContactField(pk=int(pk), label=label, sort=sort, choices=json.loads(choices)), value)
        for pk, label, sort, choices, value in rows
    ]
    return sorted(fields, key=lambda pair: pair[0].label.casefold())


@admin.register(Contact)
class PersonAdmin(LongList, DeskAdmin):
    list_display = ("email", "first_name", "created_at", "confirmed_at", "zone")
    list_filter = (Confirmed, CourseStanding, HasBooked, Tagged, *LETTER_FILTERS)
    linked_columns = ("confirmed_at",)  # the numbers on Home
    search_fields = ("email", "first_name")
    search_help_text = _("Search by email address or first name")
    actions = ("as_file", "stop_everything")
    fields = (
        ("email", "first_name"),
        ("created_at", "confirmed_at", "zone"),
        ("brought_in_at", "letters_paused_until"),
        "notes",
    )
    readonly_fields = (
        *("email", "zone", "created_at", "confirmed_at", "brought_in_at", "letters_paused_until"),
    )
    change_form_outer_after_template = "desk/person.html"  # type: ignore[assignment]  # Unfold's None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Contact | None = None) -> bool:
        """Erasing has a page of its own, which says what goes and what stays."""
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PeopleList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        say_if_given_up(request, answer)
        return answer

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[Contact], per_page: int, *args: Any
    ) -> Any:
        of_others = (CourseStanding, HasBooked, Tagged, *LETTER_FILTERS)
        others = {one.parameter_name for one in of_others}
        paginator = NewestFirst if others & request.GET.keys() else self.paginator
        return paginator(queryset, per_page, *args)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        """One person's row with every tag and field there is: asked there, the page stays within
        its fifteen questions.
        """
        rows: QuerySet[Contact] = super().get_queryset(request)
        if not request.resolver_match or "object_id" not in request.resolver_match.kwargs:
            return rows
        rows = rows.select_related("first_source", "last_source")
        return rows.annotate(
            known_tags=_all_lines(Tag.objects.all(), "label"), known_fields=_fields_in_lines()
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        contact = context.get("original")
        parts = self.person_parts(request, contact) if contact else {}
        return super().render_change_form(request, context | parts, *args, **kwargs)

    def person_parts(self, request: HttpRequest, contact: Contact) -> dict[str, Any]:
        """What stands below the person's own fields."""
        sees_answers = request.user.has_perm(SEE_ANSWERS)
        return {
            "zone": desk_zone(),
            "places": timeline.places(
                contact, sees_answers=sees_answers, now=now(), real_now=real_now()
            ),
            "story": timeline.story(contact, sees_answers=sees_answers),
            "may_act": request.user.has_perm("contacts.change_contact"),
            "act_words": ACT_WORDS,
            "fields_of_hers": _fields_of(getattr(contact, "known_fields", "") or ""),
            "longest_value": LONGEST_VALUE,
            "known_tags": sorted((getattr(contact, "known_tags", "") or "").splitlines()),
        }

    @admin.action(description=_("The chosen people as a CSV file"), permissions=["view"])
    def as_file(self, request: HttpRequest, chosen: QuerySet[Contact]) -> HttpResponse:
        head = (
            *(_("email"), _("first name"), _("time zone"), _("first seen"), _("confirmed")),
            _("tags"),
        )
        people = chosen.order_by("-pk").prefetch_related("tags__tag")[:MOST_IN_A_FILE]
        rows = (
            (
                *(one.email, one.first_name, one.zone, one.created_at, one.confirmed_at),
                ", ".join(str(worn.tag) for worn in one.tags.all()),
            )
            for one in people
        )
        answer = HttpResponse(csv.table(head, rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="people.csv"'
        return answer

    @admin.action(description=_("Stop every letter to the chosen people"), permissions=["change"])
    @asked_first("Stop every letter to %d person?", "Stop every letter to %d people?")
    def stop_everything(self, request: HttpRequest, chosen: QuerySet[Contact]) -> None:
        stopped = 0
        for contact in chosen:
            stopped += bool(
                actions.unsubscribe(contact=contact, purpose=actions.EVERYTHING, now=now())
            )
        text = ngettext(
            "%d person gets no more letters.", "%d people get no more letters.", stopped
        )
        self.message_user(request, text % stopped, messages.SUCCESS)
