"""What every step of the path to a new offer has in common. A step is saved whatever is missing in
it, and goes on; a button that only looks, adds or moves shows what was typed again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import transaction
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from assessments.schema import AssessmentBody
from desk import offer_steps
from desk.actions.offer_edit import Bases, Clash, OfferEdit, with_clashes
from desk.actions.offer_texts import (
    OfferTexts,
    StepFinding,
    missing,
    note_standing,
    texts_of,
)
from desk.forms.offer_path import typed
from desk.offer_steps import BY_KEY, STEPS
from desk.views.offer_path import conflicts
from desk.views.offer_path.conflicts import Box
from desk.views.two_factor import shown
from health.clock import now
from offers.models import Offer

Forms = dict[str, Any]
"""The forms and rows of a step by their names in its template."""


def offer_at(pk: int) -> OfferTexts:
    rows = Offer.objects.filter(assessment__isnull=False)
    return texts_of(get_object_or_404(rows, pk=pk))


def step_url(offer: Offer, step: str) -> str:
    return reverse("desk:offer_path", args=[offer.pk, step])


class StepPage(ABC, View):
    """GET shows a step, POST saves it."""

    step: ClassVar[str]
    template: ClassVar[str]
    again: ClassVar[tuple[str, ...]] = ("more",)
    """Buttons that save nothing."""

    @abstractmethod
    def forms(self, texts: OfferTexts, body: AssessmentBody) -> Forms:
        """The forms as the drafts say them."""

    @abstractmethod
    def bound(self, texts: OfferTexts, body: AssessmentBody, data: Mapping[str, Any]) -> Forms:
        """The forms as they were sent."""

    def anew(self, texts: OfferTexts, forms: Forms, request: HttpRequest) -> Forms:
        """The forms as they were sent, with what a button asked for that saves nothing."""
        return forms

    @abstractmethod
    def save(self, texts: OfferTexts, body: AssessmentBody, forms: Forms, edit: OfferEdit) -> None:
        """Keep what was sent; what somebody else changed as well is told in `edit.clashes`."""

    def box(self, clash: Clash, forms: Forms) -> Box | None:
        """The box of a place that somebody else changed as well, where the step has one."""
        return None

    def theirs(self, clash: Clash) -> Any:
        """What the others say there, in words."""
        return clash.conflict.theirs

    def more(self, texts: OfferTexts, forms: Forms, body: AssessmentBody) -> Mapping[str, Any]:
        """What else the template shows."""
        return {}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        texts = offer_at(pk)
        return self.page(texts, self.forms(texts, texts.assessment.body))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        texts = offer_at(pk)
        bases = Bases.read(request.POST.get("base", ""))
        body = bases.body(texts.assessment)
        forms = self.bound(texts, body, request.POST)
        faults = [name for name, form in forms.items() if not form.is_valid()]
        if any(name in request.POST for name in self.again):
            return self.page(texts, self.anew(texts, forms, request), body)
        if faults:
            return self.page(texts, forms, body, status=422)
        edit = OfferEdit(bases, request.user, now())
        with transaction.atomic():
            # The lock: of two who save a step at once the second meets the first's words.
            Offer.objects.select_for_update(of=("self",)).get(pk=pk)
            texts = offer_at(pk)
            before = Bases.of(texts.documents)
            saved = self.forms(texts, texts.assessment.body)
            self.save(texts, body, forms, edit)
            if edit.clashes:
                page = self.clashed(texts, before, saved, edit)
                transaction.set_rollback(True)
                return page
            note_standing(offer_at(pk), now=now())
        to = "step" if "stay" in request.POST else offer_steps.after(self.step)
        return redirect(step_url(texts.offer, self.step if to == "step" else to))

    def clashed(
        self, texts: OfferTexts, before: Bases, saved: Forms, edit: OfferEdit
    ) -> HttpResponse:
        """The step with the typed words where both changed something, the others' elsewhere; the
        next save is typed over what is saved now, so it stands.
        """
        both = with_clashes(texts_of(texts.offer), edit)
        body = both.assessment.body
        data = conflicts.as_sent(self.forms(both, body), saved)
        forms = self.bound(both, body, data)
        conflict = conflicts.tell(self, forms, edit.clashes)
        return self.page(both, forms, body, status=409, base=str(before), conflict=conflict)

    def page(
        self,
        texts: OfferTexts,
        forms: Forms,
        body: AssessmentBody | None = None,
        *,
        status: int = 200,
        base: str = "",
        conflict: Sequence[tuple[str, str]] = (),
    ) -> HttpResponse:
        findings = missing(texts)
        here = [finding for finding in findings if finding.step == self.step]
        is_fresh = body is None
        body = body or texts.assessment.body
        opened = Bases.of(texts.documents) if is_fresh else self.request.POST.get("base", "")
        response = shown(
            self.request,
            self.template,
            texts.offer.name,
            texts=texts,
            offer=texts.offer,
            step=BY_KEY[self.step],
            number=list(BY_KEY).index(self.step) + 1,
            last=len(STEPS),
            steps=links(texts, findings, self.step),
            skip_to=step_url(texts.offer, offer_steps.after(self.step)),
            base=base or opened,
            findings=noted(forms.get("rows"), here) if is_fresh else [],
            has_errors=status == 422,
            has_clashes=status == 409,
            conflict=conflict,
            **forms,
            **self.more(texts, forms, body),
        )
        response.status_code = status
        return response


def links(texts: OfferTexts, findings: list[StepFinding], here: str) -> list[dict[str, Any]]:
    """The list of steps, each with what is to be done there (`note`)."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.step] = counts.get(finding.step, 0) + 1
    step_links = []
    for number, step in enumerate(STEPS, start=1):
        count = counts.get(step.key, 0)
        note = ngettext("%d thing to do", "%d things to do", count) % count if count else ""
        if not note and is_left_out(texts, step.key):
            note = _("left out")
        is_here, is_last = step.key == here, number == len(STEPS)
        step_links.append(
            {
                "number": number,
                "title": str(step.title),
                "url": step_url(texts.offer, step.key),
                "is_here": is_here,
                "note": note,
                "is_done": not (note or is_here or is_last),
            }
        )
    return step_links


def is_left_out(texts: OfferTexts, step: str) -> bool:
    """Whether an offer goes without this."""
    without_guide = step == offer_steps.GUIDE and texts.guide is None
    without_front = step == offer_steps.FRONT and texts.landing is None
    without_letters = step == offer_steps.LETTERS and not texts.lessons
    return without_guide or without_letters or without_front


def noted(rows: BaseFormSet[Any] | None, findings: list[StepFinding]) -> list[StepFinding]:
    """What is missing, without what is told at its own row."""
    left = list(findings)
    for form in rows.forms if rows is not None else ():
        own = str(form["id"].value() or "")
        here = [finding for finding in left if own and own in finding.rows]
        form.notes = [finding.message for finding in here]
        left = [finding for finding in left if finding not in here]
    return left


def rows_again(rows: BaseFormSet[Any], request: HttpRequest, empty: Mapping[str, Any]) -> list[Any]:
    """What stands in the rows, as a button wants it: one more, or one further up."""
    said = typed(rows)
    up = request.POST.get("up", "")
    if up.isdecimal() and 0 < int(up) < len(said):
        said[int(up) - 1], said[int(up)] = said[int(up)], said[int(up) - 1]
    if "more" in request.POST:
        said.append(dict(empty))
    return said
