"""The draft in parts: texts, questions, rules; saved for later or published at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from assessments import actions, checks, starter
from assessments.admin import parts, rows
from assessments.models import Assessment
from practice.admin_base import DeskAdmin
from practice.lists import StarterMark
from pulse.clock import now
from writing.faults import Refused

FILLED = ("scope_text", "guide_offer", "pass_on")
"""Texts of the result page, in which a reader's facts may stand."""


class DraftForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The texts of the draft itself; one that could not be shown is not saved."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        filled = {name: str(data.get(name) or "") for name in FILLED if name in self.changed_data}
        for name, faults in actions.text_faults(filled).items() if filled else ():
            for fault in faults:
                self.add_error(name, fault.message)
        for name in checks.PLAIN:
            for fault in checks.plain_faults(str(data.get(name) or "")):
                self.add_error(name, fault.message)
        return data


@admin.register(Assessment)
class AssessmentAdmin(StarterMark, DeskAdmin):
    form = DraftForm
    list_display = ("title", "published", "mode", "whose_words")
    actions_submit_line = ("publish_it",)  # type: ignore[assignment]  # Unfold's ()
    readonly_fields = ("published", "would_change", "spread")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (
            None,
            {"fields": ("published", "would_change", "spread")},
        ),
        (
            _("What it is"),
            {"fields": ("title", "slug", ("mode", "minutes"), "promise")},
        ),
        (
            _("Taking it"),
            {
                "classes": ("tab",),
                "fields": (
                    "start",
                    "mirror",
                    "safety",
                    "stem",
                    "stem_when_none",
                    "not_applicable",
                ),
            },
        ),
        (
            _("The result"),
            {
                "classes": ("tab",),
                "fields": (
                    "scope_title",
                    "scope_text",
                    "guide_offer",
                    "pass_on",
                    ("band_low", "band_high", "step_threshold"),
                ),
            },
        ),
        (
            _("First page"),
            {
                "classes": ("tab",),
                "fields": ("landing_title", "landing_lead", "by_line", "privacy"),
            },
        ),
    )
    warn_unsaved_form = True
    formfield_overrides = rows.ROOMY

    def untouched(self) -> set[int]:
        return starter.untouched_drafts(settings.CONTENT_DIR)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Assessment | None:
        """Looked at, a draft comes with its rows; saved, with none that could be old."""
        draft: Assessment | None = super().get_object(request, object_id, from_field)
        if draft is not None and request.method == "GET":
            draft.keep_rows()
        return draft

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return parts.shown(request).inlines if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Each part says what publishing would do: its buttons publish the whole draft."""
        if parts.shown(request).key:
            return ((None, {"fields": ("would_change",)}),)
        return super().get_fieldsets(request, obj)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if parts.shown(request).key else super().get_prepopulated_fields(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        known = {"parts": parts.PARTS, "part": parts.shown(request)}
        return super().render_change_form(request, context | known, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Saved, the author stays at the part she was writing."""
        answer = super().response_change(request, obj)
        if "_addanother" in request.POST:
            return answer
        return redirect(f"{request.path}{parts.shown(request).query}")

    @admin.display(description=_("published version"))
    def published(self, draft: Assessment) -> str:
        if draft.edition is None:
            return str(_("only asks") if draft.only_asks else _("not published yet"))
        when = date_format(localtime(draft.edition.published_at), "SHORT_DATE_FORMAT")
        return str(_("number %(number)s, %(when)s")) % {
            "number": draft.edition.number,
            "when": when,
        }

    @admin.display(description=_("what publishing would do"))
    def would_change(self, draft: Assessment) -> str:
        if draft.pk is None:
            return str(_("Save it first."))
        if draft.only_asks:
            return str(
                _(
                    "Nothing: it has no scales and no readings, so it only asks. A kind of "
                    "meeting can ask these questions when it is booked, as they stand here."
                )
            )
        faults, changes = actions.preview(assessment=draft)
        if faults:
            lead = _("It cannot be published as it is:")
            lines = [fault.message for fault in faults]
        elif changes:
            lead, lines = _("It may be published."), changes
        else:
            return str(_("Nothing: the published version says the same."))
        listed = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
        return format_html("{}<ul>{}</ul>", lead, listed)

    @admin.display(description=_("of 100 people made up at random"))
    def spread(self, draft: Assessment) -> str:
        shares = actions.spread(assessment=draft) if draft.pk else []
        return " · ".join(f"{name} {share}" for name, share in shares) or "–"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only save here: the rows below are not saved yet, so nothing may be published."""
        obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for button in self.get_actions_submit_line(request, form.instance.pk):
            if button.action_name in request.POST:
                self.publish_it(request, form.instance)

    @action(description=_("Save and publish"), permissions=["assessments.change_assessment"])
    def publish_it(self, request: HttpRequest, draft: Assessment) -> None:
        try:
            edition = actions.publish(assessment=draft, now=now())
        except Refused as refused:
            for fault in refused.faults:
                messages.error(request, fault.message)
            messages.warning(request, _("It is saved, and not published."))
            return
        text = _(
            "Version %(number)s is published. Whoever has begun goes on with the questions they "
            "began with. It starts at %(address)s"
        )
        address = settings.SITE_URL + reverse("assessment:start", args=[draft.slug])
        messages.success(request, text % {"number": edition.number, "address": address})
