"""A new offer begins: its name, its language, and with what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from desk import offer_steps
from desk.actions import new_offer
from desk.actions.offer_texts import note_standing, texts_of
from desk.forms.offer_path import NameForm
from desk.views.offer_path.step import step_url
from desk.views.two_factor import shown
from health.clock import now
from offers.models import Offer
from practice.languages import DEFAULT
from practice.permissions import needs

COPY, MOST_COPIED = "copy:", 12
FORM = "form"
WAYS = (
    ("blank", gettext_lazy("A blank page"), gettext_lazy("You decide everything yourself.")),
    (
        "bands",
        gettext_lazy("One score in bands"),
        gettext_lazy("How much of it: high, in between, low. For stress, sleep, self-care."),
    ),
    (
        "sides",
        gettext_lazy("One leaning of two"),
        gettext_lazy("More the one side, more the other, or both alike."),
    ),
    (
        "types",
        gettext_lazy("A type by most points"),
        gettext_lazy("Which of three types somebody is, and one for no single type."),
    ),
    (
        FORM,
        gettext_lazy("Only a sign-up form"),
        gettext_lazy("No questions to score: people join your letters, or get a file."),
    ),
)


class BeginForm(NameForm):
    way = forms.ChoiceField(label=gettext_lazy("Begin with"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["promise"]
        rows = Offer.objects.filter(assessment__isnull=False)[:MOST_COPIED]
        copies = [(f"{COPY}{row.pk}", _("A copy of “%s”") % row) for row in rows]
        ways = [(key, title) for key, title, _help in WAYS]
        self.fields["way"].choices = [*ways, *copies]  # type: ignore[attr-defined]  # choices

    @property
    def ways(self) -> list[tuple[Any, Any]]:
        """Each way to begin with what it is for."""
        helps = {key: help_text for key, _title, help_text in WAYS}
        copied = _("All its texts as drafts of their own; the first one stays as it is.")
        return [(radio, helps.get(radio.data["value"], copied)) for radio in self["way"]]


@needs("assessments.add_assessment")
class Begin(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, BeginForm(initial={"way": "blank", "language": DEFAULT}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BeginForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        said = form.cleaned_data
        who: dict[str, Any] = {"name": said["name"], "language": said["language"]}
        who |= {"by": request.user, "now": now()}
        if said["way"] == FORM:
            form_row = new_offer.begin_with_form(**who)
            return redirect("admin:landing_signupform_change", form_row.pk)
        if said["way"].startswith(COPY):
            first = Offer.objects.get(pk=int(said["way"].removeprefix(COPY)))
            offer = new_offer.copy_offer(first, **who)
        else:
            offer = new_offer.begin(template=said["way"], **who)
        note_standing(texts_of(offer), now=now())
        return redirect(step_url(offer, offer_steps.QUESTIONS))

    def page(self, request: HttpRequest, form: BeginForm, *, status: int = 200) -> HttpResponse:
        response = shown(request, "desk/offer/begin.html", _("New offer"), form=form)
        response.status_code = status
        return response
