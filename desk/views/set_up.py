"""The first run: one page of questions, then Home with what is left on the way to going live."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from consultations.models import Availability
from consultations.models.availability import validate_five
from desk.actions import checks, set_up
from desk.actions.checks import practice
from desk.actions.findings import CheckMoment
from desk.views.two_factor import shown
from health.clock import now, real_now
from practice.forms import PictureField
from practice.models import Practice
from practice.palette import PALETTE
from practice.permissions import needs
from practice.zones import choices

FIELDS = (
    *("author_name", "credentials", "name", "zone", "from_email", "contact_email"),
    *("notice_email", "legal_name", "postal_address"),
)
SENDER = gettext_lazy("Of your own domain; people see it as the sender.")


class SetUpForm(ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    portrait_file = PictureField(label=gettext_lazy("Your portrait"), required=False)
    portrait_alt = forms.CharField(
        label=gettext_lazy("What it shows, for people who do not see it"),
        required=False,
        max_length=200,
    )

    video_link = forms.URLField(
        label=gettext_lazy("The link of your video room"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "If you meet by video: only people who booked see it. While a kind of meeting has no "
            "place, nobody can book it. You can enter it later under “Kinds of meeting”."
        ),
    )

    class Meta:
        model = Practice
        fields = FIELDS
        help_texts = {"from_email": SENDER}
        widgets = {
            "zone": forms.Select(choices=[*choices().items()]),
            "postal_address": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room = set_up.room()
        if room is None:
            del self.fields["video_link"]
        else:
            self.fields["video_link"].initial = room
        worn = self.instance.accent
        own = () if worn in dict(PALETTE) else ((worn, gettext_lazy("Your own")),)
        self.fields["accent"] = forms.ChoiceField(
            choices=(*own, *PALETTE), initial=worn, widget=forms.RadioSelect
        )


class HoursForm(forms.Form):
    """Days that are alike, with one or two stretches."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days on which people may book"),
        choices=Availability.Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_from = forms.TimeField(label=gettext_lazy("From"), required=False)
    first_until = forms.TimeField(label=gettext_lazy("Until"), required=False)
    then_from = forms.TimeField(label=gettext_lazy("And from"), required=False)
    then_until = forms.TimeField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_from", "first_until", "then_from", "then_until"):
            field = self.fields[name]
            field.validators.append(validate_five)
            field.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 300})

    def spans(self) -> list[tuple[time, time]]:
        cleaned = self.cleaned_data
        pairs = [(cleaned.get(f"{n}_from"), cleaned.get(f"{n}_until")) for n in ("first", "then")]
        return [(start, end) for start, end in pairs if start and end]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ends: list[time] = []
        for name in ("first", "then"):
            start, end = cleaned.get(f"{name}_from"), cleaned.get(f"{name}_until")
            if (start is None) != (end is None):
                self.add_error(f"{name}_until", _("Give both times, or neither."))
            elif start and end and end <= start:
                self.add_error(f"{name}_until", _("The end must come after the start."))
            elif start and ends and start < ends[-1]:
                self.add_error(f"{name}_from", _("Begin after the first stretch has ended."))
            if end:
                ends.append(end)
        return cleaned


def begun(week: set_up.DailyHours) -> dict[str, Any]:
    """The hours as they are, for the form."""
    names, (days, spans) = ("first", "then"), week
    hours: dict[str, Any] = {"days": sorted(days)}
    for name, (start, end) in zip(names, spans, strict=False):
        hours |= {f"{name}_from": start, f"{name}_until": end}
    return hours


@needs("practice.change_practice")
class SetUp(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        week = set_up.week()
        hours = HoursForm(initial=begun(week)) if week else None
        return self.page(request, SetUpForm(instance=Practice.objects.the()), hours)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SetUpForm(request.POST, request.FILES, instance=Practice.objects.the())
        hours = HoursForm(request.POST) if set_up.week() else None
        if not form.is_valid() or not (hours is None or hours.is_valid()):
            if form.files and not form.has_error("portrait_file"):
                form.add_error("portrait_file", _("Please choose your portrait once more."))
            return self.page(request, form, hours)
        answers = {name: form.cleaned_data[name] for name in FIELDS}
        set_up.set_up(
            answers=answers | {"from_name": answers["author_name"]},
            portrait=form.cleaned_data["portrait_file"],
            alt=form.cleaned_data["portrait_alt"],
            accent=form.cleaned_data["accent"],
            by=request.user if request.user.is_authenticated else None,
            now=now(),
        )
        set_up.meet_in(form.cleaned_data.get("video_link", ""))
        if hours:
            set_up.open_hours(hours.cleaned_data["days"], hours.spans())
        checks.look_round(practice.CHECKS, CheckMoment(now(), real_now()), whole=True)
        messages.success(request, _("Kept. Home says what is left on the way to going live."))
        return redirect("admin:index")

    def page(self, request: HttpRequest, form: SetUpForm, hours: HoursForm | None) -> HttpResponse:
        sections = {
            "who": ("author_name", "credentials", "portrait_file", "portrait_alt"),
            "practice": ("name", "zone"),
            "mail": ("from_email", "contact_email", "notice_email"),
            "law": ("legal_name", "postal_address"),
        }
        parts = {key: [form[name] for name in names] for key, names in sections.items()}
        where = form["video_link"] if "video_link" in form.fields else None
        context = {"form": form, "hours": hours, "where": where, **parts}
        return shown(request, "desk/set_up.html", _("Set up your practice"), **context)
