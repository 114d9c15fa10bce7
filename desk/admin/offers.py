"""Offers: each with its state, its language, and the way to everything that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Passage
from consultations.models import Meeting
from courses.models import Course
from desk import offer_steps
from desk.actions.overview import offer_funnel
from desk.funnel import FunnelStep
from desk.funnel import rows as funnel_rows
from guides.models import Guide
from health.clock import now
from landing.models import LandingPage, SignUpForm
from mail.models import SystemLetter
from offers import actions
from offers.models import Offer
from practice.admin_base import DeskAdmin
from practice.permissions import SEE_ANSWERS
from publishing import actions as publishing

BELONG: tuple[type[Model], ...] = (
    LandingPage,
    SignUpForm,
    Assessment,
    Guide,
    Course,
    Passage,
    Meeting,
    SystemLetter,
)
"""What may belong to an offer, in the order of its reader."""
MOST_NAMED = 6
"""Texts of one sort; of more than that, the list is a click away."""


@admin.register(Offer)
class OfferAdmin(DeskAdmin):
    list_display = ("name", "state", "language", "first_page")
    fields = (
        *("name", "slug", "language", "state", "is_home"),
        *("address", "path", "numbers", "belongings"),
    )
    # links that went out name it
    readonly_fields = ("slug", "address", "path", "belongings", "numbers")

    def get_fields(self, request: HttpRequest, obj: Offer | None = None) -> Any:
        """Numbers about people are for those who may see people."""
        may_count = request.user.has_perms(("contacts.view_contact", SEE_ANSWERS))
        return [name for name in self.fields if name != "numbers" or may_count]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """One begins with its path."""
        return redirect("desk:offer_begin")

    def has_delete_permission(self, request: HttpRequest, obj: Offer | None = None) -> bool:
        is_empty = obj is not None and not obj.is_home and not any(rows_of(obj))
        return is_empty and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actions.save(obj)
        if "language" in form.changed_data:
            count = len(publishing.renew(obj.pk, by=request.user, now=now()))
            text = gettext(
                "From now on its pages, letters and guide speak this language around your words. "
                "Texts that went out again: %d. Whoever has begun goes on as they began."
            )
            messages.info(request, text % count)

    @admin.display(description=_("the first page of your site"), ordering="is_home")
    def first_page(self, offer: Offer) -> str:
        return "✓" if offer.is_home else "–"

    @admin.display(description=_("address"))
    def address(self, offer: Offer) -> str:
        url = settings.SITE_URL + offer.get_absolute_url()
        return format_html('<a href="{}" class="desk-link">{}</a>', url, url)

    @admin.display(description=_("step by step"))
    def path(self, offer: Offer) -> str:
        """The way to what it asks, says and sends, a page for each step."""
        if not Assessment.objects.filter(offer=offer.pk).exists():
            return "–"
        url = reverse("desk:offer_path", args=[offer.pk, offer_steps.QUESTIONS])
        words = gettext("Questions, results, guide, letters")
        return format_html('<a href="{}" class="desk-link">{}</a>', url, words)

    @admin.display(description=_("numbers"))
    def numbers(self, offer: Offer) -> str:
        return "–" if offer.pk is None else table(offer_funnel(offer.pk, now=now()))

    @admin.display(description=_("what belongs to it"))
    def belongings(self, offer: Offer) -> str:
        """Each of its texts, with the way to its page; those for all are not named."""
        link = '<a href="{}" class="desk-link">{}</a>'
        lines = (
            (capfirst(rows[0]._meta.verbose_name_plural if len(rows) > 1 else name), links)
            for name, rows in rows_of(offer)
            if (links := format_html_join(", ", link, links_to(offer, rows)))
        )
        belong = (
            format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines))
            if any(rows_of(offer))
            else gettext("Nothing yet.")
        )
        new = (
            ("landing_signupform", gettext("New sign-up form")),
            ("consultations_meeting", gettext("New kind of meeting")),
        )
        ways = format_html_join(
            " · ",
            link,
            ((f"{reverse(f'admin:{name}_add')}?offer={offer.pk}", words) for name, words in new),
        )
        return format_html("{}<p>{}</p>", belong, ways)


def table(steps: list[FunnelStep]) -> SafeString:
    """Each step now and before, with its share of the step before it where there are enough."""
    lines = (
        (step.words, cell(step.now, share), cell(step.before, share_before))
        for step, share, share_before in funnel_rows(steps)
    )
    cells = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
    return format_html(
        '<table class="desk-table"><thead><tr><th scope="col">{}</th>'
        '<th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
        "<tbody>{}</tbody></table>",
        gettext("How far people came"),
        gettext("last 30 days"),
        gettext("the 30 before"),
        format_html_join("", cells, lines),
    )


def cell(count: int, share: str) -> str:
    return (
        format_html('{} <span class="desk-help">{}</span>', count, share) if share else str(count)
    )


def links_to(offer: Offer, rows: list[Any]) -> list[tuple[str, str]]:
    """Each text by its name; of many, the list of them."""
    if len(rows) <= MOST_NAMED:
        return [(page_of(row), str(row)) for row in rows]
    meta = rows[0]._meta
    page = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return [(f"{page}?offer__id__exact={offer.pk}", gettext("see all %d") % len(rows))]


def rows_of(offer: Offer) -> Iterator[tuple[str, list[Any]]]:
    """What belongs to an offer, sort by sort, with the name of the sort."""
    for model in BELONG:
        rows = list(model._default_manager.filter(offer=offer).order_by("pk"))
        if rows:
            yield str(model._meta.verbose_name), rows


def page_of(row: Model) -> str:
    name = f"{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"admin:{name}_change", args=[row.pk])
